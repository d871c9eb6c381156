//! What a run was like, gathered while it is played.

mod prices;
mod tally;
mod welfare;

pub(crate) use tally::{Day, Tally};

use serde::{Deserialize, Serialize};

use crate::{agents::KINDS, climate::Attack, rewards::SEGMENTS, steering::Control};

/// Points of the survival curve: the start, and each twelfth of the run.
pub const SURVIVAL: usize = 13;

/// Figures of one run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Quote per token at the end, and its mean.
    pub price: f64,
    pub price_mean: f64,
    /// Standard deviation of daily returns × √365.
    pub volatility: f64,
    /// Annualised volatility of hourly log prices after the first seven days (of all hours, in a shorter run).
    pub volatility_hourly: f64,
    /// Largest fall of a day's last price from an earlier one, 0 to 1.
    pub drawdown: f64,
    /// Mean of the worst 5 % of falls within 30 days; 0 in a run of fewer days.
    pub drawdown30_cvar5: f64,
    /// Staked share of supply: mean, lowest, at the end.
    pub staked_share: f64,
    pub staked_share_min: f64,
    pub staked_share_end: f64,
    /// Share of days on which at least half of the supply was staked.
    pub secure_share: f64,
    /// (minted − burned) / supply at the start, per year.
    pub net_inflation: f64,
    /// Whole tokens over the run.
    pub minted: f64,
    pub burned: f64,
    pub fees: f64,
    /// Tokens in the treasury at the end.
    pub treasury: f64,
    /// What treasury and contributors received, as a share of the supply at the start, per year.
    pub treasury_income: f64,
    pub contributors_income: f64,
    /// Paid to each segment from the contributors' gauge, whole tokens over the run.
    pub rewards: [f64; SEGMENTS],
    /// Share of the agents of the start who have not left for good: at the end, on day 90 (or the last), and after each twelfth of the run.
    pub retention: f64,
    pub retention_90: f64,
    pub survival: [f32; SURVIVAL],
    /// Mean of the agents' daily volume / quote reserve of the market.
    pub turnover: f64,
    /// Quote micro traded by anyone honestly, and as measured with what was faked.
    pub organic_volume: f64,
    pub measured_volume: f64,
    /// Mean value of both sides of the market, quote micro.
    pub liquidity_mean: f64,
    /// Organic volume per day / mean liquidity.
    pub capital_efficiency: f64,
    /// Transfer fees per year / value that is staked or in the market.
    pub fees_tvl: f64,
    /// Proposals that were voted on, and the mean shares of active stake and of stakers that voted.
    pub proposals: u32,
    pub turnout_stake: f64,
    pub turnout_heads: f64,
    /// Mean share of validators that have stopped or lose money; 0 without validators.
    pub validators_lost: f64,
    /// Staking yield per year: nominal and less net inflation, means of days; and the latter's standard deviation.
    pub yield_nominal: f64,
    pub yield_real: f64,
    pub yield_real_sd: f64,
    /// Times that exit liquidity had fallen by half within 24 hours, and the hour of the first; 0 without.
    pub crunches: u32,
    pub first_crunch_hour: u32,
    /// Relative gain of wealth and use by decile of the wealth at the start, from the poorest.
    pub deciles: [f64; 10],
    /// Inequality of the agents' wealth at the start and at the end, 0 to 1.
    pub gini_start: f64,
    pub gini: f64,
    /// Mean relative gain of wealth and use, by kind; 0 where the kind is absent.
    pub utility: [f64; KINDS],
    /// What attackers spent and won, quote micro.
    pub attack: Attack,
    pub control: Control,
    /// The figures that a proposal forecasts, on the day of the mark.
    pub mark: Mark,
}

/// Reading on the day on which an effect is measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    pub staked_share: f64,
    /// Per year, over that day.
    pub net_inflation: f64,
    /// Whole tokens collected that day.
    pub fees: f64,
    pub price: f64,
    pub volatility: f64,
}
