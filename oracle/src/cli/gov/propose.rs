//! Proposing: changes of parameters, of the council, or an instruction that the economy signs.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use economics::policy::Class;
use sha2::{Digest, Sha256};

use super::{
    super::CliError,
    action::{self, ActionCommand},
    config::{self, ConfigCommand},
    desk::{About, Deed, Desk},
    draft, parse,
    signing::Kind,
};
use crate::governance::MAX_URI;

const EXAMPLES: &str = "Examples:
  trimtab gov propose fee_bps=120 -k local:member-1
  trimtab gov propose burn_share=5200 stakers_share=2800 -k member.json --uri https://forum.example/42
  trimtab gov propose emergency fee_bps=80 -k guardian.json
  trimtab gov propose config member-add ADDRESS --roles propose,vote,veto -k member.json
  trimtab gov propose action pay --to ADDRESS --sol 12.5 -k member.json

A coupled group moves as a whole; name only the values that change if the rest keeps the sum.";

const EMERGENCY_EXAMPLES: &str = "Example: trimtab gov propose emergency fee_bps=80 -k guardian.json

Only parameters that allow it, only in their safe direction, and not again before a gap (a day on mainnet).";

#[derive(Args)]
#[command(after_help = EXAMPLES, subcommand_negates_reqs = true)]
pub struct ProposeArgs {
    /// PARAMETER=NEW_VALUE, for example fee_bps=120.
    #[arg(required = true, value_name = "PARAM=VALUE")]
    changes: Vec<String>,
    /// Where the reasons can be read, at most 64 bytes.
    #[arg(long, default_value = "")]
    uri: String,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// Change parameters at once, in their safe direction; members and the guardian.
    #[command(after_help = EMERGENCY_EXAMPLES)]
    Emergency {
        /// PARAMETER=NEW_VALUE, for example fee_bps=80.
        #[arg(required = true, value_name = "PARAM=VALUE")]
        changes: Vec<String>,
        /// Where the reasons can be read, at most 64 bytes.
        #[arg(long, default_value = "")]
        uri: String,
    },
    /// Change the council, its rules, bounds, oracles or brakes.
    #[command(after_help = config::EXAMPLES)]
    Config {
        #[command(flatten)]
        reasons: Reasons,
        /// Add the change to this draft instead of proposing it; `propose config draft FILE` proposes them together.
        #[arg(long, value_name = "FILE", global = true)]
        into: Option<PathBuf>,
        /// Propose it even if it could not be executed as things stand.
        #[arg(long, global = true)]
        anyway: bool,
        #[command(subcommand)]
        change: Box<ConfigCommand>,
    },
    /// Propose one instruction that the economy signs: a payment, a program upgrade, or any other.
    #[command(after_help = action::EXAMPLES)]
    Action {
        #[command(flatten)]
        reasons: Reasons,
        #[command(subcommand)]
        action: ActionCommand,
    },
}

#[derive(Args)]
struct Reasons {
    /// A text with the reasons; its SHA-256 becomes part of what is voted on.
    #[arg(long, value_name = "FILE", global = true)]
    reasons: Option<PathBuf>,
}

impl Reasons {
    fn hash(&self) -> Result<[u8; 32], CliError> {
        let hash = |path: &PathBuf| read(path).map(|bytes| Sha256::digest(bytes).into());
        self.reasons.as_ref().map_or(Ok([0; 32]), hash)
    }
}

pub async fn run(desk: &Desk, args: &ProposeArgs) -> Result<(), CliError> {
    desk.refuse_offline()?;
    match &args.what {
        None => moves(desk, Class::Param, &args.changes, &args.uri).await,
        Some(What::Emergency { changes, uri }) => moves(desk, Class::Emergency, changes, uri).await,
        Some(What::Config { reasons, into, anyway, change }) => {
            let changes = config::changes(desk, change).await?;
            if let Some(file) = into {
                return draft::add(desk, file, &changes).await;
            }
            let bytes = governor::ConfigChange::payload(&changes);
            if !anyway {
                draft::rehearse(desk, &bytes).await?;
            }
            payload(desk, Class::Config, reasons.hash()?, bytes).await
        }
        Some(What::Action { reasons, action }) => {
            let action = action::build(desk, action).await?;
            payload(desk, Class::Action, reasons.hash()?, action.to_bytes()).await
        }
    }
}

async fn moves(desk: &Desk, class: Class, changes: &[String], uri: &str) -> Result<(), CliError> {
    let changes = changes.iter().map(|text| parse::change(text)).collect::<Result<Vec<_>, _>>()?;
    if uri.len() > MAX_URI {
        return Err(CliError::Wrong(format!(
            "failed to use the URI: it has {} bytes, expected at most {MAX_URI}",
            uri.len()
        )));
    }
    let actor = desk.key()?;
    let (proposal, instruction) = desk.gov.draft_moves(&actor.address(), class.code(), &changes, uri).await?;
    let instructions = vec![instruction];
    desk.carry_out(Deed { actor, kind: Kind::Vote, instructions, done: "proposed", about: About::Whole(proposal) })
        .await
}

async fn payload(desk: &Desk, class: Class, reasons: [u8; 32], bytes: Vec<u8>) -> Result<(), CliError> {
    let most = governor::state::MAX_PAYLOAD;
    if bytes.len() > most {
        return Err(CliError::Wrong(format!(
            "failed to propose: it takes {} bytes, expected at most {most}; split it into several proposals",
            bytes.len()
        )));
    }
    let actor = desk.key()?;
    let (proposal, instruction) = desk.gov.draft_payload(&actor.address(), class.code(), reasons, bytes).await?;
    let instructions = vec![instruction];
    desk.carry_out(Deed { actor, kind: Kind::Vote, instructions, done: "proposed", about: About::Whole(proposal) })
        .await
}

/// A file that a person named.
pub fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    std::fs::read(path).map_err(|error| CliError::Wrong(format!("failed to read {}: {error}", path.display())))
}
