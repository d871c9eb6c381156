//! What a policy can answer to.

use serde::{Deserialize, Serialize};

/// A figure without dimension; 0 is "as usual".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// Price against its usual level of 30 days.
    PriceGap,
    /// Fall of the price from its highest level of 30 days, 0 to 1.
    Fall,
    /// Change of the price over a week.
    Trend,
    /// Volatility against its usual level of 30 days.
    Volatility,
    /// Staked share less one half, the security floor.
    Staked,
    /// Change of the staked share over a week.
    StakedChange,
    /// Reward yield against its usual level of 30 days.
    YieldGap,
    /// Income of those who secure the chain (price × yield × stake) against its usual level of 30 days.
    SecurityGap,
    /// Liquidity against its usual level of 30 days.
    LiquidityGap,
    /// Wallets in use against their usual number of 30 days.
    UsageGap,
    /// Fees collected against their usual amount of 30 days.
    FeeGap,
    /// Part of the stake that is younger than 30 days.
    Young,
    /// Forecast of next week's volatility against the usual level of 30 days.
    VolatilityAhead,
    /// Forecast of next week's staked share less today's.
    StakedAhead,
    /// Forecast of next week's price against today's.
    PriceAhead,
    /// Probability that liquidity runs dry within two days.
    Warning,
}

impl Feature {
    /// All features, in their order.
    pub const ALL: [Self; 16] = [
        Self::PriceGap,
        Self::Fall,
        Self::Trend,
        Self::Volatility,
        Self::Staked,
        Self::StakedChange,
        Self::YieldGap,
        Self::SecurityGap,
        Self::LiquidityGap,
        Self::UsageGap,
        Self::FeeGap,
        Self::Young,
        Self::VolatilityAhead,
        Self::StakedAhead,
        Self::PriceAhead,
        Self::Warning,
    ];

    /// Name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PriceGap => "price_gap",
            Self::Fall => "fall",
            Self::Trend => "trend",
            Self::Volatility => "volatility",
            Self::Staked => "staked",
            Self::StakedChange => "staked_change",
            Self::YieldGap => "yield_gap",
            Self::SecurityGap => "security_gap",
            Self::LiquidityGap => "liquidity_gap",
            Self::UsageGap => "usage_gap",
            Self::FeeGap => "fee_gap",
            Self::Young => "young",
            Self::VolatilityAhead => "volatility_ahead",
            Self::StakedAhead => "staked_ahead",
            Self::PriceAhead => "price_ahead",
            Self::Warning => "warning",
        }
    }

    /// What it is, in a few words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::PriceGap => "price against its usual level",
            Self::Fall => "fall from the highest price of 30 days",
            Self::Trend => "change of the price in a week",
            Self::Volatility => "volatility against its usual level",
            Self::Staked => "staked share above one half",
            Self::StakedChange => "change of the staked share in a week",
            Self::YieldGap => "reward yield against its usual level",
            Self::SecurityGap => "security income against its usual level",
            Self::LiquidityGap => "liquidity against its usual level",
            Self::UsageGap => "wallets in use against their usual number",
            Self::FeeGap => "fees against their usual amount",
            Self::Young => "part of the stake younger than 30 days",
            Self::VolatilityAhead => "volatility forecast for next week",
            Self::StakedAhead => "change of the staked share forecast for next week",
            Self::PriceAhead => "change of the price forecast for next week",
            Self::Warning => "probability of a liquidity crunch",
        }
    }

    /// Whether it comes from a forecast.
    pub const fn is_forecast(self) -> bool {
        matches!(self, Self::VolatilityAhead | Self::StakedAhead | Self::PriceAhead)
    }
}
