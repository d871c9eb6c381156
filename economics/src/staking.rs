//! Staking: principal that always returns, and rewards per share of what is staked.
//!
//! Reward per share after Batog, Boca and Johnson, "Scalable Reward Distribution on the
//! Ethereum Blockchain" (2018), in Q64.64. Every remainder is carried, so the identity
//! `owed·2^64 = Σ (unsettled + owed + fraction of each position) + carry` holds exactly and
//! the order of settlements changes nothing.

use crate::{
    math::{join, limbs, q64_mul, to_q64},
    require,
    stream::Stream,
    time::DAY,
};
use bytemuck::{Pod, Zeroable};

/// Longest cooldown whatever the policy says: no parameter traps principal.
pub const MAX_UNBOND_SECS: i64 = 30 * DAY;

/// Longest window and warm-up in seconds.
pub const MAX_WINDOW_SECS: u64 = 30 * 86_400;

/// The first bytes of a pool's account after its discriminator, for readers of other programs.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct PoolTotals {
    /// Base units staked: active and warming.
    pub staked: u64,
    /// Positions with stake.
    pub stakers: u64,
    /// Rewards ever claimed.
    pub rewards_paid: u64,
}
const _: () = assert!(size_of::<PoolTotals>() == 24);

/// A pool's ledger, embedded at the start of its account.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct PoolState {
    pub totals: PoolTotals,
    /// Stake that earns.
    pub active: u64,
    /// Stake asked back and not yet withdrawn.
    pub cooling: u64,
    /// Rewards distributed and not yet claimed.
    pub owed: u64,
    pub stream: Stream,
    /// Seconds before new stake earns; at least one window.
    pub warmup_secs: u64,
    /// Rewards per active base unit since the beginning, Q64.64 (low, high).
    pub acc: [u64; 2],
    /// Remainder of the last distribution, in 2^-64 base units.
    pub acc_carry: u64,
    /// Base units of the vault that the ledger knows of.
    pub accounted: u64,
}
const _: () = assert!(size_of::<PoolState>() == 128);

/// A position's ledger, embedded in its account.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct PositionState {
    /// Stake that earns.
    pub active: u64,
    /// Stake that does not earn yet.
    pub warming: u64,
    /// From this second on a settlement makes `warming` active.
    pub active_from: i64,
    /// Stake asked back.
    pub cooling: u64,
    /// From this second on `cooling` can be withdrawn; fixed when it was asked back.
    pub unlock_at: i64,
    /// The pool's `acc` up to which this position has been credited.
    pub acc_paid: [u64; 2],
    /// Rewards credited and not yet claimed.
    pub owed: u64,
    /// Fraction of the next reward unit, in 2^-64 base units.
    pub owed_fraction: u64,
}
const _: () = assert!(size_of::<PositionState>() == 72);

/// Why the pool refuses.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// An amount of 0.
    ZeroAmount = 201,
    /// More than the position has staked.
    InsufficientStake = 202,
    /// The position's earlier request has not been withdrawn yet.
    UnstakePending = 203,
    /// Nothing was asked back.
    NothingToWithdraw = 204,
    /// The cooldown has not passed.
    StillCooling = 205,
    /// No whole unit of reward is owed.
    NothingToClaim = 206,
    /// Window of 0 seconds, or window or warm-up beyond [`MAX_WINDOW_SECS`].
    UnsoundWindow = 207,
    /// More than the ledger can hold.
    Overflow = 208,
}

impl Refusal {
    /// The stable number of the variant.
    #[allow(clippy::as_conversions, reason = "reads a declared discriminant")]
    pub const fn code(self) -> u32 {
        self as u32
    }
}

impl PoolState {
    /// An empty pool whose first window begins now. The warm-up is at least one window.
    pub fn open(window_secs: u64, warmup_secs: u64, now: i64) -> Result<Self, Refusal> {
        let sound = window_secs > 0 && window_secs.max(warmup_secs) <= MAX_WINDOW_SECS;
        require(sound, Refusal::UnsoundWindow)?;
        Ok(Self { stream: Stream::open(window_secs, now), warmup_secs: warmup_secs.max(window_secs), ..Self::zeroed() })
    }

    /// Brings the pool to `now`: distributes what has become due, then queues what arrived in
    /// the vault since the last call. Never fails; every other step begins here.
    ///
    /// `vault_amount` is the vault's balance without a deposit that is just being credited.
    pub fn settle(&mut self, now: i64, vault_amount: u64) -> Settled<'_> {
        let due = self.stream.advance(now);
        self.distribute(due);
        let arrived = vault_amount.saturating_sub(self.accounted);
        self.stream.arrive(arrived);
        self.accounted = self.accounted.saturating_add(arrived);
        Settled { pool: self, now }
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
        // (2^64 − 1)·2^64 + 2^64 − 1 is just below 2^128.
        let numerator = to_q64(due).wrapping_add(u128::from(self.acc_carry));
        let per_share = numerator.checked_div(u128::from(self.active))?;
        let acc = join(self.acc).checked_add(per_share)?;
        // The remainder is below `active`, so its low 64 bits are all of it.
        let ([low, _], [per_share, _]) = (limbs(numerator), limbs(per_share));
        Some((acc, low.wrapping_sub(per_share.wrapping_mul(self.active))))
    }

    /// `accounted = staked + cooling + owed + queued + (streaming − streamed)`, exactly.
    pub fn is_conserved(&self) -> bool {
        let parts = [self.totals.staked, self.cooling, self.owed, self.stream.queued];
        let rest = self.stream.streaming.checked_sub(self.stream.streamed);
        let sum = parts.iter().try_fold(rest.unwrap_or(u64::MAX), |sum, part| sum.checked_add(*part));
        self.active <= self.totals.staked && sum == Some(self.accounted)
    }
}

/// A pool that has been brought to `now`; the only way to move stake.
pub struct Settled<'a> {
    pool: &'a mut PoolState,
    now: i64,
}

impl Settled<'_> {
    /// Credits the position's rewards, and activates stake whose warm-up has passed.
    pub fn position(&mut self, position: &mut PositionState) {
        position.credit(join(self.pool.acc));
        if position.warming > 0 && self.now >= position.active_from {
            self.pool.active = self.pool.active.saturating_add(position.warming);
            position.active = position.active.saturating_add(position.warming);
            position.warming = 0;
        }
    }

    /// Takes `amount` in, as measured in the vault. It begins to earn after the warm-up; a
    /// further stake before that restarts the warm-up of all that is warming.
    pub fn stake(&mut self, position: &mut PositionState, amount: u64) -> Result<(), Refusal> {
        require(amount > 0, Refusal::ZeroAmount)?;
        let accounted = self.pool.accounted.checked_add(amount);
        let accounted = accounted.ok_or(Refusal::Overflow)?;
        self.position(position);
        let first = position.staked() == 0;
        position.warming = position.warming.saturating_add(amount);
        position.active_from = self.now.saturating_add_unsigned(self.pool.warmup_secs);
        self.pool.accounted = accounted;
        self.pool.totals.staked = self.pool.totals.staked.saturating_add(amount);
        let stakers = self.pool.totals.stakers.saturating_add(u64::from(first));
        self.pool.totals.stakers = stakers;
        Ok(())
    }

    /// Asks `amount` back: warming stake first, then active. It earns nothing from now on and
    /// can be withdrawn after `unbond_secs`, which later changes of the policy do not touch.
    pub fn request_unstake(
        &mut self,
        position: &mut PositionState,
        amount: u64,
        unbond_secs: i64,
    ) -> Result<(), Refusal> {
        require(amount > 0, Refusal::ZeroAmount)?;
        require(position.cooling == 0, Refusal::UnstakePending)?;
        require(amount <= position.staked(), Refusal::InsufficientStake)?;
        self.position(position);
        let from_warming = amount.min(position.warming);
        let from_active = amount.saturating_sub(from_warming);
        position.warming = position.warming.saturating_sub(from_warming);
        position.active = position.active.saturating_sub(from_active);
        position.cooling = amount;
        position.unlock_at = self.now.saturating_add(unbond_secs.clamp(0, MAX_UNBOND_SECS));
        let last = u64::from(position.staked() == 0);
        let pool = &mut *self.pool;
        pool.active = pool.active.saturating_sub(from_active);
        pool.cooling = pool.cooling.saturating_add(amount);
        pool.totals.staked = pool.totals.staked.saturating_sub(amount);
        pool.totals.stakers = pool.totals.stakers.saturating_sub(last);
        Ok(())
    }

    /// The principal to pay out, all that is cooling. No reward arithmetic can refuse it.
    pub fn withdraw(&mut self, position: &mut PositionState) -> Result<u64, Refusal> {
        require(position.cooling > 0, Refusal::NothingToWithdraw)?;
        require(self.now >= position.unlock_at, Refusal::StillCooling)?;
        self.position(position);
        let amount = position.cooling;
        position.cooling = 0;
        position.unlock_at = 0;
        self.pool.cooling = self.pool.cooling.saturating_sub(amount);
        self.pool.accounted = self.pool.accounted.saturating_sub(amount);
        Ok(amount)
    }

    /// The rewards to pay out, all that is owed in whole units.
    pub fn claim(&mut self, position: &mut PositionState) -> Result<u64, Refusal> {
        self.position(position);
        let amount = position.owed.min(self.pool.owed);
        require(amount > 0, Refusal::NothingToClaim)?;
        position.owed = 0;
        let pool = &mut *self.pool;
        pool.owed = pool.owed.saturating_sub(amount);
        pool.accounted = pool.accounted.saturating_sub(amount);
        pool.totals.rewards_paid = pool.totals.rewards_paid.saturating_add(amount);
        Ok(amount)
    }
}

impl PositionState {
    /// Active and warming stake.
    pub fn staked(&self) -> u64 {
        self.active.saturating_add(self.warming)
    }

    /// Whether nothing is left, so that the account can be closed; a fraction below one unit
    /// is then left to the pool.
    pub fn is_empty(&self) -> bool {
        self.staked() == 0 && self.cooling == 0 && self.owed == 0
    }

    /// Credits `active × (acc − acc_paid)`. A reward that no longer fits is forfeited, so that
    /// the principal stays free.
    fn credit(&mut self, acc: u128) {
        let earned = acc.checked_sub(join(self.acc_paid)).and_then(|per_share| q64_mul(self.active, per_share));
        self.acc_paid = limbs(acc);
        let Some((whole, fraction)) = earned else {
            return;
        };
        let (fraction, carried) = self.owed_fraction.overflowing_add(fraction);
        let owed = self.owed.checked_add(whole).and_then(|owed| owed.checked_add(u64::from(carried)));
        if let Some(owed) = owed {
            self.owed = owed;
            self.owed_fraction = fraction;
        }
    }
}
