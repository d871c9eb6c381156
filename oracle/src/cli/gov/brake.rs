//! The guardian's pause and the alarm.

use clap::Subcommand;

use super::{
    super::CliError,
    desk::{About, Deed, Desk},
    parse,
    signing::Kind,
};
use crate::{accounts, chain::Pubkey};

pub const PAUSE_EXAMPLES: &str = "Examples:
  trimtab gov pause ai,execution --for 48h -k guardian.json
  trimtab gov pause emission --for 6h -k guardian.json --sign-only --nonce NONCE --blockhash NONCE_VALUE

Only the guardian; it ends by itself, and the next one only after a gap as long. Exits, vetoes, emergencies and changes
of the council are never paused.";

pub const ALARM_EXAMPLES: &str = "Examples:
  trimtab gov alarm raise -k local:member-1      level 1; a second member, level 2
  trimtab gov alarm prove 0                      anyone, by alarm rule 0 and the newest closed period
  trimtab gov council                            the alarm rules, and what is in force";

#[derive(Subcommand)]
pub enum AlarmCommand {
    /// Raise it as a member with the role veto.
    #[command(after_help = "Example: trimtab gov alarm raise -k member.json")]
    Raise,
    /// Prove from the metrics that a rule's condition holds; anyone may.
    #[command(after_help = "Example: trimtab gov alarm prove 0 --period 41")]
    Prove {
        /// The rule's place, as `trimtab gov council` shows it.
        rule: u8,
        /// Number of the later of the two periods; the newest closed one when absent.
        #[arg(long, value_name = "NUMBER")]
        period: Option<u64>,
    },
}

pub async fn pause(desk: &Desk, what: &str, length: &str) -> Result<(), CliError> {
    let (bits, secs) = (parse::pauses(what)?, parse::secs(length)?);
    let most = economics::pause::MAX_SECS;
    if !(1..=most).contains(&secs) {
        return Err(CliError::Wrong(format!(
            "failed to pause: found {length:?}, expected from 1s to {}d; a longer stop needs a proposal of class config",
            most / 86_400
        )));
    }
    let actor = desk.key()?;
    let instructions = vec![desk.gov.gate.pause(actor.address(), bits, secs)];
    desk.carry_out(Deed { actor, kind: Kind::Brake, instructions, done: "paused", about: About::Nothing }).await
}

pub async fn alarm(desk: &Desk, command: &AlarmCommand) -> Result<(), CliError> {
    match command {
        AlarmCommand::Raise => {
            let actor = desk.key()?;
            let instructions = vec![desk.gov.gate.raise_alarm(actor.address())];
            desk.carry_out(Deed {
                actor,
                kind: Kind::Brake,
                instructions,
                done: "raised the alarm",
                about: About::Nothing,
            })
            .await
        }
        AlarmCommand::Prove { rule, period } => {
            desk.refuse_offline()?;
            let metrics = metrics(desk).await?;
            let period = match period {
                Some(period) => *period,
                None => newest(desk, &metrics).await?,
            };
            let instructions = vec![desk.gov.gate.prove_alarm(metrics, *rule, period)];
            let actor = desk.payer()?;
            desk.carry_out(Deed {
                actor,
                kind: Kind::Brake,
                instructions,
                done: "proved the alarm",
                about: About::Nothing,
            })
            .await
        }
    }
}

/// The metrics that the council names.
pub async fn metrics(desk: &Desk) -> Result<Pubkey, CliError> {
    let metrics = desk.gov.council().await?.safeguards.links.metrics;
    if metrics == Pubkey::default() {
        return Err(CliError::Wrong(
            "failed to find the metrics: the council names none; `trimtab gov propose config links` does".into(),
        ));
    }
    Ok(metrics)
}

async fn newest(desk: &Desk, metrics: &Pubkey) -> Result<u64, CliError> {
    let account = desk.gov.sender.rpc.account(metrics).await?;
    let ring: issuer::state::Metrics =
        accounts::decode(metrics, account.as_ref()).map_err(|error| CliError::Failed(format!("failed to {error}")))?;
    ring.rules()
        .head
        .checked_sub(1)
        .ok_or_else(|| CliError::Failed("failed to prove anything: no metrics period has been closed yet".into()))
}
