//! What opening a proposal means for every class.

use {
    crate::{
        error::GovernorError,
        events::Proposed,
        hash::Content,
        state::{Council, Place, Policy, Proposal},
    },
    anchor_lang::{address_eq, prelude::*},
    economics::{
        council,
        lifecycle::Lifecycle,
        policy::Class,
        time::{Now, elapsed},
    },
};

/// A proposal that may be opened.
pub(crate) struct Opening {
    pub class: Class,
    pub place: Place,
    pub number: u64,
    pub life: Lifecycle,
}

impl Opening {
    /// Whether `proposer` may open a proposal of `class` now; quotas are asked by [`Opening::count`].
    pub fn new(council: &Council, class: Class, proposer: &Address, model_hash: &[u8; 32], now: Now) -> Result<Self> {
        require!(council.sealed_at != 0, GovernorError::GenesisNotSealed);
        let life = Lifecycle::open(&council.live(class.code(), now.unix)?, now).map_err(GovernorError::from)?;
        let place = council.proposer(class, proposer, model_hash)?;
        let number = council.proposal_count.checked_add(1).ok_or(GovernorError::Arithmetic)?;
        Ok(Self { class, place, number, life })
    }

    /// Counts the proposal in the council; fails with `QuotaExceeded`.
    pub fn count(&self, council: &mut Council) -> Result<()> {
        council.count_open(self.place)?;
        council.proposal_count = self.number;
        Ok(())
    }

    /// Writes what every proposal has.
    pub fn write(&self, proposal: &mut Proposal, policy: &Policy, proposer: &Address, id: [u8; 32], bump: u8) {
        proposal.council = policy.council;
        proposal.proposer = *proposer;
        proposal.id = id;
        proposal.number = self.number;
        proposal.parent_version = policy.version;
        proposal.class = self.class.code();
        proposal.oracle = self.place.oracle;
        proposal.seat = self.place.seat;
        proposal.bump = bump;
        proposal.life = self.life.into();
    }
}

/// Tells that the proposal is open.
pub(crate) fn tell(proposal: &Account<Proposal>, now: Now) {
    emit!(Proposed {
        council: proposal.council,
        proposal: *proposal.address(),
        proposer: proposal.proposer,
        id: proposal.id,
        content_hash: proposal.content_hash,
        payload_hash: proposal.payload_hash,
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
        seat: proposal.seat,
        threshold: proposal.life.threshold,
        veto_threshold: proposal.life.veto_threshold,
        moves_len: proposal.moves_len,
        _pad: [0; 2],
        moves: proposal.moves,
    });
}

impl Council {
    /// The place of `key` among those who may propose in `class`; fails if it may not.
    fn proposer(&self, class: Class, key: &Address, model_hash: &[u8; 32]) -> Result<Place> {
        if class == Class::Emergency && self.is_guardian(key) {
            return Ok(Place::GUARDIAN);
        }
        if class != Class::Ai {
            return Ok(Place::seat(self.seat_with_role(key, council::PROPOSE)?));
        }
        let index = self.oracle_index(key).ok_or(GovernorError::NotAnOracle)?;
        let oracle = self.oracles.get(usize::from(index)).ok_or(GovernorError::NotAnOracle)?;
        require!(oracle.model_hash == *model_hash, GovernorError::ModelHashMismatch);
        Ok(Place::oracle(index))
    }

    /// Fails with `EmergencyTooSoon` while the gap after the last executed emergency is not over.
    pub(crate) fn check_emergency_gap(&self, now: Now) -> Result<()> {
        let over = elapsed(self.emergency_at, now.unix) >= self.safeguards.timing.emergency_gap_secs;
        require!(self.emergency_at == 0 || over, GovernorError::EmergencyTooSoon);
        Ok(())
    }

    /// Fails if `key` can not be the guardian's: zeroes can, a key with a seat of either kind can not.
    pub(crate) fn check_guardian(&self, key: &Address) -> Result<()> {
        let free = address_eq(key, &Address::default()) || self.check_new_key(key).is_ok();
        require!(free, GovernorError::DuplicateSeat);
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
            payload_hash: &self.payload_hash,
            provenance: &self.provenance,
        }
    }
}
