//! What the base of the stakers' share counts, and what it takes to make it larger.

use {
    super::stage::{Stage, TOKEN, key, tokens_of},
    crate::{
        governor::action::{perform, ready},
        issuer::line::of_pool,
        world::{AI, assert_refused, spec},
    },
    economics::{lifecycle::State, voice::Stance},
    governor::{ConfigChange, GovernorError, action::Action},
    issuer::gauge,
    staking::{StakingError, client::Stakes},
};

const WEIGHT: &str = "gauge_second";

#[test]
fn stake_that_only_enlarges_the_base_is_held_back_until_its_unbonding_is_over() {
    let mut stage = Stage::staked();
    let (economy, stakes) = (stage.economy, stage.bench.stakes);
    stage.holder("whale", 400_000 * TOKEN);
    let all = stage.balance("whale");
    stage.stake("whale", all).unwrap();
    let row = stage.close_period();
    let warming = stage.position("whale").state.warming;
    stage.ask_back("whale", warming).unwrap();
    let proposal = economy.proposed(stage.world());
    stage.object("ann", &proposal).unwrap();
    let turnout = economy.proposal(&stage.bench.world, &proposal).turnout;
    assert_eq!(turnout.base, row.staked, "what was staked when the period closed, active or not");

    let withdraw = stakes.withdraw(key("whale"), tokens_of("whale"));
    assert_refused(stage.signed("whale", withdraw.clone()), StakingError::StillCooling);
    stage.bench.wait(299);
    assert_refused(stage.signed("whale", withdraw.clone()), StakingError::StillCooling);
    stage.bench.wait(1);
    stage.signed("whale", withdraw).unwrap();
    assert!(stage.balance("whale") < all * 99 / 100, "and it has paid the transfer fee twice");
    // The next period forgets it.
    stage.close_period();
    let second = economy.proposed_by(stage.world(), "oracle", 2, AI, &[(1, 5)]);
    stage.object("bob", &second).unwrap();
    assert_eq!(economy.proposal(&stage.bench.world, &second).state(), State::Rejected);
}

/// A second pool whose stake the ring counts: weight by config, gauge by action.
fn second_pool(stage: &mut Stage) -> Stakes {
    let (economy, pool) = (stage.economy, stage.bench.more_stakes(1));
    let weight = ConfigChange::AddParam { key: economics::key(WEIGHT), value: 0, spec: spec(0, 10_000, 500, 2) };
    economy.configure(stage.world(), 1, &[weight]).unwrap();
    let action = Action::from(&stage.bench.desk.add_gauge(&of_pool(gauge::STAKING, WEIGHT, &pool)));
    let proposal = ready(stage.world(), &economy, 2, &action);
    perform(stage.world(), &economy, &proposal, &action).unwrap();
    stage.bench.desk = stage.bench.desk.with(&stage.bench.issuer());
    pool
}

#[test]
fn a_pool_that_becomes_a_gauge_counts_in_the_base_and_speaks_once_the_council_names_it() {
    let mut stage = Stage::staked();
    let economy = stage.economy;
    let pool = second_pool(&mut stage);
    stage.holder("dave", 400_000 * TOKEN);
    stage.stake_in(&pool, "dave", 300_000 * TOKEN).unwrap();
    stage.bench.wait(30);
    stage.by_anyone(pool.settle(key("dave"))).unwrap();
    let named: u64 = ["ann", "bob", "carol"].iter().map(|name| stage.active(name)).sum();
    let row = stage.close_period();
    assert_eq!(row.staked, named + 297_000 * TOKEN, "stake of both pools");

    let position = pool.position(&key("dave"));
    let proposal = economy.proposed_by(stage.world(), "oracle", 3, AI, &[(0, -1_000)]);
    let refused = stage.speak_for("dave", position, &proposal, Stance::Object);
    assert_refused(refused, GovernorError::WrongPosition);

    let mut links = economy.council(&stage.bench.world).safeguards.links;
    links.pools[1] = pool.pool;
    economy.configure(stage.world(), 4, &[ConfigChange::SetLinks { links }]).unwrap();
    let second = economy.proposed_by(stage.world(), "oracle", 5, AI, &[(0, -1_000)]);
    stage.speak_for("dave", position, &second, Stance::Object).unwrap();
    let ended = economy.proposal(&stage.bench.world, &second);
    assert_eq!((ended.turnout.objection, ended.turnout.base), (297_000 * TOKEN, row.staked));
    assert_eq!(ended.state(), State::Rejected);
}
