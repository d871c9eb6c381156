//! What can be measured on chain and market, and how late it is known.

use serde::{Deserialize, Serialize};

/// One hour's public figures; what attackers fake is in them as anyone would measure it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Hours since the start of the run.
    pub hour: u32,
    /// Quote per token as the source reports it, and its mean over 24 hours.
    pub price: f64,
    pub price_24h: f64,
    /// Relative change of the price over 24 hours.
    pub return_24h: f64,
    /// Annualised volatility of hourly log prices, exponentially weighted over about a week.
    pub volatility: f64,
    /// Volume of the last 24 hours, quote: as measured, and as a detector of wash trading sees it.
    pub volume_24h: f64,
    pub organic_24h: f64,
    /// Quote value of both sides of the market.
    pub liquidity: f64,
    /// Quote that sellers can take out before the price has fallen by 2 %.
    pub exit_liquidity: f64,
    /// Base units.
    pub supply: f64,
    pub staked: f64,
    pub cooling: f64,
    pub minted_24h: f64,
    pub burned_24h: f64,
    pub fees_24h: f64,
    /// Paid to segments from the contributors' gauge in the last 24 hours, before the transfer fee; a list is paid every seventh day.
    pub rewards_paid_24h: f64,
    pub treasury: f64,
    /// Staked part of the supply.
    pub staked_share: f64,
    /// Part of the stake that came, or was asked back in part, less than thirty days ago; daily.
    pub young_share: f64,
    /// Rewards on what is staked, per year, smoothed over three days.
    pub reward_yield: f64,
    /// Wallets that moved tokens in the last 24 hours, faked ones included.
    pub users_24h: f64,
    /// Part of active stake that voted on the newest proposal; 0 before any.
    pub turnout: f64,
    /// Positions with stake.
    pub stakers: f64,
    /// Validators that run, and those of them that lose money.
    pub validators: f64,
    pub validators_losing: f64,
}

/// Hours remembered: eight days.
pub const REMEMBERED: usize = 192;

/// The last readings.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memory {
    readings: Vec<Reading>,
    newest: u32,
}

impl Memory {
    /// Forgets everything but the state at the start.
    pub fn restart(&mut self, first: Reading) {
        self.readings.clear();
        self.readings.resize(REMEMBERED, first);
        self.newest = 0;
    }

    /// What is known of `hour`; a stale reading is an older one.
    pub fn push(&mut self, hour: u32, reading: Reading) {
        self.newest = hour;
        self.readings[hour as usize % REMEMBERED] = reading;
    }

    /// The reading of `hour`, or the nearest one that is remembered.
    pub fn at(&self, hour: u32) -> &Reading {
        let oldest = self.newest.saturating_sub(REMEMBERED as u32 - 1);
        &self.readings[hour.clamp(oldest, self.newest) as usize % REMEMBERED]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_eight_days_are_remembered_and_older_hours_give_the_oldest() {
        let mut memory = Memory::default();
        memory.restart(Reading::default());
        (1..=500).for_each(|hour| memory.push(hour, Reading { hour, ..Reading::default() }));
        assert_eq!([500, 400, 309, 10, 900].map(|hour| memory.at(hour).hour), [500, 400, 309, 309, 500]);
    }

    #[test]
    fn before_the_first_hour_the_start_is_known() {
        let mut memory = Memory::default();
        memory.restart(Reading { price: 2.0, ..Reading::default() });
        memory.push(1, Reading { hour: 1, price: 3.0, ..Reading::default() });
        assert_eq!((memory.at(0).price, memory.at(1).price), (2.0, 3.0));
    }
}
