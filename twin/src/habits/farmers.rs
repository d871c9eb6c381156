//! Mercenary farmers: capital that goes where the yield is.
//!
//! A farmer comes with everything when the yield, relative to that of the start, is above its threshold; it sells every reward;
//! it asks everything back when the yield falls below the threshold or the price falls faster than it bears. Another farm's offer raises the threshold.

use super::share;
use crate::{rng::Draws, world::World};

impl World {
    /// Does not come back while it is paid out.
    pub(super) fn farm(&mut self, i: usize, draws: &mut Draws) {
        let fall = -0.02 - 0.1 * f64::from(self.agents.loss_tolerated[i]);
        let threshold = f64::from(self.agents.threshold[i]) * (1.0 + self.forces.rival);
        let (yields, trend) = (self.yield_of(i), self.climate.trend);
        let staked = self.agents.position[i].staked();
        if staked == 0 {
            if yields < 1.1 * threshold || trend <= fall / 2.0 {
                self.sell(i, share(self.agents.free(i), 0.1));
            } else if draws.chance(self.habits.farming) {
                self.buy(i, share(self.agents.quote[i], 0.3));
                self.stake(i, self.agents.free(i));
            }
        } else if yields < threshold || trend < fall {
            self.unstake(i, staked);
        } else if draws.chance(self.habits.farming) {
            self.claim(i);
            self.sell(i, self.agents.free(i));
        }
    }
}
