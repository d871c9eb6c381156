//! What each kind of agent does in a day.
//!
//! Each file has one family of kinds; its header says what they want, in which units, and where the habit comes from.
//! An agent sees prices, yields and fees as they were at the beginning of its hour.

mod attackers;
mod farmers;
mod holders;
mod numbers;
mod providers;
mod stakers;
mod traders;
mod users;
mod validators;

pub use numbers::Habits;

use crate::{agents::Kind, rng::Draws, world::World};

/// Largest part that anyone stakes.
const MOST_STAKED: f64 = 0.98;

/// `part` of `amount`, 0 to 1.
pub(crate) fn share(amount: u64, part: f64) -> u64 {
    (amount as f64 * part.clamp(0.0, 1.0)) as u64
}

impl World {
    /// The whole step of agent `i` for a day.
    pub(crate) fn act(&mut self, i: usize, mut draws: Draws) {
        let position = &self.agents.position[i];
        if position.cooling > 0 && self.chain.now.unix >= position.unlock_at {
            self.withdraw(i);
        }
        self.look_at_stake(i);
        if self.agents.left[i] {
            return self.wind_down(i);
        }
        let kind = self.agents.kind[i];
        let acts = draws.chance(f64::from(self.agents.activity[i]));
        self.flow.users += f64::from(u8::from(acts));
        match kind {
            Kind::Validator => return self.validate(i),
            Kind::Washer | Kind::Gamer | Kind::Learner => return self.attack(i, kind, &mut draws),
            _ => {}
        }
        if draws.chance(self.habits.leaving) && self.loss(i) > f64::from(self.agents.loss_tolerated[i]) {
            return self.leave(i);
        }
        self.remember_price(i);
        match kind {
            Kind::Holder if acts => self.hold(i, &mut draws),
            Kind::Staker | Kind::Voter => self.keep_staked(i, acts, &mut draws),
            Kind::NoiseTrader if acts => self.trade_on_mood(i, &mut draws),
            Kind::TrendTrader if acts => self.trade_on_trend(i, &mut draws),
            Kind::ValueTrader if acts => self.trade_on_value(i, &mut draws),
            Kind::Farmer => self.farm(i, &mut draws),
            Kind::Whale => self.unlock(i, acts),
            Kind::Utility => self.use_tokens(i, acts, &mut draws),
            Kind::Provider if acts => self.provide(i),
            _ => {}
        }
    }

    /// Fall of the price since it was remembered, 0 to 1; negative after a rise.
    pub(crate) fn loss(&self, i: usize) -> f64 {
        1.0 - self.climate.price / f64::from(self.agents.anchor[i])
    }

    fn remember_price(&mut self, i: usize) {
        let anchor = &mut self.agents.anchor[i];
        *anchor += (self.habits.anchoring * (self.climate.price - f64::from(*anchor))) as f32;
    }

    /// Goes for good.
    pub(crate) fn leave(&mut self, i: usize) {
        self.agents.left[i] = true;
        self.leavers += 1;
        self.wind_down(i);
    }

    /// Asks everything back and sells what is free, an eighth a day.
    fn wind_down(&mut self, i: usize) {
        self.unstake(i, u64::MAX);
        if self.agents.pooled[i] > 0 {
            self.leave_pool(i, self.agents.pooled[i]);
        }
        self.sell(i, self.agents.free(i) / 8);
    }

    /// Brings the staked part near `wanted`; small differences are left.
    fn aim_stake(&mut self, i: usize, wanted: f64) {
        let position = &self.agents.position[i];
        let (staked, liquid) = (position.staked() as f64, self.agents.liquid[i] as f64);
        let tokens = staked + liquid + position.cooling as f64;
        let difference = wanted.clamp(0.0, MOST_STAKED) * tokens - staked;
        if difference > self.habits.band * tokens {
            self.stake(i, difference as u64);
        } else if difference < -self.habits.band * tokens {
            self.unstake(i, -difference as u64);
        }
    }

    /// `part at the start + response × relative change of the yield`: what one stakes at the start is what one likes at that yield.
    fn follow_yield(&mut self, i: usize) {
        let change = f64::from(self.agents.response[i]) * (self.yield_of(i) - 1.0);
        self.aim_stake(i, f64::from(self.agents.start_part[i]) + change);
    }
}
