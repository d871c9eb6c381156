//! Locks and multipliers on chain.

use solana_instruction::Instruction;
use staking::{Pool, PoolTerms, Position, StakingError, client::Stakes, events::Event};

use super::bench::*;
use crate::world::{assert_refused, assert_refused_with};

const LOCK: i64 = 10_000;

/// Pool 1: no lock for single, a lock of [`LOCK`] seconds for two and a half times the shares.
fn tiered() -> Bench {
    let mut bench = Bench::new();
    bench.stakes = Stakes::new(bench.stakes.policy, bench.stakes.mint, 1);
    open(&mut bench, &[(0, 10_000), (LOCK as u64, 25_000)]).unwrap();
    bench
}

fn open(bench: &mut Bench, tiers: &[(u64, u64)]) -> crate::world::Outcome {
    let terms = PoolTerms::tiered(WINDOW as u64, WINDOW as u64, tiers);
    let open = bench.stakes.open(key("creator"), bench.economy.gate.council, terms);
    signed(&mut bench.world, open, &["creator"])
}

/// The bench with everything about positions in the locked tier.
fn locked(mut bench: Bench) -> Bench {
    bench.stakes = bench.stakes.in_tier(1);
    bench
}

#[test]
fn a_pool_keeps_the_tiers_that_it_was_opened_with() {
    let bench = tiered();
    let pool: Pool = bench.world.load(&bench.stakes.pool);
    let tiers = pool.state.tiers.map(|tier| (tier.lock_secs, tier.multiplier_bps));
    assert_eq!(tiers, [(0, 10_000), (LOCK as u64, 25_000), (0, 0), (0, 0)]);
}

#[test]
fn tiers_that_nobody_could_rely_on_are_refused() {
    let mut bench = Bench::new();
    bench.stakes = Stakes::new(bench.stakes.policy, bench.stakes.mint, 1);
    for tiers in [
        &[][..],
        &[(0, 9_999)],
        &[(0, 100_001)],
        &[(0, u64::MAX)],
        &[(u64::MAX, 10_000)],
        &[(4 * 365 * 86_400 + 1, 10_000)],
        &[(0, 10_000), (0, 20_000)],
        &[(0, 20_000), (9, 10_000)],
        &[(0, 10_000), (0, 0), (9, 20_000)],
    ] {
        assert_refused(open(&mut bench, tiers), StakingError::TiersOutOfRange);
    }
    open(&mut bench, &[(0, 10_000), (1, 10_000), (2, 20_000), (4 * 365 * 86_400, 100_000)]).unwrap();
}

#[test]
fn rewards_follow_shares_and_principal_follows_tokens() {
    let mut bench = tiered();
    bench.stake_net("alice", 1 << 20);
    let mut bench = locked(bench);
    bench.stake_net("bob", 1 << 20);
    bench.world.pass_secs(WARM);
    bench.settle("bob").unwrap();
    bench.stakes = bench.stakes.in_tier(0);
    bench.settle("alice").unwrap();
    assert_eq!((bench.pool().active, bench.pool().shares), (2 << 20, 7 << 19));
    bench.reward(3_500);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(2 * WINDOW);
    bench.settle("alice").unwrap();
    assert_eq!(bench.position("alice").owed, 1_000);
    let mut bench = locked(bench);
    bench.settle("bob").unwrap();
    assert_eq!(bench.position("bob").owed, 2_500);
    bench.request("bob", 1 << 20).unwrap();
    assert_eq!(bench.pool().shares, 1 << 20, "stake that was asked back has no shares");
    bench.world.pass_secs(LOCK);
    let before = bench.balance("bob");
    bench.withdraw("bob").unwrap();
    assert_eq!(bench.balance("bob") - before, (1 << 20) - (1u64 << 20).div_ceil(100));
}

#[test]
fn one_owner_has_one_position_in_each_tier_and_they_are_apart() {
    let mut bench = tiered();
    bench.stake_net("alice", ONE);
    let flexible = bench.stakes.position(&key("alice"));
    let mut bench = locked(bench);
    bench.stake_net("alice", 2 * ONE);
    assert_ne!(flexible, bench.stakes.position(&key("alice")));
    let position: Position = bench.world.load(&bench.stakes.position(&key("alice")));
    assert_eq!((position.state.tier, position.state.warming), (1, 2 * ONE));
    assert_eq!(position.state.locked_until, bench.world.now().unix + LOCK);
    let position: Position = bench.world.load(&flexible);
    assert_eq!((position.state.tier, position.state.warming), (0, ONE));
    assert_eq!(position.state.locked_until, bench.world.now().unix);
    assert_eq!(bench.pool().totals.stakers, 2, "stakers are positions");
}

#[test]
fn a_stake_in_a_tier_that_the_pool_does_not_have_is_refused() {
    let mut bench = tiered();
    for tier in [2, 3, 4, 255] {
        bench.stakes = bench.stakes.in_tier(tier);
        assert_refused(bench.stake("alice", ONE), StakingError::NoSuchTier);
    }
}

#[test]
fn a_position_cannot_be_passed_off_as_one_of_another_tier() {
    let mut bench = tiered();
    bench.stake_net("alice", ONE);
    let mut disguised: Instruction = bench.stakes.in_tier(1).stake(key("alice"), bench.tokens("alice"), ONE);
    disguised.accounts[2].pubkey = bench.stakes.position(&key("alice"));
    assert_refused_with(signed(&mut bench.world, disguised, &["alice"]), "InvalidSeeds");
    assert_eq!(bench.position("alice").tier, 0);
}

#[test]
fn a_lock_runs_inside_the_cooldown_and_not_after_it() {
    for (asked, unlocks) in
        [(0, LOCK), (LOCK - UNBOND, LOCK), (LOCK - UNBOND + 1, LOCK + 1), (LOCK + 5, LOCK + 5 + UNBOND)]
    {
        let mut bench = locked(tiered());
        let start = bench.world.now().unix;
        bench.stake_net("alice", ONE);
        bench.world.pass_secs(asked);
        let landed = bench.request("alice", ONE).unwrap();
        let [Event::UnstakeRequested(told)] = events(&landed)[..] else { panic!("one event") };
        assert_eq!((told.unlock_at, told.tier), (start + unlocks, 1), "asked after {asked} s");
        bench.world.pass_secs(unlocks - asked - 1);
        assert_refused(bench.withdraw("alice"), StakingError::StillCooling);
        bench.world.pass_secs(1);
        bench.withdraw("alice").unwrap();
    }
}

#[test]
fn under_a_lock_stake_is_asked_back_in_parts_and_the_pending_part_is_never_delayed() {
    let mut bench = locked(tiered());
    bench.stake_net("alice", 10 * ONE);
    let unlock_at = bench.world.now().unix + LOCK;
    for _ in 0..5 {
        bench.request("alice", 2 * ONE).unwrap();
        assert_eq!(bench.position("alice").unlock_at, unlock_at);
        bench.world.pass_secs(LOCK / 10);
    }
    bench.world.pass_secs(LOCK / 2);
    bench.withdraw("alice").unwrap();
    assert_eq!((bench.position("alice").is_empty(), bench.vault()), (true, 0));
}

#[test]
fn a_further_stake_locks_the_whole_position_anew_and_only_its_owner_can_make_one() {
    let mut bench = locked(tiered());
    bench.stake_net("alice", ONE);
    bench.world.pass_secs(LOCK - 1);
    bench.stake_net("alice", ONE);
    assert_eq!(bench.position("alice").locked_until, bench.world.now().unix + LOCK);
    // Nobody can lock the stake of another by adding dust to it.
    let mut dust = bench.stakes.stake(key("bob"), bench.tokens("bob"), 1_000);
    dust.accounts[2].pubkey = bench.stakes.position(&key("alice"));
    assert_refused_with(signed(&mut bench.world, dust, &["bob"]), "InvalidSeeds");
}

#[test]
fn rewards_are_claimed_during_the_lock() {
    let mut bench = locked(tiered());
    bench.stake_active("alice", 1 << 20);
    bench.reward(2_500);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(2 * WINDOW);
    bench.claim("alice").unwrap();
    assert_eq!(bench.pool().totals.rewards_paid, 2_500);
}
