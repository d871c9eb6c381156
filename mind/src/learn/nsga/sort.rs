//! Who dominates whom, in which order fronts come, and how lonely a member is in its front.

use super::Evaluation;

/// Whether `one` is better: feasible against infeasible, the smaller breach, or no objective worse and one better.
pub fn dominates(one: &Evaluation, other: &Evaluation) -> bool {
    match (one.is_feasible(), other.is_feasible()) {
        (true, false) => true,
        (false, true) => false,
        (false, false) => one.violation < other.violation || other.violation.is_nan() && !one.violation.is_nan(),
        (true, true) => {
            let pairs = || one.objectives.iter().zip(&other.objectives);
            pairs().all(|(a, b)| a >= b) && pairs().any(|(a, b)| a > b)
        }
    }
}

/// Places by front: the first front is dominated by nobody, the next by the first alone, and so on.
pub fn fronts(evaluations: &[&Evaluation]) -> Vec<Vec<usize>> {
    let mut above: Vec<usize> = vec![0; evaluations.len()];
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); evaluations.len()];
    for (one, evaluation) in evaluations.iter().enumerate() {
        for (other, rival) in evaluations.iter().enumerate() {
            if dominates(evaluation, rival) {
                below[one].push(other);
                above[other] += 1;
            }
        }
    }
    let mut front: Vec<usize> = (0..evaluations.len()).filter(|place| above[*place] == 0).collect();
    let mut fronts = Vec::new();
    while !front.is_empty() {
        let mut next = Vec::new();
        for inferior in front.iter().flat_map(|place| &below[*place]) {
            above[*inferior] -= 1;
            if above[*inferior] == 0 {
                next.push(*inferior);
            }
        }
        next.sort_unstable();
        fronts.push(std::mem::replace(&mut front, next));
    }
    fronts
}

/// Distance of every row to its neighbours, summed over the objectives, each in units of its range; infinite at the ends.
pub fn crowding(rows: &[&[f64]]) -> Vec<f64> {
    let mut distances = vec![0.0; rows.len()];
    for objective in 0..rows.first().map_or(0, |row| row.len()) {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by(|a, b| rows[*a][objective].total_cmp(&rows[*b][objective]));
        let [Some(low), Some(high)] = [order.first(), order.last()] else { continue };
        let range = rows[*high][objective] - rows[*low][objective];
        distances[*low] = f64::INFINITY;
        distances[*high] = f64::INFINITY;
        for around in order.windows(3).filter(|_| range > 0.0) {
            distances[around[1]] += (rows[around[2]][objective] - rows[around[0]][objective]) / range;
        }
    }
    distances
}

/// Places of at most `count` rows that are far from each other: the most crowded one leaves until they fit.
pub fn spread_out(rows: &[&[f64]], count: usize) -> Vec<usize> {
    let mut kept: Vec<usize> = (0..rows.len()).collect();
    while kept.len() > count {
        let left: Vec<&[f64]> = kept.iter().map(|place| rows[*place]).collect();
        let distances = crowding(&left);
        let crowded = (0..kept.len()).min_by(|a, b| distances[*a].total_cmp(&distances[*b])).unwrap_or(0);
        kept.remove(crowded);
    }
    kept
}
