//! `propose`: open a change of parameters and lock them.
//!
//! Promises:
//! - class ai: only a registered oracle below its quota, with the registered model, while neither pause nor alarm
//!   stops it; class param: only an accepted seat with the role PROPOSE; class emergency: such a seat or the guardian,
//!   once in a while; members and guardian below their quota too;
//! - class ai: the forecast is in a metric of the ring and within 30 days, and no older forecast of the oracle waits for
//!   its grade beyond the grace;
//! - every move is legal now: bounds, step, interval, budget, group, no other open proposal on the parameter;
//!   an emergency moves only in the safe direction, asks for no interval, waits for no lock and takes none;
//! - what will be voted on is fixed by one hash; the same id can be used once;
//! - nothing changes but the proposal, the locks and counters; the proposer's own vote is not counted;
//! - refused inside a durable-nonce transaction.

use {
    super::opening::{self, Opening},
    crate::{
        error::GovernorError,
        nonce::refuse_durable_nonce,
        state::{Council, Move, Policy, Proposal, Provenance},
    },
    anchor_lang::prelude::*,
    economics::{
        pause,
        policy::{Class, Request},
        time::Now,
    },
};

#[derive(Accounts)]
#[instruction(id: [u8; 32])]
pub struct Propose {
    #[account(mut)]
    pub proposer: Signer,
    #[account(mut)]
    pub council: Account<Council>,
    #[account(mut, constraint = policy.council == *council.address() @ GovernorError::ForeignPolicy)]
    pub policy: Account<Policy>,
    #[account(init, payer = proposer, seeds = [b"proposal", council.address().as_ref(), &id], bump)]
    pub proposal: Account<Proposal>,
    pub instructions: Sysvar<SysvarInstructions>,
    pub system_program: Program<System>,
}

/// What the proposer asks for.
#[derive(Clone, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct Draft {
    /// 0 ai, 1 param, 2 emergency.
    pub class: u8,
    /// Version of the policy that the proposer looked at.
    pub parent_version: u64,
    /// One to eight moves.
    pub moves: Vec<Move>,
    pub provenance: Provenance,
}

impl Propose {
    pub fn propose(&mut self, id: [u8; 32], draft: &Draft, bump: u8, now: Now) -> Result<()> {
        refuse_durable_nonce(&self.instructions)?;
        let class = Class::from_u8(draft.class).ok_or(GovernorError::ClassDisabled)?;
        require!(class.has_moves(), GovernorError::WrongClass);
        let opening = Opening::new(&self.council, class, self.proposer.address(), &draft.provenance.model_hash, now)?;
        self.council.check_forecast(opening.place.oracle, &draft.provenance.forecast, now)?;
        require!(!self.policy.is_paused(pause::to_propose(class), now.unix), GovernorError::Paused);
        if class == Class::Emergency {
            self.council.check_emergency_gap(now)?;
        }
        require!(draft.parent_version == self.policy.version, GovernorError::ParentVersionMismatch);
        let request = Request { class, proposal: opening.number, level: self.council.level(now.unix), now };
        self.policy.admit(&draft.moves, &request)?;

        opening.count(&mut self.council)?;
        if class != Class::Emergency {
            self.policy.lock(&draft.moves, opening.number, opening.life.latest_end());
        }
        opening.write(&mut self.proposal, &self.policy, self.proposer.address(), id, bump);
        self.write(draft)?;

        self.council.invariant()?;
        opening::tell(&self.proposal, now);
        Ok(())
    }

    fn write(&mut self, draft: &Draft) -> Result<()> {
        let proposal = &mut *self.proposal;
        proposal.moves_len = u8::try_from(draft.moves.len()).map_err(|_| GovernorError::TooManyMoves)?;
        for (place, change) in proposal.moves.iter_mut().zip(&draft.moves) {
            *place = Move::new(change.param, change.old, change.new);
        }
        proposal.provenance = draft.provenance;
        proposal.provenance.forecast._pad = [0; 7];
        proposal.content_hash = proposal.content().hash();
        Ok(())
    }
}
