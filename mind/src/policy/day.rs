//! What a policy remembers: one closed day of public figures.

use serde::{Deserialize, Serialize};
use twin::Reading;

/// Largest factor between the supply of a day and the usual one.
const APART: f64 = 1.25;

/// Public figures of one day; of an economy in fast motion, of one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Day {
    /// Mean price of the day, quote per token.
    pub price: f64,
    /// Annualised volatility over about a week.
    pub volatility: f64,
    /// Quote traded, without what is known to be faked; and quote value of both sides of the market.
    pub volume: f64,
    pub liquidity: f64,
    /// Staked part of the supply; part of the stake that is younger than 30 days.
    pub staked_share: f64,
    pub young_share: f64,
    /// Rewards on what is staked, per year.
    pub reward_yield: f64,
    /// Base units: at the end of the day, and during it.
    pub supply: f64,
    pub minted: f64,
    pub burned: f64,
    pub fees: f64,
    /// Wallets that moved tokens.
    pub users: f64,
    /// Share of the stake that voted on the newest proposal.
    pub turnout: f64,
}

impl Day {
    /// The day that ends with this reading.
    pub fn of(reading: &Reading) -> Self {
        Self {
            price: reading.price_24h,
            volatility: reading.volatility,
            volume: reading.organic_24h,
            liquidity: reading.liquidity,
            staked_share: reading.staked_share,
            young_share: reading.young_share,
            reward_yield: reading.reward_yield,
            supply: reading.supply,
            minted: reading.minted_24h,
            burned: reading.burned_24h,
            fees: reading.fees_24h,
            users: reading.users_24h,
            turnout: reading.turnout,
        }
    }

    /// Whether every figure is a finite number from 0, and price and supply are above it.
    pub fn is_sound(&self) -> bool {
        let amounts = [
            self.price,
            self.volatility,
            self.volume,
            self.liquidity,
            self.staked_share,
            self.young_share,
            self.reward_yield,
            self.supply,
            self.minted,
            self.burned,
            self.fees,
            self.users,
            self.turnout,
        ];
        // False for what is no number.
        let is_amount = |amount: &f64| (0.0..=f64::MAX).contains(amount);
        amounts.iter().all(is_amount) && self.price > 0.0 && self.supply > 0.0
    }
}

/// The days that make sense, in their order.
///
/// The supply moves slowly: a day whose supply is far from the usual one was read wrong, and nothing on it is believed.
pub fn sound(days: &[Day]) -> Vec<&Day> {
    let mut kept: Vec<&Day> = days.iter().filter(|day| day.is_sound()).collect();
    let mut supplies: Vec<f64> = kept.iter().map(|day| day.supply).collect();
    if !supplies.is_empty() {
        let middle = supplies.len() / 2;
        let (_, usual, _) = supplies.select_nth_unstable_by(middle, f64::total_cmp);
        kept.retain(|day| (*usual / APART..=*usual * APART).contains(&day.supply));
    }
    kept
}
