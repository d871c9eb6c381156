//! `trimtab`: deploy, create, govern and steer a token economy.

use std::{io::Write, process::ExitCode};

use clap::Parser;
use oracle::cli::Cli;

#[tokio::main]
async fn main() -> ExitCode {
    match Cli::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A reader that has gone away is not an error of its own.
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}
