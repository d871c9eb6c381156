//! `trimtab pools|positions|supply`: looking, without a key.

use clap::Args;

use super::{
    CliError,
    args::address,
    output::{print, print_json},
    till::TillArgs,
};
use crate::{
    keys::Signer,
    money::{PoolFacts, render_pools, render_positions, render_supply},
};

const POOLS: &str = "Examples:
  trimtab pools -u localhost
  trimtab pools --config trimtab.toml --json";

#[derive(Args)]
#[command(after_help = POOLS)]
pub struct PoolsArgs {
    #[command(flatten)]
    till: TillArgs,
}

impl PoolsArgs {
    pub async fn run(self) -> Result<(), CliError> {
        let till = self.till.open().await?;
        let pools: Vec<PoolFacts> = till.money.pools().await?.iter().map(PoolFacts::new).collect();
        if self.till.json {
            print_json(&pools);
        } else {
            print(&render_pools(&pools));
        }
        Ok(())
    }
}

const POSITIONS: &str = "Examples:
  trimtab positions -k wallet.json
  trimtab positions ADDRESS -u devnet --json
  trimtab positions --all -u localhost

Shows what a settlement now would show: stake whose warm-up is over earns, and rewards are counted to this second.";

#[derive(Args)]
#[command(after_help = POSITIONS)]
pub struct PositionsArgs {
    #[command(flatten)]
    till: TillArgs,
    /// Whose; the signer's when absent.
    #[arg(conflicts_with = "all")]
    owner: Option<String>,
    /// Everybody's.
    #[arg(long)]
    all: bool,
}

impl PositionsArgs {
    pub async fn run(self) -> Result<(), CliError> {
        let given = self.owner.as_deref().map(|text| address("owner", text)).transpose()?;
        let till = self.till.open().await?;
        let owner = match (given, self.all) {
            (Some(owner), _) => Some(owner),
            (None, true) => None,
            (None, false) => Some(self.till.cluster.key(&till.money.sender.rpc)?.pubkey()),
        };
        let positions = till.money.positions(owner.as_ref()).await?;
        if self.till.json {
            print_json(&positions);
        } else {
            print(&render_positions(&positions, till.now().await?));
        }
        Ok(())
    }
}

const SUPPLY: &str = "Examples:
  trimtab supply -u localhost
  trimtab supply --config trimtab.toml --json

Reads every token account of the mint and the books of issuer and pools as of one moment. These must hold:
  ever minted − burned = supply
  wallets + staked + asked back + rewards + treasury + contributors + other vaults + withheld fees = supply
  ever minted ≤ cap, and every pool's vault holds at least what the pool accounts for.
Exit code 1 where one of them does not.";

#[derive(Args)]
#[command(after_help = SUPPLY)]
pub struct SupplyArgs {
    #[command(flatten)]
    till: TillArgs,
}

impl SupplyArgs {
    pub async fn run(self) -> Result<(), CliError> {
        let till = self.till.open().await?;
        let supply = till.money.supply().await?;
        if self.till.json {
            print_json(&supply);
        } else {
            print(&render_supply(&supply));
        }
        let broken: Vec<&str> =
            supply.equations.iter().filter(|line| !line.holds).map(|line| line.equation.as_str()).collect();
        if broken.is_empty() {
            return Ok(());
        }
        Err(CliError::Failed(format!("failed to reconcile the books: these do not hold: {}", broken.join("; "))))
    }
}
