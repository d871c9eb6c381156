//! The command line: `trimtab deploy|migrate|gov|stake|…|supply|rewards|oracle|twin|policy|evaluate|crank|report|keys`.
//!
//! Exit codes: 0 done, 1 failed, 2 wrong usage or input.

mod args;
mod books;
mod crank;
mod decide_bench;
mod deploy;
mod draft;
mod error;
mod evaluate;
mod files;
mod gov;
mod issue;
mod keys;
mod migrate;
mod oracle;
mod output;
mod policy;
mod report;
mod rewards;
mod stake;
mod till;
mod twin;

use clap::Subcommand;

/// Reads words into a [`Cli`].
pub use clap::Parser;

pub use error::CliError;

const EXAMPLES: &str = "Examples:
  trimtab deploy -u localhost                          put the programs on a chain
  trimtab migrate -u localhost --profile local         create an economy on it
  trimtab gov list -u localhost                        see what is proposed
  trimtab gov approve 3 -u localhost -k local:member-1 approve proposal 3
  trimtab stake 100 -u localhost -k local:wallet-000   stake, then `trimtab positions`
  trimtab supply -u localhost                          check that every unit is accounted for
  trimtab oracle once                                  one decision, with ./trimtab.toml
  trimtab oracle verify --data out                     check a decision log
  trimtab twin run bear                                play a falling market fifty times
  trimtab policy show A4                               a learned policy's numbers
  trimtab evaluate --out evaluation                    judge every rule on the registered seeds
  trimtab crank -u devnet --every 60                   keep the economy's books moving
  trimtab report --data out --out report               tell what happened

URLs and keys follow the Solana CLI: -u localhost|devnet|mainnet-beta|URL, -k KEYFILE, and ~/.config/solana/cli/config.yml.
On this machine's own chains -k also takes the named test keys: local:member-1, local:oracle, …";

/// Steer a token economy by small, bounded, explained steps.
#[derive(Parser)]
#[command(name = "trimtab", version, after_help = EXAMPLES, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Put the three programs on a cluster; resumable.
    Deploy(deploy::DeployArgs),
    /// Create an economy: council, parameters, mint, pool, issuer; resumable.
    Migrate(migrate::MigrateArgs),
    /// Governance by hand: look, propose, vote, execute.
    Gov(gov::GovArgs),
    /// Stake tokens.
    Stake(stake::StakeArgs),
    /// Ask stake back.
    Unstake(stake::UnstakeArgs),
    /// Take out what was asked back.
    Withdraw(stake::WithdrawArgs),
    /// Take out rewards.
    Claim(stake::ClaimArgs),
    /// Stake rewards.
    Compound(stake::CompoundArgs),
    /// Let somebody speak for a position.
    Delegate(stake::DelegateArgs),
    /// Positions: what they hold, earn, and when it can be taken out.
    Positions(books::PositionsArgs),
    /// Staking pools and their tiers.
    Pools(books::PoolsArgs),
    /// Mint what is owed to the gauges.
    Emit(issue::EmitArgs),
    /// Collect withheld transfer fees over any number of accounts.
    Collect(issue::CollectArgs),
    /// Where every unit is, and the equations that must hold.
    Supply(books::SupplyArgs),
    /// Contributors' lists: root, proofs, claims.
    Rewards(rewards::RewardsArgs),
    /// The oracle: decide once, run as a daemon, check its log.
    Oracle(oracle::OracleArgs),
    /// The twin: play an economy of many agents, measure its speed.
    Twin(twin::TwinArgs),
    /// The learned policies: what they do, how they were made, and make them again.
    Policy(policy::PolicyArgs),
    /// Judge policies: all arms, scenarios and levels of shift, with statistics and a report; resumable.
    Evaluate(evaluate::EvaluateArgs),
    /// Do the chores that anyone may do: emit, collect, roll, sync the fee, settle.
    Crank(crank::CrankArgs),
    /// Write the transparency report: HTML with plots, and JSON.
    Report(report::ReportArgs),
    /// Named test keys of this machine's own chains.
    Keys(keys::KeysArgs),
}

impl Cli {
    /// Runs the command; what people asked for goes to standard output, everything else to standard error.
    pub async fn run(self) -> Result<(), CliError> {
        match self.command {
            Command::Deploy(args) => args.run().await,
            Command::Migrate(args) => args.run().await,
            Command::Gov(args) => args.run().await,
            Command::Stake(args) => args.run().await,
            Command::Unstake(args) => args.run().await,
            Command::Withdraw(args) => args.run().await,
            Command::Claim(args) => args.run().await,
            Command::Compound(args) => args.run().await,
            Command::Delegate(args) => args.run().await,
            Command::Positions(args) => args.run().await,
            Command::Pools(args) => args.run().await,
            Command::Emit(args) => args.run().await,
            Command::Collect(args) => args.run().await,
            Command::Supply(args) => args.run().await,
            Command::Rewards(args) => args.run().await,
            Command::Oracle(args) => args.run().await,
            Command::Twin(args) => args.run(),
            Command::Policy(args) => args.run(),
            Command::Evaluate(args) => args.run(),
            Command::Crank(args) => args.run().await,
            Command::Report(args) => args.run(),
            Command::Keys(args) => args.run(),
        }
    }
}

#[cfg(test)]
mod tests;
