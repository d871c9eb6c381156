//! What the committed policies do in the twin.

use std::sync::Arc;

use mind::{
    learn::fqi,
    policy::{FILES, Policy, Steered, built_in, fitted_q, frozen, learned},
    train::{Bench, Manifest, ManifestError, SHIFTS, steered},
};
use referee::{arms::Arm, cell::Shift, suite::Suite};
use twin::{
    Reading, Scenario, file, play_daily,
    rule::{Bundle, Hold, Rule, Seen},
    world::World,
};

fn suite(names: &[&str], days: u32, agents: usize) -> Suite {
    let parse = |name: &&str| file::built_in(name).unwrap().unwrap();
    Suite::new(names.iter().map(parse).collect(), days, agents)
}

fn scenario(name: &str, seed: u64) -> Scenario {
    suite(&[name], 180, 300).scenario(name, Shift::Same, seed).unwrap()
}

/// True figures at the end of each day.
fn days(scenario: &Scenario, rule: &mut dyn Rule, seed: u64) -> Vec<Reading> {
    let mut days = Vec::new();
    play_daily(&mut World::new(scenario), scenario, rule, seed, 0, |reading| days.push(*reading));
    days
}

fn full() -> Policy {
    built_in("A4").unwrap()
}

/// Seeds of these tests; neither training nor any choice has seen them.
const SEEDS: std::ops::Range<u64> = 15_000..15_006;

#[test]
fn every_committed_file_is_the_one_that_was_trained() {
    let manifest = Manifest::built_in().unwrap();
    let mut trained = 0;
    for (name, text) in FILES {
        let policy = Policy::parse(text).unwrap();
        assert_eq!((policy.name.as_str(), policy.to_toml().as_str()), (name, text), "{name} is written as it is read");
        assert_eq!(manifest.entry(name.parse().unwrap()).unwrap().hash, policy.hash(), "{name}");
        trained += 1;
    }
    assert_eq!(trained, manifest.entries.len());
    let lines = fitted_q();
    assert_eq!(lines.to_toml(), fqi::FILE);
    assert_eq!(manifest.fitted_q.unwrap().hash, lines.hash());
}

#[test]
fn whoever_learns_has_a_rule_and_a_hash_that_is_frozen() {
    let learned = learned();
    assert!(Arm::LEARNED.into_iter().all(|arm| learned(arm, 1.0).is_some()));
    assert!(learned(Arm::B4, 1.0).is_none());
    let frozen = frozen(&Arm::ALL);
    assert_eq!(frozen.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), Arm::LEARNED.map(Arm::name));
    assert!(frozen.contains(&("Q".to_owned(), fitted_q().hash())));
}

#[test]
fn fitted_q_trained_again_gives_the_same_lines_and_another_seed_others() {
    let suite = suite(&["calm", "bear"], 60, 60);
    let mut entry = Manifest::built_in().unwrap().fitted_q.unwrap();
    entry.settings = fqi::Settings { seed: 3, agents: 60, calls: 120, from: 100, choice: [10_500, 10_501] };
    let on = |threads, seed| {
        let mut entry = entry.clone();
        entry.settings.seed = seed;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| entry.train(&suite, &mut |_| ()).unwrap())
    };
    let (lines, made) = on(1, 3);
    assert!(made.calls <= 120 && made.calls > 90, "{}", made.calls);
    assert_eq!((lines.clone(), made.clone()), on(2, 3));
    assert_eq!((lines.clone(), made.clone()), on(8, 3));
    assert!(made.check(&lines, &suite).is_ok());
    let (others, _) = on(2, 4);
    assert_ne!(others, lines);
    assert!(made.check(&others, &suite).is_err(), "another file has another hash");
    entry.settings.calls = 30;
    assert!(matches!(entry.train(&suite, &mut |_| ()), Err(ManifestError::Budget(Arm::Q, 30))));
}

#[test]
fn a_training_with_the_same_settings_gives_the_same_file() {
    let suite = suite(&["calm", "bear"], 60, 60);
    let mut entry = Manifest::built_in().unwrap().entry(Arm::A1).unwrap().clone();
    entry.settings.calls = 240;
    (entry.settings.agents, entry.settings.seeds, entry.settings.groups, entry.settings.choice) =
        (60, 2, 2, [10_500, 10_501]);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| entry.train(None, &suite, &mut |_| ()).unwrap())
    };
    let (policy, made) = on(1);
    assert_eq!((policy.clone(), made.clone()), on(2));
    assert_eq!((policy.clone(), made.clone()), on(8));
    assert!(made.check(&policy, &suite).is_ok());
    let other = full();
    assert!(made.check(&other, &suite).is_err(), "another file has another hash");
}

#[test]
fn a_policy_plays_the_same_on_one_two_and_eight_threads() {
    let suite = suite(&["bear", "stale_data"], 90, 120);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| Bench::new(&suite, &SHIFTS, SEEDS).play(steered(full())))
    };
    let bits = |played: Vec<mind::train::Played>| -> Vec<u64> {
        played.iter().flat_map(|run| run.values.0.map(f64::to_bits)).collect()
    };
    let one = bits(on(1));
    assert_eq!(one, bits(on(2)));
    assert_eq!(one, bits(on(8)));
}

/// Shows a rule a reading with one figure replaced.
struct Spoiled<R> {
    rule: R,
    value: f64,
    moved: u32,
}

impl<R: Rule> Rule for Spoiled<R> {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let reading = Reading { price_24h: self.value, ..*seen.reading };
        let mut spoiled = *seen;
        spoiled.reading = &reading;
        let bundle = self.rule.decide(&spoiled);
        self.moved += u32::from(!bundle.is_hold());
        bundle
    }
}

#[test]
fn a_day_that_is_no_number_never_panics_and_holds() {
    let scenario = scenario("calm", 1);
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 0.0] {
        let mut rule = Spoiled { rule: Steered::new(Arc::new(full())), value, moved: 0 };
        days(&scenario, &mut rule, 1);
        assert_eq!(rule.moved, 0, "{value}");
    }
    let mut rule = Spoiled { rule: Steered::new(Arc::new(full())), value: 1.0, moved: 0 };
    days(&scenario, &mut rule, 1);
    assert!(rule.moved > 0, "with sound figures it does move");
}

/// Mean of a figure over days and seeds.
fn mean(
    name: &str,
    make: impl Fn() -> Box<dyn Rule>,
    span: std::ops::Range<usize>,
    figure: impl Fn(&Reading) -> f64,
) -> f64 {
    let of = |seed: u64| {
        let days = days(&scenario(name, seed), make().as_mut(), seed);
        days[span.clone()].iter().map(&figure).sum::<f64>() / span.len() as f64
    };
    SEEDS.map(of).sum::<f64>() / SEEDS.count() as f64
}

fn own() -> Box<dyn Rule> {
    Box::new(Steered::new(Arc::new(full())))
}

fn static_parameters() -> Box<dyn Rule> {
    Box::new(Hold)
}

/// Emission in `span`, relative to that in days 20 to 30.
fn emission(name: &str, make: fn() -> Box<dyn Rule>, span: std::ops::Range<usize>) -> f64 {
    let minted = |day: &Reading| day.minted_24h / day.supply;
    mean(name, make, span, minted) / mean(name, make, 20..30, minted)
}

#[test]
fn emission_is_counter_cyclical_less_while_the_price_lies_deep_and_no_more_in_a_boom() {
    // Days 60 to 100 are deep in the fall, or high in the rise.
    let [fall, rise] = ["bear", "bull"].map(|name| emission(name, own, 60..100));
    assert!(fall < 0.98 && (0.98..1.005).contains(&rise), "{fall} {rise}");
    assert!((0.999..1.001).contains(&emission("bear", static_parameters, 60..100)));
}

#[test]
fn the_shock_of_an_unlock_is_met_by_less_emission() {
    let (ours, theirs) = (emission("unlock_cliff", own, 60..88), emission("unlock_cliff", static_parameters, 60..88));
    assert!(ours < 0.995 && (0.999..1.001).contains(&theirs), "{ours} {theirs}");
}
