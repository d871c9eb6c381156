//! `propose`: open a change and lock its parameters.
//!
//! Promises:
//! - class ai: only a registered oracle below its quota, with the registered model;
//!   class param: only an accepted seat with the role PROPOSE;
//! - every move is legal now: bounds, step, interval, budget, group, no other open proposal on the parameter;
//! - what will be voted on is fixed by one hash; the same id can be used once;
//! - nothing changes but the proposal, the locks and counters; the proposer's own vote is not counted;
//! - refused inside a durable-nonce transaction.

use {
    crate::{
        error::GovernorError,
        events::Proposed,
        hash::Content,
        nonce::refuse_durable_nonce,
        state::{self, Council, Move, NO_ORACLE, Policy, Proposal, Provenance},
    },
    anchor_lang::prelude::*,
    economics::{council, lifecycle::Lifecycle, policy::Class, time::Now},
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
    /// 0 ai, 1 param.
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
        require!(self.council.sealed_at != 0, GovernorError::GenesisNotSealed);
        let class = Class::from_u8(draft.class).ok_or(GovernorError::ClassDisabled)?;
        let life = Lifecycle::open(&self.council.live(draft.class)?, now).map_err(GovernorError::from)?;
        let oracle = self.authorise(class, &draft.provenance)?;
        require!(draft.parent_version == self.policy.version, GovernorError::ParentVersionMismatch);
        let number = self.council.proposal_count.checked_add(1).ok_or(GovernorError::Arithmetic)?;
        self.policy.admit(&draft.moves, class, number, now)?;

        self.council.open_proposal(number, oracle)?;
        self.policy.lock(&draft.moves, number, life.latest_end());
        self.write(id, draft, number, oracle, life.into())?;
        self.proposal.bump = bump;

        self.council.invariant()?;
        self.tell(now);
        Ok(())
    }

    /// The oracle's place in class ai, `NO_ORACLE` for a member; fails if the signer may not propose in the class.
    fn authorise(&self, class: Class, provenance: &Provenance) -> Result<u8> {
        let proposer = self.proposer.address();
        if class != Class::Ai {
            self.council.seat_with_role(proposer, council::PROPOSE)?;
            return Ok(NO_ORACLE);
        }
        let index = self.council.oracle_index(proposer).ok_or(GovernorError::NotAnOracle)?;
        let oracle = self.council.oracles.get(usize::from(index)).ok_or(GovernorError::NotAnOracle)?;
        require!(oracle.open < oracle.quota, GovernorError::QuotaExceeded);
        require!(oracle.model_hash == provenance.model_hash, GovernorError::ModelHashMismatch);
        Ok(index)
    }

    fn write(&mut self, id: [u8; 32], draft: &Draft, number: u64, oracle: u8, life: state::Lifecycle) -> Result<()> {
        let proposal = &mut *self.proposal;
        proposal.council = *self.council.address();
        proposal.proposer = *self.proposer.address();
        proposal.id = id;
        proposal.number = number;
        proposal.parent_version = draft.parent_version;
        proposal.class = draft.class;
        proposal.oracle = oracle;
        proposal.life = life;
        proposal.moves_len = u8::try_from(draft.moves.len()).map_err(|_| GovernorError::TooManyMoves)?;
        for (place, change) in proposal.moves.iter_mut().zip(&draft.moves) {
            *place = Move::new(change.param, change.old, change.new);
        }
        proposal.provenance = draft.provenance;
        proposal.provenance.forecast._pad = [0; 7];
        proposal.content_hash = proposal.content().hash();
        Ok(())
    }

    fn tell(&self, now: Now) {
        let proposal = &*self.proposal;
        emit!(Proposed {
            council: proposal.council,
            proposal: *self.proposal.address(),
            proposer: proposal.proposer,
            id: proposal.id,
            content_hash: proposal.content_hash,
            log_root: proposal.provenance.log_root,
            log_len: proposal.provenance.log_len,
            number: proposal.number,
            config_seqno: proposal.life.config_seqno,
            parent_version: proposal.parent_version,
            voting_until: proposal.life.voting_until,
            delay_secs: proposal.life.delay_secs,
            delay_slots: proposal.life.delay_slots,
            window_secs: proposal.life.window_secs,
            unix: now.unix,
            slot: now.slot,
            class: proposal.class,
            oracle: proposal.oracle,
            threshold: proposal.life.threshold,
            veto_threshold: proposal.life.veto_threshold,
            moves_len: proposal.moves_len,
            _pad: [0; 3],
            moves: proposal.moves,
        });
    }
}

impl Council {
    fn open_proposal(&mut self, number: u64, oracle: u8) -> Result<()> {
        self.proposal_count = number;
        if let Some(seat) = self.oracles.get_mut(usize::from(oracle)) {
            seat.open = seat.open.checked_add(1).ok_or(GovernorError::Arithmetic)?;
            seat.proposed = seat.proposed.checked_add(1).ok_or(GovernorError::Arithmetic)?;
        }
        Ok(())
    }
}

impl Proposal {
    /// What a vote on this proposal agrees to.
    pub fn content(&self) -> Content<'_> {
        Content {
            council: &self.council,
            id: &self.id,
            class: self.class,
            parent_version: self.parent_version,
            config_seqno: self.life.config_seqno,
            moves: self.moves(),
            provenance: &self.provenance,
        }
    }
}
