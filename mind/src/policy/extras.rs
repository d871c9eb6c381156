//! What is known beyond the days: forecasts and warnings; absent, they have no effect.

use super::{Day, Feature, WINDOW, day::sound};
use crate::forecast::nowcast::{Series, nowcast};

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

impl Outlook {
    /// The forecasts that the days allow; `None` where one of them has no forecast. Days that are not sound are left out.
    pub fn of(days: &[Day]) -> Option<Self> {
        let (past, len) = newest(days);
        let [volatility, staked, price] = past.each_ref().map(|figure| &figure[..len]);
        let ahead = |series: Series, past: &[f64]| nowcast(series, past).map(|ahead| ahead.mean);
        let month = &volatility[len.saturating_sub(WINDOW)..];
        let usual = month.iter().sum::<f64>() / month.len() as f64;
        Some(Self {
            volatility: ahead(Series::Volatility, volatility)? / usual - 1.0,
            staked: ahead(Series::StakedShare, staked)? - staked.last()?,
            price: ahead(Series::Price, price)? / price.last()? - 1.0,
        })
    }
}

/// Days that forecasts look at.
const PAST: usize = 64;

/// Volatility, staked share and price of the sound ones among the newest days, oldest first, and how many there are.
fn newest(days: &[Day]) -> ([[f64; PAST]; 3], usize) {
    let mut past = [[0.0; PAST]; 3];
    let mut len = 0;
    for day in sound(&days[days.len().saturating_sub(PAST)..]) {
        (past[0][len], past[1][len], past[2][len]) = (day.volatility, day.staked_share, day.price);
        len += 1;
    }
    (past, len)
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
