//! What each kind of agent does in a day.

use crate::{agents::Kind, rng::Draws, world::World};

/// Probability per day that an agent whose loss is beyond its tolerance leaves for good.
const LEAVING: f64 = 0.05;
/// The same for a utility user to whom the token is no longer of much use, and the factor below which it is not.
const USELESS: f64 = 0.03;
const USEFUL: f64 = 0.6;
/// Largest part that anyone stakes, and the part by which all but farmers let it differ from what they want.
const MOST_STAKED: f64 = 0.98;
const LADDER: f64 = 0.03;
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

    /// Brings the staked part near `part at the start + response × relative change of the yield`; small differences are left.
    fn follow_yield(&mut self, i: usize) {
        let wanted = self.agents.start_part[i] + self.agents.response[i] * (self.relative_yield() - 1.0);
        let (staked, liquid) = (self.agents.position[i].staked() as f64, self.agents.liquid[i] as f64);
        let tokens = staked + liquid + self.agents.position[i].cooling as f64;
        let difference = wanted.clamp(0.0, MOST_STAKED) * tokens - staked;
        if difference > LADDER * tokens {
            self.stake(i, difference.min(liquid) as u64);
        } else if difference < -LADDER * tokens {
            self.unstake(i, -difference as u64);
        }
    }

    fn hold(&mut self, i: usize, draws: &mut Draws) {
        self.follow_yield(i);
        if draws.chance(0.2) {
            self.sell(i, share(self.agents.liquid[i], 0.01));
        }
    }

    fn stay_loyal(&mut self, i: usize, acts: bool, draws: &mut Draws) {
        if acts {
            self.follow_yield(i);
        }
        if draws.chance(0.15) {
            let reward = self.claim(i);
            self.sell(i, share(reward, 0.2));
            self.stake(i, share(reward, 0.8));
        }
    }

    /// Trades if the edge pays for both fees.
    fn trade(&mut self, i: usize, draws: &mut Draws) {
        self.follow_yield(i);
        let gap = self.value() / self.market.price() - 1.0;
        let edge = 0.5 * self.trend + 0.5 * gap + 0.02 * draws.normal();
        let cost = SWAP_FEE + f64::from(self.fee_bps) / 10_000.0;
        let size = (4.0 * (edge.abs() - cost)).clamp(0.0, 0.25);
        // The same amount of money either way, so that traders as a whole do not push the price.
        let money = self.agents.income[i] as f64 * size * self.intensity;
        if edge > cost {
            self.buy(i, money as u64);
        } else if edge < -cost {
            self.sell(i, (money / self.market.price()) as u64);
        }
    }

    /// Comes with everything, sells every reward, goes with everything; does not come back while it is paid out.
    fn farm(&mut self, i: usize, draws: &mut Draws) {
        let fall = -0.02 - 0.1 * self.agents.loss_tolerated[i];
        let staked = self.agents.position[i].staked();
        if staked == 0 {
            let attracted = self.relative_yield() >= 1.1 * self.agents.threshold[i] && self.trend > fall / 2.0;
            if !attracted {
                self.sell(i, share(self.agents.liquid[i], 0.1));
            } else if draws.chance(0.3) {
                self.buy(i, share(self.agents.quote[i], 0.3));
                self.stake(i, self.agents.liquid[i]);
            }
        } else if self.relative_yield() < self.agents.threshold[i] || self.trend < fall {
            self.unstake(i, staked);
        } else if draws.chance(0.3) {
            let reward = self.claim(i);
            self.sell(i, reward);
        }
    }

    /// A tranche becomes free, and is sometimes sold.
    fn unlock(&mut self, i: usize, draws: &mut Draws) {
        self.follow_yield(i);
        if draws.chance(0.3) {
            self.sell(i, share(self.agents.liquid[i], 0.02));
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
        self.follow_yield(i);
        let possible = self.agents.income[i] as f64 * self.intensity;
        let spend = (possible * factor * (0.5 + draws.uniform())) as u64;
        self.agents.quote[i] = self.agents.quote[i].saturating_add(spend);
        let bought = self.buy(i, spend).min(self.agents.liquid[i]);
        self.agents.liquid[i] -= bought;
        let arrived = self.transferred(bought);
        self.outside = self.outside.saturating_add(arrived);
        self.outside_sells(share(arrived, 0.9));
        self.agents.consumed[i] += 0.02 * spend as f64;
        self.use_today.0 += spend as f64;
        self.use_today.1 += possible;
    }
}
