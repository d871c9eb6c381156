//! Random numbers by counter: the same (seed, run, agent, step, draw) gives the same number on any thread and machine.
//!
//! SplitMix64's finaliser (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014) over a mixed key;
//! no state is carried, so the order in which agents or runs are played cannot matter.

/// The stream of one run.
#[derive(Debug, Clone, Copy)]
pub struct Stream(u64);

/// The draws of one agent in one step.
#[derive(Debug, Clone, Copy)]
pub struct Draws {
    key: u64,
    counter: u64,
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

impl Stream {
    /// The stream of one run of a seed.
    pub fn new(seed: u64, run: u64) -> Self {
        Self(mix(mix(seed.wrapping_add(GOLDEN)) ^ run.wrapping_mul(0xD1B5_4A32_D192_ED03)))
    }

    /// Draws of `agent` in `step`.
    pub fn draws(self, agent: u32, step: u32) -> Draws {
        Draws { key: mix(self.0 ^ (u64::from(agent) << 32 | u64::from(step))), counter: 0 }
    }
}

impl Draws {
    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.counter = self.counter.wrapping_add(GOLDEN);
        mix(self.key ^ self.counter)
    }

    /// Uniform in [0, 1), 53 bits.
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True with the given probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// Nearly normal, mean 0, variance 1, within ±3.47: four 16-bit uniforms summed (Irwin–Hall), so no logarithm or cosine is needed.
    pub fn normal(&mut self) -> f64 {
        let bits = self.bits();
        let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48);
        // Sum of four uniforms has variance 1/3.
        ((sum as f64 + 2.0) / 65_536.0 - 2.0) * 1.732_050_807_568_877_2
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uniform_numbers_have_mean_a_half_and_normal_ones_unit_variance() {
        let n = 200_000;
        let (mut uniform, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for i in 0..n {
            let mut draws = Stream::new(7, 3).draws(i % 500, i / 500);
            uniform += draws.uniform();
            let x = draws.normal();
            sum += x;
            squares += x * x;
        }
        let n = f64::from(n);
        assert!((uniform / n - 0.5).abs() < 0.003);
        assert!((sum / n).abs() < 0.01);
        assert!((squares / n - 1.0).abs() < 0.01);
    }

    #[test]
    fn neighbouring_agents_steps_runs_and_seeds_draw_unrelated_numbers() {
        let first = |seed, run, agent, step| Stream::new(seed, run).draws(agent, step).bits();
        let base = first(1, 1, 1, 1);
        for other in [first(2, 1, 1, 1), first(1, 2, 1, 1), first(1, 1, 2, 1), first(1, 1, 1, 2)] {
            assert!((16..=48).contains(&(base ^ other).count_ones()));
        }
        assert_eq!(base, first(1, 1, 1, 1));
    }
}
