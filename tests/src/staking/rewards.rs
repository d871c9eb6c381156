//! How rewards arrive, wait, flow and are claimed.

use staking::{StakingError, events::Event};

use super::bench::*;
use crate::world::{actor, assert_refused};

/// A power of two, so that rewards per share are exact and tests can name them.
const SHARE: u64 = 1 << 20;

/// Alice and bob earn; the pool has just begun a window.
fn two_stakers(alice: u64, bob: u64) -> Bench {
    let mut bench = Bench::new();
    bench.stake_net("alice", alice);
    bench.stake_net("bob", bob);
    bench.world.pass_secs(WARM);
    bench.settle("alice").unwrap();
    bench.settle("bob").unwrap();
    bench
}

fn settle_both(bench: &mut Bench) -> (u64, u64) {
    bench.settle("alice").unwrap();
    bench.settle("bob").unwrap();
    (bench.position("alice").owed, bench.position("bob").owed)
}

#[test]
fn a_reward_flows_evenly_over_the_window_after_its_arrival() {
    let mut bench = two_stakers(3 * SHARE, SHARE);
    bench.reward(4_000);
    bench.world.pass_secs(WINDOW / 2);
    assert_eq!(settle_both(&mut bench), (0, 0), "it waits for the next window");
    assert_eq!(bench.pool().stream.queued, 4_000);
    bench.world.pass_secs(WINDOW / 2);
    assert_eq!(settle_both(&mut bench), (0, 0));
    bench.world.pass_secs(WINDOW / 4);
    assert_eq!(settle_both(&mut bench), (750, 250));
    bench.world.pass_secs(WINDOW / 4);
    assert_eq!(settle_both(&mut bench), (1_500, 500));
    bench.world.pass_secs(WINDOW / 2);
    assert_eq!(settle_both(&mut bench), (3_000, 1_000));
    bench.world.pass_secs(5 * WINDOW);
    assert_eq!(settle_both(&mut bench), (3_000, 1_000));
}

#[test]
fn claim_pays_exactly_what_is_owed_and_tells_both_amounts() {
    let mut bench = two_stakers(3 * SHARE, SHARE);
    bench.reward(4_000);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(2 * WINDOW);
    let before = (bench.balance("alice"), bench.vault());
    let landed = bench.claim("alice").unwrap();
    assert_eq!((bench.balance("alice"), bench.vault()), (before.0 + 2_970, before.1 - 3_000));
    assert_eq!((bench.position("alice").owed, bench.pool().owed, bench.pool().totals.rewards_paid), (0, 1_000, 3_000));
    let [Event::Claimed(told)] = events(&landed)[..] else { panic!("one event") };
    assert_eq!((told.requested, told.credited), (3_000, 2_970));
    assert_eq!((told.owner, told.destination, told.pool), (key("alice"), bench.tokens("alice"), bench.stakes.pool));
    assert_refused(bench.claim("alice"), StakingError::NothingToClaim);
}

#[test]
fn nobody_claims_the_rewards_of_another() {
    let mut bench = two_stakers(3 * SHARE, SHARE);
    bench.reward(4_000);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(2 * WINDOW);
    let mut theft = bench.stakes.claim(key("alice"), bench.tokens("bob"));
    theft.accounts[0].pubkey = key("bob");
    assert_refused(signed(&mut bench.world, theft, &["bob"]), StakingError::NotOwner);
    let mut unsigned = bench.stakes.claim(key("alice"), bench.tokens("bob"));
    unsigned.accounts[0].is_signer = false;
    crate::world::assert_refused_with(signed(&mut bench.world, unsigned, &[]), "MissingRequiredSignature");
}

#[test]
fn a_stake_around_a_reward_in_one_transaction_earns_nothing() {
    let mut bench = two_stakers(3 * SHARE, SHARE);
    bench.reward(4_000);
    let (carol, tokens) = (actor("carol"), bench.tokens("carol"));
    let stakes = bench.stakes;
    let all = [
        stakes.stake(key("carol"), tokens, 900 * ONE),
        stakes.settle(key("carol")),
        stakes.request_unstake(key("carol"), 891 * ONE),
    ];
    bench.world.send(&all, &[&carol]).unwrap();
    let with_claim = [stakes.stake(key("carol"), tokens, 90 * ONE), stakes.claim(key("carol"), tokens)];
    assert_refused(bench.world.send(&with_claim, &[&carol]), StakingError::NothingToClaim);
    bench.world.pass_secs(3 * WINDOW);
    bench.settle("carol").unwrap();
    assert_eq!((bench.position("carol").owed, settle_both(&mut bench)), (0, (3_000, 1_000)));
}

#[test]
fn a_stake_for_one_slot_or_one_window_around_a_reward_earns_nothing() {
    for stay in [1, WINDOW / 2, WINDOW - 1] {
        let mut bench = two_stakers(3 * SHARE, SHARE);
        bench.stake_net("carol", 800 * ONE);
        bench.reward(4_000);
        bench.settle("alice").unwrap();
        bench.world.pass_secs(stay);
        bench.request("carol", 800 * ONE).unwrap();
        bench.world.pass_secs(3 * WINDOW);
        bench.settle("carol").unwrap();
        assert_eq!((bench.position("carol").owed, settle_both(&mut bench)), (0, (3_000, 1_000)), "stayed {stay} s");
    }
}

#[test]
fn what_arrives_while_nothing_is_staked_waits_and_is_not_taken_at_once() {
    let mut bench = Bench::new();
    bench.reward(10_000);
    bench.stake_net("alice", 1);
    assert_eq!(bench.pool().stream.queued, 10_000);
    bench.world.pass_secs(5 * WINDOW);
    bench.settle("alice").unwrap();
    assert_eq!((bench.position("alice").active, bench.position("alice").owed), (1, 0), "activated, nothing earned");
    assert_eq!((bench.pool().owed, bench.pool().stream.held()), (0, 10_000), "nothing is lost");

    bench.stake_net("bob", 9_999);
    bench.world.pass_secs(WINDOW);
    bench.settle("bob").unwrap();
    bench.settle("alice").unwrap();
    let early = bench.position("alice").owed;
    assert!(early <= 10_000, "{early}");
    assert_eq!(bench.pool().owed + bench.pool().stream.held(), 10_000);
}

#[test]
fn a_donation_before_the_first_stake_takes_nothing_from_later_stakers() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 1);
    bench.reward(100_000 * ONE);
    bench.stake_net("bob", 50 * ONE);
    assert_eq!(bench.position("bob").staked(), 50 * ONE, "a stake is counted in tokens, not in shares of a balance");
    bench.request("bob", 50 * ONE).unwrap();
    bench.world.pass_secs(UNBOND);
    let before = bench.balance("bob");
    bench.withdraw("bob").unwrap();
    assert_eq!(bench.balance("bob") - before, 50 * ONE - ONE / 2);
}

#[test]
fn when_nobody_earns_what_would_flow_goes_back_to_the_queue() {
    let mut bench = Bench::new();
    bench.stake_active("alice", SHARE);
    bench.reward(1_000);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(WINDOW + WINDOW / 2);
    bench.request("alice", SHARE).unwrap();
    assert_eq!(bench.position("alice").owed, 500);
    bench.world.pass_secs(WINDOW / 4);
    bench.settle("alice").unwrap();
    let pool = bench.pool();
    assert_eq!((pool.active, pool.owed, pool.stream.queued, pool.stream.held()), (0, 500, 250, 500));
}

#[test]
fn a_pool_left_alone_for_a_year_pays_everything_that_waited() {
    let mut bench = two_stakers(3 * SHARE, SHARE);
    bench.reward(4_000);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(365 * 86_400);
    assert_eq!(settle_both(&mut bench), (3_000, 1_000));
}

#[test]
fn the_order_and_number_of_settlements_change_nothing() {
    let (mut often, mut once) = (two_stakers(3 * SHARE, 2 * SHARE), two_stakers(3 * SHARE, 2 * SHARE));
    often.reward(1_000_003);
    once.reward(1_000_003);
    often.settle("bob").unwrap();
    once.settle("alice").unwrap();
    for step in 0..200 {
        often.world.pass_secs(13);
        once.world.pass_secs(13);
        often.settle(if step % 3 == 0 { "bob" } else { "alice" }).unwrap();
        often.settle("alice").unwrap();
    }
    assert_eq!(settle_both(&mut often), settle_both(&mut once));
}

#[test]
fn rounding_never_favours_the_stakers_and_loses_nothing() {
    let mut bench = Bench::new();
    for (name, amount) in [("alice", 7), ("bob", 11), ("carol", 13)] {
        bench.stake_net(name, amount);
    }
    bench.world.pass_secs(WARM);
    for name in ["alice", "bob", "carol"] {
        bench.settle(name).unwrap();
    }
    let mut paid = 0;
    for round in 1..=40 {
        bench.reward(100 + round);
        for name in ["alice", "bob", "carol"] {
            bench.settle(name).unwrap();
            bench.world.pass_secs(WINDOW);
            if let Ok(landed) = bench.claim(name) {
                let [Event::Claimed(told)] = events(&landed)[..] else { panic!("one event") };
                paid += told.requested;
            }
        }
    }
    let (pool, arrived) = (bench.pool(), (1..=40u64).map(|round| 100 + round).sum::<u64>());
    assert!(paid <= arrived);
    assert_eq!(paid + pool.owed + pool.stream.held(), arrived, "every unit is paid or still there");
    assert_eq!(pool.totals.rewards_paid, paid);
}

#[test]
fn a_dust_position_earns_its_dust_and_no_more() {
    let mut bench = two_stakers(500 * ONE, 1);
    bench.reward(1_000);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(2 * WINDOW);
    assert_eq!(settle_both(&mut bench), (999, 0));
    assert_refused(bench.claim("bob"), StakingError::NothingToClaim);
}

#[test]
fn anyone_settles_and_gains_nothing_by_it() {
    let mut bench = two_stakers(3 * SHARE, SHARE);
    bench.reward(4_000);
    bench.world.pass_secs(WINDOW);
    let vault = bench.vault();
    let landed = bench.settle("alice").unwrap();
    assert_eq!((bench.vault(), bench.position("bob").owed), (vault, 0));
    let [Event::Settled(told)] = events(&landed)[..] else { panic!("one event") };
    assert_eq!((told.owner, told.active, told.owed), (key("alice"), 3 * SHARE, 0));
}

#[test]
fn a_clock_that_goes_back_pays_nothing_twice() {
    let mut bench = two_stakers(3 * SHARE, SHARE);
    bench.reward(4_000);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(WINDOW + WINDOW / 2);
    assert_eq!(settle_both(&mut bench), (1_500, 500));
    bench.world.pass(-WINDOW / 4, 1);
    assert_eq!(settle_both(&mut bench), (1_500, 500));
    bench.world.pass(-10 * WINDOW, 1);
    assert_eq!(settle_both(&mut bench), (1_500, 500));
    bench.world.pass(10 * WINDOW + WINDOW / 4 + WINDOW / 2, 1);
    assert_eq!(settle_both(&mut bench), (3_000, 1_000));
}

#[test]
fn every_instruction_first_notices_what_arrived_and_credits_what_fell_due() {
    type Act = fn(&mut Bench) -> crate::world::Outcome;
    let acts: [(&str, Act); 5] = [
        ("stake", |bench| bench.stake("alice", ONE)),
        ("request_unstake", |bench| bench.request("alice", 1)),
        ("withdraw", |bench| bench.withdraw("alice")),
        ("claim", |bench| bench.claim("alice")),
        ("settle", |bench| bench.settle("alice")),
    ];
    for (name, act) in acts {
        let mut bench = two_stakers(4 * SHARE, SHARE);
        if name == "withdraw" {
            bench.request("alice", SHARE).unwrap();
        } else {
            bench.stake_net("bob", 1);
        }
        bench.reward(4_000);
        bench.settle("bob").unwrap();
        bench.world.pass_secs(2 * WINDOW);
        bench.reward(77);
        act(&mut bench).unwrap_or_else(|refused| panic!("{name}: {refused:?}"));
        let (pool, position) = (bench.pool(), bench.position("alice"));
        assert_eq!(pool.stream.queued, 77, "{name} notices what arrived");
        let earned = position.owed + pool.totals.rewards_paid;
        assert!(earned >= 2_999, "{name} credits what fell due: {earned}");
    }
}
