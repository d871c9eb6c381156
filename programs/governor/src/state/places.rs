//! Changes to the council's seats, oracle seats and quotas.

use {
    crate::{
        error::GovernorError,
        state::{Council, NO_ORACLE, NO_SEAT, Seat},
    },
    anchor_lang::prelude::*,
    bytemuck::Zeroable,
    economics::council,
};

/// Who proposes, as the council counts open proposals: an oracle, a member, or neither for the guardian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the oracle's seat, or `NO_ORACLE`.
    pub oracle: u8,
    /// Index of the member's seat, or `NO_SEAT`.
    pub seat: u8,
}

impl Place {
    /// The guardian's.
    pub const GUARDIAN: Self = Self { oracle: NO_ORACLE, seat: NO_SEAT };

    /// That of the oracle at `index`.
    pub const fn oracle(index: u8) -> Self {
        Self { oracle: index, seat: NO_SEAT }
    }

    /// That of the member at `index`.
    pub const fn seat(index: u8) -> Self {
        Self { oracle: NO_ORACLE, seat: index }
    }
}

impl Council {
    /// Adds a seat without power; its place.
    pub fn add_seat(&mut self, key: Address, roles: u8) -> Result<u8> {
        self.check_new_key(&key)?;
        check_roles(roles)?;
        let index = self.seats_len;
        let place = self.seats.get_mut(usize::from(index)).ok_or(GovernorError::TooManySeats)?;
        *place = Seat { key, roles, ..Seat::zeroed() };
        self.seats_len = index.checked_add(1).ok_or(GovernorError::Arithmetic)?;
        self.voters = self.count_voters();
        Ok(index)
    }

    /// Takes a seat away; the last one moves to its place. The seat as it was.
    pub fn remove_seat(&mut self, key: &Address) -> Result<Seat> {
        let index = self.seat_index(key).ok_or(GovernorError::NotASeat)?;
        let len = self.seats_len.checked_sub(1).ok_or(GovernorError::Arithmetic)?;
        let end = self.seats.get_mut(usize::from(len)).ok_or(GovernorError::NotASeat)?;
        let last = core::mem::replace(end, Seat::zeroed());
        self.seats_len = len;
        let removed = match self.seats.get_mut(usize::from(index)) {
            Some(place) if index < len => core::mem::replace(place, last),
            _ => last,
        };
        self.voters = self.count_voters();
        Ok(removed)
    }

    /// Gives a seat other roles; the roles before.
    pub fn set_roles(&mut self, key: &Address, roles: u8) -> Result<u8> {
        check_roles(roles)?;
        let index = self.seat_index(key).ok_or(GovernorError::NotASeat)?;
        let seat = self.seats.get_mut(usize::from(index)).ok_or(GovernorError::NotASeat)?;
        let old = core::mem::replace(&mut seat.roles, roles);
        self.voters = self.count_voters();
        Ok(old)
    }

    /// Registers an oracle; its place.
    pub fn add_oracle(&mut self, key: Address, model_hash: [u8; 32], quota: u8) -> Result<u8> {
        self.check_new_key(&key)?;
        check_oracle(&model_hash, quota)?;
        let index = self.oracles_len;
        let place = self.oracles.get_mut(usize::from(index)).ok_or(GovernorError::TooManyOracles)?;
        (place.key, place.model_hash, place.quota) = (key, model_hash, quota);
        self.oracles_len = index.checked_add(1).ok_or(GovernorError::Arithmetic)?;
        Ok(index)
    }

    /// Binds an oracle to another model or quota; its grades begin anew and a shadow ends. Model and quota before.
    pub fn set_oracle(&mut self, key: &Address, model_hash: &[u8; 32], quota: u8) -> Result<([u8; 32], u8)> {
        check_oracle(model_hash, quota)?;
        let index = self.oracle_index(key).ok_or(GovernorError::NotAnOracle)?;
        let seat = self.oracles.get_mut(usize::from(index)).ok_or(GovernorError::NotAnOracle)?;
        let old = (seat.model_hash, seat.quota);
        (seat.model_hash, seat.quota, seat.shadow) = (*model_hash, quota, 0);
        seat.score = Zeroable::zeroed();
        Ok(old)
    }

    /// Takes an oracle's seat away; the last one moves to its place.
    pub fn remove_oracle(&mut self, key: &Address) -> Result<()> {
        let index = usize::from(self.oracle_index(key).ok_or(GovernorError::NotAnOracle)?);
        let len = self.oracles_len.checked_sub(1).ok_or(GovernorError::Arithmetic)?;
        self.oracles_len = len;
        let (kept, rest) = self.oracles.split_at_mut_checked(usize::from(len)).ok_or(GovernorError::Arithmetic)?;
        let end = rest.first_mut().ok_or(GovernorError::NotAnOracle)?;
        if let Some(place) = kept.get_mut(index) {
            place.clone_from(end);
        }
        end.clone_from(&Zeroable::zeroed());
        Ok(())
    }

    /// Counts a proposal as open; fails with `QuotaExceeded`.
    pub fn count_open(&mut self, place: Place) -> Result<()> {
        let most = self.safeguards.member_quota;
        let (open, quota) = match (self.oracles.get_mut(usize::from(place.oracle)), place.seat) {
            (Some(oracle), _) => {
                oracle.proposed = oracle.proposed.checked_add(1).ok_or(GovernorError::Arithmetic)?;
                (&mut oracle.open, oracle.quota)
            }
            (None, NO_SEAT) => (&mut self.guardian_open, most),
            (None, seat) => (&mut self.seats.get_mut(usize::from(seat)).ok_or(GovernorError::NotASeat)?.open, most),
        };
        require!(*open < quota, GovernorError::QuotaExceeded);
        *open = open.checked_add(1).ok_or(GovernorError::Arithmetic)?;
        Ok(())
    }

    /// Counts a proposal as ended.
    pub fn count_closed(&mut self, place: Place) {
        let open = match (self.oracles.get_mut(usize::from(place.oracle)), place.seat) {
            (Some(oracle), _) => Some(&mut oracle.open),
            (None, NO_SEAT) => Some(&mut self.guardian_open),
            (None, seat) => self.seats.get_mut(usize::from(seat)).map(|seat| &mut seat.open),
        };
        if let Some(open) = open {
            *open = open.saturating_sub(1);
        }
    }

    /// Counts no proposal as open any more: a config change has made all of them stale.
    pub fn forget_open(&mut self) {
        self.guardian_open = 0;
        self.seats.iter_mut().for_each(|seat| seat.open = 0);
        self.oracles.iter_mut().for_each(|oracle| oracle.open = 0);
    }
}

fn check_roles(roles: u8) -> Result<()> {
    require!(roles != 0 && roles & !council::ROLES == 0, GovernorError::UnknownRole);
    Ok(())
}

fn check_oracle(model_hash: &[u8; 32], quota: u8) -> Result<()> {
    require!(model_hash != &[0; 32], GovernorError::ModelHashMissing);
    require!(quota > 0, GovernorError::QuotaZero);
    Ok(())
}
