//! Where a run begins, who lives in it, how the world outside answers, and what befalls it.

use std::sync::Arc;

use economics::{
    bounds::Param,
    emission::{Breaker, IssuerState, Schedule},
    group::{Group, MAX_GROUPS},
    key::STANDARD,
    policy::Class,
    time::Now,
};

use crate::{
    agents::Agent, habits::Habits, knobs::knobs, market::Market, packs::Setup, rewards::Weights, shock::Shock,
};

/// Parameters in the standard order (`economics::key::STANDARD`).
pub const PARAMS: usize = STANDARD.len();

/// State of the economy at the start, its agents, its demand, its government and its shocks.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub start: Now,
    /// Days to play, 1 to `MAX_STEPS`.
    pub steps: u32,
    /// Day at which the effect is read, 1 to `steps`.
    pub mark: u32,
    pub params: [Param; PARAMS],
    pub groups: [Group; MAX_GROUPS],
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
    /// Seconds from a proposal until it can be executed.
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
    pub habits: Habits,
    pub governance: Governance,
    /// Who earns what the contributors' gauge emits.
    pub rewards: Weights,
    pub shocks: Vec<Shock>,
    /// Hourly prices of a real history, relative to the first: then these drive the price, and policy only through `Demand`'s elasticities.
    pub path: Option<Arc<[f64]>>,
    /// A market of another kind on top; `None`: nothing of it is there.
    pub pack: Option<Setup>,
}

knobs! {
    /// How demand from outside moves, and how it answers policy.
    Demand {
        /// Standard deviation of the daily change of the price that the crowd of outsiders makes.
        volatility: 0.03 in 0.0..=1.0,
        /// Expected daily change of value.
        drift: 0.0 in -0.5..=0.5,
        /// Part of the gap between price and value that arbitrage closes per day. Assumed.
        reversion: 0.5 in 0.0..=1.0,
        /// Elasticity of value per token to supply, 1 = value of the whole network is unchanged by minting (neutrality).
        dilution: 1.0 in 0.0..=10.0,
        /// Elasticity of value to the use of the token. Assumed.
        usage: 0.5 in 0.0..=10.0,
        /// Change of value per share of supply that is locked in staking. Assumed.
        scarcity: 0.3 in 0.0..=10.0,
        /// Part of a utility user's visits that a fee of 1 % takes away. Assumed.
        fee_aversion: 0.15 in 0.0..=10.0,
        /// The same for a daily volatility of 1 %. Assumed.
        volatility_aversion: 0.03 in 0.0..=10.0,
        /// Noise of the crowd's trading without regard to value, relative to that towards value (σ_c / σ_f of DCA-HPM: Franke and Westerhoff 2012).
        turbulence: 2.753 in 1.0..=100.0,
        /// Part of the crowd that reconsiders its strategy per hour (asynchronous updating, Diks and van der Weide 2005). Fitted.
        switching: 0.05 in 0.0..=1.0,
        /// Part of the crowd's trading that follows the volatility of the last hours, day and week instead of being constant (attention: Barber and Odean 2008; horizons: Müller et al. 1997, Corsi 2009). Fitted.
        attention: 0.95 in 0.0..=1.0,
        /// Move that the liquidation of the crowd's whole leverage makes, in daily deviations (margin calls make tails fat: Thurner, Farmer and Geanakoplos 2012). Fitted.
        leverage: 2.0 in 0.0..=20.0,
        /// Distance from the day's mean price at which margin calls begin, in daily deviations. Fitted.
        margin: 1.5 in 0.1..=100.0,
        /// Herding of the crowd's trust (αₙ of DCA-HPM: Franke and Westerhoff 2012).
        crowd_herding: 1.79 in 0.0..=10.0,
        /// Pull of misalignment towards value (αₚ there).
        misalignment: 18.43 in 0.0..=1_000.0,
        /// Multiplier of every channel through which policy reaches price and behaviour; 0 = policy has no effect on either.
        elasticity: 1.0 in 0.0..=10.0,
    }
}

/// How the policy is steered: when a rule is asked, how late it knows, who may object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Governance {
    /// Hours between two questions to the rule.
    pub decide_every_hours: u32,
    /// Age of the newest reading that a rule sees, hours; at most 191.
    pub lag_hours: u32,
    /// Class of the rule's proposals.
    pub class: Class,
    /// Objections above this share of all stake end a proposal, bps; 0: nobody can object.
    pub voice_veto_bps: u64,
    /// Days between two votes on what is no parameter, which people put to the stakers whatever a rule does; 0: never.
    pub routine_every_days: u32,
}

impl Default for Governance {
    fn default() -> Self {
        Self { decide_every_hours: 24, lag_hours: 6, class: Class::Ai, voice_veto_bps: 3_333, routine_every_days: 14 }
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
