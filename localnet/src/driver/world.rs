//! What wallets can see: their own accounts, the price of the last days, the yield of staking.

use crate::dice::Dice;

/// What all wallets see on one day.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// Days since the economy began.
    pub day: u64,
    /// The chain's clock, Unix seconds.
    pub unix: i64,
    /// Closing prices of the days so far, micro quote units, oldest first.
    pub prices: Vec<u64>,
    /// Yearly reward per staked token at today's emission and stake, 1e-4.
    pub apr_bps: u64,
    /// How many wallets there are.
    pub wallets: usize,
}

impl World {
    /// Price change over the last `days`, 1e-4; 0 while there is no such history.
    pub fn return_bps(&self, days: usize) -> i64 {
        let last = self.prices.last().copied().unwrap_or(0);
        let earlier = self.prices.iter().rev().nth(days).copied().unwrap_or(last).max(1);
        ((i128::from(last) - i128::from(earlier)) * 10_000 / i128::from(earlier)) as i64
    }

    /// What `tokens` (base units) cost at the last price, micro quote units.
    pub fn worth_of(&self, tokens: u64) -> u64 {
        let price = self.prices.last().copied().unwrap_or(0);
        u64::try_from(u128::from(tokens) * u128::from(price) / 1_000_000).unwrap_or(u64::MAX)
    }
}

/// What one wallet knows about itself. Amounts in base units.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sight {
    /// Its number.
    pub index: usize,
    /// Names its lasting traits.
    pub seed: u64,
    /// Tokens in its own account.
    pub balance: u64,
    /// Tokens it started with.
    pub first_balance: u64,
    /// Staked and earning.
    pub active: u64,
    /// Staked and not yet earning.
    pub warming: u64,
    /// Asked back and not yet withdrawn.
    pub cooling: u64,
    /// When `cooling` can be withdrawn, Unix seconds.
    pub unlock_at: i64,
}

impl Sight {
    pub fn staked(&self) -> u64 {
        self.active + self.warming
    }

    /// A lasting trait of this wallet, uniform in `low..=high`.
    pub fn trait_between(&self, name: u64, low: u64, high: u64) -> u64 {
        Dice::named(self.seed, &[TRAITS, self.index as u64, name]).between(low, high)
    }
}

/// Names the traits' draws apart from the days'.
const TRAITS: u64 = 0x7472_6169_7473;

#[cfg(test)]
mod tests {
    use super::World;

    #[test]
    fn the_return_compares_with_the_price_that_many_days_ago() {
        let world = World { prices: vec![100, 110, 120, 90], ..World::default() };
        assert_eq!(world.return_bps(1), -2_500);
        assert_eq!(world.return_bps(3), -1_000);
        assert_eq!(world.return_bps(9), 0);
    }
}
