//! The guardian's pause: deposits stop, exits never.

use economics::pause;
use staking::StakingError;

use super::bench::*;
use crate::world::assert_refused;

const SHARE: u64 = 1 << 20;

/// Alice can claim and withdraw; a pause of `bits` lasts a day.
fn paused(bits: u8) -> Bench {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * SHARE);
    bench.reward(2_000);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(2 * WINDOW);
    bench.request("alice", SHARE).unwrap();
    bench.world.pass_secs(UNBOND);
    let until = bench.world.now().unix + 86_400;
    bench.poke_pause(bits, until);
    bench
}

#[test]
fn a_pause_of_deposits_stops_stakes_and_compounding() {
    let mut bench = paused(pause::DEPOSITS);
    assert_refused(bench.stake("bob", ONE), StakingError::DepositsPaused);
    assert_refused(bench.compound("alice"), StakingError::DepositsPaused);
    assert_eq!(bench.balance("bob"), HAS);
}

#[test]
fn no_pause_traps_principal_or_rewards() {
    for bits in [pause::DEPOSITS, pause::ALL, u8::MAX] {
        let mut bench = paused(bits);
        bench.withdraw("alice").unwrap();
        bench.claim("alice").unwrap();
        bench.settle("alice").unwrap();
        bench.delegate("alice", key("bob")).unwrap();
        bench.request("alice", 9 * SHARE).unwrap();
        bench.world.pass_secs(UNBOND);
        bench.withdraw("alice").unwrap();
        assert!(bench.position("alice").is_empty());
    }
}

#[test]
fn a_pause_ends_with_its_last_second_and_other_pauses_stop_no_deposit() {
    let mut bench = paused(pause::DEPOSITS);
    bench.world.pass_secs(86_400);
    assert_refused(bench.stake("bob", ONE), StakingError::DepositsPaused);
    bench.world.pass_secs(1);
    bench.stake("bob", ONE).unwrap();
    let mut bench = paused(pause::ALL & !pause::DEPOSITS);
    bench.stake("bob", ONE).unwrap();
    bench.compound("alice").unwrap();
}

#[test]
fn nobody_gets_around_a_pause_with_the_policy_of_another_economy() {
    let mut bench = paused(pause::DEPOSITS);
    let other = another_genesis().economy(&mut bench.world).gate.policy;
    let mut stake = bench.stakes.stake(key("bob"), bench.tokens("bob"), ONE);
    stake.accounts[8].pubkey = other;
    assert_refused(signed(&mut bench.world, stake, &["bob"]), StakingError::WrongPolicy);
}
