//! The promise of the intervals, and that nothing is judged by what it was chosen from.

use {super::*, twin::rng::Stream};

fn normal(seed: u64, t: usize) -> f64 {
    Stream::new(seed, 0).draws(0, t as u32).normal()
}

/// Stationary, and with a mean, a spread and a persistence that change on the way.
fn made(kind: usize, seed: u64) -> Vec<f64> {
    let mut x = 0.0;
    let at = |t: usize| {
        let (keep, spread, level) = match kind {
            0 => (0.5, 1.0, 20.0),
            1 => (0.3, if t < 150 { 1.0 } else { 3.0 }, 20.0),
            2 => (0.3, 1.0, if t < 150 { 20.0 } else { 28.0 }),
            _ => (if t < 150 { 0.0 } else { 0.9 }, 1.0 + (t / 60) as f64 * 0.3, 20.0 + t as f64 * 0.02),
        };
        x = keep * x + spread * normal(seed, t);
        level + x
    };
    (0..300).map(at).collect()
}

#[test]
fn intervals_of_nominal_90_percent_cover_86_to_94_on_stationary_and_shifting_series() {
    for kind in 0..4 {
        for horizon in [1, 7] {
            let settings = Settings { origins: 250, ..Settings::daily(horizon) };
            let scores: Vec<Scores> =
                (0..4).map(|seed| forecast(&made(kind, 100 + seed), &[], &settings).unwrap().scores).collect();
            let share = |of: fn(&Scores) -> f64| scores.iter().map(of).sum::<f64>() / scores.len() as f64;
            let (ninety, eighty) = (share(|s| s.coverage90), share(|s| s.coverage80));
            assert!((0.86..=0.94).contains(&ninety), "kind {kind}, horizon {horizon}: {ninety}");
            assert!((0.75..=0.85).contains(&eighty), "kind {kind}, horizon {horizon}: {eighty}");
        }
    }
}

#[test]
fn a_model_is_used_where_it_beats_both_naive_forecasts_and_left_where_it_does_not() {
    let settings = Settings::daily(1);
    let (mut walk, mut x) = (0, 0);
    for seed in 0..6 {
        let mut level = 100.0;
        let steps: Vec<f64> = (0..150)
            .map(|t| {
                level += normal(seed, t);
                level
            })
            .collect();
        walk += usize::from(!forecast(&steps, &[], &settings).unwrap().method.is_naive());
        x += usize::from(!forecast(&made(0, seed)[..150], &[], &settings).unwrap().method.is_naive());
    }
    assert!(x == 6 && walk <= 3, "used on {x} of 6 that return and on {walk} of 6 that wander");
}

#[test]
fn what_comes_later_changes_nothing_that_was_said_before() {
    let series = made(2, 7);
    let settings = Settings { origins: usize::MAX, ..Settings::daily(3) };
    let said = |until: usize| {
        let track = origins::track(&series[..until], &[], &settings);
        let mut chooser = Chooser::new(&settings);
        (0..track.origins.len()).map(|at| chooser.record(&track, at)).collect::<Vec<Record>>()
    };
    let (short, long) = (said(80), said(120));
    for (before, after) in short.iter().zip(&long) {
        let told = |record: &Record| (record.at, record.method, record.value, record.interval80, record.interval90);
        // The last origin of the shorter one is its newest value, which the longer one reaches too, later.
        let same = long.iter().find(|record| record.at == before.at).map_or(told(after), told);
        assert_eq!(told(before), same);
    }
}

#[test]
fn constant_short_and_broken_series_make_no_nonsense() {
    let settings = Settings::daily(3);
    let constant = forecast(&[5.0; 60], &[], &settings).unwrap();
    assert_eq!((constant.value, constant.interval90), (5.0, (5.0, 5.0)));
    assert!(!constant.scores.is_judged(1));
    for broken in [vec![], vec![1.0], vec![1.0, f64::NAN, 2.0], vec![1.0, f64::INFINITY]] {
        assert_eq!(forecast(&broken, &[], &settings), None);
    }
    let short = forecast(&[1.0, 2.0], &[], &settings).unwrap();
    assert!(short.method == Method::LastValue && short.interval90.0 < 2.0 && short.interval90.1 > 2.0);
    assert_eq!(forecast(&[1.0, 2.0], &[], &Settings::daily(0)), None);
}

#[test]
fn extreme_numbers_in_any_place_stay_numbers() {
    let extremes = [0.0, -0.0, 1e308, -1e308, 1e-308, f64::MIN_POSITIVE, 1.0, -1.0, 5e-324];
    for seed in 0..60 {
        let n = 2 + (seed as usize * 7) % 50;
        let series: Vec<f64> = (0..n)
            .map(|t| {
                let mut draws = Stream::new(seed, 1).draws(0, t as u32);
                if draws.chance(0.3) { extremes[(draws.uniform() * 9.0) as usize % 9] } else { draws.normal() }
            })
            .collect();
        let beside: Vec<f64> = series.iter().rev().copied().collect();
        let settings = Settings { methods: Method::ALL.to_vec(), ..Settings::daily(1 + seed as usize % 4) };
        let made = forecast(&series, &[&beside, &[f64::NAN]], &settings).unwrap();
        assert!(made.value.is_finite(), "{series:?}");
        assert!(!made.interval90.0.is_nan() && made.interval90.0 <= made.value && made.value <= made.interval90.1);
    }
}
