//! `trimtab`: deploy, create, govern and steer a token economy.

use std::process::ExitCode;

use clap::Parser;
use oracle::cli::Cli;

#[tokio::main]
async fn main() -> ExitCode {
    match Cli::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}
