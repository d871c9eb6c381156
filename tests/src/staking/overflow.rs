//! Numbers at their ends: rewards may be forfeited, principal never.

use super::bench::*;

fn exit(bench: &mut Bench, name: &str, amount: u64) {
    let before = bench.balance(name);
    bench.request(name, amount).unwrap();
    bench.world.pass_secs(UNBOND);
    bench.withdraw(name).unwrap();
    assert_eq!(bench.balance(name) - before, amount - amount.div_ceil(100));
}

#[test]
fn a_full_accumulator_keeps_rewards_in_the_queue_and_lets_principal_out() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    bench.poke_pool(|pool| pool.acc = [u64::MAX, u64::MAX]);
    bench.poke_position("alice", |position| position.acc_paid = [u64::MAX, u64::MAX]);
    bench.reward(1_000);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(3 * WINDOW);
    bench.settle("alice").unwrap();
    assert_eq!((bench.position("alice").owed, bench.pool().stream.held()), (0, 1_000));
    exit(&mut bench, "alice", 10 * ONE);
}

#[test]
fn a_reward_too_large_to_count_is_forfeited_and_principal_returns() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    bench.poke_pool(|pool| pool.acc = [0, u64::MAX]);
    bench.settle("alice").unwrap();
    assert_eq!(bench.position("alice").owed, 0);
    exit(&mut bench, "alice", 10 * ONE);
}

#[test]
fn an_owed_reward_at_the_end_of_its_numbers_does_not_block_the_exit() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    bench.poke_position("alice", |position| (position.owed, position.owed_fraction) = (u64::MAX, u64::MAX));
    bench.reward(1_000);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(2 * WINDOW);
    bench.settle("alice").unwrap();
    assert_eq!(bench.position("alice").owed, u64::MAX);
    exit(&mut bench, "alice", 10 * ONE);
}

#[test]
fn an_accumulator_that_went_back_pays_nothing_and_principal_returns() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    bench.poke_position("alice", |position| position.acc_paid = [5, 5]);
    bench.settle("alice").unwrap();
    assert_eq!(bench.position("alice").owed, 0);
    exit(&mut bench, "alice", 10 * ONE);
}

#[test]
fn a_window_at_the_end_of_time_does_not_block_the_exit() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    bench.poke_pool(|pool| pool.stream.window_start = i64::MAX);
    exit(&mut bench, "alice", 10 * ONE);
    bench.stake_net("alice", ONE);
    bench.poke_pool(|pool| pool.stream.window_start = i64::MIN);
    exit(&mut bench, "alice", ONE);
}

#[test]
fn three_hundred_positions_share_to_the_last_unit() {
    let mut bench = Bench::new();
    let names: Vec<String> = (0..300).map(|n| format!("holder-{n}")).collect();
    for (place, name) in names.iter().enumerate() {
        let amount = 1 + (place as u64 * 7_919) % 1_000;
        bench.hold(name, amount + 100);
        bench.stake_net(name, amount);
    }
    bench.world.pass_secs(WARM);
    for name in &names {
        bench.settle(name).unwrap();
    }
    bench.reward(123_456_789);
    bench.settle(&names[0]).unwrap();
    bench.world.pass_secs(2 * WINDOW);
    let mut paid = 0;
    for name in &names {
        bench.settle(name).unwrap();
        paid += bench.position(name).owed;
        bench.claim(name).unwrap();
    }
    let pool = bench.pool();
    assert_eq!((pool.totals.stakers, pool.totals.rewards_paid), (300, paid));
    assert!(123_456_789 - paid < 300, "at most one unit per position waits as a fraction: {paid}");
    assert_eq!(paid + pool.owed + pool.stream.held(), 123_456_789);
}

#[test]
fn an_action_costs_the_same_among_three_positions_and_among_three_hundred() {
    let mut few = Bench::new();
    let mut many = Bench::new();
    for n in 0..300 {
        let name = format!("holder-{n}");
        many.hold(&name, 5_000);
        many.stake_net(&name, 1 + n);
    }
    let (few, many) = (costs(&mut few), costs(&mut many));
    for ((name, alone), (_, crowded)) in few.into_iter().zip(many) {
        // The digits of a division differ with the amounts.
        assert!(alone.abs_diff(crowded) <= 100, "{name}: {alone} alone, {crowded} among three hundred");
    }
}

/// Compute units of everything that alice does.
fn costs(bench: &mut Bench) -> [(&'static str, u64); 6] {
    bench.stake_active("alice", 10 * ONE);
    let stake = bench.stake("alice", ONE).unwrap().units;
    bench.reward(70_000_003);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(2 * WINDOW + WINDOW / 3);
    let settle = bench.settle("alice").unwrap().units;
    let claim = bench.claim("alice").unwrap().units;
    bench.world.pass_secs(WINDOW / 3);
    let request = bench.request("alice", ONE).unwrap().units;
    bench.reward(70_000_003);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(2 * WINDOW);
    let withdraw = bench.withdraw("alice").unwrap().units;
    let compound = bench.compound("alice").unwrap().units;
    [
        ("stake", stake),
        ("settle", settle),
        ("claim", claim),
        ("request_unstake", request),
        ("withdraw", withdraw),
        ("compound", compound),
    ]
}
