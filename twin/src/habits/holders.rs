//! Holders and whales: long-term owners who sell for their needs.
//!
//! A holder follows the yield slowly and sells a small part now and then, more often in a gain (disposition effect, Odean 1998).
//! A whale's locked tokens become free in tranches; part of each tranche is sold over the following days.

use super::share;
use crate::{rng::Draws, world::World};

/// Part of what a whale still wants to sell that it sells in a day.
const PER_DAY: f64 = 0.2;

impl World {
    pub(super) fn hold(&mut self, i: usize, draws: &mut Draws) {
        self.follow_yield(i);
        let need = if self.loss(i) < 0.0 { self.habits.need * self.habits.disposition } else { self.habits.need };
        if draws.chance(need) {
            self.sell(i, share(self.agents.free(i), self.habits.need_sale));
        }
    }

    /// Memory of a whale: tranches freed so far, tokens still to be sold.
    pub(super) fn unlock(&mut self, i: usize, acts: bool) {
        let [freed, to_sell, ..] = &mut self.agents.memo[i];
        let locked = &mut self.agents.locked[i];
        let due = (f64::from(self.hour) / 24.0 / self.habits.tranche_days) as f32;
        if *locked > 0 && due >= *freed + 1.0 {
            *freed += 1.0;
            // The last tranche takes the rest.
            let left = (self.habits.tranches - f64::from(*freed) + 1.0).max(1.0);
            let tranche = (*locked as f64 / left) as u64;
            *locked -= tranche;
            *to_sell += (tranche as f64 * self.habits.tranche_sale) as f32;
        }
        if *to_sell > 1.0 {
            let today = *to_sell * PER_DAY as f32;
            *to_sell -= today;
            self.sell(i, today as u64);
        }
        if acts {
            self.follow_yield(i);
        }
    }

    /// Frees part of what every whale has locked.
    pub(crate) fn unlock_all(&mut self, part: f64) {
        for i in 0..self.agents.len() {
            let freed = share(self.agents.locked[i], part);
            self.agents.locked[i] -= freed;
            self.agents.memo[i][1] += if freed > 0 { (freed as f64 * self.habits.tranche_sale) as f32 } else { 0.0 };
        }
    }
}
