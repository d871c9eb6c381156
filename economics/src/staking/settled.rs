//! The steps of a staker.

use super::{MAX_UNBOND_SECS, PoolState, PositionState, Refusal};
use crate::{math::join, require};

/// A pool that has been brought to `now`; the only way to move stake.
pub struct Settled<'a> {
    pool: &'a mut PoolState,
    now: i64,
}

impl<'a> Settled<'a> {
    pub(super) fn new(pool: &'a mut PoolState, now: i64) -> Self {
        Self { pool, now }
    }

    /// Credits the position's rewards, and activates stake whose warm-up has passed.
    pub fn position(&mut self, position: &mut PositionState) {
        position.credit(self.shares(position), join(self.pool.acc));
        if position.warming > 0 && self.now >= position.active_from {
            let active = position.staked();
            position.warming = 0;
            self.set_active(position, active);
        }
    }

    /// Takes `amount` in, as measured in the vault. It begins to earn after the warm-up, and what had arrived before
    /// it has flown by then; a further stake before that restarts the warm-up of all that is warming.
    /// The lock of the position's tier begins anew for all of the position.
    pub fn stake(&mut self, position: &mut PositionState, amount: u64) -> Result<(), Refusal> {
        require(amount > 0, Refusal::ZeroAmount)?;
        let accounted = match self.pool.principal_apart {
            0 => self.pool.accounted.checked_add(amount).ok_or(Refusal::Overflow)?,
            _ => self.pool.accounted,
        };
        self.take_in(position, amount)?;
        self.pool.accounted = accounted;
        Ok(())
    }

    /// Stakes all that is owed, in whole units, without moving a token; returns the amount. Otherwise as [`Self::stake`].
    pub fn compound(&mut self, position: &mut PositionState) -> Result<u64, Refusal> {
        require(self.pool.principal_apart == 0, Refusal::NotCompoundable)?;
        self.position(position);
        let amount = position.owed.min(self.pool.owed);
        require(amount > 0, Refusal::NothingToClaim)?;
        self.take_in(position, amount)?;
        self.pay(position, amount);
        Ok(amount)
    }

    /// Asks `amount` back: warming stake first, then active. It earns nothing from now on and can be withdrawn after
    /// `unbond_secs` and the lock, whichever is later; later changes of the policy do not touch that second.
    /// A further request joins the one that is pending, unless it would delay it.
    pub fn request_unstake(
        &mut self,
        position: &mut PositionState,
        amount: u64,
        unbond_secs: i64,
    ) -> Result<(), Refusal> {
        require(amount > 0, Refusal::ZeroAmount)?;
        let cooled = self.now.saturating_add(unbond_secs.clamp(0, MAX_UNBOND_SECS));
        let unlock_at = cooled.max(position.locked_until);
        let joins = position.cooling == 0 || unlock_at <= position.unlock_at;
        require(joins, Refusal::UnstakePending)?;
        require(amount <= position.staked(), Refusal::InsufficientStake)?;
        self.position(position);
        if position.cooling == 0 {
            position.unlock_at = unlock_at;
        }
        let from_warming = amount.min(position.warming);
        let from_active = amount.saturating_sub(from_warming);
        position.warming = position.warming.saturating_sub(from_warming);
        position.cooling = position.cooling.saturating_add(amount);
        self.set_active(position, position.active.saturating_sub(from_active));
        let last = u64::from(position.staked() == 0);
        let pool = &mut *self.pool;
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
        if self.pool.principal_apart == 0 {
            self.pool.accounted = self.pool.accounted.saturating_sub(amount);
        }
        Ok(amount)
    }

    /// The rewards to pay out, all that is owed in whole units.
    pub fn claim(&mut self, position: &mut PositionState) -> Result<u64, Refusal> {
        self.position(position);
        let amount = position.owed.min(self.pool.owed);
        require(amount > 0, Refusal::NothingToClaim)?;
        self.pay(position, amount);
        self.pool.accounted = self.pool.accounted.saturating_sub(amount);
        Ok(amount)
    }

    fn take_in(&mut self, position: &mut PositionState, amount: u64) -> Result<(), Refusal> {
        let tier = self.pool.tier(position.tier).ok_or(Refusal::NoSuchTier)?;
        require(self.pool.has_room_for(amount), Refusal::Overflow)?;
        self.position(position);
        let first = position.staked() == 0;
        position.warming = position.warming.saturating_add(amount);
        position.active_from = self.active_from();
        let locked_until = self.now.saturating_add_unsigned(tier.lock_secs);
        position.locked_until = position.locked_until.max(locked_until);
        let totals = &mut self.pool.totals;
        totals.staked = totals.staked.saturating_add(amount);
        totals.stakers = totals.stakers.saturating_add(u64::from(first));
        Ok(())
    }

    /// After the warm-up, and after the window in which the present queue flows.
    fn active_from(&self) -> i64 {
        let stream = &self.pool.stream;
        let flown = stream.window_start.saturating_add_unsigned(stream.window_secs.saturating_mul(2));
        self.now.saturating_add_unsigned(self.pool.warmup_secs).max(flown)
    }

    fn pay(&mut self, position: &mut PositionState, amount: u64) {
        position.owed = position.owed.saturating_sub(amount);
        self.pool.owed = self.pool.owed.saturating_sub(amount);
        let totals = &mut self.pool.totals;
        totals.rewards_paid = totals.rewards_paid.saturating_add(amount);
    }

    fn shares(&self, position: &PositionState) -> u64 {
        let tier = self.pool.tier(position.tier).unwrap_or_default();
        // Deposits were admitted only while the shares of all stake fitted.
        tier.shares(position.active).unwrap_or(0)
    }

    /// The only place where active stake changes.
    fn set_active(&mut self, position: &mut PositionState, active: u64) {
        let (before, old) = (position.active, self.shares(position));
        position.active = active;
        let new = self.shares(position);
        let pool = &mut *self.pool;
        pool.active = pool.active.saturating_sub(before).saturating_add(active);
        pool.shares = pool.shares.saturating_sub(old).saturating_add(new);
    }
}
