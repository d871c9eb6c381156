//! What the contributors' gauge pays to segments, and what each makes of it.

use twin::{
    Bundle, Outcome, Reading, Rule, Scenario, Seen, file, play_daily,
    rewards::{DEFAULT, INTERVAL_SECS, Segment, Weights},
    rng::Stream,
    rule::Hold,
    world::World,
};

const NOTHING: Weights = [0; 4];

fn text(days: u32, more: &str) -> String {
    format!("name = \"t\"\nabout = \"t\"\ndays = {days}\n{more}")
}

fn economy(days: u32, more: &str) -> Scenario {
    file::parse(&text(days, more)).unwrap_or_else(|error| panic!("{error}\n{more}")).build(300, 1)
}

fn played(scenario: &Scenario, rule: &mut dyn Rule) -> (Outcome, Vec<Reading>) {
    let mut days = Vec::new();
    let outcome = play_daily(&mut World::new(scenario), scenario, rule, 5, 0, |day| days.push(*day));
    (outcome, days)
}

fn group(kind: &str, more: &str) -> String {
    format!("[[agents]]\nkind = \"{kind}\"\nheads = 1\nwealth = 1\n{more}\n")
}

/// Everything for one segment.
fn all_for(segment: Segment) -> Weights {
    let mut weights = NOTHING;
    weights[segment.index()] = 10_000;
    weights
}

/// Wishes one list, day after day.
struct Wish(Weights);

impl Rule for Wish {
    fn decide(&mut self, _: &Seen<'_>) -> Bundle {
        *Bundle::hold().rewards(self.0)
    }
}

/// Wishes whatever is not live.
struct Restless;

impl Rule for Restless {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let other = if seen.rewards == all_for(Segment::Voter) { Segment::Loyal } else { Segment::Voter };
        *Bundle::hold().rewards(all_for(other))
    }
}

#[test]
fn segments_are_paid_by_the_weights_and_users_up_to_the_cap() {
    let (outcome, days) = played(&economy(63, ""), &mut Hold);
    // Contributors' gauge: a fifth of what is minted.
    let emitted = 0.2 * outcome.minted;
    for segment in [Segment::Loyal, Segment::Provider, Segment::Voter] {
        let weight = f64::from(DEFAULT[segment.index()]) / 1e4;
        let paid = outcome.rewards[segment.index()] / (emitted * weight);
        assert!((0.999..=1.0).contains(&paid), "{segment:?} {paid}");
    }
    let users = outcome.rewards[Segment::User.index()];
    assert!(users > 0.0 && users <= 0.1 * emitted, "{users}");
    // A list is paid every seventh day for the seven before.
    assert_eq!(days[31].rewards_paid_24h, 0.0);
    assert!((days[34].rewards_paid_24h / days[34].minted_24h / 7.0 - 0.2).abs() < 0.02);
    let (poor, _) = played(&economy(63, "[habits]\nrebate_cap = 0.1"), &mut Hold);
    assert!(poor.rewards[Segment::User.index()] < 0.5 * users);
}

#[test]
fn a_list_acts_a_week_after_it_was_wished_and_the_next_one_waits_for_its_month() {
    struct Watch(Vec<(u32, Weights, bool)>);
    impl Rule for Watch {
        fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
            self.0.push((seen.hour / 24, seen.rewards, seen.rewards_open));
            Restless.decide(seen)
        }
    }
    let mut watch = Watch(vec![]);
    let control = played(&economy(60, ""), &mut watch).0.control;
    let first = |wanted: Weights| watch.0.iter().find(|row| row.1 == wanted).unwrap().0;
    let month = (INTERVAL_SECS / 86_400) as u32;
    assert_eq!((first(DEFAULT), first(all_for(Segment::Voter))), (1, 1 + 8));
    assert_eq!(first(all_for(Segment::Loyal)), 1 + 8 + month);
    assert!(watch.0.iter().all(|(day, _, open)| *open == ((day - 1) % month == 0)), "{:?}", watch.0);
    assert_eq!((control.lists, control.executed, control.refused), (2, 2, 0));
    // Two wishes were taken; on all other days it was as if nothing had been wished.
    assert_eq!((control.asked, control.held), (60, 58));
}

#[test]
fn a_list_that_gives_more_than_there_is_is_refused() {
    let control = played(&economy(20, ""), &mut Wish([9_000, 9_000, 0, 0])).0.control;
    assert_eq!((control.refused, control.lists), (20, 0));
}

#[test]
fn whoever_holds_sees_no_drift_whatever_the_first_list_is() {
    let behaviour = |list: Weights| {
        let mut scenario = economy(60, "[demand]\nvolatility = 0.0001");
        scenario.rewards = list;
        let (outcome, days) = played(&scenario, &mut Hold);
        [outcome.turnout_stake, outcome.organic_volume, days[59].staked_share, days[59].liquidity]
    };
    let none = behaviour(NOTHING);
    for segment in Segment::ALL {
        for (with, without) in behaviour(all_for(segment)).iter().zip(none) {
            assert!((with / without - 1.0).abs() < 0.04, "{segment:?}: {with} beside {without}");
        }
    }
}

/// A figure under the first list and after a change to `list`, with this elasticity.
fn moved(more: &str, elasticity: f64, list: Weights, of: impl Fn(&Outcome, &[Reading]) -> f64) -> [f64; 2] {
    let mut scenario = economy(150, more);
    scenario.demand.elasticity = elasticity;
    [&mut Hold as &mut dyn Rule, &mut Wish(list)].map(|rule| {
        let (outcome, days) = played(&scenario, rule);
        of(&outcome, &days)
    })
}

fn stakers() -> String {
    group("staker", "staked = 0.6\nresponse = 0.5\nloss_tolerated = 1\nactivity = 0.5")
}

fn users() -> String {
    group("utility", "cash = 0.001\nactivity = 0.5")
}

fn providers() -> String {
    group("provider", "pooled = 0.5\ncash = 1\nactivity = 0.5\nloss_tolerated = 1")
}

#[test]
fn loyal_stakers_follow_what_they_are_paid() {
    let staked = |list| moved(&stakers(), 1.0, list, |_, days| days[100].staked_share);
    let [held, more] = staked(all_for(Segment::Loyal));
    assert!(more > 1.02 * held, "{more} {held}");
    let [held, less] = staked([0, 1_000, 3_000, 3_000]);
    assert!(less < 0.98 * held, "{less} {held}");
}

#[test]
fn users_come_more_often_where_fees_are_given_back() {
    let [held, less] = moved(&users(), 1.0, [3_000, 0, 3_000, 3_000], |o, _| o.turnover);
    assert!(less < 0.95 * held, "{less} {held}");
}

#[test]
fn providers_bring_liquidity_where_it_is_paid() {
    let [held, more] = moved(&providers(), 1.0, all_for(Segment::Provider), |_, days| days[149].liquidity);
    assert!(more > 1.05 * held, "{more} {held}");
}

fn turnout_of_two_months(_: &Outcome, days: &[Reading]) -> f64 {
    days[80..].iter().map(|day| day.turnout).sum()
}

#[test]
fn voters_come_when_they_are_paid_and_stay_away_when_they_are_not() {
    let turnout = |list| moved(&stakers(), 1.0, list, turnout_of_two_months);
    let [held, more] = turnout([3_000, 1_000, 0, 6_000]);
    assert!((1.15..1.45).contains(&(more / held)), "twice the pay, 0.3 more turnout: {more} {held}");
    let [held, less] = turnout([3_000, 1_000, 0, 0]);
    assert!((0.55..0.85).contains(&(less / held)), "{less} {held}");
}

#[test]
fn with_elasticity_zero_no_list_changes_what_anyone_does() {
    let [held, paid] = moved(&users(), 0.0, [3_000, 0, 3_000, 3_000], |o, _| o.turnover);
    assert_eq!(held, paid);
    let heads = |o: &Outcome, _: &[Reading]| o.turnout_heads;
    let [held, paid] = moved(&group("voter", "staked = 0.9\nloss_tolerated = 1"), 0.0, [0, 0, 0, 6_000], heads);
    assert_eq!(held, paid);
    // Rewards are tokens, of which the same parts are staked and provided as of others.
    let [held, paid] = moved(&stakers(), 0.0, all_for(Segment::Loyal), |_, days| days[100].staked_share);
    assert!((paid / held - 1.0).abs() < 0.01, "{paid} {held}");
    let [held, paid] = moved(&providers(), 0.0, all_for(Segment::Provider), |_, days| days[149].liquidity);
    assert!((paid / held - 1.0).abs() < 0.01, "{paid} {held}");
}

#[test]
fn stake_is_young_for_a_month_after_it_came_or_was_asked_back() {
    let farmers = group("farmer", "staked = 1\nthreshold = [0.6, 0.9]\nloss_tolerated = 1");
    let rival = "[[shock]]\nkind = \"rival\"\nday = 20\nhours = 240\nsize = 5.0\n";
    let (_, days) = played(&economy(150, &format!("[demand]\nvolatility = 0.0001\n{farmers}{rival}")), &mut Hold);
    let young = |day: usize| days[day].young_share;
    assert!(young(15) < 0.01 && young(45) > 0.2, "{} {}", young(15), young(45));
    assert!(young(120) < 0.5 * young(45), "{} {}", young(120), young(45));
}

#[test]
fn routine_votes_come_on_time_and_change_nothing_else() {
    let with = |every: u32| {
        let more = format!("[governance]\nroutine_every_days = {every}\n[rewards]\nvoter = 0");
        let (outcome, days) = played(&economy(90, &more), &mut Hold);
        (outcome, days.last().copied().unwrap())
    };
    let ((some, seen), (none, unseen)) = (with(14), with(0));
    assert_eq!((some.proposals, none.proposals), (7, 0));
    assert!(seen.turnout > 0.0 && some.turnout_stake > 0.0);
    let without_votes = |o: &Outcome| Outcome { proposals: 0, turnout_stake: 0.0, turnout_heads: 0.0, ..*o };
    assert_eq!(without_votes(&some), without_votes(&none));
    assert_eq!(Reading { turnout: 0.0, ..seen }, unseen);
}

#[test]
fn faking_use_costs_more_than_ten_times_what_any_list_pays_for_it() {
    let attacked = file::built_in("wash_attack").unwrap().unwrap();
    for (list, agents) in [(DEFAULT, 500), (all_for(Segment::User), 500), (all_for(Segment::User), 150)] {
        let mut scenario = attacked.build(agents, 1);
        scenario.rewards = list;
        let attack = played(&scenario, &mut Hold).0.attack;
        println!("{list:?}: {:.3} won per unit of cost", attack.reward / attack.cost);
        assert!(attack.cost > 0.0 && attack.reward > 0.0 && attack.reward <= 0.1 * attack.cost, "{attack:?}");
    }
}

#[test]
fn every_scenario_keeps_every_token_under_restless_lists() {
    for (name, text) in file::BUILT_IN {
        let scenario = file::parse(text).unwrap().build(150, 1);
        let mut world = World::new(&scenario);
        for day in 0..scenario.steps {
            world.day(&mut Restless, Stream::new(2, 0), day, false);
            assert!(world.is_conserved(), "{name}: day {day}");
        }
        assert!(world.outcome().control.lists >= 4, "{name}");
    }
}
