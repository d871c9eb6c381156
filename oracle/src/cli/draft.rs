//! `trimtab rewards draft`: from a decision's recommended split to a list that people can check, change and propose.

use std::{collections::BTreeSet, path::PathBuf};

use ::twin::rewards::{Weights, is_sound};
use clap::Args;
use serde_json::json;

use super::{
    CliError,
    args::ClusterArgs,
    output::{note, print, print_json},
};
use crate::{
    audit::Log,
    daemon,
    features::chain_secs,
    money::{Amount, Draft, Window, draft, tokens_text},
    search::split_text,
};

const EXAMPLES: &str = "Examples:
  trimtab rewards draft --data out --amount 5000 --out march.csv
  trimtab rewards draft --data out --decision 12 --amount 5000 --split 4000,1000,2000,3000 --out march.csv --json

Segments: loyal stakers (stake older than the window that nobody asked back), users (at most half of the transfer fees that they paid), liquidity providers (stake in pools of other mints), voters (who spoke on the newest proposal).
What nobody earned stays in the vault. Next: `trimtab rewards set FILE`, which prints the proposal.";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct DraftArgs {
    #[command(flatten)]
    cluster: ClusterArgs,
    /// The oracle's data folder; trimtab.toml's when absent.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Number of the decision; the newest when absent.
    #[arg(long)]
    decision: Option<u64>,
    /// Whole tokens to deal out.
    #[arg(long, value_name = "TOKENS")]
    amount: String,
    /// Days before the decision for which the list pays.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=400))]
    days: u32,
    /// Another split than the recommended one, bps: loyal stakers, users, providers, voters.
    #[arg(long, value_name = "L,U,P,V", value_parser = split)]
    split: Option<Weights>,
    /// CSV file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn split(text: &str) -> Result<Weights, String> {
    let parts: Result<Vec<u16>, _> = text.split(',').map(|part| part.trim().parse()).collect();
    let weights: Option<Weights> = parts.ok().and_then(|parts| parts.try_into().ok());
    weights.filter(is_sound).ok_or_else(|| {
        format!("found {text:?}, expected four numbers of bps such as 4000,1000,2000,3000, together at most 10000")
    })
}

impl DraftArgs {
    pub fn run(self) -> Result<(), CliError> {
        let decimals = issuer::state::DECIMALS;
        let total = Amount::parse(&self.amount, decimals)?.of(0);
        let folder = self.cluster.data_folder(self.data.as_ref())?;
        let log = Log::open(&folder)?;
        let number = self.decision.unwrap_or(log.head().0);
        let record = log.record(number)?;
        let Some(snapshot) = log.snapshot_before(number + 1)? else {
            return Err(CliError::Wrong(format!(
                "failed to find a decision in {}: the log is empty",
                folder.display()
            )));
        };
        let advice = &record.plan.rewards;
        let weights = self.split.unwrap_or(advice.recommended);
        let events = daemon::open_reader(&folder)?.observations_since(i64::MIN)?;
        let people: BTreeSet<String> = snapshot.wallets.iter().map(|wallet| wallet.address.clone()).collect();
        let to = snapshot.at.unix;
        let window = Window { from: to.saturating_sub(chain_secs(self.days, &snapshot.rules)), to };
        let made = draft(&events, &people, window, &weights, total);
        let path = self.out.display();
        std::fs::write(&self.out, csv(&made, number, &weights))
            .map_err(|error| CliError::Wrong(format!("failed to write {path}: {error}")))?;
        if self.json {
            print_json(&json!({
                "decision": number, "advice": advice, "weights": weights, "from": window.from, "to": window.to,
                "shares": made.shares.len(), "total": made.shares.values().sum::<u64>(), "parts": made.parts,
            }));
        } else {
            note(&format!("decision {number}: {}", advice.reason));
            print(&told(&made));
            print(&format!("wrote {} shares to {path}\nnext   trimtab rewards set {path}", made.shares.len()));
        }
        Ok(())
    }
}

fn csv(made: &Draft, number: u64, weights: &Weights) -> String {
    let mut text = format!("owner,amount\n# decision {number}; {}\n", split_text(weights));
    for (owner, amount) in &made.shares {
        text += &format!("{owner},{}\n", tokens_text(*amount, issuer::state::DECIMALS));
    }
    text
}

fn told(made: &Draft) -> String {
    let tokens = |units| tokens_text(units, issuer::state::DECIMALS);
    let line = |part: &crate::money::Part| {
        let (given, left) = (tokens(part.given), tokens(part.left));
        format!(
            "{:<20} {:>5.1} %  {:>5} people  {given:>16} tokens, {left} left",
            part.segment,
            f64::from(part.weight) / 100.0,
            part.people
        )
    };
    made.parts.iter().map(line).collect::<Vec<_>>().join("\n")
}
