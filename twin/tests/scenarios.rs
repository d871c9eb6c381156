//! Every scenario of the repository does what it says, and no scenario that a person can write loses a token or makes a figure infinite.

use economics::key::{EMISSION_RATE, FEE_BPS};
use twin::{
    Bundle, Demand, Habits, Outcome, Rule, Scenario, Seen,
    file::{self, Size},
    knobs::Knob,
    play_rule,
    rng::{Draws, Stream},
    rule::Hold,
    world::World,
};

/// Moves as far as it may, to and fro.
struct Wild;

impl Rule for Wild {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let side = if (seen.hour / 240).is_multiple_of(2) { i64::MAX } else { i64::MIN + 1 };
        let [rate, fee] = [(EMISSION_RATE, side), (FEE_BPS, -side)].map(|(param, to)| seen.reach(param, to));
        *Bundle::hold().set(EMISSION_RATE, rate).set(FEE_BPS, fee)
    }
}

fn numbers(o: &Outcome) -> Vec<f64> {
    let json = serde_json::to_value(o).unwrap();
    fn gather(value: &serde_json::Value, all: &mut Vec<f64>) {
        match value {
            serde_json::Value::Number(x) => all.push(x.as_f64().unwrap()),
            serde_json::Value::Array(list) => list.iter().for_each(|x| gather(x, all)),
            serde_json::Value::Object(map) => map.values().for_each(|x| gather(x, all)),
            // What is not finite becomes null.
            _ => all.push(f64::NAN),
        }
    }
    let mut all = Vec::new();
    gather(&json, &mut all);
    all
}

/// Plays with all invariants after each day.
fn play_checked(scenario: &Scenario, seed: u64, name: &str) -> Outcome {
    let mut world = World::new(scenario);
    for day in 0..scenario.steps {
        let reading = world.day(&mut Wild, Stream::new(seed, 0), day, false);
        assert!(world.is_conserved(), "{name}: day {day}");
        assert!(reading.price > 0.0 && reading.price.is_finite(), "{name}: day {day} {reading:?}");
    }
    let outcome = world.outcome();
    assert!(numbers(&outcome).iter().all(|x| x.is_finite()), "{name}: {outcome:?}");
    let shares = [outcome.retention, outcome.drawdown, outcome.staked_share, outcome.turnout_stake, outcome.gini];
    assert!(shares.iter().all(|x| (0.0..=1.0).contains(x)), "{name}: {shares:?}");
    outcome
}

#[test]
fn every_scenario_keeps_every_token_under_a_wild_policy() {
    for (name, text) in file::BUILT_IN {
        for seed in 0..3 {
            play_checked(&file::parse(text).unwrap().build(150, seed), seed, name);
        }
    }
}

#[test]
fn no_numbers_within_their_ranges_lose_a_token_or_make_a_figure_infinite() {
    let tables: [(&str, &[Knob]); 3] = [("economy", Size::KNOBS), ("demand", Demand::KNOBS), ("habits", Habits::KNOBS)];
    for case in 0..150 {
        let mut draws = Stream::new(case, 0).draws(0, 0);
        let mut text = String::from("name = \"f\"\nabout = \"f\"\ndays = 25\n");
        for (table, knobs) in tables {
            text += &format!("[{table}]\n");
            knobs.iter().filter(|knob| !["held", "depth", "treasury"].contains(&knob.name)).for_each(|knob| {
                text += &format!("{} = {:?}\n", knob.name, anywhere(knob, &mut draws));
            });
        }
        let shocks = draws.bits() % 5;
        for _ in 0..shocks {
            text += &shock(&mut draws);
        }
        let file = file::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        play_checked(&file.build(60, case), case, &text);
    }
}

/// The default, an end of the range, or anything between.
fn anywhere(knob: &Knob, draws: &mut Draws) -> f64 {
    let (low, high) = knob.range;
    match draws.bits() % 5 {
        0 => low,
        1 => high,
        2 => low + (high - low) * draws.uniform(),
        _ => knob.default,
    }
}

fn shock(draws: &mut Draws) -> String {
    let kinds =
        ["value", "turmoil", "sale", "liquidity_exit", "unlock", "rival", "validator_cost", "attack", "spike", "usage"];
    let kind = kinds[(draws.bits() % kinds.len() as u64) as usize];
    let (day, hours, size) = (draws.bits() % 20, 1 + draws.bits() % 200, 0.001 + 0.98 * draws.uniform());
    format!("[[shock]]\nkind = \"{kind}\"\nday = {day}\nhours = {hours}\nsize = {size}\n")
}

/// Mean of a figure over ten runs of a scenario of the repository.
fn mean(name: &str, of: impl Fn(&Outcome) -> f64) -> f64 {
    let scenario = file::built_in(name).unwrap().unwrap().build(400, 1);
    let mut world = World::new(&scenario);
    (0..10).map(|run| of(&play_rule(&mut world, &scenario, &mut Hold, 3, run))).sum::<f64>() / 10.0
}

#[test]
fn every_scenario_differs_from_calm_in_what_its_name_says() {
    let more = |name: &str, factor: f64, of: fn(&Outcome) -> f64| {
        let (calm, found) = (mean("calm", of), mean(name, of));
        assert!(found > factor * calm, "{name}: {found} beside {calm} in calm");
    };
    more("bull", 2.0, |o| o.price);
    more("bear", 2.0, |o| o.drawdown);
    more("flash_crash", 1.1, |o| o.volatility_hourly);
    more("liquidity_run", 1.8, |o| 1.0 + f64::from(o.crunches));
    more("unlock_cliff", 1.0, |o| o.turnover);
    more("mercenary_exit", 1.05, |o| 1.0 - o.staked_share_min);
    more("validator_exit", 1.3, |o| o.validators_lost);
    more("wash_attack", 1.0, |o| o.measured_volume - o.organic_volume + 1.0);
    more("governance_capture", 1.2, |o| o.net_inflation);
    more("stale_data", 1.1, |o| o.drawdown);
}

#[test]
fn turmoil_multiplies_the_volatility_of_the_crowd() {
    let volatility = |size: f64| {
        let shock = format!("[[shock]]\nkind = \"turmoil\"\nday = 0\nhours = 2160\nsize = {size}\n");
        let file = file::parse(&format!("name = \"t\"\nabout = \"t\"\ndays = 90\n{shock}")).unwrap();
        let scenario = file.build(1_000, 1);
        let mut world = World::new(&scenario);
        (0..8).map(|run| play_rule(&mut world, &scenario, &mut Hold, 3, run).volatility_hourly).sum::<f64>() / 8.0
    };
    let (half, usual, double) = (volatility(0.5), volatility(1.0), volatility(2.0));
    assert!((1.5..3.0).contains(&(double / usual)) && half < 0.8 * usual, "{half} {usual} {double}");
}
