//! The voice card at the front of a position, and `delegate`.

use economics::voice::VoiceCard;
use staking::{StakingError, events::Event};

use super::bench::*;
use crate::world::{assert_refused, assert_refused_with};

/// What a reader of another program sees: the bytes after the discriminator.
fn card(bench: &Bench, name: &str) -> VoiceCard {
    bytemuck::pod_read_unaligned(&bench.world.bytes(&bench.stakes.position(&key(name)))[8..][..size_of::<VoiceCard>()])
}

#[test]
fn a_position_speaks_with_its_active_tokens_from_the_second_in_which_they_became_active() {
    let mut bench = Bench::new();
    bench.stake_net("alice", 10 * ONE);
    assert_eq!(card(&bench, "alice").weight_before(i64::MAX), 0, "what still warms says nothing");
    bench.warm_up("alice");
    let now = bench.world.now().unix;
    assert_eq!(card(&bench, "alice").weight_before(now), 0, "nor does it speak about what is older than itself");
    assert_eq!(card(&bench, "alice").weight_before(now + 1), 10 * ONE);
}

#[test]
fn a_multiplier_gives_shares_and_no_louder_voice() {
    let mut bench = Bench::new();
    bench.stakes = staking::client::Stakes::new(bench.stakes.policy, bench.stakes.mint, 1);
    let terms = staking::PoolTerms::tiered(1_000, 1_000, &[(0, 10_000), (500, 100_000)]);
    let open = bench.stakes.open(key("creator"), bench.economy.gate.council, terms);
    signed(&mut bench.world, open, &["creator"]).unwrap();
    bench.stakes = bench.stakes.in_tier(1);
    bench.stake_active("alice", 10 * ONE);
    assert_eq!((card(&bench, "alice").weight_before(i64::MAX), bench.pool().shares), (10 * ONE, 100 * ONE));
}

#[test]
fn stake_that_was_added_after_a_proposal_does_not_speak_about_it() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    bench.world.pass_secs(50);
    let proposed = bench.world.now().unix;
    bench.stake_active("alice", 500 * ONE);
    assert_eq!(card(&bench, "alice").weight_before(proposed), 10 * ONE);
    bench.world.pass_secs(1);
    assert_eq!(card(&bench, "alice").weight_before(bench.world.now().unix), 510 * ONE);
}

#[test]
fn stake_that_was_asked_back_is_silent_at_once() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    let later = bench.world.now().unix + 1;
    bench.request("alice", 4 * ONE).unwrap();
    assert_eq!(card(&bench, "alice").weight_before(later), 6 * ONE);
    bench.world.pass_secs(UNBOND);
    bench.withdraw("alice").unwrap();
    // Bringing it back makes it new again.
    bench.stake_active("alice", 4 * ONE);
    assert_eq!(card(&bench, "alice").weight_before(later), 6 * ONE);
}

#[test]
fn an_owner_names_a_delegate_and_takes_the_voice_back() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    assert_eq!(card(&bench, "alice").speaker(), &key("alice").to_bytes());
    let landed = bench.delegate("alice", key("bob")).unwrap();
    let [Event::Delegated(told)] = events(&landed)[..] else { panic!("one event") };
    assert_eq!((told.pool, told.owner), (bench.stakes.pool, key("alice")));
    assert_eq!((told.old, told.new), (Default::default(), key("bob")));
    assert_eq!(card(&bench, "alice").speaker(), &key("bob").to_bytes());
    bench.delegate("alice", Default::default()).unwrap();
    assert_eq!(card(&bench, "alice").speaker(), &key("alice").to_bytes());
}

#[test]
fn a_delegation_survives_what_its_owner_does_and_ages_nothing() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    let later = bench.world.now().unix + 1;
    bench.delegate("alice", key("bob")).unwrap();
    bench.stake_net("alice", ONE);
    bench.request("alice", 3 * ONE).unwrap();
    assert_eq!(card(&bench, "alice").speaker(), &key("bob").to_bytes());
    assert_eq!(card(&bench, "alice").weight_before(later), 8 * ONE);
}

#[test]
fn a_delegate_can_do_nothing_with_the_position() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    bench.delegate("alice", key("bob")).unwrap();
    let (stakes, tokens) = (bench.stakes, bench.tokens("bob"));
    for mut instruction in [
        stakes.delegate(key("alice"), key("bob")),
        stakes.request_unstake(key("alice"), ONE),
        stakes.withdraw(key("alice"), tokens),
        stakes.claim(key("alice"), tokens),
        stakes.compound(key("alice")),
    ] {
        instruction.accounts[0].pubkey = key("bob");
        assert_refused(signed(&mut bench.world, instruction, &["bob"]), StakingError::NotOwner);
    }
    let mut unsigned = stakes.delegate(key("alice"), key("bob"));
    unsigned.accounts[0].is_signer = false;
    assert_refused_with(signed(&mut bench.world, unsigned, &[]), "MissingRequiredSignature");
}

#[test]
fn whoever_settles_somebody_cannot_change_what_they_say() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    bench.delegate("alice", key("bob")).unwrap();
    let before = card(&bench, "alice");
    for _ in 0..5 {
        bench.world.pass_secs(WINDOW / 3);
        bench.settle("alice").unwrap();
    }
    assert_eq!(card(&bench, "alice"), before);
}
