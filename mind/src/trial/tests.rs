use referee::{
    arms::Arm,
    ensemble::{Ensemble, Member},
    suite::Suite,
};

use super::*;
use crate::{learn::Learner, train::Settings};

/// Two kinds of worlds that take turns by distance: policy works in the first, and hardly in the second.
fn torn() -> Suite {
    let member = |place: usize| {
        let mut factors = [1.0; Member::FACTORS];
        factors[5] = if place.is_multiple_of(2) { 1.0 } else { 0.01 };
        Member::new(1.0 + place as f64, factors)
    };
    let ensemble = Ensemble::new(String::new(), (0..40).map(member).collect()).unwrap();
    Suite { ensemble, ..Suite::new(vec![twin::file::built_in("bear").unwrap().unwrap()], 91, 60) }
}

#[test]
fn a_small_training_is_examined_from_all_sides() {
    let suite = torn();
    let settings = Settings {
        learner: Learner::Cem,
        seed: 1,
        agents: 60,
        calls: 240,
        seeds: 3,
        groups: 1,
        choice: [10_500, 10_504],
    };
    let practice = Practice { suite: &suite, arm: Arm::A1, settings, test: 10_900..10_908 };
    let checks = trial(&practice, |_| ());
    let modes: Vec<&str> = checks.iter().map(|check| check.mode.as_str()).collect();
    assert_eq!(
        modes,
        [
            "NaN and infinity through every stage",
            "exploiting the simulator",
            "overfitting: luck of the choice",
            "overfitting: shuffled labels"
        ]
    );
    assert_eq!(checks[0].passes, Some(true), "{:?}", checks[0]);
    println!("{checks:#?}");
}
