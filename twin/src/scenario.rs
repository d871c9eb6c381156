//! Where a run begins, and how the world outside answers.

use economics::{
    bounds::Param,
    emission::{Breaker, IssuerState, Schedule},
    time::Now,
};

use crate::{agents::Agent, market::Market};

/// Parameters in the standard order (`economics::key::STANDARD`).
pub const PARAMS: usize = 9;

/// State of the economy at the start, its agents, and its demand.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub start: Now,
    /// Days to play, 1 to `MAX_STEPS`.
    pub steps: u32,
    /// Day at which the effect is read, 1 to `steps`.
    pub mark: u32,
    pub params: [Param; PARAMS],
    pub issuer: IssuerState,
    /// Reward window and warm-up of the pool, seconds.
    pub window_secs: u64,
    pub warmup_secs: u64,
    /// Largest fee of one transfer, base units.
    pub max_transfer_fee: u64,
    /// Fee that acts now, and the mint's newer one with the epoch from which it acts.
    pub fee_bps: u16,
    pub newer_fee_bps: u16,
    pub newer_fee_epoch: u64,
    /// Seconds from the start until a proposal can be executed.
    pub act_after_secs: u64,
    /// Base units that exist; what agents, market and the fields below do not hold belongs to outsiders.
    pub supply: u64,
    pub treasury: u64,
    pub contributors: u64,
    pub market: Market,
    pub agents: Vec<Agent>,
    pub demand: Demand,
    /// Transfer fees that were paid per day before the start, base units; part of the yield that stakers are used to.
    pub fees_per_day: u64,
    /// Multiplier of what traders trade and users spend, fitted to those fees; 1 = as the agents say.
    pub intensity: f64,
}

/// How demand from outside moves, and how it answers policy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Demand {
    /// Standard deviation of the daily change of value.
    pub volatility: f64,
    /// Part of the gap between price and value that arbitrage closes per day, 0 to 1.
    pub reversion: f64,
    /// Elasticity of value per token to supply, 1 = value of the whole network is unchanged by minting.
    pub dilution: f64,
    /// Elasticity of value to the use of the token.
    pub usage: f64,
    /// Elasticity of value to the share that is locked in staking.
    pub scarcity: f64,
    /// Part of a utility user's visits that a fee of 1 % and a daily volatility of 1 % take away.
    pub fee_aversion: f64,
    pub volatility_aversion: f64,
}

impl Default for Demand {
    fn default() -> Self {
        Self {
            volatility: 0.03,
            reversion: 0.5,
            dilution: 1.0,
            usage: 0.5,
            scarcity: 0.3,
            fee_aversion: 0.15,
            volatility_aversion: 0.03,
        }
    }
}

/// Seconds of an epoch as the two-epoch delay of transfer fees sees it: 432 000 slots of 400 ms.
pub const EPOCH_SECS: u64 = 172_800;

/// What the issuer's ledger begins with; amounts in base units.
#[derive(Debug, Clone, Copy)]
pub struct Issued {
    pub schedule: Schedule,
    pub breaker: Breaker,
    pub cap: u64,
    pub ever_minted: u64,
    pub supply: u64,
}

impl Issued {
    /// A ledger that continues at `start`; an unsound schedule mints nothing.
    pub fn ledger(self, rate: &Param, start: Now) -> IssuerState {
        let nothing = Schedule { initial_ppm: 0, floor_ppm: 0, disinflation_bps: 0, start: start.unix };
        let schedule = if self.schedule.is_sound() { self.schedule } else { nothing };
        let breaker = Breaker { period_secs: self.breaker.period_secs.max(1), ..self.breaker };
        let genesis = self.ever_minted.min(self.cap);
        let mut ledger = IssuerState::open(self.cap, genesis, schedule, breaker, rate, start)
            .expect("schedule, period and cap were made sound above");
        ledger.base_supply = self.supply;
        ledger
    }
}
