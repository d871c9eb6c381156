//! Randomness by name: a draw depends on (seed, path) only, never on how many draws came before.
//!
//! So a wallet does the same on day 12 whatever the others did, and one seed is one economy.

/// A small generator (SplitMix64: Steele, Lea, Flood 2014) that starts from a name.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The generator named `path` under `seed`.
    pub fn named(seed: u64, path: &[u64]) -> Self {
        let mut dice = Self(seed);
        for step in path {
            let mixed = dice.roll();
            dice = Self(mixed ^ step.wrapping_mul(0xd6e8_feb8_6659_fd93));
        }
        dice
    }

    /// 64 uniform bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in `0..n`; 0 when `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.roll()) * u128::from(n)) >> 64) as u64
    }

    /// Uniform in `low..=high`.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high.saturating_sub(low).saturating_add(1))
    }

    /// True in `bps` of 10 000 cases.
    pub fn chance(&mut self, bps: u64) -> bool {
        self.below(10_000) < bps
    }

    /// A bell around zero, from `-width` to `width`: the mean of four uniform draws.
    pub fn bell(&mut self, width: i64) -> i64 {
        let span = width.unsigned_abs() * 2;
        let sum: u64 = (0..4).map(|_| self.between(0, span)).sum();
        (sum / 4) as i64 - width
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_name_gives_the_same_draws_and_another_name_others() {
        let draws = |seed, path: &[u64]| {
            let mut dice = Dice::named(seed, path);
            [dice.roll(), dice.roll()]
        };
        assert_eq!(draws(7, &[1, 2]), draws(7, &[1, 2]));
        assert_ne!(draws(7, &[1, 2]), draws(7, &[2, 1]));
        assert_ne!(draws(7, &[1, 2]), draws(8, &[1, 2]));
    }

    #[test]
    fn draws_stay_in_their_range_and_reach_both_halves() {
        let mut dice = Dice::named(1, &[]);
        let draws: Vec<u64> = (0..1000).map(|_| dice.between(10, 20)).collect();
        assert!(draws.iter().all(|d| (10..=20).contains(d)));
        assert!(draws.iter().any(|d| *d < 13) && draws.iter().any(|d| *d > 17));
        let bells: Vec<i64> = (0..1000).map(|_| dice.bell(500)).collect();
        assert!(bells.iter().all(|b| (-500..=500).contains(b)));
        assert!(bells.iter().filter(|b| b.abs() < 250).count() > 600);
    }
}
