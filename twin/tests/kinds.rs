//! What each kind of agent promises, in an economy of that kind alone.

use twin::{Outcome, Reading, Scenario, file, play_daily, rule::Hold, world::World};

/// 300 agents of the rows in `agents` for 120 days; `more` goes to the file's tables.
fn economy(agents: &str, more: &str) -> Scenario {
    let text = format!("name = \"t\"\nabout = \"t\"\ndays = 120\n{more}\n{agents}");
    file::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}")).build(300, 1)
}

fn play(scenario: &Scenario) -> (Outcome, Vec<Reading>) {
    let mut days = Vec::new();
    let outcome = play_daily(&mut World::new(scenario), scenario, &mut Hold, 5, 0, |day| days.push(*day));
    (outcome, days)
}

fn group(kind: &str, more: &str) -> String {
    format!("[[agents]]\nkind = \"{kind}\"\nheads = 1\nwealth = 1\n{more}\n")
}

fn shock(kind: &str, day: u32, hours: u32, size: f64) -> String {
    format!("[[shock]]\nkind = \"{kind}\"\nday = {day}\nhours = {hours}\nsize = {size}\n")
}

const LOSING: &str = "loss_tolerated = [0.3, 0.9]\nactivity = 0.3";

#[test]
fn holders_sell_more_in_a_gain_than_in_a_loss() {
    let holders = group("holder", "activity = 0.5");
    let organic = |size| {
        let scenario = economy(&(holders.clone() + &shock("value", 10, 24, size)), "[habits]\ndisposition = 3");
        play(&scenario).0.turnover
    };
    // A rising price makes the same tokens more money, so the comparison is relative to the market's quote.
    assert!(organic(1.0) > 1.3 * organic(-0.5), "{} {}", organic(1.0), organic(-0.5));
}

#[test]
fn stakers_climb_down_their_ladders_in_a_fall_and_up_again_after_it() {
    let stakers = group("staker", &format!("staked = 0.9\nresponse = 0\n{LOSING}"));
    let fall = shock("value", 20, 48, -0.45) + &shock("value", 50, 48, 0.9);
    let (_, days) = play(&economy(&(stakers + &fall), "[habits]\nleaving = 0"));
    let [before, low, after] = [19, 45, 110].map(|day| days[day].staked_share);
    assert!(low < 0.75 * before, "{before} {low}");
    assert!(after > low + 0.4 * (before - low), "{before} {low} {after}");
    assert!(days[30].cooling > 0.0);
}

#[test]
fn noise_traders_trade_every_day_without_pushing_the_price() {
    let (outcome, _) =
        play(&economy(&group("noise_trader", "cash = 1\nactivity = 0.9\nstaked = 0"), "[economy]\nheld = 0.02"));
    assert!(outcome.turnover > 0.005 && (0.7..1.4).contains(&outcome.price), "{} {}", outcome.turnover, outcome.price);
}

/// Price on a day of a rise of value that the crowd follows slowly, with traders and without.
fn risen(kind: &str, day: usize, misalignment: f64) -> [f64; 2] {
    let demand = format!("[demand]\nvolatility = 0.002\nreversion = 0.2\nmisalignment = {misalignment}");
    ["cash = 0.05\nactivity = 1", "cash = 0.05\nactivity = 0"].map(|activity| {
        let tail = group(kind, activity) + &shock("value", 30, 240, 1.0);
        play(&economy(&tail, &(demand.clone() + "\n[economy]\nheld = 0.1\n[policy]\nfee_bps = 0"))).1[day].price
    })
}

#[test]
fn value_traders_bring_the_price_sooner_to_value() {
    let [with, without] = risen("value_trader", 33, 18.43);
    assert!(with > 1.01 * without, "{with} {without}");
}

#[test]
fn trend_traders_carry_a_rise_further_while_the_crowd_distrusts_value() {
    let [with, without] = risen("trend_trader", 38, 0.0);
    assert!(with > 1.01 * without, "{with} {without}");
    let [trusting, _] = risen("trend_trader", 38, 18.43);
    assert!(trusting < with, "{trusting} {with}");
}

#[test]
fn farmers_leave_for_a_better_offer_and_come_back_when_it_ends() {
    let farmers = group("farmer", "staked = 1\nthreshold = [0.6, 0.9]\nloss_tolerated = 1");
    let (_, days) = play(&economy(&(farmers + &shock("rival", 20, 480, 5.0)), "[rewards]\nloyal = 0"));
    let [before, gone, back] = [19, 35, 110].map(|day| days[day].staked_share);
    // The last ones stay, because the same rewards go to fewer.
    assert!(gone < 0.5 * before && back > 1.3 * gone, "{before} {gone} {back}");
}

#[test]
fn whales_sell_nothing_that_is_locked_and_part_of_each_tranche_after_it_unlocks() {
    let whales = group("whale", "locked = 1\nactivity = 0");
    let volume = |tail: &str, habits: &str| {
        let scenario = economy(&(whales.clone() + tail), habits);
        let mut sold = Vec::new();
        let mut world = World::new(&scenario);
        play_daily(&mut world, &scenario, &mut Hold, 5, 0, |day| sold.push(day.users_24h));
        world.outcome().turnover
    };
    assert_eq!(volume("", "[habits]\ntranche_days = 10000"), 0.0);
    assert!(volume("", "") > 0.0);
    assert!(volume(&shock("unlock", 40, 1, 1.0), "[habits]\ntranche_days = 10000") > 0.0);
}

#[test]
fn users_come_less_often_when_the_fee_is_high() {
    let users = group("utility", "cash = 0.1\nactivity = 0.5");
    let organic = |fee| {
        let (outcome, _) = play(&economy(&users, &format!("[policy]\nfee_bps = {fee}\n[economy]\nheld = 0.05")));
        outcome.turnover
    };
    assert!(organic(300) < 0.8 * organic(10), "{} {}", organic(300), organic(10));
}

#[test]
fn providers_take_liquidity_out_when_volatility_costs_more_than_fees_pay() {
    let providers = group("provider", "pooled = 1\ncash = 1\nactivity = 1");
    // Quote over the root of the price is the market's depth whatever the price (constant product).
    let depth = |tail: &str, fee: u32| {
        let scenario = economy(&(providers.clone() + tail), &format!("[economy]\nswap_fee_bps = {fee}"));
        let days = play(&scenario).1;
        days[100].exit_liquidity / days[100].price.sqrt()
    };
    let storm = shock("turmoil", 20, 1_900, 5.0);
    assert!(depth(&storm, 5) < 0.7 * depth("", 5), "{} {}", depth(&storm, 5), depth("", 5));
    assert!(depth("", 30) > 0.8 * depth("", 5), "in calm they stay whatever the fee that they are used to");
}

#[test]
fn a_run_on_liquidity_is_a_crunch_and_keeps_every_token() {
    let scenario = economy(&(group("provider", "pooled = 0.5\ncash = 1") + &shock("liquidity_exit", 20, 12, 0.8)), "");
    let mut world = World::new(&scenario);
    let outcome = play_daily(&mut world, &scenario, &mut Hold, 5, 0, |_| ());
    assert!(world.is_conserved());
    assert!(outcome.crunches >= 1 && (480..500).contains(&outcome.first_crunch_hour), "{outcome:?}");
}

#[test]
fn voters_vote_and_others_rarely() {
    let capture = "[[shock]]\nkind = \"capture\"\nday = 10\nhours = 1000\nsize = 0\nparam = \"emission_rate\"\ntoward = 150_000\n";
    let turnout = |kind| play(&economy(&(group(kind, "staked = 0.9") + capture), "")).0.turnout_heads;
    assert!(turnout("voter") > 0.7 && turnout("holder") < 0.1);
}

#[test]
fn stakers_object_to_what_costs_them_and_let_pass_what_does_not() {
    let capture = |toward: u32| {
        format!(
            "[[shock]]\nkind = \"capture\"\nday = 10\nhours = 1000\nsize = 0\nparam = \"gauge_staking\"\ntoward = {toward}\n"
        )
    };
    // A single member of a group cannot move alone, so the captor's bundle is never admitted.
    let (alone, _) = play(&economy(&(group("voter", "staked = 0.9") + &capture(4_000)), ""));
    assert_eq!((alone.control.hostile, alone.control.hostile_vetoed), (0, 0));
    let rate = |toward: u32| capture(toward).replace("gauge_staking", "emission_rate");
    let few = "[economy]\nheld = 0.3";
    let (cut, _) = play(&economy(&(group("voter", "staked = 0.95") + &rate(10_000)), few));
    assert!(cut.control.hostile_vetoed > 0 && cut.control.hostile == 0, "{:?}", cut.control);
    let (raise, _) = play(&economy(&(group("voter", "staked = 0.95") + &rate(150_000)), few));
    assert!(raise.control.hostile > 0 && raise.control.hostile_vetoed == 0, "{:?}", raise.control);
}

#[test]
fn washers_fake_volume_at_a_cost_only_while_they_attack() {
    let washers = group("washer", "cash = 1");
    let (rest, _) = play(&economy(&washers, ""));
    assert_eq!((rest.measured_volume, rest.attack.cost), (rest.organic_volume, 0.0));
    let (faked, days) = play(&economy(&(washers + &shock("attack", 20, 480, 1.0)), ""));
    assert!(faked.measured_volume > 1.5 * faked.organic_volume && faked.attack.cost > 0.0);
    assert!(faked.attack.reward < 0.1 * faked.attack.cost, "{:?}", faked.attack);
    assert!(days[30].organic_24h < days[30].volume_24h && days[100].organic_24h == days[100].volume_24h);
}

#[test]
fn gamers_fake_users_and_fees() {
    let (_, days) = play(&economy(&(group("gamer", "cash = 1\nactivity = 0") + &shock("attack", 20, 480, 1.0)), ""));
    assert!(days[10].users_24h < 0.1 * days[30].users_24h && days[10].fees_24h < 0.5 * days[30].fees_24h);
}

#[test]
fn users_rewards_are_won_by_fakes_as_far_as_they_are_not_recognised() {
    let won = |detection: f64| {
        let habits = format!(
            "[rewards]\nuser = 10_000\nloyal = 0\nprovider = 0\nvoter = 0\n[habits]\nrebate_cap = 1\ndetection = {detection}"
        );
        let both = group("utility", "cash = 0.1") + &group("washer", "cash = 1") + &shock("attack", 20, 480, 1.0);
        play(&economy(&both, &habits)).0.attack.reward
    };
    assert!(won(0.0) > won(0.9) && won(0.9) > 0.0);
    assert_eq!(won(1.0), 0.0);
}

#[test]
fn learners_stop_an_attack_that_does_not_pay() {
    let cost = |kind| play(&economy(&(group(kind, "cash = 1") + &shock("attack", 0, 2_880, 1.0)), "")).0.attack.cost;
    assert!(cost("learner") < 0.5 * cost("washer"), "{} {}", cost("learner"), cost("washer"));
}

#[test]
fn validators_stop_when_costs_stay_above_their_commission() {
    let validators = group("validator", "staked = 1\nmargin = [0.1, 0.5]");
    let (calm, _) = play(&economy(&validators, "[demand]\nvolatility = 0.001"));
    assert!(calm.validators_lost < 0.2, "{}", calm.validators_lost);
    let (_, days) = play(&economy(&(validators + &shock("validator_cost", 20, 2_400, 10.0)), ""));
    assert_eq!((days[19].validators, days[60].validators), (300.0, 0.0));
    assert!(days[25].validators_losing > 290.0 && days[60].staked_share < 0.01);
}
