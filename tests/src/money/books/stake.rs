//! The staking program's promises in plain Rust.

use economics::{
    key::UNBOND_SECS,
    pause,
    staking::{PositionState, Settled},
    voice::VoiceCard,
};
use staking::StakingError;

use super::super::{
    cast::{STAKED, TIERS, rewards, vault},
    refused::Refused,
    state::{Seat, Stake, State, speaker},
    tokens::{Coin, Place},
};

impl State {
    pub(super) fn stake(&mut self, seat: Seat, amount: u64) -> Result<(), Refused> {
        let (pool, who, tier) = seat;
        if self.is_paused(pause::DEPOSITS) {
            return Err(StakingError::DepositsPaused.into());
        }
        if amount == 0 {
            return Err(StakingError::ZeroAmount.into());
        }
        let arrivals = self.tokens.amount(rewards(pool));
        let purse = (STAKED[pool], Place::Wallet(who));
        let credited = self.tokens.transfer(purse, vault(pool), amount, self.now.epoch)?;
        if credited == 0 {
            return Err(StakingError::NothingCredited.into());
        }
        let new = Stake { state: PositionState::in_tier(tier), card: VoiceCard::default() };
        let mut stake = self.stakes.get(&seat).copied().unwrap_or(new);
        self.pools[pool].settle(self.now.unix, arrivals).stake(&mut stake.state, credited)?;
        self.put(seat, stake);
        Ok(())
    }

    pub(super) fn unstake(&mut self, seat: Seat, amount: u64) -> Result<(), Refused> {
        let unbond_secs = self.param(UNBOND_SECS).value;
        self.settled(seat, |pool, position| Ok(pool.request_unstake(position, amount, unbond_secs)?))
    }

    pub(super) fn withdraw(&mut self, seat: Seat) -> Result<(), Refused> {
        let (pool, who, _) = seat;
        let mut stake = self.get(seat)?;
        // Of a pool with two vaults the rewards are not even looked at.
        let arrivals = if STAKED[pool] == Coin::Main { self.tokens.amount(rewards(pool)) } else { 0 };
        let amount = self.pools[pool].settle(self.now.unix, arrivals).withdraw(&mut stake.state)?;
        self.put(seat, stake);
        self.send(vault(pool), (STAKED[pool], Place::Wallet(who)), amount)
    }

    pub(super) fn claim(&mut self, seat: Seat) -> Result<(), Refused> {
        let mut amount = 0;
        self.settled(seat, |pool, position| {
            amount = pool.claim(position)?;
            Ok(())
        })?;
        self.send(rewards(seat.0), (Coin::Main, Place::Wallet(seat.1)), amount)
    }

    pub(super) fn compound(&mut self, seat: Seat) -> Result<(), Refused> {
        self.get(seat)?;
        if self.is_paused(pause::DEPOSITS) {
            return Err(StakingError::DepositsPaused.into());
        }
        self.settled(seat, |pool, position| Ok(pool.compound(position).map(|_| ())?))
    }

    pub(super) fn settle(&mut self, seat: Seat) -> Result<(), Refused> {
        self.settled(seat, |pool, position| {
            pool.position(position);
            Ok(())
        })
    }

    pub(super) fn delegate(&mut self, seat: Seat, to: Option<usize>) -> Result<(), Refused> {
        self.get(seat)?;
        self.stakes.entry(seat).and_modify(|stake| stake.card.delegate = speaker(to));
        Ok(())
    }

    /// Nobody but the owner, whatever it is about.
    pub(super) fn steal(&mut self, seat: Seat) -> Result<(), Refused> {
        self.get(seat)?;
        Err(StakingError::NotOwner.into())
    }

    /// One step on a position whose pool has been brought to now.
    fn settled(
        &mut self,
        seat: Seat,
        step: impl FnOnce(&mut Settled<'_>, &mut PositionState) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let mut stake = self.get(seat)?;
        let arrivals = self.tokens.amount(rewards(seat.0));
        step(&mut self.pools[seat.0].settle(self.now.unix, arrivals), &mut stake.state)?;
        self.put(seat, stake);
        Ok(())
    }

    fn get(&self, seat: Seat) -> Result<Stake, Refused> {
        debug_assert!(seat.2 < TIERS[seat.0]);
        self.stakes.get(&seat).copied().ok_or(Refused::Elsewhere)
    }

    /// The voice speaks with what is active.
    fn put(&mut self, seat: Seat, mut stake: Stake) {
        stake.card.record(stake.state.active, self.now.unix);
        self.stakes.insert(seat, stake);
    }
}
