//! `trimtab emit|collect`: what anyone may do for the economy's books.

use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{
    CliError,
    args::address,
    output::{note, print, print_json},
    till::{Till, TillArgs},
};
use crate::money::{Amount, Collected, EmitReport, Page, Sources, tokens_text};

/// Decimals of the issuer's mint.
const DECIMALS: u8 = issuer::state::DECIMALS;

const EMIT: &str = "Examples:
  trimtab emit -u localhost
  trimtab emit --config trimtab.toml -k payer.json --json

Anyone may, as often as they like; how much is owed depends on time alone. The key only pays for the transaction.";

#[derive(Args)]
#[command(after_help = EMIT)]
pub struct EmitArgs {
    #[command(flatten)]
    till: TillArgs,
}

impl EmitArgs {
    pub async fn run(self) -> Result<(), CliError> {
        let till = self.till.open().await?;
        let report = till.money.emit(&till.payer().await?).await?;
        if till.json {
            print_json(&report);
        } else {
            print(&emitted(&report));
        }
        Ok(())
    }
}

fn emitted(report: &EmitReport) -> String {
    let names = ["staking", "contributors", "treasury"];
    let name = |place: usize| names.get(place).map_or_else(|| format!("gauge {place}"), |name| (*name).to_owned());
    let mut text = format!("minted {} tokens\n", tokens_text(report.minted, DECIMALS));
    for (place, amount) in report.gauges.iter().enumerate().filter(|(_, amount)| **amount > 0) {
        text += &format!("  {:<13} {}\n", name(place), tokens_text(*amount, DECIMALS));
    }
    if report.pending > 0 {
        let why = if report.paused { "the guardian paused minting" } else { "the breaker, or too little to split" };
        text += &format!("still owed {} tokens: {why}\n", tokens_text(report.pending, DECIMALS));
    }
    text + &format!("transaction {}\n", report.signature)
}

const COLLECT: &str = "Examples:
  trimtab collect -u localhost
  trimtab collect --min 0.1 --config trimtab.toml -k payer.json
  trimtab collect TOKEN_ACCOUNT TOKEN_ACCOUNT -u devnet --json
  trimtab collect --by-owner --resume collect.json --config trimtab.toml

Harvests withheld transfer fees and splits them into burn, stakers and treasury by the policy.
With very many accounts, --by-owner reads them in 256 parts, and --resume goes on with the part that was next.
Doing an account twice changes nothing, so a run can be repeated at any time.";

#[derive(Args)]
#[command(after_help = COLLECT)]
pub struct CollectArgs {
    #[command(flatten)]
    till: TillArgs,
    /// Token accounts; every one of the mint when absent.
    #[arg(value_name = "TOKEN_ACCOUNT", conflicts_with_all = ["by_owner", "resume"])]
    accounts: Vec<String>,
    /// Leave accounts with less than so many tokens of fees.
    #[arg(long, value_name = "TOKENS", default_value = "0.000001")]
    min: String,
    /// Read the mint's accounts in 256 parts by the first byte of their owners.
    #[arg(long)]
    by_owner: bool,
    /// Remember here which part comes next.
    #[arg(long, value_name = "FILE", requires = "by_owner")]
    resume: Option<PathBuf>,
}

impl CollectArgs {
    pub async fn run(self) -> Result<(), CliError> {
        let sources = self.sources()?;
        let least = Amount::parse(&self.min, DECIMALS)?.of(u64::MAX);
        let till = self.till.open().await?;
        let payer = till.payer().await?;
        let style = ProgressStyle::with_template("{prefix:>9} {bar:40} {pos} of {len} parts, {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::new(1).with_style(style).with_prefix("collect");
        let show = |page: Page<'_>| {
            bar.set_length(page.parts);
            bar.set_position(page.part);
            bar.set_message(harvested(page.so_far));
        };
        let done = till.money.collect(&payer, &sources, least, &show).await;
        bar.finish_and_clear();
        till.collected(&done?);
        Ok(())
    }

    fn sources(&self) -> Result<Sources, CliError> {
        let given: Vec<_> =
            self.accounts.iter().map(|text| address("token account", text)).collect::<Result<_, _>>()?;
        Ok(match (given.is_empty(), self.by_owner) {
            (false, _) => Sources::Given(given),
            (true, true) => Sources::ByOwner { resume: self.resume.clone() },
            (true, false) => Sources::All,
        })
    }
}

fn harvested(done: &Collected) -> String {
    let plural = if done.accounts == 1 { "" } else { "s" };
    format!("{} tokens from {} account{plural}", tokens_text(done.amount, DECIMALS), done.accounts)
}

impl Till {
    fn collected(&self, done: &Collected) {
        done.skipped.iter().for_each(|account| note(&format!("skipped {account}")));
        if self.json {
            print_json(done);
        } else {
            let plural = if done.transactions == 1 { "" } else { "s" };
            print(&format!("collected {} in {} transaction{plural}", harvested(done), done.transactions));
        }
    }
}
