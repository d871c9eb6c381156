//! What is known beyond the days: forecasts and warnings; absent, they have no effect.

use super::{Day, Feature, WINDOW};
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
        let ahead = |series: Series, figure: fn(&Day) -> f64| {
            let (past, len) = newest(days, figure);
            Some((nowcast(series, &past[..len])?.mean, past, len))
        };
        let (volatility, past, len) = ahead(Series::Volatility, |day| day.volatility)?;
        let month = &past[len.saturating_sub(WINDOW)..len];
        let usual = month.iter().sum::<f64>() / month.len() as f64;
        let (staked, shares, shares_len) = ahead(Series::StakedShare, |day| day.staked_share)?;
        let (price, prices, prices_len) = ahead(Series::Price, |day| day.price)?;
        Some(Self {
            volatility: volatility / usual - 1.0,
            staked: staked - shares[shares_len - 1],
            price: price / prices[prices_len - 1] - 1.0,
        })
    }
}

/// Days that forecasts look at.
const PAST: usize = 64;

/// A figure of the newest sound days, oldest first, and how many there are.
fn newest(days: &[Day], figure: fn(&Day) -> f64) -> ([f64; PAST], usize) {
    let mut past = [0.0; PAST];
    let sound = days.iter().rev().filter(|day| day.is_sound()).take(PAST);
    let len = sound.zip(past.iter_mut()).map(|(day, slot)| *slot = figure(day)).count();
    past[..len].reverse();
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
