//! `voice`: a staker objects to a proposal or supports it.
//!
//! Promises:
//! - only who speaks for a position of a pool that the council names, once per position and proposal;
//! - its weight is stake that was active before the proposal was made and still is: nothing can be bought, borrowed or
//!   moved for a proposal that is open;
//! - objections that reach the governed share of all stake end a proposal of class ai or param at once and free what it
//!   holds; of the other classes only the turnout is recorded;
//! - support moves nothing; it is refused inside a durable-nonce transaction, an objection is allowed there.

use {
    crate::{
        error::GovernorError,
        events::{Rejected, Vetoed, Voiced},
        nonce::refuse_durable_nonce,
        state::{Ballot, Council, Policy, Proposal, Turnout},
    },
    anchor_lang::prelude::*,
    economics::{
        lifecycle::{Event, State},
        policy::Class,
        time::Now,
        voice::{self, Stance},
    },
};

#[derive(Accounts)]
pub struct Voice {
    #[account(mut)]
    pub speaker: Signer,
    #[account(mut)]
    pub council: Account<Council>,
    #[account(mut, constraint = policy.council == *council.address() @ GovernorError::ForeignPolicy)]
    pub policy: Account<Policy>,
    #[account(mut, constraint = proposal.council == *council.address() @ GovernorError::ForeignProposal)]
    pub proposal: Account<Proposal>,
    /// A position of the staking program; checked by owner, kind and pool.
    pub position: UncheckedAccount,
    /// The issuer's metrics; checked by address, owner and kind.
    pub metrics: UncheckedAccount,
    #[account(
        init,
        payer = speaker,
        seeds = [b"voice", proposal.address().as_ref(), position.address().as_ref()],
        bump
    )]
    pub ballot: Account<Ballot>,
    pub instructions: Sysvar<SysvarInstructions>,
    pub system_program: Program<System>,
}

impl Voice {
    pub fn voice(&mut self, stance: u8, bump: u8, now: Now) -> Result<()> {
        let stance = Stance::from_u8(stance).ok_or(GovernorError::UnknownStance)?;
        if stance == Stance::Support {
            refuse_durable_nonce(&self.instructions)?;
        }
        let live = self.council.live(self.proposal.class, now.unix)?;
        self.proposal.life.rules().runs(&live, now).map_err(GovernorError::from)?;
        let weight = self.weight()?;
        let turnout = voice::Turnout { base: self.base()?, ..*self.proposal.turnout.rules() }.after(stance, weight);
        let ends = self.may_end()? && turnout.is_vetoed(self.council.safeguards.voice_veto_bps);
        let before = self.proposal.state();

        self.proposal.turnout = Turnout::from(turnout);
        self.write_ballot(stance, weight, bump);
        if ends {
            self.proposal.life = self.proposal.after(Event::Object, &self.council, now)?;
            self.proposal.release(&mut self.council, &mut self.policy);
        }

        self.council.invariant()?;
        self.tell(stance, weight, now);
        if ends {
            self.tell_end(before, now);
        }
        Ok(())
    }

    /// Stake of the position from before the proposal, if the signer speaks for it.
    fn weight(&self) -> Result<u64> {
        let card = self.council.safeguards.links.card(&self.position)?;
        require!(card.speaker() == self.speaker.address().as_array(), GovernorError::NotSpeaker);
        let weight = card.weight_before(self.proposal.life.created_at);
        require!(weight > 0, GovernorError::NoWeight);
        Ok(weight)
    }

    /// All stake at the last period's end before the proposal: read once, when the first voice comes.
    fn base(&self) -> Result<u64> {
        let ring = self.council.safeguards.links.ring(&self.metrics)?;
        match self.proposal.turnout.base {
            0 => voice::base(&ring, self.proposal.life.created_at).ok_or(GovernorError::BaseMissing.into()),
            known => Ok(known),
        }
    }

    fn may_end(&self) -> Result<bool> {
        Ok(matches!(self.proposal.class()?, Class::Ai | Class::Param))
    }

    fn write_ballot(&mut self, stance: Stance, weight: u64, bump: u8) {
        let ballot = &mut *self.ballot;
        ballot.proposal = *self.proposal.address();
        ballot.position = *self.position.address();
        ballot.payer = *self.speaker.address();
        ballot.weight = weight;
        ballot.stance = stance.code();
        ballot.bump = bump;
    }

    fn tell(&self, stance: Stance, weight: u64, now: Now) {
        let turnout = self.proposal.turnout;
        emit!(Voiced {
            council: self.proposal.council,
            proposal: *self.proposal.address(),
            position: *self.position.address(),
            speaker: *self.speaker.address(),
            weight,
            support: turnout.support,
            objection: turnout.objection,
            base: turnout.base,
            unix: now.unix,
            slot: now.slot,
            stance: stance.code(),
            _pad: [0; 7],
        });
    }

    fn tell_end(&self, before: State, now: Now) {
        let (council, proposal) = (self.proposal.council, *self.proposal.address());
        let (number, unix, slot) = (self.proposal.number, now.unix, now.slot);
        match before {
            State::Queued => emit!(Vetoed { council, proposal, number, unix, slot }),
            _ => emit!(Rejected { council, proposal, number, unix, slot }),
        }
    }
}
