//! Who gained: deciles of the start, and inequality.

use crate::agents::Agents;

/// Gains summed by decile, and room for sorting; made once per world.
#[derive(Debug, Clone, Default)]
pub(super) struct Welfare {
    sorted: Vec<f64>,
    places: Vec<u32>,
    pub gini_start: f64,
}

impl Welfare {
    /// Gives every agent its decile by wealth at the start.
    pub fn start(&mut self, agents: &mut Agents) {
        let n = agents.len();
        self.places.clear();
        self.places.extend(0..n as u32);
        let wealth = &agents.start_wealth;
        self.places.sort_unstable_by(|&a, &b| wealth[a as usize].total_cmp(&wealth[b as usize]).then(a.cmp(&b)));
        for (rank, &i) in self.places.iter().enumerate() {
            agents.decile[i as usize] = (rank * 10 / n.max(1)) as u8;
        }
        self.sorted.clear();
        self.sorted.extend(self.places.iter().map(|&i| wealth[i as usize]));
        self.gini_start = gini(&self.sorted);
    }

    /// Relative gains by decile, and the Gini coefficient of `wealth`.
    pub fn finish(&mut self, agents: &Agents, wealth: impl Fn(usize) -> f64) -> ([f64; 10], f64) {
        let (mut before, mut after) = ([0.0; 10], [0.0; 10]);
        self.sorted.clear();
        for i in 0..agents.len() {
            let (decile, now) = (usize::from(agents.decile[i]), wealth(i));
            before[decile] += agents.start_wealth[i];
            after[decile] += now + agents.consumed[i];
            self.sorted.push(now);
        }
        let gains = std::array::from_fn(|d| if before[d] > 0.0 { after[d] / before[d] - 1.0 } else { 0.0 });
        self.sorted.sort_unstable_by(f64::total_cmp);
        (gains, gini(&self.sorted))
    }
}

/// `Σ (2 rank − n − 1) x / (n Σ x)` over ascending values (Gini 1912; Dorfman 1979); 0 where nobody has anything.
fn gini(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let (mut sum, mut weighted) = (0.0, 0.0);
    for (rank, x) in values.iter().enumerate() {
        sum += x;
        weighted += (2.0 * rank as f64 + 1.0 - n) * x;
    }
    if sum > 0.0 { weighted / (n * sum) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_wealth_has_a_gini_of_zero_and_one_owner_nearly_one() {
        assert_eq!(gini(&[5.0; 9]), 0.0);
        let mut one = [0.0; 100];
        one[99] = 7.0;
        assert!((gini(&one) - 0.99).abs() < 1e-12);
        assert_eq!(gini(&[1.0, 3.0]), 0.25);
        assert_eq!((gini(&[]), gini(&[0.0])), (0.0, 0.0));
    }
}
