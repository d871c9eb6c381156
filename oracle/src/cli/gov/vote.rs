//! Votes, and what ends a proposal.

use super::{
    super::{CliError, output::note},
    desk::{About, Deed, Desk},
    parse,
    signing::Kind,
};
use crate::{
    chain::Pubkey,
    governance::{aloud, render_proposal},
};

pub const APPROVE_EXAMPLES: &str = "Examples:
  trimtab gov approve 3 -k local:member-1
  trimtab gov approve 3 -k member.json --hash '1f2e 3d4c …'
  trimtab gov approve ADDRESS --hash HASH --config-seqno 1 -k member.json --sign-only --blockhash BLOCKHASH

The vote names the content hash and the council's configuration; it can be taken back until execution.";

pub const VETO_EXAMPLES: &str = "Examples:
  trimtab gov veto 3 -k local:member-2
  trimtab gov veto ADDRESS --hash HASH -k member.json --sign-only --nonce NONCE --blockhash NONCE_VALUE

A veto may wait in a drawer: signed under a durable nonce it stays good until it is needed.";

pub async fn approve(desk: &Desk, given: &str, hash: Option<&str>, config_seqno: Option<u64>) -> Result<(), CliError> {
    let proposal = desk.find(given).await?;
    let actor = desk.key()?;
    let expected = hash.map(|text| parse::hash("--hash", text)).transpose()?;
    let (content_hash, seqno) = if desk.signing.is_offline() {
        let seqno = config_seqno.ok_or_else(|| needs("--config-seqno NUMBER"))?;
        (expected.ok_or_else(|| needs("--hash HASH"))?, seqno)
    } else {
        let found = desk.gov.proposal(&proposal).await?;
        compare("approve", found.content_hash, expected)?;
        if expected.is_none() && !desk.json {
            note(&render_proposal(&desk.gov.show(&proposal).await?, &desk.gov.clock().await?));
        }
        (found.content_hash, config_seqno.unwrap_or(found.life.config_seqno))
    };
    let instructions = vec![desk.gov.gate.approve(actor.address(), proposal, content_hash, seqno)];
    desk.carry_out(Deed { actor, kind: Kind::Vote, instructions, done: "approved", about: About::Line(proposal) }).await
}

pub async fn unapprove(desk: &Desk, given: &str) -> Result<(), CliError> {
    let proposal = desk.find(given).await?;
    let actor = desk.key()?;
    let instructions = vec![desk.gov.gate.unapprove(actor.address(), proposal)];
    let done = "took back the approval of";
    desk.carry_out(Deed { actor, kind: Kind::Brake, instructions, done, about: About::Line(proposal) }).await
}

pub async fn veto(desk: &Desk, given: &str, hash: Option<&str>) -> Result<(), CliError> {
    let proposal = desk.find(given).await?;
    let actor = desk.key()?;
    let expected = hash.map(|text| parse::hash("--hash", text)).transpose()?;
    let content_hash = match desk.signing.is_offline() {
        true => expected.ok_or_else(|| needs("--hash HASH"))?,
        false => desk.gov.proposal(&proposal).await?.content_hash,
    };
    compare("veto", content_hash, expected)?;
    let instructions = vec![desk.gov.gate.veto(actor.address(), proposal, content_hash)];
    desk.carry_out(Deed { actor, kind: Kind::Brake, instructions, done: "vetoed", about: About::Line(proposal) }).await
}

pub async fn cancel(desk: &Desk, given: &str) -> Result<(), CliError> {
    let proposal = desk.find(given).await?;
    let actor = desk.key()?;
    let instructions = vec![desk.gov.gate.cancel(actor.address(), proposal)];
    desk.carry_out(Deed { actor, kind: Kind::Brake, instructions, done: "cancelled", about: About::Line(proposal) })
        .await
}

pub async fn execute(desk: &Desk, given: &str) -> Result<(), CliError> {
    let proposal = online(desk, given).await?;
    let instructions = vec![desk.gov.execution(&proposal).await?];
    let actor = desk.payer()?;
    desk.carry_out(Deed { actor, kind: Kind::Brake, instructions, done: "executed", about: About::Line(proposal) })
        .await
}

pub async fn expire(desk: &Desk, given: &str) -> Result<(), CliError> {
    let proposal = desk.find(given).await?;
    let instructions = vec![desk.gov.gate.expire(proposal)];
    let actor = desk.payer()?;
    desk.carry_out(Deed { actor, kind: Kind::Brake, instructions, done: "expired", about: About::Line(proposal) }).await
}

/// For what anyone may do and nobody needs to sign offline.
async fn online(desk: &Desk, given: &str) -> Result<Pubkey, CliError> {
    desk.refuse_offline()?;
    Ok(desk.gov.find(given).await?)
}

fn compare(verb: &str, found: [u8; 32], expected: Option<[u8; 32]>) -> Result<(), CliError> {
    match expected {
        Some(expected) if expected != found => Err(CliError::Wrong(format!(
            "failed to {verb}: the content hash on chain is\n{}and --hash says\n{}find out who reads another proposal before anybody signs",
            aloud::both(&hex::encode(found), "  "),
            aloud::both(&hex::encode(expected), "  ")
        ))),
        _ => Ok(()),
    }
}

fn needs(option: &str) -> CliError {
    CliError::Wrong(format!(
        "failed to sign: --sign-only asks no node and needs {option}; `trimtab gov show` prints it where there is a network"
    ))
}
