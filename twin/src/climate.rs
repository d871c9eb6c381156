//! The mood of the economy: smoothed figures that agents look at, and running sums of what flows.

/// What agents see; updated every hour unless said otherwise.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Climate {
    /// Quote per token.
    pub price: f64,
    /// Outsiders' random walk of value, 1 at the start.
    pub noise: f64,
    /// Relative distance of value from price.
    pub gap: f64,
    /// The crowd's trust in value, 0 to 1; the rest goes with noise and trend.
    pub trust_in_value: f64,
    /// The crowd's leveraged positions, 1 when fully built up, and the mean price of about a day that they are measured by.
    pub leverage: f64,
    /// Change of the price by forced sales in the hour before.
    pub forced: f64,
    pub mean_price: f64,
    /// Common mood of noise traders, variance 1.
    pub mood: f64,
    /// Smoothed change of price per day.
    pub trend: f64,
    /// Smoothed absolute daily change of price; daily.
    pub wobble: f64,
    /// Variance of hourly log returns over about a week.
    pub variance: f64,
    /// The same over about six hours, a day and a week, of returns less the turmoil of their hour: what the crowd's attention follows.
    pub attention: [f64; 3],
    /// Smoothed rewards of a day, base units; daily.
    pub inflow: f64,
    /// Yield of staking per year, now and at the start; daily.
    pub apr: f64,
    pub apr_start: f64,
    /// Part of the inflow that comes from fees; daily.
    pub fee_part: f64,
    /// Use relative to what users could, smoothed, now and at the start; daily.
    pub usage: f64,
    pub usage_start: f64,
    /// Net yearly yield of liquidity, now and at the start; daily.
    pub pool_net: f64,
    pub pool_net_start: f64,
    /// Yield relative to that of the start, the same with the reward of loyal stake, transfer fee as a fraction, and the same less what users get back, as people perceive them.
    pub yield_seen: f64,
    pub loyal_seen: f64,
    pub fee_seen: f64,
    pub net_fee_seen: f64,
    pub fee_start: f64,
    /// Part of their visits that users make.
    pub use_factor: f64,
}

/// Sums since the start; differences give what flowed in between.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Flow {
    /// Quote traded by agents, by anyone honestly, and faked.
    pub agents: f64,
    pub organic: f64,
    pub faked: f64,
    /// Wallets that were active, faked ones included.
    pub users: f64,
    /// Spent by utility users, and what they could have spent.
    pub used: f64,
    pub usable: f64,
    /// Base units.
    pub minted: f64,
    pub burned: f64,
    pub fees: f64,
    pub rewards: f64,
    /// Sum of hourly prices.
    pub prices: f64,
    /// No sums: price and exit liquidity at this moment; 0 before the first hour.
    pub price: f64,
    pub exit_liquidity: f64,
}

impl Flow {
    /// What flowed since `earlier`.
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            agents: self.agents - earlier.agents,
            organic: self.organic - earlier.organic,
            faked: self.faked - earlier.faked,
            users: self.users - earlier.users,
            used: self.used - earlier.used,
            usable: self.usable - earlier.usable,
            minted: self.minted - earlier.minted,
            burned: self.burned - earlier.burned,
            fees: self.fees - earlier.fees,
            rewards: self.rewards - earlier.rewards,
            prices: self.prices - earlier.prices,
            price: self.price,
            exit_liquidity: self.exit_liquidity,
        }
    }
}

/// Validators that run, and those of them that lose money.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Validators {
    pub at_start: u32,
    pub active: u32,
    pub losing: u32,
}

/// What attackers spent and won, quote micro.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Attack {
    pub cost: f64,
    pub reward: f64,
}
