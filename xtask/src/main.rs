//! `cargo xtask`: everything that developers, CI and newcomers run.
//!
//! Each command prepares what it needs itself, names what it does, and can be repeated at any time.

mod bench;
mod build;
mod cargo;
mod ci;
mod cli;
mod deny;
mod fuzz;
mod launch;
mod metadata;
mod packages;
mod progress;
mod run;
mod setup;
mod tidy;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match cli::Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            exit_code(&error)
        }
    }
}

/// 2 for wrong input, here or in a child that has said so; 1 for everything else.
fn exit_code(error: &anyhow::Error) -> ExitCode {
    if error.downcast_ref::<run::Refused>().is_some() {
        return ExitCode::from(2);
    }
    error.downcast_ref::<run::Failed>().map_or(ExitCode::FAILURE, run::Failed::exit_code)
}
