//! Each check against a rule that is made to fail it, and against one that is not.

use super::*;
use crate::arms::{Arm, Contender, Contenders, Tuning};
use economics::key::EMISSION_RATE;
use twin::{
    Scenario,
    rule::{Bundle, Hold, Rule, Seen},
    scenario::PARAMS,
};

fn scenario(name: &str, days: u32) -> Scenario {
    let mut file = twin::file::built_in(name).expect("it is built in").expect("it is sound");
    file.days = days;
    file.mark = file.mark.map(|mark| mark.min(days));
    file.build(60, 3)
}

/// A rule for the emission: what it remembers, and the rate in ppm that it wishes for what it sees.
struct Planted<S>(S, fn(&mut S, &Seen<'_>) -> f64);

impl<S> Rule for Planted<S> {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let rate = self.1(&mut self.0, seen);
        let mut bundle = Bundle::hold();
        bundle.set(EMISSION_RATE, seen.reach(EMISSION_RATE, rate as i64));
        bundle
    }
}

fn planted<S: Clone + Send + Sync + 'static>(start: S, wish: fn(&mut S, &Seen<'_>) -> f64) -> Contender<'static> {
    Contender::new("planted", move |_, _| Some(Box::new(Planted(start.clone(), wish)) as Box<dyn Rule + Send>))
}

fn hold() -> Contender<'static> {
    Contender::new("hold", |_, _| Some(Box::new(Hold) as Box<dyn Rule + Send>))
}

/// The difference of the newest price from the one at the start, as a factor.
fn error(first: &mut Option<f64>, seen: &Seen<'_>) -> f64 {
    seen.reading.price_24h / *first.get_or_insert(seen.reading.price_24h) - 1.0
}

#[test]
fn a_rule_that_believes_the_newest_figure_is_poisoned_and_one_that_looks_at_nothing_is_not() {
    let calm = scenario("calm", 100);
    let believer = planted(None, |first, seen| 80_000.0 + 4e6 * error(first, seen));
    let check = poisoning(&believer, &calm, 0..2).expect("it can be played");
    assert_eq!(check.passes, Some(false), "{check:?}");
    assert_eq!(poisoning(&hold(), &calm, 0..2).expect("it can be played").passes, Some(true));
}

#[test]
fn one_figure_that_is_no_number_spoils_a_sum_for_good() {
    let calm = scenario("calm", 100);
    let sum = planted(0.0, |sum: &mut f64, seen| {
        *sum += seen.reading.staked_share - 0.3;
        80_000.0 + 1_000.0 * *sum
    });
    let check = no_numbers(&sum, &calm, 0..2).expect("it can be played");
    assert_eq!(check.passes, Some(false), "{check:?}");
}

#[test]
fn an_integral_without_bounds_winds_up_a_proportional_rule_lets_go_and_a_schedule_is_not_judged() {
    let calm = scenario("calm", 150);
    let integral = planted((None, 0.0), |(first, sum): &mut (Option<f64>, f64), seen| {
        *sum += error(first, seen);
        80_000.0 + 20_000.0 * *sum
    });
    let check = wind_up(&integral, &calm, 1).expect("it can be played");
    assert_eq!(check.passes, Some(false), "{check:?}");
    let proportional = planted(None, |first, seen| 80_000.0 + 40_000.0 * error(first, seen));
    let check = wind_up(&proportional, &calm, 1).expect("it can be played");
    assert_eq!(check.passes, Some(true), "{check:?}");
    let tuning = Tuning::default();
    let schedule = Contenders::baselines(&tuning).contender(Arm::B1).expect("it is a rule");
    assert_eq!(wind_up(&schedule, &calm, 1).expect("it can be played").passes, None);
}

#[test]
fn a_rule_that_heeds_the_highest_price_of_a_day_is_moved_by_one_wrong_hour() {
    let calm = scenario("calm", 100);
    let highest = planted(None, |first, seen| {
        let high = (0..24).map(|hour| seen.before(hour).price).fold(0.0, f64::max);
        if high > 3.0 * *first.get_or_insert(high) { 120_000.0 } else { 80_000.0 }
    });
    assert_eq!(spike(&highest, &calm, 0..2).expect("it can be played").passes, Some(false));
    assert_eq!(spike(&hold(), &calm, 0..2).expect("it can be played").passes, Some(true));
}

#[test]
fn emission_by_the_staked_share_cycles_when_it_acts_late() {
    let mut calm = twin::file::built_in("calm").expect("it is built in").expect("it is sound");
    calm.days = 180;
    let (calm, tuning) = (calm.build(200, 3), Tuning::default());
    let curve = Contenders::baselines(&tuning).contender(Arm::B2).expect("it is a rule");
    let check = oscillation(&curve, &calm, 1).expect("it can be played");
    assert_eq!(check.passes, Some(false), "{check:?}");
    assert_eq!(oscillation(&hold(), &calm, 1).expect("it can be played").passes, Some(true));
}

#[test]
fn a_bundle_of_which_a_part_came_into_force_is_seen() {
    let before = [0; PARAMS];
    let mut wish = Bundle::hold();
    wish.set(2, 5).set(3, -5).set(4, 0);
    let with = |changes: &[(usize, i64)]| {
        let mut after = before;
        changes.iter().for_each(|(param, value)| after[*param] = *value);
        bundles::fate(&before, &wish, &after)
    };
    assert_eq!(with(&[(2, 5), (3, -5)]), bundles::Fate::Whole);
    assert_eq!(with(&[]), bundles::Fate::Refused);
    assert_eq!(with(&[(2, 5)]), bundles::Fate::Part);
}

#[test]
fn every_bundle_of_the_rules_is_followed_to_its_end() {
    let (calm, tuning) = (scenario("calm", 120), Tuning::default());
    let buy_back = Contenders::baselines(&tuning).contender(Arm::B5).expect("it is a rule");
    let check = whole_bundles(&buy_back, &calm, 0..2).expect("it can be played");
    assert_eq!(check.passes, Some(true), "{check:?}");
    assert_eq!(whole_bundles(&hold(), &calm, 0..1).expect("it can be played").passes, None);
}

#[test]
fn agents_look_for_better_answers_and_an_arm_that_gains_nothing_has_nothing_to_lose() {
    let calm = scenario("calm", 100);
    assert_eq!(adapting(&hold(), &calm, 0..2).expect("it can be played").passes, None);
    let cut = planted((), |(), _| 62_000.0);
    let check = adapting(&cut, &calm, 0..4).expect("it can be played");
    assert!(check.found.contains("changed"), "{check:?}");
    let verdicts = [(0.02, 0.01), (0.02, -0.01), (-0.02, 0.01)].map(|(before, after)| adapting::judged(before, after));
    assert_eq!(verdicts, [Some(true), Some(false), None]);
}

#[test]
fn swings_of_the_emission_can_be_traded_ahead_where_dilution_weighs_much() {
    let mut calm = twin::file::built_in("calm").expect("it is built in").expect("it is sound");
    calm.days = 120;
    let (mut calm, tuning) = (calm.build(200, 3), Tuning::default());
    let burn = Contenders::baselines(&tuning).contender(Arm::B7).expect("it is a rule");
    let check = front_running(&burn, &calm, 0..4).expect("it changes something");
    assert_eq!(check.passes, Some(true), "{check:?}");
    calm.demand.dilution *= 40.0;
    let check = front_running(&burn, &calm, 0..4).expect("it changes something");
    assert_eq!(check.passes, Some(false), "{check:?}");
    assert!(front_running(&hold(), &calm, 0..1).is_none(), "who changes nothing announces nothing");
}

#[test]
fn faking_that_nobody_detects_and_everybody_pays_for_is_a_gain() {
    let mut attack = scenario("wash_attack", 100);
    let sound = gaming(&hold(), &attack, 0..2).expect("it can be played");
    assert_eq!(sound.passes, Some(true), "{sound:?}");
    (attack.habits.detection, attack.habits.rebate_cap) = (0.0, 1.0);
    attack.rewards = [0, 10_000, 0, 0];
    let naive = gaming(&hold(), &attack, 0..2).expect("it can be played");
    assert_eq!(naive.passes, Some(false), "{naive:?}");
}
