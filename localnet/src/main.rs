//! `localnet`: serve a chain, play the demonstration, or play it against another validator.

use clap::{Args, Parser, Subcommand};
use localnet::{demo, e2e, serve};
use std::{path::PathBuf, process::ExitCode};

/// A Solana on this machine with Trimtab on it, and an economy that lives there.
#[derive(Parser)]
#[command(name = "localnet", version, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  localnet serve                              a chain on port 8899 with the programs and the local genesis
  localnet demo                               30 days of an economy; the dashboard stays until Ctrl-C
  localnet demo --exit --days 30 --out out    the same, ends by itself and leaves its files in out/
  localnet demo --manual                      waits for you to approve, and says how
  localnet e2e --rpc http://127.0.0.1:8899    the same scenario against a validator that runs already";

#[derive(Subcommand)]
enum Command {
    /// Start a chain with JSON-RPC and websocket, deploy the programs, apply the local genesis.
    Serve(ServeArgs),
    /// Play an economy with oracle, council and dashboard on a chain of its own, with time travel.
    Demo(DemoArgs),
    /// Play the same scenario in real time against a validator that runs already.
    E2e(E2eArgs),
}

#[derive(Args)]
#[command(after_help = "Example: localnet serve --port 9000    (JSON-RPC on 9000, websocket on 9001)")]
struct ServeArgs {
    /// Port of JSON-RPC; the websocket takes the next one.
    #[arg(long, default_value_t = 8899, value_parser = clap::value_parser!(u16).range(1..65535))]
    port: u16,
    /// Do not apply the genesis.
    #[arg(long)]
    bare: bool,
}

#[derive(Args)]
#[command(after_help = "Examples:
  localnet demo --exit --days 30 --out out
  localnet demo --manual --port 8787")]
struct DemoArgs {
    /// Days to play.
    #[arg(long, default_value_t = demo::DEFAULT_DAYS, value_parser = clap::value_parser!(u64).range(1..=3650))]
    days: u64,
    /// Which economy: the same seed gives wallets the same habits and luck; the chain's clock differs a little each time.
    #[arg(long, default_value_t = 2)]
    seed: u64,
    /// Port of the dashboard; 0 takes a free one [default: 8787, or a free one if that is taken]
    #[arg(long)]
    port: Option<u16>,
    /// Wallets in the economy.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(8..=1000))]
    wallets: u16,
    /// Print the approval commands and wait for people instead of letting the council's keys sign.
    #[arg(long)]
    manual: bool,
    /// End after the last day instead of serving the dashboard until Ctrl-C.
    #[arg(long)]
    exit: bool,
    /// Folder for summary.json, the decision log, snapshots, configuration and report.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Genesis profile of migrations/0001-economy.toml.
    #[arg(long, default_value = "demo")]
    profile: String,
}

#[derive(Args)]
#[command(after_help = "Example:
  solana-test-validator --reset &
  trimtab deploy -u localhost
  localnet e2e --rpc http://127.0.0.1:8899 --out out")]
struct E2eArgs {
    /// JSON-RPC of a validator on this machine.
    #[arg(long, value_name = "URL")]
    rpc: String,
    /// Its websocket; by default the next port.
    #[arg(long, value_name = "URL")]
    ws: Option<String>,
    /// Folder for summary.json, the decision log, snapshots, configuration and report.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Which economy: the same seed gives wallets the same habits and luck; the chain's clock differs a little each time.
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Metrics periods ("days" of some seconds) to play.
    #[arg(long, default_value_t = e2e::DEFAULT_PERIODS, value_parser = clap::value_parser!(u64).range(1..=3650))]
    periods: u64,
    /// Wallets in the economy.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(8..=1000))]
    wallets: u16,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse(); // wrong input ends here with exit code 2
    init_logs();
    let outcome = match cli.command {
        Command::Serve(args) => serve::run(serve::Options { port: args.port, bare: args.bare }).await,
        Command::Demo(args) => demo::run(demo_options(args)).await,
        Command::E2e(args) => e2e::run(e2e_options(args)).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => report(&error),
    }
}

fn demo_options(args: DemoArgs) -> demo::Options {
    demo::Options {
        days: args.days,
        seed: args.seed,
        port: args.port,
        wallets: usize::from(args.wallets),
        manual: args.manual,
        exit: args.exit,
        out: args.out,
        profile: args.profile,
    }
}

fn e2e_options(args: E2eArgs) -> e2e::Options {
    e2e::Options {
        rpc: args.rpc,
        ws: args.ws,
        out: args.out,
        seed: args.seed,
        periods: args.periods,
        wallets: usize::from(args.wallets),
    }
}

/// Errors that a person can mend by typing something else end with 2, all others with 1.
fn report(error: &anyhow::Error) -> ExitCode {
    eprintln!("error: {error:#}");
    ExitCode::from(if error.downcast_ref::<localnet::WrongInput>().is_some() { 2 } else { 1 })
}

fn init_logs() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("TRIMTAB_LOG").unwrap_or_else(|_| "error".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
