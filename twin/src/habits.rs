//! What each kind of agent does in a day.

use crate::{agents::Kind, rng::Draws, world::World};

/// Probability per day that an agent whose loss is beyond its tolerance leaves for good.
const LEAVING: f64 = 0.05;
/// The same for a utility user to whom the token is no longer of much use, and the factor below which it is not.
const USELESS: f64 = 0.03;
const USEFUL: f64 = 0.6;
/// Fee that stays in the market's reserves, as a fraction.
const SWAP_FEE: f64 = 0.003;

/// `part` of `amount`, 0 to 1.
fn share(amount: u64, part: f64) -> u64 {
    (amount as f64 * part.clamp(0.0, 1.0)) as u64
}

impl World {
    pub(crate) fn act(&mut self, i: usize, mut draws: Draws) {
        if self.agents.position[i].cooling > 0 && self.now.unix >= self.agents.position[i].unlock_at {
            self.withdraw(i);
        }
        if self.agents.left[i] {
            return self.wind_down(i);
        }
        let acts = draws.chance(self.agents.activity[i]);
        if draws.chance(LEAVING) && self.is_disappointed(i) {
            self.agents.left[i] = true;
            return self.wind_down(i);
        }
        match self.agents.kind[i] {
            Kind::Holder if acts => self.hold(i, &mut draws),
            Kind::Loyal => self.stay_loyal(i, acts, &mut draws),
            Kind::Trader if acts => self.trade(i, &mut draws),
            Kind::Farmer => self.farm(i, &mut draws),
            Kind::Whale if acts => self.unlock(i, &mut draws),
            Kind::Utility => self.use_tokens(i, acts, &mut draws),
            Kind::Holder | Kind::Trader | Kind::Whale => {}
        }
    }

    fn is_disappointed(&self, i: usize) -> bool {
        let wealth = self.agents.wealth(i, self.market.price()) + self.agents.consumed[i];
        wealth < self.agents.start_wealth[i] * (1.0 - self.agents.loss_tolerated[i])
    }

    /// Sells what is liquid and asks everything else back.
    fn wind_down(&mut self, i: usize) {
        self.unstake(i, u64::MAX);
        self.sell(i, self.agents.liquid[i] / 8);
    }

    /// Yield relative to what the agent wants, 1 = just enough.
    fn appeal(&self, i: usize) -> f64 {
        self.apr / self.agents.yield_wanted[i].max(1e-6)
    }

    fn hold(&mut self, i: usize, draws: &mut Draws) {
        if self.appeal(i) > 1.0 {
            self.stake(i, share(self.agents.liquid[i], 0.3));
        } else if self.appeal(i) < 0.7 {
            self.unstake(i, share(self.agents.position[i].staked(), 0.3));
        } else if draws.chance(0.2) {
            self.sell(i, share(self.agents.liquid[i], 0.02));
        }
    }

    /// A ladder: half of what it wants makes it leave fast, a little less than it wants slowly.
    fn stay_loyal(&mut self, i: usize, acts: bool, draws: &mut Draws) {
        let (appeal, staked) = (self.appeal(i), self.agents.position[i].staked());
        if acts && appeal < 0.5 {
            self.unstake(i, share(staked, 0.25));
        } else if acts && appeal < 0.9 {
            self.unstake(i, share(staked, 0.08));
        } else if acts && appeal > 1.1 {
            self.stake(i, share(self.agents.liquid[i], 0.25));
        }
        if draws.chance(0.15) {
            let reward = self.claim(i);
            self.sell(i, share(reward, 0.2));
            if appeal >= 0.9 {
                self.stake(i, share(reward, 0.8));
            }
        }
    }

    /// Trades if the edge pays for both fees.
    fn trade(&mut self, i: usize, draws: &mut Draws) {
        let gap = self.value() / self.market.price() - 1.0;
        let edge = 0.5 * self.trend + 0.5 * gap + 0.02 * draws.normal();
        let cost = SWAP_FEE + f64::from(self.fee_bps) / 10_000.0;
        let size = (4.0 * (edge.abs() - cost)).clamp(0.0, 0.25);
        if edge > cost {
            self.buy(i, share(self.agents.quote[i], size));
        } else if edge < -cost {
            self.sell(i, share(self.agents.liquid[i], size));
        }
    }

    fn farm(&mut self, i: usize, draws: &mut Draws) {
        if draws.chance(0.5) {
            let reward = self.claim(i);
            self.sell(i, reward);
        }
        let panics = self.trend < -0.1 * self.agents.loss_tolerated[i];
        let worth_it = self.appeal(i) >= 1.0 && !panics;
        if worth_it {
            let cash = share(self.agents.quote[i], 0.5);
            self.buy(i, cash);
            self.stake(i, self.agents.liquid[i]);
        } else {
            self.unstake(i, u64::MAX);
            self.sell(i, share(self.agents.liquid[i], 0.1));
        }
    }

    /// A tranche becomes free; part of it is sold, and staked where the yield is good.
    fn unlock(&mut self, i: usize, draws: &mut Draws) {
        let tranche = share(self.agents.liquid[i], 0.03);
        if self.appeal(i) > 1.0 {
            self.stake(i, tranche);
        } else if draws.chance(0.5) {
            self.sell(i, tranche);
        } else if self.appeal(i) < 0.6 {
            self.unstake(i, share(self.agents.position[i].staked(), 0.2));
        }
    }

    /// Buys for its income and spends it with merchants, who sell; a good deal is worth a little more than its price.
    fn use_tokens(&mut self, i: usize, acts: bool, draws: &mut Draws) {
        let factor = self.use_factor();
        if factor < USEFUL && draws.chance(USELESS) {
            self.agents.left[i] = true;
        }
        if !acts {
            return;
        }
        let possible = self.agents.income[i];
        let spend = share(possible, factor * (0.5 + draws.uniform()));
        self.agents.quote[i] = self.agents.quote[i].saturating_add(spend);
        let bought = self.buy(i, spend).min(self.agents.liquid[i]);
        self.agents.liquid[i] -= bought;
        let arrived = self.transferred(bought);
        self.outside = self.outside.saturating_add(arrived);
        self.outside_sells(share(arrived, 0.9));
        self.agents.consumed[i] += 0.02 * spend as f64;
        self.use_today.0 += spend as f64;
        self.use_today.1 += possible as f64;
    }
}
