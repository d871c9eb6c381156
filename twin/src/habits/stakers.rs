//! Stakers and voters: they like the part that they stake at the yield of the start, and follow the yield from there.
//!
//! The staked part answers the yield linearly (staking ratio and reward: Cong, He and Tang 2022); `response` is the slope per relative change.
//! Ladder of tolerance: at a loss of `rung_first × tolerance` a third of the stake goes, at `rung_step × tolerance` more the next third, and so on;
//! a rung is climbed again when the loss has fallen to 0.8 of what it took to step down.
//! Many ladders of different height, and a cooldown behind each step, make exits come in waves.

use super::share;
use crate::{rng::Draws, world::World};

const RUNGS: u8 = 3;
/// Part of a rung's loss to which the loss must fall before the rung is climbed again.
const RECOVERY: f64 = 0.8;

impl World {
    pub(super) fn keep_staked(&mut self, i: usize, acts: bool, draws: &mut Draws) {
        let moved = self.climb(i);
        if acts || moved {
            let part = f64::from(self.agents.start_part[i]) * (1.0 - f64::from(self.agents.rung[i]) / f64::from(RUNGS));
            let change = f64::from(self.agents.response[i]) * (self.yield_of(i) - 1.0);
            self.aim_stake(i, part + change);
        }
        if draws.chance(self.habits.claiming) {
            let reward = self.claim(i);
            self.sell(i, share(reward, 1.0 - self.habits.restaking));
            if self.agents.rung[i] == 0 {
                self.stake(i, share(reward, self.habits.restaking));
            }
        }
    }

    /// Steps down or up one rung; whether it did.
    fn climb(&mut self, i: usize) -> bool {
        let loss = self.loss(i);
        let tolerance = f64::from(self.agents.loss_tolerated[i]);
        let height = |rung: u8| tolerance * (self.habits.rung_first + self.habits.rung_step * f64::from(rung));
        let rung = self.agents.rung[i];
        if rung < RUNGS && loss > height(rung) {
            self.agents.rung[i] += 1;
            return true;
        }
        if rung > 0 && loss < RECOVERY * height(rung - 1) {
            self.agents.rung[i] -= 1;
            return true;
        }
        false
    }
}
