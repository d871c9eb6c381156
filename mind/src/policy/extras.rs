//! What is known beyond the days: forecasts and warnings; absent, they have no effect.

use super::Feature;

/// Next week, without dimension.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Outlook {
    /// Mean volatility against the usual level of 30 days, less one.
    pub volatility: f64,
    /// Mean staked share less today's.
    pub staked: f64,
    /// Mean price against today's, less one.
    pub price: f64,
}

/// What a policy may be told besides its view.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Extras {
    pub outlook: Option<Outlook>,
    /// Probability of a liquidity crunch, 0 to 1.
    pub warning: Option<f64>,
}

impl Extras {
    /// The feature, if this is where it comes from; 0 while nobody tells it.
    pub fn get(&self, feature: Feature) -> Option<f64> {
        let ahead = |pick: fn(&Outlook) -> f64| self.outlook.as_ref().map_or(0.0, pick);
        match feature {
            Feature::VolatilityAhead => Some(ahead(|outlook| outlook.volatility)),
            Feature::StakedAhead => Some(ahead(|outlook| outlook.staked)),
            Feature::PriceAhead => Some(ahead(|outlook| outlook.price)),
            Feature::Warning => Some(self.warning.unwrap_or(0.0)),
            _ => None,
        }
    }
}
