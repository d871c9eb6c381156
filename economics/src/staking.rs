//! Staking: principal that always returns, and rewards per share of what is staked.
//!
//! Reward per share after Batog, Boca and Johnson, "Scalable Reward Distribution on the
//! Ethereum Blockchain" (2018), in Q64.64. Every remainder is carried, so the identity
//! `owed·2^64 = Σ (unsettled + owed + fraction of each position) + carry` holds exactly and
//! the order of settlements changes nothing.

mod position;
mod refusal;
mod settled;
mod tier;

use crate::{
    math::{BPS, div_wide, join, limbs, wide_mul},
    require,
    stream::Stream,
    time::{DAY, YEAR},
};
use bytemuck::{Pod, Zeroable};

pub use position::PositionState;
pub use refusal::Refusal;
pub use settled::Settled;
pub use tier::Tier;

/// Longest cooldown whatever the policy says: no parameter traps principal.
pub const MAX_UNBOND_SECS: i64 = 30 * DAY;

/// Longest window and warm-up in seconds.
pub const MAX_WINDOW_SECS: u64 = 30 * 86_400;

/// Longest lock of a tier in seconds.
pub const MAX_LOCK_SECS: u64 = (4 * YEAR).unsigned_abs();

/// Highest multiplier of a tier, bps.
pub const MAX_MULTIPLIER_BPS: u64 = 100_000;

/// Tiers of one pool.
pub const TIERS: usize = 4;

/// The first bytes of a pool's account after its discriminator, for readers of other programs.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct PoolCard {
    /// The policy that the pool reads.
    pub policy: [u8; 32],
    /// What is staked.
    pub stake_mint: [u8; 32],
    /// Token account of the principal.
    pub vault: [u8; 32],
    /// What stakers earn.
    pub reward_mint: [u8; 32],
    /// Token account whose arrivals are rewards; the vault itself where both mints are one.
    pub reward_vault: [u8; 32],
    pub totals: PoolTotals,
}
const _: () = assert!(size_of::<PoolCard>() == 184);

/// What a pool holds and has paid.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct PoolTotals {
    /// Base units staked: active and warming.
    pub staked: u64,
    /// Positions with stake.
    pub stakers: u64,
    /// Rewards ever claimed or compounded.
    pub rewards_paid: u64,
}
const _: () = assert!(size_of::<PoolTotals>() == 24);

/// A pool's ledger, embedded in its account.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct PoolState {
    pub totals: PoolTotals,
    /// Stake that earns.
    pub active: u64,
    /// Shares of the active stake: what rewards are divided by.
    pub shares: u64,
    /// Stake asked back and not yet withdrawn.
    pub cooling: u64,
    /// Rewards distributed and not yet claimed.
    pub owed: u64,
    pub stream: Stream,
    /// Seconds before new stake earns; at least one window.
    pub warmup_secs: u64,
    /// Rewards per share since the beginning, Q64.64 (low, high).
    pub acc: [u64; 2],
    /// Remainder of the last distribution, in 2^-64 base units.
    pub acc_carry: u64,
    /// Base units of the reward vault that the ledger knows of; with the principal where it lies there too.
    pub accounted: u64,
    /// 1: the principal lies in a vault of its own, and no reward can be staked. 0: one vault for both.
    pub principal_apart: u64,
    /// What a deposit can choose from; an empty place has the multiplier 0.
    pub tiers: [Tier; TIERS],
}
const _: () = assert!(size_of::<PoolState>() == 208);

impl PoolState {
    /// An empty pool with one vault and one flexible tier, whose first window begins now.
    /// The warm-up is at least one window.
    pub fn open(window_secs: u64, warmup_secs: u64, now: i64) -> Result<Self, Refusal> {
        let sound = window_secs > 0 && window_secs.max(warmup_secs) <= MAX_WINDOW_SECS;
        require(sound, Refusal::UnsoundWindow)?;
        Ok(Self {
            stream: Stream::open(window_secs, now),
            warmup_secs: warmup_secs.max(window_secs),
            tiers: tier::FLEXIBLE,
            ..Self::zeroed()
        })
    }

    /// The same empty pool with other tiers; they never change afterwards.
    pub fn with_tiers(self, tiers: [Tier; TIERS]) -> Result<Self, Refusal> {
        require(tier::are_sound(&tiers), Refusal::UnsoundTiers)?;
        Ok(Self { tiers, ..self })
    }

    /// The same empty pool with the principal in a vault of its own.
    pub fn with_principal_apart(self) -> Self {
        Self { principal_apart: 1, ..self }
    }

    /// Brings the pool to `now`: distributes what has become due, then queues what arrived in
    /// the reward vault since the last call. Never fails; every other step begins here.
    ///
    /// `vault_amount` is the reward vault's balance without a deposit that is just being credited;
    /// 0 leaves arrivals for a later call to notice.
    pub fn settle(&mut self, now: i64, vault_amount: u64) -> Settled<'_> {
        let due = self.stream.advance(now);
        self.distribute(due);
        let arrived = vault_amount.saturating_sub(self.accounted);
        self.stream.arrive(arrived);
        self.accounted = self.accounted.saturating_add(arrived);
        Settled::new(self, now)
    }

    /// Principal that the pool holds: staked and asked back.
    pub fn principal(&self) -> u64 {
        self.totals.staked.saturating_add(self.cooling)
    }

    /// The terms of the place `tier`, if there is such a tier.
    pub fn tier(&self, tier: u8) -> Option<Tier> {
        self.tiers.get(usize::from(tier)).copied().filter(|tier| tier.multiplier_bps > 0)
    }

    /// Credits `due` to everyone active; without anyone, or beyond the accumulator, it waits
    /// in the queue.
    fn distribute(&mut self, due: u64) {
        if due == 0 {
            return;
        }
        let Some((acc, carry)) = self.next_acc(due) else {
            self.stream.arrive(due);
            return;
        };
        self.acc = limbs(acc);
        self.acc_carry = carry;
        self.owed = self.owed.saturating_add(due);
    }

    // ROUNDING: down; the remainder is carried to the next distribution.
    fn next_acc(&self, due: u64) -> Option<(u128, u64)> {
        // (due·2^64 + carry) / shares, as two digits to the base 2^64.
        let (high, rest) = (due.checked_div(self.shares)?, due.checked_rem(self.shares)?);
        let (low, carry) = div_wide(rest, self.acc_carry, self.shares)?;
        Some((join(self.acc).checked_add(join([low, high]))?, carry))
    }

    /// Whether `amount` more staked units can be counted, in tokens, in shares and in the vault.
    fn has_room_for(&self, amount: u64) -> bool {
        let staked = self.totals.staked.checked_add(amount);
        let principal = self.principal().checked_add(amount);
        let shares = staked.and_then(|staked| tier::highest(&self.tiers).shares(staked));
        principal.is_some() && shares.is_some()
    }

    /// `accounted = owed + queued + (streaming − streamed)`, and the principal where it lies in the same vault, exactly;
    /// the shares are between the active stake and its multiple by the highest multiplier.
    pub fn is_conserved(&self) -> bool {
        let principal = if self.principal_apart == 0 { [self.totals.staked, self.cooling] } else { [0, 0] };
        let rest = self.stream.streaming.checked_sub(self.stream.streamed);
        let parts = principal.into_iter().chain([self.owed, self.stream.queued]);
        let sum = parts.fold(rest, |sum, part| sum?.checked_add(part));
        let most = wide_mul(self.active, tier::highest(&self.tiers).multiplier_bps);
        let shared = self.active <= self.shares && wide_mul(self.shares, BPS) <= most;
        self.active <= self.totals.staked && shared && sum == Some(self.accounted)
    }
}
