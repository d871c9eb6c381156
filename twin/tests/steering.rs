//! What the harness does with a rule's wishes.

use economics::key::{BURN_SHARE, EMISSION_RATE, FEE_BPS, STAKERS_SHARE};
use twin::{
    Bundle, Control, Outcome, Reading, Rule, Scenario, Seen, file, play_daily, play_rule, play_rules,
    rule::{Hold, Once},
    world::World,
};

fn calm(days: u32, more: &str) -> Scenario {
    file::parse(&format!("name = \"t\"\nabout = \"t\"\ndays = {days}\n{more}")).unwrap().build(300, 1)
}

fn played(scenario: &Scenario, rule: &mut dyn Rule) -> (Outcome, Vec<Reading>) {
    let mut days = Vec::new();
    let outcome = play_daily(&mut World::new(scenario), scenario, rule, 1, 0, |day| days.push(*day));
    (outcome, days)
}

fn wish(moves: &[(usize, i64)]) -> Once {
    let mut bundle = Bundle::hold();
    moves.iter().for_each(|(param, value)| _ = bundle.set(*param, *value));
    Once(bundle)
}

/// Keeps what it was shown.
#[derive(Default)]
struct Watch(Vec<(u32, u32, u32, f64, i64)>);

impl Rule for Watch {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let reading = seen.reading;
        self.0.push((seen.hour, seen.age_hours, reading.hour, reading.price, seen.params[EMISSION_RATE].value));
        Bundle::hold()
    }
}

#[test]
fn a_rule_is_asked_on_time_and_sees_readings_of_the_lag_s_age() {
    let scenario = calm(10, "[governance]\nlag_hours = 30\ndecide_every_hours = 12\n");
    let mut watch = Watch::default();
    let (outcome, days) = played(&scenario, &mut watch);
    assert_eq!(outcome.control, Control { asked: 20, held: 20, ..Control::default() });
    assert!(watch.0.iter().skip(2).all(|(hour, age, at, ..)| *age == 30 && hour - at == 30));
    let seen = watch.0.iter().find(|(hour, ..)| *hour == 78).map(|row| row.3);
    assert_eq!(seen, None);
    assert_eq!(watch.0.iter().find(|row| row.2 == 42).map(|row| row.0), Some(72));
    assert_eq!(days.len(), 10);
}

#[test]
fn stale_data_grow_old_and_a_silent_market_leaves_the_chain_s_figures_fresh() {
    let stale = "[governance]\nlag_hours = 0\n[[shock]]\nkind = \"stale\"\nday = 2\nhours = 48\n";
    let mut watch = Watch::default();
    played(&calm(6, stale), &mut watch);
    let ages: Vec<u32> = watch.0.iter().map(|row| row.1).collect();
    assert_eq!(ages, [0, 0, 24, 48, 0, 0]);
    struct Prices(Vec<(f64, f64)>);
    impl Rule for Prices {
        fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
            self.0.push((seen.reading.price, seen.reading.supply));
            Bundle::hold()
        }
    }
    let mut prices = Prices(vec![]);
    played(&calm(6, &stale.replace("stale", "outage")), &mut prices);
    assert!(prices.0[2].0 == prices.0[3].0 && prices.0[2].1 < prices.0[3].1, "{:?}", prices.0);
}

#[test]
fn a_spike_is_seen_by_rules_and_by_nobody_else() {
    let spike = "[governance]\nlag_hours = 0\n[[shock]]\nkind = \"spike\"\nday = 2.958334\nhours = 1\nsize = 10\n";
    let (mut with, mut without) = (Watch::default(), Watch::default());
    let (told, _) = played(&calm(6, spike), &mut with);
    let (quiet, _) = played(&calm(6, "[governance]\nlag_hours = 0\n"), &mut without);
    assert_eq!(told, quiet);
    assert!((with.0[2].3 / without.0[2].3 - 10.0).abs() < 1e-9, "{:?} {:?}", with.0, without.0);
}

#[test]
fn a_bundle_within_the_limits_acts_after_its_delay_and_then_is_a_hold() {
    let scenario = calm(20, "[governance]\ndelay_hours = 36\nvoice_veto_bps = 0\n");
    struct Step(Vec<(u32, i64)>);
    impl Rule for Step {
        fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
            self.0.push((seen.hour, seen.params[EMISSION_RATE].value));
            *Bundle::hold().set(EMISSION_RATE, 76_000)
        }
    }
    let mut step = Step(vec![]);
    let (outcome, _) = played(&scenario, &mut step);
    let first = step.0.iter().find(|(_, value)| *value == 76_000).unwrap().0;
    assert_eq!(first, 72, "asked at 24, in force after hour 60, seen at 72");
    let control = outcome.control;
    assert_eq!((control.proposed, control.executed, control.moves, control.flips), (1, 1, 1, 0));
    // While the proposal was open the same wish was refused once.
    assert_eq!((control.refused, control.held), (1, 18));
}

#[test]
fn a_bundle_of_which_one_move_is_too_large_is_refused_whole() {
    let scenario = calm(10, "");
    let (outcome, _) = played(&scenario, &mut wish(&[(EMISSION_RATE, 76_000), (FEE_BPS, 299)]));
    assert_eq!((outcome.control.refused, outcome.control.executed), (10, 0));
}

#[test]
fn members_of_a_group_move_together_or_not_at_all() {
    let scenario = calm(10, "[governance]\nvoice_veto_bps = 0\n");
    let (half, _) = played(&scenario, &mut wish(&[(BURN_SHARE, 4_800)]));
    assert_eq!((half.control.refused, half.control.executed), (10, 0));
    let (whole, _) = played(&scenario, &mut wish(&[(BURN_SHARE, 4_800), (STAKERS_SHARE, 3_200)]));
    assert_eq!((whole.control.executed, whole.control.moves), (1, 2));
}

#[test]
fn more_wishes_than_a_proposal_carries_are_refused_and_not_cut() {
    let mut bundle = Bundle::hold();
    (0..9).for_each(|param| _ = bundle.set(param, 1));
    let (outcome, _) = played(&calm(5, ""), &mut Once(bundle));
    assert_eq!((outcome.control.refused, outcome.control.held), (5, 0));
}

#[test]
fn the_cool_down_keeps_a_restless_rule_from_moving_daily() {
    struct Restless(i64);
    impl Rule for Restless {
        fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
            if seen.pending {
                return Bundle::hold();
            }
            self.0 = -self.0;
            let wished = seen.params[EMISSION_RATE].value + self.0;
            *Bundle::hold().set(EMISSION_RATE, seen.reach(EMISSION_RATE, wished))
        }
    }
    let scenario = calm(60, "[governance]\ndelay_hours = 24\nvoice_veto_bps = 0\n");
    let (outcome, _) = played(&scenario, &mut Restless(3_000));
    // Interval of two days and a delay of one: at most one change in three days.
    assert!((10..=20).contains(&outcome.control.executed), "{:?}", outcome.control);
    assert_eq!(outcome.control.refused, 0, "what `reach` gives is admitted");
}

#[test]
fn what_reach_gives_is_the_nearest_value_that_the_chain_admits() {
    struct Reach(Vec<i64>);
    impl Rule for Reach {
        fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
            self.0.push(seen.reach(EMISSION_RATE, i64::MAX));
            *Bundle::hold().set(EMISSION_RATE, self.0[self.0.len() - 1])
        }
    }
    let mut reach = Reach(vec![]);
    let (outcome, _) = played(&calm(60, "[governance]\nvoice_veto_bps = 0\n"), &mut reach);
    // Step 10 % of 80 000; the 30-day budget of 40 000 ends the climb at 120 000.
    assert_eq!(reach.0[0], 88_000);
    assert!(reach.0.iter().all(|value| *value <= 150_000) && outcome.control.executed > 3, "{:?}", outcome.control);
}

#[test]
fn the_same_luck_meets_every_rule_and_any_number_of_threads() {
    let scenario = calm(40, "");
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| play_rules(&scenario, |_| wish(&[(EMISSION_RATE, 76_000)]), 9, 3..15))
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(8));
    let alone = play_rule(&mut World::new(&scenario), &scenario, &mut wish(&[(EMISSION_RATE, 76_000)]), 9, 5);
    assert_eq!(one[2], alone);
}

/// Moves whatever it may, as far as it may.
struct Wild;

impl Rule for Wild {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let side = if (seen.hour / 24).is_multiple_of(2) { i64::MAX } else { i64::MIN };
        *Bundle::hold()
            .set(EMISSION_RATE, seen.reach(EMISSION_RATE, side))
            .set(FEE_BPS, seen.reach(FEE_BPS, -side.saturating_add(1)))
            .rewards(if side > 0 { [10_000, 0, 0, 0] } else { [0, 0, 10_000, 0] })
    }
}

#[test]
fn with_elasticity_zero_and_a_history_no_policy_moves_a_price_or_drives_anyone_away() {
    let mut scenario = calm(120, "[governance]\nvoice_veto_bps = 0\n");
    let path: Vec<f64> =
        (0..120 * 24).map(|n| 1.0 - 0.4 * (f64::from(n) / 2_880.0) + 0.02 * f64::from(n % 7)).collect();
    scenario.path = Some(path.into());
    let figures = |o: &Outcome| {
        (
            o.price,
            o.volatility,
            o.volatility_hourly,
            o.drawdown,
            o.drawdown30_cvar5,
            o.retention,
            o.retention_90,
            o.survival,
        )
    };
    let gain = |elasticity: f64, scenario: &mut Scenario| {
        scenario.demand.elasticity = elasticity;
        let (held, moved) = (played(scenario, &mut Hold).0, played(scenario, &mut Wild).0);
        assert!(moved.control.executed > 3, "{:?}", moved.control);
        assert!(held.retention < 1.0 && moved.minted != held.minted);
        figures(&held) == figures(&moved)
    };
    assert!(gain(0.0, &mut scenario));
    assert!(!gain(1.0, &mut scenario));
}
