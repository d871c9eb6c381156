//! Attackers: washers fake volume, gamers fake users and fees, learners find out which attack pays. They rest unless a shock of kind `attack` wakes them.
//!
//! Washer: buys and sells the same tokens; pays swap and transfer fees. Gamer: sends tokens in a circle of its own wallets; pays transfer fees.
//! Both hope for users' rewards by the fees that they pay, as far as nobody detects them, and for rules that believe the figures.
//! Learner: an ε-greedy bandit (Sutton and Barto 2018, chapter 2) over resting, washing, gaming and front-running of open proposals; it learns from its own daily gain.

use super::share;
use crate::{agents::Kind, rng::Draws, world::World};

/// What a learner chooses from: rest, wash, game, front-run.
const ARMS: usize = 4;

/// Wallets that a gamer uses, and rounds that tokens go.
const WALLETS: f64 = 10.0;

impl World {
    pub(super) fn attack(&mut self, i: usize, kind: Kind, draws: &mut Draws) {
        let force = self.forces.attack;
        if kind == Kind::Learner {
            let arm = if force > 0.0 { self.learn(i, draws) } else { 0 };
            self.agents.rung[i] = arm as u8;
            return self.play_arm(i, arm, force);
        }
        self.play_arm(i, if kind == Kind::Washer { 1 } else { 2 }, force);
    }

    fn play_arm(&mut self, i: usize, arm: usize, force: f64) {
        let part = self.habits.attack_part * force;
        match arm {
            1 if part > 0.0 => self.wash(i, part),
            2 if part > 0.0 => self.circulate(i, part),
            3 if self.steering.open.is_some() => _ = self.buy(i, share(self.agents.quote[i], part)),
            3 => self.sell(i, share(self.agents.free(i), part)),
            _ => {}
        }
    }

    fn wash(&mut self, i: usize, part: f64) {
        let (before, organic, withheld) = (self.agents.quote[i], self.flow.organic, self.chain.withheld);
        let bought = self.buy(i, share(before, part));
        self.sell(i, bought);
        let faked = self.flow.organic - organic;
        self.flow.organic = organic;
        self.agents.spent[i] += self.chain.withheld.saturating_sub(withheld) as f32;
        self.fake(faked, before.saturating_sub(self.agents.quote[i]) as f64, 1.0);
    }

    fn circulate(&mut self, i: usize, part: f64) {
        let tokens = share(self.agents.free(i), part);
        let paid = tokens - self.chain.transferred(tokens);
        self.agents.liquid[i] -= paid;
        self.agents.spent[i] += paid as f32;
        self.fake(tokens as f64 * self.climate.price, paid as f64 * self.climate.price, WALLETS);
    }

    /// Books faked volume and what it cost.
    fn fake(&mut self, volume: f64, cost: f64, users: f64) {
        self.flow.faked += volume;
        self.flow.users += users;
        self.attack.cost += cost;
    }

    /// Credits yesterday's arm with the gain of wealth since then; chooses today's.
    fn learn(&mut self, i: usize, draws: &mut Draws) -> usize {
        let wealth = self.wealth(i) as f32;
        let (last, arm) = (self.agents.anchor[i], usize::from(self.agents.rung[i]) % ARMS);
        let values = &mut self.agents.memo[i];
        if last > 0.0 {
            values[arm] += self.habits.learning as f32 * (wealth / last - 1.0 - values[arm]);
        }
        self.agents.anchor[i] = wealth;
        if draws.chance(self.habits.trying) {
            return (draws.bits() % ARMS as u64) as usize;
        }
        (0..ARMS).fold(0, |best, arm| if values[arm] > values[best] { arm } else { best })
    }
}
