use super::*;
use crate::learn::{Budget, Learner};

/// ZDT1 (convex) and ZDT2 (concave) as gains: E. Zitzler, K. Deb and L. Thiele (2000); the fronts lie where all but the first number are 0.
fn zdt(point: &[f64], is_convex: bool) -> Evaluation {
    let g = 1.0 + 9.0 * point[1..].iter().sum::<f64>() / (point.len() - 1) as f64;
    let part = point[0] / g;
    let second = g * (1.0 - if is_convex { part.sqrt() } else { part * part });
    Evaluation { score: -point[0] - second, objectives: vec![-point[0], -second], violation: 0.0 }
}

/// Area that the front dominates above (−1.1, −1.1).
fn hypervolume(front: &[Candidate]) -> f64 {
    let mut points: Vec<(f64, f64)> =
        front.iter().map(|c| (c.evaluation.objectives[0], c.evaluation.objectives[1])).collect();
    points.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut area, mut floor) = (0.0, -1.1);
    for (x, y) in points.into_iter().filter(|(x, y)| *x > -1.1 && *y > -1.1) {
        area += (x + 1.1) * f64::max(y - floor, 0.0);
        floor = f64::max(floor, y);
    }
    area
}

fn search(evaluate: impl Fn(&[f64], u32) -> Evaluation + Sync, evaluations: u64, seed: u64) -> Found {
    let task = Task { start: &[0.5; 12], spread: 0.3, budget: Budget { calls: evaluations, per_evaluation: 1 }, seed };
    Learner::Nsga.search(&task, evaluate, &mut |_| ())
}

#[test]
fn the_convex_front_of_zdt1_is_covered() {
    // The whole front dominates 0.21 + 2/3 of this box.
    let found = search(|x, _| zdt(x, true), 12_000, 1);
    let area = hypervolume(&found.front);
    assert!((0.855..=0.8767).contains(&area), "{area}");
    let first: Vec<f64> = found.front.iter().map(|c| c.point[0]).collect();
    assert!(first.iter().any(|x| *x < 0.05) && first.iter().any(|x| *x > 0.95), "from end to end: {first:?}");
}

#[test]
fn the_concave_front_of_zdt2_is_covered_where_weighted_sums_find_its_ends_only() {
    let found = search(|x, _| zdt(x, false), 12_000, 2);
    let area = hypervolume(&found.front);
    assert!((0.52..=0.5434).contains(&area), "the whole front dominates 0.21 + 1/3: {area}");
    assert!(found.front.iter().filter(|c| (0.2..0.8).contains(&c.point[0])).count() > 20);
}

#[test]
fn random_search_of_the_same_budget_covers_far_less() {
    let luck = Stream::new(5, 0);
    let drawn = |place: u32| {
        let mut draws = luck.draws(place, 0);
        let point: Vec<f64> = (0..12).map(|_| draws.uniform()).collect();
        Candidate { evaluation: zdt(&point, true), point }
    };
    let random: Vec<Candidate> = (0..12_000).map(drawn).collect();
    assert!(hypervolume(&random) < 0.3);
}

#[test]
fn the_front_keeps_the_constraints_even_where_breaking_them_pays() {
    // The unconstrained optimum has all numbers 0; here the second must be at least a half.
    let constrained = |x: &[f64], _| Evaluation { violation: (0.5 - x[1]).max(0.0), ..zdt(x, true) };
    let found = search(constrained, 6_000, 3);
    assert!(found.front.len() > 10);
    assert!(found.front.iter().all(|c| c.point[1] >= 0.5 && c.point[1] < 0.55));
}

fn at(objectives: &[f64], violation: f64) -> Evaluation {
    Evaluation { score: 0.0, objectives: objectives.to_vec(), violation }
}

#[test]
fn fronts_come_in_the_order_of_domination() {
    let all =
        [at(&[1.0, 1.0], 0.0), at(&[2.0, 0.0], 0.0), at(&[0.5, 0.5], 0.0), at(&[9.0, 9.0], 0.1), at(&[9.0, 9.0], 0.2)];
    assert_eq!(fronts(&all.iter().collect::<Vec<_>>()), [vec![0, 1], vec![2], vec![3], vec![4]]);
}

#[test]
fn equals_do_not_dominate_each_other() {
    let one = at(&[1.0, 2.0], 0.0);
    assert!(!dominates(&one, &one));
    assert_eq!(fronts(&[&one, &one]), [vec![0, 1]]);
}

#[test]
fn crowding_counts_neighbours_in_units_of_the_range() {
    let rows: [&[f64]; 4] = [&[0.0, 4.0], &[1.0, 2.0], &[3.0, 1.0], &[4.0, 0.0]];
    assert_eq!(crowding(&rows), [f64::INFINITY, 0.75 + 0.75, 0.75 + 0.5, f64::INFINITY]);
}

#[test]
fn thinning_keeps_the_ends_and_drops_the_most_crowded() {
    let rows: [&[f64]; 5] = [&[0.0, 1.0], &[0.48, 0.52], &[0.5, 0.5], &[0.52, 0.48], &[1.0, 0.0]];
    assert_eq!(spread_out(&rows, 3).len(), 3);
    let kept = spread_out(&rows, 3);
    assert!(kept.contains(&0) && kept.contains(&4), "{kept:?}");
}
