//! Validators: they keep a commission of the rewards of all stake in their position, pay their costs with it, and stop when that does not do.
//!
//! Costs are quote per day (`quote` of the agent at the start; voting and hardware do not depend on stake), so profit falls with price, yield and stake.
//! After `patience_days` at a loss a validator stops, and what was delegated to it is asked back.

use super::share;
use crate::world::World;

impl World {
    /// Memory of a validator: 1 while it loses money, days at a loss, the commission of a day at the yield of the start.
    ///
    /// Income is seen through `Demand::elasticity` as everything of policy is: at 0 that commission goes on for good.
    pub(super) fn validate(&mut self, i: usize) {
        let reward = self.claim(i);
        let kept = share(reward, self.habits.commission);
        let memo = &mut self.agents.memo[i];
        if memo[2] == 0.0 {
            let staked = self.agents.position[i].staked() as f64;
            memo[2] = (staked * self.habits.commission * self.climate.apr_start / 365.0) as f32;
        }
        let usual = f64::from(memo[2]);
        let seen = (usual + self.demand.elasticity * (kept as f64 - usual)).max(0.0);
        let income = seen * self.climate.price;
        let costs = self.agents.income[i] as f64 * self.forces.validator_cost;
        self.sell(i, kept);
        self.stake(i, reward - kept);
        let [losing, days, ..] = &mut self.agents.memo[i];
        let (was, is) = (*losing > 0.0, income < costs);
        *losing = f32::from(u8::from(is));
        *days = if is { *days + 1.0 } else { 0.0 };
        self.validators.losing = self.validators.losing + u32::from(is) - u32::from(was);
        if f64::from(*days) > self.habits.patience_days {
            self.validators.active -= 1;
            self.validators.losing -= 1;
            self.leave(i);
        }
    }
}
