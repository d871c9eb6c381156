//! The issuer's promises in plain Rust.

use economics::{
    Now,
    emission::{MAX_GAUGES, Rate, Reading},
    fees::{fee_can_change, split},
    key::{BURN_SHARE, EMISSION_RATE, FEE_BPS, STAKERS_SHARE},
    metrics::PoolTotals,
    pause,
    policy::Move,
};
use issuer::IssuerError;

use super::super::{
    cast::{GAUGES, named, rewards},
    refused::Refused,
    state::State,
    tokens::{Coin, Place},
};

impl State {
    fn note_supply(&mut self) -> Result<u64, Refused> {
        self.ledger.book_supply(self.tokens.supply).ok_or(IssuerError::SupplyAboveMinted.into())
    }

    pub(super) fn emit(&mut self) -> Result<(), Refused> {
        self.note_supply()?;
        let mut weights = [0; MAX_GAUGES];
        let gauges = &GAUGES[..self.gauges];
        weights.iter_mut().zip(gauges).for_each(|(weight, (_, place))| *weight = self.policy.params[*place].value);
        let param = *self.param(EMISSION_RATE);
        let rate = Rate { param: &param, version: self.policy.version };
        if self.is_paused(pause::EMISSION) {
            self.ledger.accrue(rate, self.now);
            return Ok(());
        }
        let emission = self.ledger.emit(rate, &weights, self.now);
        for ((at, _), amount) in gauges.iter().zip(emission.gauges) {
            self.tokens.mint_to(*at, amount);
        }
        Ok(())
    }

    pub(super) fn add_gauge(&mut self) -> Result<(), Refused> {
        if self.gauges == GAUGES.len() {
            return Err(IssuerError::GaugeTwice.into());
        }
        self.gauges += 1;
        Ok(())
    }

    pub(super) fn sync_fee(&mut self) -> Result<(), Refused> {
        let bps = u16::try_from(self.param(FEE_BPS).value).map_err(|_| IssuerError::FeeOutOfRange)?;
        if self.tokens.newer.bps == bps {
            return Err(IssuerError::FeeInSync.into());
        }
        if !fee_can_change(self.tokens.newer.epoch, self.now.epoch) {
            return Err(IssuerError::FeePending.into());
        }
        self.tokens.set_fee(bps, self.now.epoch);
        Ok(())
    }

    pub(super) fn roll(&mut self) -> Result<(), Refused> {
        self.note_supply()?;
        let reading = Reading {
            supply: self.tokens.supply,
            pool: self.totals(),
            treasury: self.tokens.amount((Coin::Main, Place::Treasury)),
        };
        let param = *self.param(EMISSION_RATE);
        let rate = Rate { param: &param, version: self.policy.version };
        let period = self.ledger.roll(rate, &reading, self.now).map_err(|_| IssuerError::PeriodNotOver)?;
        self.ring.push(&period);
        Ok(())
    }

    /// Over the registered pools in which the issuer's own mint is staked.
    fn totals(&self) -> PoolTotals {
        let [first, second, _] = [0, 1, 2].map(|pool: usize| self.pools[pool].totals);
        PoolTotals {
            staked: first.staked + second.staked,
            stakers: first.stakers + second.stakers,
            rewards_paid: first.rewards_paid + second.rewards_paid,
        }
    }

    pub(super) fn collect(&mut self, sources: u64) -> Result<(), Refused> {
        self.note_supply()?;
        let (fees, stakers, treasury) = ((Coin::Main, Place::Fees), rewards(0), (Coin::Main, Place::Treasury));
        let sources = named(sources).chain([fees, stakers, treasury]);
        let withdrawn = self.tokens.collect(sources, fees);
        let parts = split(self.tokens.amount(fees), self.param(BURN_SHARE).value, self.param(STAKERS_SHARE).value);
        self.tokens.burn(fees, parts.burn)?;
        let epoch = self.now.epoch;
        let arrived = self.tokens.transfer(fees, stakers, parts.stakers, epoch)?
            + self.tokens.transfer(fees, treasury, parts.treasury, epoch)?;
        let again = parts.stakers + parts.treasury - arrived;
        let recirculated = withdrawn.min(self.withheld_again);
        self.withheld_again = self.withheld_again - recirculated + again;
        self.ledger.book_fees(withdrawn - recirculated);
        self.burned_by_collect += self.note_supply()?;
        Ok(())
    }

    /// Takes the new values, as an executed proposal does.
    pub fn publish(&mut self, moves: &[Move], now: Now) {
        self.policy.version += 1;
        moves.iter().for_each(|change| self.policy.params[usize::from(change.param)].publish(change.new, now));
    }
}
