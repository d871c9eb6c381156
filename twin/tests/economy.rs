//! Promises of the model, played on the example economy.

use economics::{
    key::{EMISSION_RATE, FEE_BPS},
    policy::Move,
};
use twin::{Bundle, Outcome, Scenario, example, play, play_all, rng::Stream, rule::Once, world::World};

fn moved(scenario: &Scenario, param: usize, new: i64) -> Vec<Move> {
    vec![Move::new(param as u8, scenario.params[param].value, new)]
}

fn mean(outcomes: &[Outcome], of: impl Fn(&Outcome) -> f64) -> f64 {
    outcomes.iter().map(of).sum::<f64>() / outcomes.len() as f64
}

/// Holding, and each candidate, over 40 paired runs.
fn compare(scenario: &Scenario, candidates: &[Vec<Move>]) -> Vec<Vec<Outcome>> {
    let mut all = vec![vec![]];
    all.extend(candidates.iter().cloned());
    play_all(scenario, &all, 7, 40)
}

#[test]
fn every_base_unit_is_somewhere_after_every_day() {
    for seed in 0..20 {
        let scenario = example::economy(60, 60);
        let mut world = World::new(&scenario);
        let mut rule = Once(*Bundle::hold().set(FEE_BPS, 200));
        assert!(world.is_conserved());
        for day in 0..60 {
            world.day(&mut rule, Stream::new(seed, 0), day, false);
            assert!(world.is_conserved(), "seed {seed} day {day}");
        }
    }
}

#[test]
fn runs_are_bit_equal_on_one_two_and_eight_threads() {
    let scenario = example::economy(90, 30);
    let candidates = vec![vec![], moved(&scenario, EMISSION_RATE, 60_000), moved(&scenario, FEE_BPS, 80)];
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| play_all(&scenario, &candidates, 3, 20))
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(8));
}

#[test]
fn a_reused_world_plays_the_same_as_a_new_one() {
    let scenario = example::economy(50, 20);
    let mut used = World::new(&scenario);
    play(&mut used, &scenario, &moved(&scenario, FEE_BPS, 300), 1, 1);
    let again = play(&mut used, &scenario, &[], 1, 2);
    assert_eq!(again, play(&mut World::new(&scenario), &scenario, &[], 1, 2));
}

#[test]
fn different_seeds_give_different_luck() {
    let scenario = example::economy(50, 20);
    let mut world = World::new(&scenario);
    assert_ne!(play(&mut world, &scenario, &[], 1, 1).price, play(&mut world, &scenario, &[], 1, 2).price);
    assert_ne!(play(&mut world, &scenario, &[], 1, 1).price, play(&mut world, &scenario, &[], 2, 1).price);
}

#[test]
fn more_emission_mints_more_and_keeps_more_staked() {
    let scenario = example::economy(180, 30);
    let played =
        compare(&scenario, &[moved(&scenario, EMISSION_RATE, 120_000), moved(&scenario, EMISSION_RATE, 40_000)]);
    let [hold, more, less] = [0, 1, 2].map(|n| mean(&played[n], |o| o.net_inflation));
    assert!(less < hold && hold < more, "{less} {hold} {more}");
    let [hold, more, less] = [0, 1, 2].map(|n| mean(&played[n], |o| o.staked_share_end));
    assert!(less < hold && hold < more, "{less} {hold} {more}");
}

#[test]
fn a_high_fee_burns_more_at_first_and_drives_use_away() {
    let scenario = example::economy(180, 30);
    let played = compare(&scenario, &[moved(&scenario, FEE_BPS, 100)]);
    assert!(mean(&played[1], |o| o.turnover) < mean(&played[0], |o| o.turnover));
    assert!(mean(&played[1], |o| o.fees) > mean(&played[0], |o| o.fees));
    assert!(mean(&played[1], |o| o.burned) > mean(&played[0], |o| o.burned));
}

#[test]
fn a_change_does_nothing_before_its_delay_and_a_fee_not_before_two_epochs() {
    let mut scenario = example::economy(60, 3);
    scenario.act_after_secs = 3 * 86_400;
    let played = compare(&scenario, &[moved(&scenario, EMISSION_RATE, 150_000)]);
    assert_eq!(played[0], played[1]);
    scenario.act_after_secs = 0;
    let played = compare(&scenario, &[moved(&scenario, FEE_BPS, 300)]);
    assert_eq!(mean(&played[0], |o| o.fees), mean(&played[1], |o| o.fees));
}

#[test]
fn all_figures_are_finite_in_extreme_economies() {
    for (emission, fee, staked) in [(0, 0, true), (1_000_000, 10_000, true), (0, 10_000, false), (1_000_000, 0, false)]
    {
        let mut scenario = example::economy(30, 60);
        scenario.params[EMISSION_RATE].value = emission;
        scenario.params[FEE_BPS].value = fee;
        scenario.demand.volatility = 0.5;
        if !staked {
            scenario.agents.iter_mut().for_each(|agent| agent.staked = 0);
        }
        for outcome in play_all(&scenario, &[vec![]], 1, 20).remove(0) {
            let o = &outcome;
            let all = [
                o.price,
                o.volatility,
                o.drawdown,
                o.staked_share,
                o.net_inflation,
                o.retention,
                o.turnover,
                o.mark.fees,
            ];
            assert!(all.iter().chain(&o.utility).all(|x| x.is_finite()), "{o:?}");
            assert!((0.0..=1.0).contains(&o.retention) && (0.0..=1.0).contains(&o.drawdown), "{o:?}");
        }
    }
}

#[test]
fn an_empty_population_is_an_economy_of_outsiders() {
    let outcomes = play_all(&example::economy(0, 10), &[vec![]], 1, 5).remove(0);
    assert!(outcomes.iter().all(|o| o.price > 0.0 && o.retention == 0.0));
}
