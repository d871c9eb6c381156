//! What everyone can read about the economy: one record per period, written by the issuer.

mod metric;

pub use crate::staking::PoolTotals;
use bytemuck::{Pod, Zeroable};
pub use metric::Metric;

/// Periods remembered.
pub const PERIODS: usize = 64;
const PERIODS_U64: u64 = 64;

/// One closed period; amounts in base units.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Period {
    /// First second.
    pub start: i64,
    /// Second at which it was closed; the next period's first.
    pub end: i64,
    /// The mint's supply at the end.
    pub supply: u64,
    /// Minted during the period.
    pub minted: u64,
    /// Burned from fees during the period.
    pub burned: u64,
    /// Transfer fees collected during the period.
    pub fees: u64,
    /// Staked at the end.
    pub staked: u64,
    /// Positions with stake at the end.
    pub stakers: u64,
    /// Rewards ever claimed, at the end.
    pub rewards_paid: u64,
    /// Balance of the treasury at the end.
    pub treasury: u64,
}
const _: () = assert!(size_of::<Period>() == 80);

/// What the ring knows of the period that covers a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// It has not been closed yet.
    Open,
    Found(&'a Period),
    /// It was closed so long ago that another one took its place.
    Gone,
}

/// The last 64 periods.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct Ring {
    /// Periods ever closed; the next one is written at `head mod 64`.
    pub head: u64,
    pub periods: [Period; PERIODS],
}
const _: () = assert!(size_of::<Ring>() == 5_128);

impl Ring {
    /// Records a period, over the oldest one when the ring is full.
    pub fn push(&mut self, period: &Period) {
        if let Some(slot) = self.periods.get_mut(place(self.head)) {
            *slot = *period;
            self.head = self.head.saturating_add(1);
        }
    }

    /// The periods remembered, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Period> {
        let first = self.head.saturating_sub(PERIODS_U64);
        (first..self.head).filter_map(|n| self.periods.get(place(n)))
    }

    /// The last period that had ended by the unix second `at`.
    pub fn last_before(&self, at: i64) -> Option<&Period> {
        self.iter().rev().find(|period| period.end <= at)
    }

    /// The first period that ended at the unix second `at` or later.
    pub fn first_from(&self, at: i64) -> Lookup<'_> {
        match self.iter().find(|period| period.end >= at) {
            None => Lookup::Open,
            // Periods follow each other without gaps: what began after `at` has others before it.
            Some(period) if period.start >= at && self.head > PERIODS_U64 => Lookup::Gone,
            Some(period) => Lookup::Found(period),
        }
    }

    /// The closed period of this number, counted from 0; none if it is not closed yet or no longer remembered.
    pub fn get(&self, number: u64) -> Option<&Period> {
        let remembered = number < self.head && self.head.saturating_sub(number) <= PERIODS_U64;
        self.periods.get(place(number)).filter(|_| remembered)
    }

    /// The newest period.
    pub fn latest(&self) -> Option<&Period> {
        self.iter().next_back()
    }
}

fn place(number: u64) -> usize {
    usize::try_from(number % PERIODS_U64).unwrap_or(0)
}
