//! Costs of staking, with those of the token program that it calls.

use {
    super::Row,
    crate::staking::{
        bench::{Bench, ONE, TOKEN_CLASSIC, UNBOND, WARM, WINDOW, key},
        farm::{Farm, LP},
    },
    staking::PoolTerms,
};

pub fn rows() -> Vec<Row> {
    one_vault().into_iter().chain(two_vaults()).collect()
}

fn one_vault() -> Vec<Row> {
    let mut bench = Bench::before_pool();
    let create = bench.create_pool(1_000, 1_000).unwrap().units;

    let mut bench = Bench::new();
    let first = bench.stake("alice", 10 * ONE).unwrap().units;
    let second = bench.stake("alice", 10 * ONE).unwrap().units;
    bench.reward(1_000_003);
    bench.world.pass_secs(WARM);
    let activating = bench.settle("alice").unwrap().units;
    bench.world.pass_secs(WINDOW + WINDOW / 3);
    let distributing = bench.settle("alice").unwrap().units;
    bench.world.pass_secs(WINDOW / 3);
    let claim = bench.claim("alice").unwrap().units;
    bench.world.pass_secs(WINDOW / 10);
    let request = bench.request("alice", ONE).unwrap().units;
    bench.world.pass_secs(UNBOND);
    let withdraw = bench.withdraw("alice").unwrap().units;
    let compound = bench.compound("alice").unwrap().units;
    let delegate = bench.delegate("alice", key("bob")).unwrap().units;
    vec![
        ("create_pool", create),
        ("stake (first, creates the position)", first),
        ("stake (second)", second),
        ("settle (warm-up ends)", activating),
        ("settle (reward flows)", distributing),
        ("claim", claim),
        ("request_unstake", request),
        ("withdraw", withdraw),
        ("compound", compound),
        ("delegate", delegate),
    ]
}

/// Liquidity tokens of SPL Token earn the economy's mint.
fn two_vaults() -> Vec<Row> {
    let mut farm = Farm::before_pool(TOKEN_CLASSIC);
    let create = farm.open(PoolTerms::flexible(1_000, 1_000)).unwrap().units;
    let stake = farm.stake("alice", LP / 2).unwrap().units;
    farm.bench.world.pass_secs(WARM);
    farm.settle("alice").unwrap();
    farm.reward(1_000_003);
    farm.settle("alice").unwrap();
    farm.bench.world.pass_secs(WARM);
    let claim = farm.claim("alice").unwrap().units;
    farm.request("alice", LP / 2).unwrap();
    farm.bench.world.pass_secs(UNBOND);
    let withdraw = farm.withdraw("alice").unwrap().units;
    vec![
        ("create_pool (two vaults)", create),
        ("stake (two vaults, creates the position)", stake),
        ("claim (two vaults)", claim),
        ("withdraw (two vaults)", withdraw),
    ]
}
