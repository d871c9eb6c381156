//! `trimtab rewards`: contributors' lists.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use super::{
    CliError,
    args::address,
    draft::DraftArgs,
    files::read,
    output::{note, print, print_json},
    till::{Till, TillArgs},
};
use crate::{
    keys::Signer,
    money::{MoneyError, Proof, ShareList, instruction_command, render_lists, tokens_text},
};

const EXAMPLES: &str = "Examples:
  trimtab rewards draft --data out --amount 5000 --out march.csv
  trimtab rewards tree march.csv --proofs proofs.json
  trimtab rewards set march.csv --opens 1767225600 --days 90 --config trimtab.toml
  trimtab rewards list -u localhost
  trimtab rewards claim --list-file march.csv -k wallet.json
  trimtab rewards close 3

A list is CSV (owner,amount) or JSON ([{\"owner\": \"…\", \"amount\": \"12.5\"}]), amounts in whole tokens.
The order is by address, so the same people and amounts give the same root on every machine.";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct RewardsArgs {
    #[command(subcommand)]
    command: RewardsCommand,
}

#[derive(Subcommand)]
enum RewardsCommand {
    /// A list by segment, split as a decision of the oracle recommends; no chain needed.
    Draft(DraftArgs),
    /// Root, number and sum of a list; no chain needed.
    #[command(after_help = "Example: trimtab rewards tree march.csv --proofs proofs.json --json")]
    Tree {
        /// CSV or JSON.
        file: PathBuf,
        /// Write every person's proof here, as one JSON list.
        #[arg(long, value_name = "FILE")]
        proofs: Option<PathBuf>,
        #[arg(long)]
        json: bool,
    },
    /// One person's proof, as JSON; no chain needed.
    #[command(after_help = "Example: trimtab rewards proof march.csv ADDRESS > proof.json")]
    Proof {
        /// CSV or JSON.
        file: PathBuf,
        owner: String,
    },
    /// The command that proposes to open a list.
    #[command(
        after_help = "Example: trimtab rewards set march.csv --opens 1767225600 --days 90 --config trimtab.toml\nOnly the economy itself opens a list, by a proposal of class action; this prints what to propose."
    )]
    Set {
        #[command(flatten)]
        till: TillArgs,
        /// CSV or JSON.
        file: PathBuf,
        /// First second at which shares are paid; now when absent.
        #[arg(long, value_name = "UNIX")]
        opens: Option<i64>,
        /// Days for which shares are paid.
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(i64).range(1..=400))]
        days: i64,
    },
    /// Open lists, their windows, and what the vault holds beyond them.
    #[command(after_help = "Example: trimtab rewards list -u localhost --json")]
    List {
        #[command(flatten)]
        till: TillArgs,
    },
    /// Pay a share to the person it is for.
    #[command(
        after_help = "Example: trimtab rewards claim --list-file march.csv -k wallet.json\nExample: trimtab rewards claim --proof proof.json -k payer.json\nAnyone may pay for the transaction; the share goes to its owner."
    )]
    Claim {
        #[command(flatten)]
        till: TillArgs,
        /// The list; the share of --owner, or of the signer, is taken.
        #[arg(long, value_name = "FILE", required_unless_present = "proof")]
        list_file: Option<PathBuf>,
        /// One proof, as `trimtab rewards proof` wrote it.
        #[arg(long, value_name = "FILE", conflicts_with = "list_file")]
        proof: Option<PathBuf>,
        #[arg(long, value_name = "ADDRESS", conflicts_with = "proof")]
        owner: Option<String>,
        /// Number of the list on chain; the open one with this root when absent.
        #[arg(long)]
        number: Option<u64>,
        /// Token account of the owner that receives; the associated one when absent, created where it is missing.
        #[arg(long, value_name = "TOKEN_ACCOUNT")]
        to: Option<String>,
    },
    /// End a list whose window is over; what was not claimed is free for later lists.
    #[command(after_help = "Example: trimtab rewards close 3 -u localhost")]
    Close {
        #[command(flatten)]
        till: TillArgs,
        number: u64,
    },
}

impl RewardsArgs {
    pub async fn run(self) -> Result<(), CliError> {
        match self.command {
            RewardsCommand::Draft(args) => args.run(),
            RewardsCommand::Tree { file, proofs, json } => tree(&file, proofs.as_deref(), json),
            RewardsCommand::Proof { file, owner } => proof(&file, &owner),
            RewardsCommand::Set { till, file, opens, days } => set(&till.open().await?, &file, opens, days).await,
            RewardsCommand::List { till } => list(&till.open().await?).await,
            RewardsCommand::Close { till, number } => {
                let till = till.open().await?;
                let landed = till.money.close_list(&till.payer().await?, number).await?;
                till.landed("closed", &format!("list {number}"), &landed)
            }
            RewardsCommand::Claim { till, list_file, proof, owner, number, to } => {
                let to = to.as_deref().map(|text| address("token account", text)).transpose()?;
                let till = till.open().await?;
                let payer = till.payer().await?;
                let given = owner.as_deref().map(|text| address("owner", text)).transpose()?;
                let proof = match (list_file, proof) {
                    (Some(file), _) => share_of(&read_list(&file)?, &given.unwrap_or(payer.pubkey()))?,
                    (None, Some(file)) => read_proof(&file)?,
                    (None, None) => {
                        return Err(CliError::Wrong("failed to find a share: give --list-file or --proof".into()));
                    }
                };
                let landed = till.money.claim_share(&payer, &proof, number, to).await?;
                till.landed("claimed", &format!("{} tokens for {}", proof.tokens(), proof.owner), &landed)
            }
        }
    }
}

fn tree(file: &Path, proofs: Option<&Path>, as_json: bool) -> Result<(), CliError> {
    let list = read_list(file)?;
    if let Some(path) = proofs {
        let text = serde_json::to_string_pretty(&list.proofs()).unwrap_or_default();
        std::fs::write(path, text)
            .map_err(|error| CliError::Wrong(format!("failed to write {}: {error}", path.display())))?;
        note(&format!("wrote {} proofs to {}", list.shares.len(), path.display()));
    }
    if as_json {
        print_json(&json!({ "root": list.root(), "shares": list.shares.len(), "total": list.shares.total() }));
    } else {
        let total = tokens_text(list.shares.total(), issuer::state::DECIMALS);
        print(&format!("root   {}\nshares {}\ntotal  {total} tokens", list.root(), list.shares.len()));
    }
    Ok(())
}

fn proof(file: &Path, owner: &str) -> Result<(), CliError> {
    print_json(&share_of(&read_list(file)?, &address("owner", owner)?)?);
    Ok(())
}

async fn set(till: &Till, file: &Path, opens: Option<i64>, days: i64) -> Result<(), CliError> {
    let shares = read_list(file)?;
    let now = till.now().await?;
    let opens = opens.unwrap_or(now);
    let closes = opens.saturating_add(days * 86_400);
    let (_, free) = till.money.lists().await?;
    let total = shares.shares.total();
    if total > free {
        let [total, free] = [total, free].map(|units| tokens_text(units, issuer::state::DECIMALS));
        return Err(CliError::Wrong(format!(
            "failed to prepare the list: it sums to {total} tokens, and the contributors' vault has {free} free; see `trimtab rewards list`"
        )));
    }
    let command = instruction_command(&till.money.opening(&shares, opens, closes).await?);
    if till.json {
        print_json(
            &json!({ "root": shares.root(), "shares": shares.shares.len(), "total": total, "opens": opens, "closes": closes, "command": command }),
        );
    } else {
        note(&format!("root {}; publish the list, so that everybody can check it and take the share", shares.root()));
        print(&command);
    }
    Ok(())
}

async fn list(till: &Till) -> Result<(), CliError> {
    let (lists, free) = till.money.lists().await?;
    if till.json {
        print_json(&json!({ "lists": lists, "free": free }));
    } else {
        print(&render_lists(&lists, free, till.now().await?));
    }
    Ok(())
}

fn share_of(list: &ShareList, owner: &crate::chain::Pubkey) -> Result<Proof, CliError> {
    let missing = MoneyError::NotInList { owner: *owner, count: list.shares.len() };
    Ok(list.proof_of(owner).ok_or(missing)?)
}

fn read_list(file: &Path) -> Result<ShareList, CliError> {
    let named = |source| MoneyError::List { what: file.display().to_string(), source };
    Ok(ShareList::parse(&read(file)?).map_err(named)?)
}

fn read_proof(file: &Path) -> Result<Proof, CliError> {
    let named = |source| MoneyError::List { what: file.display().to_string(), source };
    Ok(Proof::parse(&read(file)?).map_err(named)?)
}

impl Till {
    fn landed(&self, done: &str, what: &str, landed: &crate::chain::Landed) -> Result<(), CliError> {
        if self.json {
            print_json(&json!({ "done": done, "signature": landed.signature, "slot": landed.slot }));
        } else {
            print(&format!("{done} {what}\ntransaction {}", landed.signature));
        }
        Ok(())
    }
}
