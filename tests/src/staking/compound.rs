//! `compound`.

use staking::{Position, StakingError, events::Event};

use super::bench::*;
use crate::world::{assert_refused, assert_refused_with};

const SHARE: u64 = 1 << 20;

/// Alice has a reward of 3 000 to compound, bob one of 1 000.
fn earned() -> Bench {
    let mut bench = Bench::new();
    bench.stake_net("alice", 3 * SHARE);
    bench.stake_net("bob", SHARE);
    bench.world.pass_secs(WARM);
    for name in ["alice", "bob"] {
        bench.settle(name).unwrap();
    }
    bench.reward(4_000);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(2 * WINDOW);
    bench
}

#[test]
fn compound_stakes_exactly_what_a_claim_would_pay_and_moves_no_token() {
    let mut bench = earned();
    let before = (bench.vault(), bench.balance("alice"), bench.world.bytes(&bench.stakes.vault));
    let landed = bench.compound("alice").unwrap();
    assert_eq!(
        (bench.vault(), bench.balance("alice"), bench.world.bytes(&bench.stakes.vault)),
        before,
        "no fee is due"
    );
    let (position, pool) = (bench.position("alice"), bench.pool());
    assert_eq!((position.active, position.warming, position.owed), (3 * SHARE, 3_000, 0));
    assert_eq!((pool.owed, pool.totals.rewards_paid, pool.totals.staked), (1_000, 3_000, 4 * SHARE + 3_000));
    let [Event::Compounded(told)] = events(&landed)[..] else { panic!("one event") };
    assert_eq!((told.pool, told.owner, told.amount), (bench.stakes.pool, key("alice"), 3_000));
    assert_eq!((told.active_from, told.staked), (position.active_from, pool.totals.staked));
    assert_refused(bench.compound("alice"), StakingError::NothingToClaim);
    assert_refused(bench.claim("alice"), StakingError::NothingToClaim);
}

#[test]
fn what_is_compounded_warms_up_before_it_earns_and_speaks() {
    let mut bench = earned();
    bench.compound("alice").unwrap();
    let at = bench.stakes.position(&key("alice"));
    let spoken = |bench: &Bench| bench.world.load::<Position>(&at).card.checkpoints[1].weight;
    assert_eq!(spoken(&bench), 3 * SHARE);
    bench.warm_up("alice");
    assert_eq!((bench.pool().shares, spoken(&bench)), (4 * SHARE + 3_000, 3 * SHARE + 3_000));
}

#[test]
fn what_was_compounded_is_principal_and_returns() {
    let mut bench = earned();
    bench.compound("alice").unwrap();
    bench.request("alice", 3 * SHARE + 3_000).unwrap();
    bench.world.pass_secs(UNBOND);
    let before = bench.balance("alice");
    bench.withdraw("alice").unwrap();
    let amount = 3 * SHARE + 3_000;
    assert_eq!(bench.balance("alice") - before, amount - amount.div_ceil(100));
}

#[test]
fn only_the_owner_compounds() {
    let mut bench = earned();
    let mut theft = bench.stakes.compound(key("alice"));
    theft.accounts[0].pubkey = key("bob");
    assert_refused(signed(&mut bench.world, theft, &["bob"]), StakingError::NotOwner);
    let mut unsigned = bench.stakes.compound(key("alice"));
    unsigned.accounts[0].is_signer = false;
    assert_refused_with(signed(&mut bench.world, unsigned, &[]), "MissingRequiredSignature");
    let mut elsewhere = bench.stakes.compound(key("alice"));
    let other = another_genesis().economy(&mut bench.world).gate.policy;
    elsewhere.accounts[4].pubkey = other;
    assert_refused(signed(&mut bench.world, elsewhere, &["alice"]), StakingError::WrongPolicy);
}

#[test]
fn a_compound_is_refused_where_the_vault_is_short_or_the_ledger_broken() {
    let mut bench = earned();
    let vault = bench.stakes.vault;
    let amount = bench.vault();
    bench.poke_tokens(&vault, amount - 1);
    assert_refused(bench.compound("alice"), StakingError::VaultShort);
    bench.poke_tokens(&vault, amount);
    bench.settle("alice").unwrap();
    bench.poke_pool(|pool| pool.shares += u64::MAX / 2);
    assert_refused(bench.compound("alice"), StakingError::LedgerBroken);
}
