//! The issuer's books: what accrued, what was minted where, what was burned.

use super::{Breaker, GAUGES, MAX_GAUGES, Parts, Rate, Schedule, YEAR_PPM, accrue, mintable, split_by_weights};
use crate::{
    bounds::Param,
    math::{join, limbs},
    metrics::{Period, PoolTotals},
    require,
    time::{Now, elapsed},
};
use bytemuck::{Pod, Zeroable};

/// The issuer's ledger, embedded in its account.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct IssuerState {
    /// Most base units that may ever be minted; burning reopens nothing.
    pub cap: u64,
    pub ever_minted: u64,
    pub burned: u64,
    /// Accrued and not yet minted.
    pub pending: u64,
    /// Remainder of the last accrual, below one base unit (low, high).
    pub carry: [u64; 2],
    pub accrued_to: i64,
    /// Supply at the start of the period: the base of rate and breaker.
    pub base_supply: u64,
    /// Emission rate seen at `accrued_to`, ppm per year.
    pub known_rate: i64,
    pub schedule: Schedule,
    pub breaker: Breaker,
    /// Start of the open period.
    pub period_start: i64,
    /// Minted in the open period.
    pub window_minted: u64,
    /// Ever collected.
    pub fees_collected: u64,
    pub period_burned: u64,
    pub period_fees: u64,
    /// Ever minted to each gauge: staking, contributors, treasury, then the further ones.
    pub gauge_minted: [u64; MAX_GAUGES],
    /// Version of the policy seen at `accrued_to`.
    pub known_version: u64,
    /// Fell to weights that belonged to no gauge, ever; never minted.
    pub unassigned: u64,
}
const _: () = assert!(size_of::<IssuerState>() == 240);

/// Why the issuer refuses.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Schedule, breaker or period contradict themselves.
    UnsoundSchedule = 301,
    /// The genesis supply exceeds the cap.
    GenesisAboveCap = 302,
    /// The period has not run its length.
    PeriodNotOver = 303,
}

impl Refusal {
    /// The stable number of the variant.
    #[allow(clippy::as_conversions, reason = "reads a declared discriminant")]
    pub const fn code(self) -> u32 {
        self as u32
    }
}

/// What `emit` is to mint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emission<const N: usize = GAUGES> {
    /// The sum of `gauges`.
    pub amount: u64,
    /// For staking, contributors, treasury, then the further ones.
    pub gauges: [u64; N],
    /// Was owed to weights that belong to no gauge, and is not minted.
    pub unassigned: u64,
}

/// What others measured at the end of a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The mint's supply now.
    pub supply: u64,
    pub pool: PoolTotals,
    /// Balance of the treasury's vault.
    pub treasury: u64,
}

impl IssuerState {
    /// A ledger whose genesis supply is minted and whose first period begins now.
    pub fn open(
        cap: u64,
        genesis_supply: u64,
        schedule: Schedule,
        breaker: Breaker,
        rate: &Param,
        now: Now,
    ) -> Result<Self, Refusal> {
        let sound = schedule.is_sound() && breaker.period_secs > 0;
        require(sound, Refusal::UnsoundSchedule)?;
        require(genesis_supply <= cap, Refusal::GenesisAboveCap)?;
        Ok(Self {
            cap,
            ever_minted: genesis_supply,
            accrued_to: now.unix,
            base_supply: genesis_supply,
            known_rate: rate.value,
            schedule,
            breaker,
            period_start: now.unix,
            ..Self::zeroed()
        })
    }

    /// Adds what fell due since the last call at the policy's rate.
    ///
    /// What exceeds the cap on ever minted can never be minted and is not kept.
    pub fn accrue<'a>(&mut self, rate: impl Into<Rate<'a>>, now: Now) {
        self.accrue_at(rate.into(), now);
    }

    /// One copy for all callers: a program pays rent for each byte.
    #[inline(never)]
    fn accrue_at(&mut self, rate: Rate, now: Now) {
        if now.unix < self.accrued_to {
            return;
        }
        let pieces = rate.pieces(self.known_rate, self.known_version, self.accrued_to, now.unix);
        let due = accrue(self.base_supply, &pieces, &self.schedule, join(self.carry));
        let room = self.cap.saturating_sub(self.ever_minted);
        self.pending = self.pending.saturating_add(due.amount).min(room);
        self.carry = limbs(due.carry);
        self.accrued_to = now.unix;
        self.known_rate = rate.param.value;
        self.known_version = rate.version;
    }

    /// Accrues, then books what may be minted now; an amount of 0 books nothing.
    pub fn emit<'a, const N: usize>(&mut self, rate: impl Into<Rate<'a>>, weights: &[i64; N], now: Now) -> Emission<N> {
        self.accrue(rate, now);
        let due = mintable(
            self.pending,
            self.window_minted,
            self.breaker.limit(self.base_supply),
            self.cap,
            self.ever_minted,
        );
        let Parts { gauges, unassigned } = split_by_weights(due, weights);
        let amount = due.saturating_sub(unassigned);
        self.pending = self.pending.saturating_sub(due);
        self.unassigned = self.unassigned.saturating_add(unassigned);
        self.ever_minted = self.ever_minted.saturating_add(amount);
        self.window_minted = self.window_minted.saturating_add(amount);
        for (total, part) in self.gauge_minted.iter_mut().zip(gauges) {
            *total = total.saturating_add(part);
        }
        Emission { amount, gauges, unassigned }
    }

    /// Books fees that were collected.
    pub fn book_fees(&mut self, fees: u64) {
        self.fees_collected = self.fees_collected.saturating_add(fees);
        self.period_fees = self.period_fees.saturating_add(fees);
    }

    /// Books every burn since the last call: only emission mints, so what `supply` lacks was destroyed, by whomever.
    ///
    /// Returns the amount newly booked; `None`, and nothing is booked, where the supply is larger than the books allow.
    pub fn book_supply(&mut self, supply: u64) -> Option<u64> {
        let burned = self.ever_minted.checked_sub(supply)?;
        let new = burned.checked_sub(self.burned)?;
        self.burned = burned;
        self.period_burned = self.period_burned.saturating_add(new);
        Some(new)
    }

    /// Closes the period that has run its length: accrues on the old base, gives the period's
    /// metrics, then takes the supply now as the new base. However late, it closes one period.
    pub fn roll<'a>(&mut self, rate: impl Into<Rate<'a>>, reading: &Reading, now: Now) -> Result<Period, Refusal> {
        let over = elapsed(self.period_start, now.unix) >= self.breaker.period_secs;
        require(over, Refusal::PeriodNotOver)?;
        self.accrue(rate, now);
        let period = Period {
            start: self.period_start,
            end: now.unix,
            supply: reading.supply,
            minted: self.window_minted,
            burned: self.period_burned,
            fees: self.period_fees,
            staked: reading.pool.staked,
            stakers: reading.pool.stakers,
            rewards_paid: reading.pool.rewards_paid,
            treasury: reading.treasury,
        };
        self.period_start = now.unix;
        self.base_supply = reading.supply;
        self.window_minted = 0;
        self.period_burned = 0;
        self.period_fees = 0;
        Ok(period)
    }

    /// What holds after every instruction.
    pub fn is_sound(&self) -> bool {
        let gauges = self.gauge_minted.iter().try_fold(0u64, |sum, part| sum.checked_add(*part));
        self.ever_minted <= self.cap
            && gauges.is_some_and(|sum| sum <= self.ever_minted)
            && self.pending <= self.cap.saturating_sub(self.ever_minted)
            && join(self.carry) < YEAR_PPM
    }
}
