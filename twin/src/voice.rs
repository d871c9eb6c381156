//! The voice of stakers: who votes on an open proposal, what for, and what that brings about.
//!
//! A voter estimates from public numbers how the bundle changes its wealth per year, as a part of that wealth:
//! rewards on its staked part, dilution of all of it, fees on what it trades. Above `Habits::concern` it supports, below the negative it objects.
//! Weight is active stake; on chain that is the stake from before the proposal, which the warm-up comes near to.

use economics::{
    key::{EMISSION_RATE, FEE_BPS, GAUGE_CONTRIB, GAUGE_STAKING, STAKERS_SHARE, UNBOND_SECS},
    policy::Move,
};

use crate::{agents::Kind, rng::Stream, world::World};

/// Transfers per year of an agent that acts every day, as a multiple of its wealth. Assumed.
const TURNOVER: f64 = 12.0;
/// Yearly worth of a day less in the cooldown, per staked token. Assumed.
const LIQUIDITY: f64 = 0.001;

/// Which luck decides who comes: added to the hour, so that no two votes share it.
pub(crate) const PROPOSAL: u32 = 1 << 31;
pub(crate) const ROUTINE: u32 = 1 << 30;

/// How a proposal was judged.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Turnout {
    /// Parts of all active stake, and of all positions with stake, that voted.
    pub stake: f64,
    pub heads: f64,
    /// Part of all active stake that objected.
    pub objections: f64,
}

impl World {
    /// Asks every staker; `stream` and `luck` decide who comes.
    pub(crate) fn vote(&mut self, moves: &[Move], stream: Stream, luck: u32) -> Turnout {
        let stakes = Stakes::of(self, moves);
        let (mut all, mut positions, mut voted, mut heads, mut against) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for i in 0..self.agents.len() {
            let weight = self.agents.position[i].active as f64;
            self.agents.voted[i] = false;
            if weight == 0.0 {
                continue;
            }
            (all, positions) = (all + weight, positions + 1.0);
            let mut draws = stream.draws(i as u32, self.hour | luck);
            if draws.chance(self.turnout(i)) {
                self.agents.voted[i] = true;
                (voted, heads) = (voted + weight, heads + 1.0);
                if stakes.gain(self, i) < -self.habits.concern {
                    against += weight;
                }
            }
        }
        let part = |x: f64, of: f64| if of > 0.0 { x / of } else { 0.0 };
        self.payroll.turnout = part(voted, all);
        Turnout { stake: part(voted, all), heads: part(heads, positions), objections: part(against, all) }
    }

    fn turnout(&self, i: usize) -> f64 {
        self.turnout_at_pay(match self.agents.kind[i] {
            Kind::Voter => self.habits.turnout_voter,
            Kind::Staker | Kind::Validator => self.habits.turnout_staker,
            Kind::Whale => self.habits.turnout_whale,
            _ => self.habits.turnout_other,
        })
    }
}

/// What a bundle means per unit of stake, tokens and turnover, per year.
struct Stakes {
    reward: f64,
    /// The same for loyal stake alone.
    loyal: f64,
    dilution: f64,
    fee: f64,
    cooldown: f64,
}

impl Stakes {
    fn of(world: &World, moves: &[Move]) -> Self {
        let mut stakes = Self { reward: 0.0, loyal: 0.0, dilution: 0.0, fee: 0.0, cooldown: 0.0 };
        for change in moves {
            let delta = change.new as f64 - change.old as f64;
            let relative = delta / (change.old as f64).abs().max(1.0);
            match usize::from(change.param) {
                EMISSION_RATE => {
                    stakes.dilution += delta / 1e6;
                    stakes.reward += relative;
                    stakes.loyal += relative;
                }
                GAUGE_STAKING => stakes.reward += relative,
                GAUGE_CONTRIB => stakes.loyal += relative,
                STAKERS_SHARE => stakes.reward += relative * world.climate.fee_part,
                FEE_BPS => stakes.fee += delta / 1e4,
                UNBOND_SECS => stakes.cooldown += delta / 86_400.0,
                _ => {}
            }
        }
        stakes.reward *= world.climate.apr;
        stakes.loyal *= world.payroll.now.loyal;
        stakes
    }

    /// Yearly gain of agent `i`, as a part of its tokens' worth.
    fn gain(&self, world: &World, i: usize) -> f64 {
        let part = world.agents.position[i].active as f64 / world.agents.tokens(i).max(1) as f64;
        let trades = TURNOVER * f64::from(world.agents.activity[i]) * (1.0 - part);
        let loyal = if world.is_loyal(i) { self.loyal } else { 0.0 };
        part * (self.reward + loyal - LIQUIDITY * self.cooldown) - self.dilution - trades * self.fee
    }
}
