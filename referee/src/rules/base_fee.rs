//! EIP-1559's base fee (arm B3) and its variable learning rate (arm B3a).
//!
//! Sources: EIP-1559; D. Reijsbergen et al., "Transaction fees on a honeymoon: Ethereum's EIP-1559 one month later" (2021).

/// The base fee moves by at most one eighth per block.
pub const RATE: f64 = 0.125;

/// The next fee: `fee · (1 + rate · (used − target) / target)`, the deviation capped at the block's limit of twice the target.
pub fn next(fee: f64, rate: f64, used: f64, target: f64) -> f64 {
    fee * (1.0 + rate * ((used - target) / target).clamp(-1.0, 1.0))
}

/// A learning rate that grows by addition while usage is far from the target and shrinks by multiplication near it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aimd {
    pub rate: f64,
}

/// Added while the window's fullness is at the edge, and multiplied inside; edge; limits. The paper's own numbers.
const ALPHA: f64 = 0.025;
const BETA: f64 = 0.95;
const GAMMA: f64 = 0.25;
const MIN: f64 = 0.0125;
const MAX: f64 = 1.0;

impl Default for Aimd {
    fn default() -> Self {
        Self { rate: RATE }
    }
}

impl Aimd {
    /// Learns from `fullness`, the mean of used / (2 · target) over the window, in 0 to 1.
    pub fn learn(&mut self, fullness: f64) -> f64 {
        let near = fullness > GAMMA && fullness < 1.0 - GAMMA;
        self.rate = if near { (self.rate * BETA).max(MIN) } else { (self.rate + ALPHA).min(MAX) };
        self.rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_and_empty_blocks_move_the_fee_by_an_eighth() {
        assert_eq!(next(100.0, RATE, 30e6, 15e6), 112.5);
        assert_eq!(next(100.0, RATE, 0.0, 15e6), 87.5);
        assert_eq!(next(100.0, RATE, 15e6, 15e6), 100.0);
        assert_eq!(next(100.0, RATE, 90e6, 15e6), 112.5, "a block is never more than full");
    }

    #[test]
    fn the_rate_creeps_up_at_the_edge_and_melts_near_the_target() {
        let mut aimd = Aimd::default();
        assert_eq!(aimd.learn(0.9), 0.15);
        assert_eq!(aimd.learn(0.5), 0.15 * 0.95);
        for _ in 0..100 {
            aimd.learn(0.5);
        }
        assert_eq!(aimd.rate, MIN);
        for _ in 0..100 {
            aimd.learn(0.0);
        }
        assert_eq!(aimd.rate, MAX);
    }
}
