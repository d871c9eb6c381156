//! Domain packs on top of the economy.

use economics::key::EMISSION_RATE;
use twin::{
    Bundle, Outcome, Rule, Scenario, Seen, file,
    packs::{self, Kind, Metrics},
    play_rule,
    rule::{Hold, Once},
    scenario::PARAMS,
    world::World,
};

fn built_in(name: &str, days: u32) -> Scenario {
    let mut file = packs::built_in(name).unwrap().unwrap();
    file.days = days;
    file.build(150, 1)
}

fn written(more: &str, days: u32) -> Scenario {
    file::parse(&format!("name = \"t\"\nabout = \"t\"\ndays = {days}\n{more}")).unwrap().build(150, 1)
}

fn played(scenario: &Scenario, rule: &mut dyn Rule, seed: u64) -> (Outcome, Metrics) {
    let mut world = World::new(scenario);
    let outcome = play_rule(&mut world, scenario, rule, seed, 0);
    assert!(world.is_conserved());
    (outcome, world.pack_metrics().unwrap_or_default())
}

fn metric(kind: Kind, name: &str, metrics: &Metrics) -> f64 {
    metrics[kind.metrics().iter().position(|known| *known == name).unwrap()]
}

fn wish(moves: &[(usize, i64)]) -> Once {
    let mut bundle = Bundle::hold();
    moves.iter().for_each(|(param, value)| _ = bundle.set(*param, *value));
    Once(bundle)
}

/// Goes to a value as fast as the gate lets it.
struct Toward(usize, i64);

impl Rule for Toward {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let mut bundle = Bundle::hold();
        bundle.set(self.0, seen.reach(self.0, self.1));
        bundle
    }
}

#[test]
fn a_pack_without_money_in_it_leaves_every_figure_of_the_economy_as_it_is_without_a_pack() {
    let without = played(&written("", 60), &mut Hold, 5).0;
    let with = played(&written("[lending]\nsize = 0.0\n", 60), &mut Hold, 5).0;
    assert_eq!(with, without);
    assert_ne!(played(&built_in("network/calm", 60), &mut Hold, 5).0, without);
}

#[test]
fn every_built_in_scenario_keeps_every_token_and_gives_finite_figures() {
    for (name, _) in packs::BUILT_IN {
        let scenario = built_in(name, 180);
        let kind = scenario.pack.as_ref().unwrap().numbers.kind();
        let (_, metrics) = played(&scenario, &mut Hold, 3);
        assert!(metrics.iter().all(|value| value.is_finite()), "{name}: {metrics:?}");
        assert!(name.starts_with(kind.name()), "{name}");
        assert!(kind.figures().len() <= packs::FIGURES && kind.metrics().len() <= packs::METRICS);
    }
}

#[test]
fn the_same_seed_gives_the_same_bits_and_another_seed_gives_others() {
    for name in ["lending/crunch", "game/hype", "network/slump"] {
        let scenario = built_in(name, 90);
        let first = played(&scenario, &mut Hold, 7);
        assert_eq!(played(&scenario, &mut Hold, 7), first);
        assert_ne!(played(&scenario, &mut Hold, 8).1, first.1);
    }
}

#[test]
fn one_bundle_moves_a_standard_and_a_packs_parameter_or_neither() {
    let scenario = built_in("lending/calm", 12);
    let emission = scenario.params[EMISSION_RATE].value;
    let base = PARAMS;
    let (whole, _) = played(&scenario, &mut wish(&[(EMISSION_RATE, emission - 5_000), (base, 5_000)]), 1);
    assert_eq!((whole.control.executed, whole.control.moves), (1, 2));
    let (refused, _) = played(&scenario, &mut wish(&[(EMISSION_RATE, emission - 5_000), (base, 50_000)]), 1);
    assert_eq!((refused.control.executed, refused.control.moves), (0, 0));
    assert!(refused.control.refused > 0);
}

#[test]
fn a_parameter_that_the_pack_lacks_is_refused() {
    let scenario = built_in("game/calm", 6);
    let (outcome, _) = played(&scenario, &mut wish(&[(PARAMS + 3, 1)]), 1);
    assert_eq!((outcome.control.executed, outcome.control.proposed), (0, 0));
    assert!(outcome.control.refused > 0);
}

/// Keeps what it was shown of the pack.
#[derive(Default)]
struct Watch(Vec<(u32, f64)>);

impl Rule for Watch {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let pack = seen.pack.expect("the scenario has a pack");
        assert_eq!(pack.params.len(), 5);
        self.0.push((seen.hour, pack.figures[0]));
        Bundle::hold()
    }
}

#[test]
fn figures_are_as_late_as_readings_and_stand_still_when_data_are_stale() {
    let now = "[governance]\nlag_hours = 0\n[lending]\n";
    let late = "[governance]\nlag_hours = 24\n[lending]\n";
    let (mut fresh, mut old) = (Watch::default(), Watch::default());
    played(&written(now, 10), &mut fresh, 2);
    played(&written(late, 10), &mut old, 2);
    let shifted: Vec<f64> = old.0.iter().skip(1).map(|row| row.1).collect();
    let expected: Vec<f64> = fresh.0.iter().map(|row| row.1).take(shifted.len()).collect();
    assert_eq!(shifted, expected);
    let mut stale = Watch::default();
    played(&written(&format!("{now}[[shock]]\nkind = \"stale\"\nday = 2\nhours = 72\n"), 10), &mut stale, 2);
    let frozen: Vec<f64> = stale.0.iter().filter(|row| (72..=120).contains(&row.0)).map(|row| row.1).collect();
    assert!(frozen.len() == 3 && frozen.windows(2).all(|pair| pair[0] == pair[1]), "{:?}", stale.0);
}

#[test]
fn with_elasticity_zero_no_policy_moves_what_people_do() {
    let cases = [
        ("lending/crunch", PARAMS + 1, 200_000, vec!["crunch_hours", "unpaid", "lent", "liquidated"]),
        ("game/hype", PARAMS, 3_000, vec!["retention_90", "reward_drawdown", "active"]),
        ("network/slump", PARAMS, 10_000, vec!["operators_kept", "coverage", "served"]),
    ];
    for (name, param, target, names) in cases {
        let mut scenario = built_in(name, 100);
        // A given path of prices, so that what people trade does not come back through the market.
        scenario.path = Some((0..2_400).map(|hour| 1.0 - f64::from(hour) / 4_000.0).collect());
        scenario.demand.elasticity = 0.0;
        let kind = scenario.pack.as_ref().unwrap().numbers.kind();
        let (held, moved) = (played(&scenario, &mut Hold, 4), played(&scenario, &mut Toward(param, target), 4));
        assert!(moved.0.control.executed > 3, "{name}");
        assert!(names.iter().all(|n| metric(kind, n, &held.1) == metric(kind, n, &moved.1)), "{name}");
        scenario.demand.elasticity = 1.0;
        let (held, moved) = (played(&scenario, &mut Hold, 4), played(&scenario, &mut Toward(param, target), 4));
        assert!(names.iter().any(|n| metric(kind, n, &held.1) != metric(kind, n, &moved.1)), "{name}");
    }
}

#[test]
fn dearer_debt_lowers_what_is_lent_and_a_smaller_faucet_lowers_inflation_and_a_larger_share_brings_coverage() {
    let effect = |name: &str, param: usize, target: i64, metric_name: &str| {
        let scenario = built_in(name, 120);
        let kind = scenario.pack.as_ref().unwrap().numbers.kind();
        let of = |rule: &mut dyn Rule| metric(kind, metric_name, &played(&scenario, rule, 9).1);
        of(&mut Toward(param, target)) - of(&mut Hold)
    };
    assert!(effect("lending/calm", PARAMS, 100_000, "lent") < -0.05);
    assert!(effect("game/calm", PARAMS, 2_000, "reward_inflation") < -0.1);
    assert!(effect("network/slump", PARAMS, 10_000, "coverage") > 0.01);
    assert!(effect("network/slump", PARAMS, 2_000, "coverage") < -0.01);
}

#[test]
fn a_file_with_two_packs_or_a_number_or_parameter_out_of_range_is_refused_with_its_line() {
    let refusal = |more: &str| file::parse(&format!("name = \"t\"\nabout = \"t\"\ndays = 3\n{more}")).unwrap_err();
    assert_eq!(refusal("[lending]\n[game]\n").reason, "game: a scenario has one domain pack at most");
    let number = refusal("[lending]\nfear = 2.0\n");
    assert_eq!((number.line, number.reason.as_str()), (5, "fear: expected 0 to 0.999, found 2"));
    let param = refusal("[policy]\nlend_kink = 9_600\n[lending]\n");
    assert_eq!((param.line, param.reason.as_str()), (5, "lend_kink: expected 5000 to 9500, found 9600"));
    assert!(refusal("[policy]\nlend_kink = 9_000\n").reason.contains("no parameter of this name"));
}
