//! The gate of an economy: publishes bounded parameter changes that enough members approved and that waited long
//! enough, and nothing else.
//!
//! ```text
//! oracle or member ─ propose ─► Active ─ approvals ─► Queued ─ delay ─► execute (anyone) ─► Policy, version + 1
//!                                 │ vetoes: Rejected     │ vetoes: Vetoed      │ too late: Expired
//! ```
//!
//! `Policy` is what other programs read, as `Account<governor::Policy>`.
//! The gate holds no money and never clamps: what does not fit is refused.
//! Off chain, `client` builds the instructions, `events` reads the log, `pda` and `hash` recompute addresses and hashes.

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::float_arithmetic
)]

#[cfg(target_os = "solana")]
use solana_compiler_builtins as _;

pub mod action;
#[cfg(not(target_os = "solana"))]
pub mod client;
pub mod config;
pub mod error;
pub mod events;
mod genesis;
pub mod hash;
mod instructions;
mod nonce;
pub mod pda;
mod refusal;
pub mod state;

use anchor_lang::prelude::*;
pub use {config::ConfigChange, error::GovernorError, instructions::*, state::*};

declare_id!("BQV2hypTFdRNZkRJxgzYP1Z4ccFitoa7d4rHirwLxszZ");

/// The chain's clock; the only place of this program that reads it.
#[cfg(not(all(target_os = "solana", feature = "no-entrypoint")))]
fn now() -> Result<economics::time::Now> {
    let clock = Clock::get()?;
    Ok(economics::time::Now { unix: clock.unix_timestamp, slot: clock.slot, epoch: clock.epoch })
}

// Another program that reads the policy must not carry this one's dispatcher in its binary.
#[cfg(not(all(target_os = "solana", feature = "no-entrypoint")))]
#[program]
pub mod governor {
    use super::*;

    /// Begins an economy at addresses that contain the creator's key; nothing can be proposed before the seal.
    #[discrim = 0]
    pub fn create_council(ctx: &mut Context<CreateCouncil>, name: [u8; 16], charter: Charter) -> Result<()> {
        ctx.accounts.create_council(name, &charter, &ctx.bumps, now()?)
    }

    /// Puts one parameter under the gate; creator only, before the seal.
    #[discrim = 1]
    pub fn add_param(ctx: &mut Context<GenesisPolicy>, key: [u8; 16], value: i64, spec: Spec) -> Result<()> {
        ctx.accounts.add_param(key, value, spec, now()?)
    }

    /// Closes the genesis for good; the creator has no power afterwards.
    #[discrim = 2]
    pub fn seal_genesis(ctx: &mut Context<GenesisPolicy>) -> Result<()> {
        ctx.accounts.seal_genesis(now()?)
    }

    /// Gives a seat its power; only the seat's own key can.
    #[discrim = 3]
    pub fn accept_seat(ctx: &mut Context<AcceptSeat>) -> Result<()> {
        ctx.accounts.accept_seat(now()?)
    }

    /// Opens a proposal and locks its parameters; refused inside a durable-nonce transaction.
    #[discrim = 4]
    pub fn propose(ctx: &mut Context<Propose>, id: [u8; 32], draft: Draft) -> Result<()> {
        ctx.accounts.propose(id, &draft, ctx.bumps.proposal, now()?)
    }

    /// Approves exactly the named content under the named council; refused inside a durable-nonce transaction.
    #[discrim = 5]
    pub fn approve(ctx: &mut Context<Approve>, content_hash: [u8; 32], config_seqno: u64) -> Result<()> {
        ctx.accounts.approve(content_hash, config_seqno, now()?)
    }

    /// Takes an approval back, until execution; below the threshold the clock is cleared.
    #[discrim = 6]
    pub fn unapprove(ctx: &mut Context<Unapprove>) -> Result<()> {
        ctx.accounts.unapprove(now()?)
    }

    /// Vetoes exactly the named content; enough vetoes end the proposal.
    #[discrim = 7]
    pub fn veto(ctx: &mut Context<Veto>, content_hash: [u8; 32]) -> Result<()> {
        ctx.accounts.veto(content_hash, now()?)
    }

    /// Withdraws a proposal; only its proposer can.
    #[discrim = 8]
    pub fn cancel(ctx: &mut Context<Cancel>) -> Result<()> {
        ctx.accounts.cancel(now()?)
    }

    /// Publishes an approved proposal after its delay; anyone can, and gains nothing.
    #[discrim = 9]
    pub fn execute(ctx: &mut Context<Close>) -> Result<()> {
        ctx.accounts.execute(now()?)
    }

    /// Closes a proposal that ran out of time or became stale; anyone can.
    #[discrim = 10]
    pub fn expire(ctx: &mut Context<Close>) -> Result<()> {
        ctx.accounts.expire(now()?)
    }

    /// Gives a key a seat; creator only, before the seal.
    #[discrim = 11]
    pub fn add_seat(ctx: &mut Context<Genesis>, key: Address, roles: u8) -> Result<()> {
        ctx.accounts.add_seat(key, roles, now()?)
    }

    /// Registers an oracle with its model and quota; creator only, before the seal.
    #[discrim = 12]
    pub fn add_oracle(ctx: &mut Context<Genesis>, key: Address, model_hash: [u8; 32], quota: u8) -> Result<()> {
        ctx.accounts.add_oracle(key, model_hash, quota, now()?)
    }

    /// Sets guardian, links, times, alarm rules, voice and quota; creator only, before the seal.
    #[discrim = 13]
    pub fn set_safeguards(ctx: &mut Context<Genesis>, safeguards: Safeguards) -> Result<()> {
        ctx.accounts.set_safeguards(&safeguards, now()?)
    }

    /// Opens a proposal of class config or action with its payload; refused inside a durable-nonce transaction.
    #[discrim = 14]
    pub fn propose_payload(ctx: &mut Context<ProposePayload>, id: [u8; 32], draft: PayloadDraft) -> Result<()> {
        ctx.accounts.propose_payload(id, &draft, &ctx.bumps, now()?)
    }

    /// Applies an approved config proposal after its delay; anyone can, and gains nothing.
    #[discrim = 15]
    pub fn execute_config(ctx: &mut Context<ExecuteConfig>) -> Result<()> {
        ctx.accounts.execute_config(now()?)
    }

    /// Stops something for a while; only the guardian can.
    #[discrim = 16]
    pub fn pause(ctx: &mut Context<Pause>, bits: u8, secs: u64) -> Result<()> {
        ctx.accounts.pause(bits, secs, now()?)
    }

    /// Raises the alarm for a while; only a seat that may veto can.
    #[discrim = 17]
    pub fn raise_alarm(ctx: &mut Context<RaiseAlarm>) -> Result<()> {
        ctx.accounts.raise_alarm(now()?)
    }

    /// Raises the alarm for a while by what the metrics show; anyone can, and gains nothing.
    #[discrim = 18]
    pub fn prove_alarm(ctx: &mut Context<ProveAlarm>, rule: u8, period: u64) -> Result<()> {
        ctx.accounts.prove_alarm(rule, period, now()?)
    }

    /// Carries out an approved action: one stored instruction of another program, signed by the economy; anyone can.
    #[discrim = 19]
    pub fn perform(ctx: &mut Context<Perform>) -> Result<()> {
        let accounts = ctx.remaining_accounts()?;
        ctx.accounts.perform(&accounts, now()?)
    }

    /// Speaks for a staked position about a proposal: objects (1) or supports (2).
    #[discrim = 20]
    pub fn voice(ctx: &mut Context<Voice>, stance: u8) -> Result<()> {
        ctx.accounts.voice(stance, ctx.bumps.ballot, now()?)
    }

    /// Gives the rent of a ballot back after the proposal's end; anyone can.
    #[discrim = 21]
    pub fn close_voice(ctx: &mut Context<CloseVoice>) -> Result<()> {
        ctx.accounts.close_voice()
    }

    /// Grades the forecast of a proposal that has ended; anyone can, and gains nothing.
    #[discrim = 22]
    pub fn resolve(ctx: &mut Context<Resolve>) -> Result<()> {
        ctx.accounts.resolve(now()?)
    }
}
