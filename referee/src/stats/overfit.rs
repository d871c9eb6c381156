//! Whether the best candidate in training is only the luckiest.

use super::order::mean;

/// Probability of backtest overfitting by combinatorially symmetric cross-validation.
///
/// `scores[candidate][block]` is the performance (higher is better) of each candidate in each of an even number of blocks.
/// For every split into two halves of blocks, the candidate that is best in one half is ranked in the other;
/// the result is the share of splits in which it lands in the lower half. `None` below two candidates or four blocks.
///
/// Source: D. Bailey, J. Borwein, M. López de Prado and Q. Zhu, "The probability of backtest overfitting" (2017).
pub fn probability_of_overfitting(scores: &[Vec<f64>]) -> Option<f64> {
    let blocks = scores.first()?.len();
    let sound = scores.len() > 1 && blocks >= 4 && blocks.is_multiple_of(2) && blocks <= 16;
    if !sound || scores.iter().any(|row| row.len() != blocks) {
        return None;
    }
    let splits: Vec<u32> = (0..1u32 << blocks).filter(|mask| mask.count_ones() as usize == blocks / 2).collect();
    let failures: f64 = splits.iter().map(|train| misses(scores, *train)).sum();
    Some(failures / splits.len() as f64)
}

/// 1 if the winner of the blocks in `train` is below the median elsewhere, 0 if above, ½ on it.
fn misses(scores: &[Vec<f64>], train: u32) -> f64 {
    let over = |row: &[f64], inside: bool| {
        let chosen = row.iter().enumerate().filter(|(block, _)| (train >> block & 1 == 1) == inside);
        mean(&chosen.map(|(_, score)| *score).collect::<Vec<f64>>()).unwrap_or(f64::NEG_INFINITY)
    };
    let winner = (0..scores.len()).max_by(|a, b| over(&scores[*a], true).total_cmp(&over(&scores[*b], true)));
    let outside: Vec<f64> = scores.iter().map(|row| over(row, false)).collect();
    let own = winner.map_or(f64::NEG_INFINITY, |place| outside[place]);
    let below = outside.iter().filter(|other| **other < own).count() as f64;
    let equal = outside.iter().filter(|other| **other == own).count() as f64;
    let rank = (below + (equal + 1.0) / 2.0) / (outside.len() + 1) as f64;
    if rank < 0.5 {
        1.0
    } else if rank > 0.5 {
        0.0
    } else {
        0.5
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use twin::rng::Stream;

    fn noise(candidates: u32, blocks: u32, seed: u64, skill: f64) -> Vec<Vec<f64>> {
        let row = |c: u32| (0..blocks).map(move |b| Stream::new(seed, 0).draws(c, b).normal());
        (0..candidates).map(|c| row(c).map(|x| x + if c == 0 { skill } else { 0.0 }).collect()).collect()
    }

    #[test]
    fn picking_the_luckiest_of_many_equals_is_overfitting() {
        let mean: f64 = (0..20).map(|s| probability_of_overfitting(&noise(20, 8, s, 0.0)).unwrap()).sum::<f64>() / 20.0;
        assert!((0.35..0.65).contains(&mean), "without skill the winner is anywhere: {mean}");
    }

    #[test]
    fn a_truly_better_candidate_is_not() {
        assert!(probability_of_overfitting(&noise(20, 8, 1, 5.0)).unwrap() < 0.01);
    }

    #[test]
    fn too_little_to_judge_is_no_answer() {
        assert_eq!(probability_of_overfitting(&noise(1, 8, 1, 0.0)), None);
        assert_eq!(probability_of_overfitting(&noise(5, 3, 1, 0.0)), None);
    }
}
