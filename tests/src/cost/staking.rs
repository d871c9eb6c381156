//! Costs of staking, with those of Token-2022 that it calls.

use {
    super::Row,
    crate::staking::bench::{Bench, ONE, UNBOND, WINDOW},
};

pub fn rows() -> Vec<Row> {
    let mut bench = Bench::before_pool();
    let create = bench.create_pool(1_000, 1_000).unwrap().units;

    let mut bench = Bench::new();
    let first = bench.stake("alice", 10 * ONE).unwrap().units;
    let second = bench.stake("alice", 10 * ONE).unwrap().units;
    bench.reward(1_000_003);
    bench.world.pass_secs(WINDOW);
    let activating = bench.settle("alice").unwrap().units;
    bench.world.pass_secs(WINDOW + WINDOW / 3);
    let distributing = bench.settle("alice").unwrap().units;
    bench.world.pass_secs(WINDOW / 3);
    let claim = bench.claim("alice").unwrap().units;
    bench.world.pass_secs(WINDOW / 10);
    let request = bench.request("alice", ONE).unwrap().units;
    bench.world.pass_secs(UNBOND);
    let withdraw = bench.withdraw("alice").unwrap().units;
    vec![
        ("create_pool", create),
        ("stake (first, creates the position)", first),
        ("stake (second)", second),
        ("settle (warm-up ends)", activating),
        ("settle (reward flows)", distributing),
        ("claim", claim),
        ("request_unstake", request),
        ("withdraw", withdraw),
    ]
}
