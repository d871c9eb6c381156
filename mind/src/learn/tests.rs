use super::*;

fn task(dimensions: usize, evaluations: u64, seed: u64) -> (Vec<f64>, Budget, u64) {
    (vec![0.9; dimensions], Budget { calls: evaluations * 11, per_evaluation: 11 }, seed)
}

fn search(learner: Learner, given: (Vec<f64>, Budget, u64), evaluate: impl Fn(&[f64]) -> f64 + Sync) -> Found {
    let task = Task { start: &given.0, spread: 0.25, budget: given.1, seed: given.2 };
    let feasible = |x: &[f64], _| Evaluation { score: evaluate(x), objectives: Vec::new(), violation: 0.0 };
    learner.search(&task, feasible, &mut |_| ())
}

/// 0 at 0.3 along every axis.
fn sphere(x: &[f64]) -> f64 {
    -x.iter().map(|x| (x - 0.3).powi(2)).sum::<f64>()
}

/// Rosenbrock's valley over [−1, 2] along every axis, 0 at 1.
fn rosenbrock(x: &[f64]) -> f64 {
    let x: Vec<f64> = x.iter().map(|x| 3.0 * x - 1.0).collect();
    -x.windows(2).map(|w| 100.0 * (w[1] - w[0] * w[0]).powi(2) + (1.0 - w[0]).powi(2)).sum::<f64>()
}

#[test]
fn every_learner_finds_the_middle_of_a_sphere_and_beats_random_points() {
    let random = search(Learner::Random, task(8, 2_000, 1), sphere).best.evaluation.score;
    for (learner, close) in [(Learner::Cem, 1e-3), (Learner::Cma, 1e-8)] {
        let found = search(learner, task(8, 2_000, 1), sphere);
        assert!(-found.best.evaluation.score < close && found.best.evaluation.score > random, "{learner}: {found:?}");
        assert!(-sphere(&found.mean) < 2.0 * close, "{learner}");
    }
}

#[test]
fn cma_follows_the_bent_valley_of_rosenbrock() {
    let found = search(Learner::Cma, task(5, 8_000, 3), rosenbrock);
    assert!(-found.best.evaluation.score < 1e-6, "{:?}", found.best);
    let random = search(Learner::Random, task(5, 8_000, 3), rosenbrock);
    assert!(random.best.evaluation.score < -0.5);
}

#[test]
fn an_optimum_outside_is_met_at_the_border_of_the_cube() {
    for learner in [Learner::Cem, Learner::Cma] {
        let found = search(learner, task(4, 1_500, 2), |x| -x.iter().map(|x| (x + 0.5).powi(2)).sum::<f64>());
        assert!(found.mean.iter().all(|x| (0.0..0.02).contains(x)), "{learner}: {:?}", found.mean);
        assert!(found.leaders.iter().flat_map(|c| &c.point).all(|x| (0.0..=1.0).contains(x)));
    }
}

#[test]
fn constraints_come_first() {
    // The score pulls to 1, the constraint allows the sum of 1 only.
    let given = task(4, 3_000, 4);
    let task = Task { start: &given.0, spread: 0.25, budget: given.1, seed: given.2 };
    let constrained = |x: &[f64], _: u32| {
        let sum = x.iter().sum::<f64>();
        Evaluation { score: sum, objectives: vec![sum, -x[0]], violation: (sum - 1.0).max(0.0) }
    };
    for learner in Learner::ALL {
        let found = learner.search(&task, constrained, &mut |_| ());
        assert!(found.best.evaluation.is_feasible(), "{learner}");
        assert!(learner == Learner::Random || found.best.evaluation.score > 0.95, "{learner}: {:?}", found.best);
    }
}

#[test]
fn what_is_no_number_loses_and_stops_nobody() {
    for learner in Learner::ALL {
        let found = search(learner, task(3, 600, 5), |x| if x[0] > 0.5 { f64::NAN } else { sphere(x) });
        assert!(found.best.evaluation.score > -0.2 && found.best.point[0] <= 0.5, "{learner}: {:?}", found.best);
    }
}

#[test]
fn the_budget_is_kept_and_counted_in_simulator_calls() {
    let count = std::sync::atomic::AtomicU64::new(0);
    for learner in Learner::ALL {
        for evaluations in [1, 7, 100, 333] {
            count.store(0, std::sync::atomic::Ordering::Relaxed);
            let found = search(learner, task(6, evaluations, 6), |x| {
                count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                sphere(x)
            });
            let asked = count.load(std::sync::atomic::Ordering::Relaxed);
            assert_eq!(found.calls, asked * 11, "{learner}");
            assert!(asked <= evaluations && asked * 10 >= evaluations * 7, "{learner}: {asked} of {evaluations}");
            assert_eq!(found.history.last().map(|last| last.calls), Some(found.calls));
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_one_thread_and_on_eight() {
    let played = |threads: usize, learner: Learner| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| serde_json::to_string(&search(learner, task(5, 400, 7), rosenbrock)).unwrap())
    };
    for learner in Learner::ALL {
        assert_eq!(played(1, learner), played(8, learner), "{learner}");
    }
}

#[test]
fn another_seed_searches_elsewhere() {
    for learner in Learner::ALL {
        let [one, other] = [8, 9].map(|seed| search(learner, task(5, 200, seed), rosenbrock).best.point);
        assert_ne!(one, other, "{learner}");
    }
}

#[test]
fn fresh_luck_per_round_is_offered_to_all_but_the_elitist() {
    for learner in Learner::ALL {
        let rounds = std::sync::Mutex::new(std::collections::BTreeSet::new());
        let given = task(3, 200, 1);
        let task = Task { start: &given.0, spread: 0.2, budget: given.1, seed: given.2 };
        let watched = |x: &[f64], round: u32| {
            rounds.lock().unwrap().insert(round);
            Evaluation { score: sphere(x), objectives: vec![x[0], -x[0]], violation: 0.0 }
        };
        let found = learner.search(&task, watched, &mut |_| ());
        let rounds = rounds.into_inner().unwrap();
        assert_eq!(rounds.len(), if learner == Learner::Nsga { 1 } else { found.leaders.len() }, "{learner}");
    }
}

#[test]
fn names_read_back() {
    assert!(Learner::ALL.into_iter().all(|learner| learner.name().parse() == Ok(learner)));
    assert!("gradient".parse::<Learner>().unwrap_err().contains("random, cem, cma, nsga"));
}
