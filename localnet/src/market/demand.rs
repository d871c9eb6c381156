//! Demand from outside the simulated wallets: people who come, pay and leave, and arbitrage towards what the token is worth to them.

use crate::dice::Dice;

/// How the rest of the world trades in one day, in 1e-4 of the pool's quote reserve; positive buys.
///
/// Four parts: a pull towards `anchor` (a fifth of the gap), a weekly season, noise, and now and then a shock.
pub fn flow_bps(seed: u64, day: u64, price_micro: u64, anchor_micro: u64) -> i64 {
    let mut dice = Dice::named(seed, &[DEMAND, day]);
    let gap_bps = (i128::from(anchor_micro) - i128::from(price_micro)) * 10_000 / i128::from(anchor_micro.max(1));
    let pull = (gap_bps / 5).clamp(-250, 250) as i64;
    let season = [20, 10, 0, -5, -10, -25, 10][(day % 7) as usize];
    let shock = if dice.chance(700) { dice.bell(300) } else { 0 };
    pull + season + dice.bell(90) + shock
}

/// What the token is worth to its users on that day, micro quote units: grows with adoption, falls with dilution.
///
/// `start_micro` on day 0; adoption adds 2 ‱ a day, and supply growth beyond `start_supply` divides.
pub fn anchor_micro(start_micro: u64, day: u64, start_supply: u64, supply: u64) -> u64 {
    let adopted = u128::from(start_micro) * u128::from(10_000 + 2 * day) / 10_000;
    u64::try_from(adopted * u128::from(start_supply) / u128::from(supply.max(1))).unwrap_or(u64::MAX)
}

/// Names the demand's draws apart from the wallets'.
const DEMAND: u64 = 0x6465_6d61_6e64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demand_pulls_the_price_towards_the_anchor() {
        let total = |price| (0..200).map(|day| flow_bps(3, day, price, 1_000_000)).sum::<i64>();
        assert!(total(500_000) > total(1_000_000));
        assert!(total(2_000_000) < total(1_000_000));
    }

    #[test]
    fn dilution_lowers_the_anchor() {
        assert!(anchor_micro(1_000_000, 10, 100, 120) < anchor_micro(1_000_000, 10, 100, 100));
    }
}
