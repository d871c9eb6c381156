//! Accounts that are not what they should be.

use solana_instruction::{AccountMeta, Instruction};
use staking::{StakingError, client::Stakes};

use super::bench::*;
use crate::world::{Outcome, assert_refused, assert_refused_with};

const OWNER: usize = 0;
const POOL: usize = 1;
const POSITION: usize = 2;
const VAULT: usize = 3;
const MINT: usize = 4;
const POLICY: usize = 4;
const DESTINATION: usize = 5;
const TOKEN_PROGRAM: usize = 6;

/// Alice has 10 staked, of which 4 can be withdrawn, and a reward to claim; bob has 10 staked.
fn lived_in() -> Bench {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    bench.stake_active("bob", 10 * ONE);
    bench.reward(1_000);
    bench.request("alice", 4 * ONE).unwrap();
    bench.world.pass_secs(3 * WINDOW);
    bench
}

/// What alice can do with her own, each of which lands when nothing is tampered with.
fn hers(bench: &Bench) -> Vec<(&'static str, Instruction)> {
    let (stakes, tokens) = (bench.stakes, bench.tokens("alice"));
    vec![
        ("stake", stakes.stake(key("alice"), tokens, ONE)),
        ("withdraw", stakes.withdraw(key("alice"), tokens)),
        ("claim", stakes.claim(key("alice"), tokens)),
        ("request", stakes.request_unstake(key("alice"), ONE)),
    ]
}

fn sent(bench: &mut Bench, instruction: Instruction) -> Outcome {
    signed(&mut bench.world, instruction, &["alice"])
}

/// Changes one account of each of alice's instructions; every one has to be refused by `judge`.
fn tampered(place: usize, at: impl Fn(&mut Bench) -> solana_address::Address, judge: impl Fn(&str, Outcome)) {
    let mut bench = lived_in();
    let at = at(&mut bench);
    for (name, mut instruction) in hers(&bench) {
        instruction.accounts[place].pubkey = at;
        let outcome = sent(&mut bench, instruction);
        judge(name, outcome);
    }
    for (name, instruction) in hers(&bench) {
        sent(&mut bench, instruction).unwrap_or_else(|refused| panic!("{name} lands untampered: {refused:?}"));
    }
}

/// A second pool of the same mint, with its own vault; bob has a position there.
fn second_pool(bench: &mut Bench) -> Stakes {
    let first = bench.stakes;
    bench.stakes = Stakes::new(first.policy, first.mint, 1);
    bench.create_pool(10, 10).unwrap();
    bench.stake_net("bob", 20 * ONE);
    bench.stake_net("alice", ONE);
    std::mem::replace(&mut bench.stakes, first)
}

#[test]
fn a_pool_that_another_program_owns_is_refused() {
    let forge = |bench: &mut Bench| {
        let pool = bench.stakes.pool;
        copy_of(&mut bench.world, &pool, "forged pool", |_, owner| *owner = governor::ID)
    };
    tampered(POOL, forge, |_, outcome| assert_refused_with(outcome, "IllegalOwner"));
}

#[test]
fn an_account_of_another_type_is_no_pool() {
    tampered(
        POOL,
        |bench| bench.stakes.position(&key("bob")),
        |_, outcome| {
            assert!(outcome.is_err());
        },
    );
}

#[test]
fn a_copy_of_the_pool_elsewhere_cannot_sign_for_the_vault() {
    let forge = |bench: &mut Bench| {
        let pool = bench.stakes.pool;
        copy_of(&mut bench.world, &pool, "copied pool", |_, _| {})
    };
    tampered(POOL, forge, |name, outcome| match name {
        "stake" => assert_refused_with(outcome, "InvalidSeeds"),
        _ => assert_refused(outcome, StakingError::WrongPool),
    });
}

#[test]
fn another_pool_takes_nothing_from_this_one() {
    tampered(
        POOL,
        |bench| second_pool(bench).pool,
        |name, outcome| match name {
            "stake" => assert_refused_with(outcome, "InvalidSeeds"),
            _ => assert_refused(outcome, StakingError::WrongPool),
        },
    );
}

#[test]
fn the_position_of_another_owner_is_refused() {
    tampered(
        POSITION,
        |bench| bench.stakes.position(&key("bob")),
        |name, outcome| match name {
            "stake" => assert_refused_with(outcome, "InvalidSeeds"),
            _ => assert_refused(outcome, StakingError::NotOwner),
        },
    );
}

#[test]
fn a_position_of_another_pool_is_refused() {
    tampered(
        POSITION,
        |bench| second_pool(bench).position(&key("alice")),
        |name, outcome| match name {
            "stake" => assert_refused_with(outcome, "InvalidSeeds"),
            _ => assert_refused(outcome, StakingError::WrongPool),
        },
    );
}

#[test]
fn a_position_that_another_program_owns_is_refused() {
    let forge = |bench: &mut Bench| {
        let position = bench.stakes.position(&key("alice"));
        copy_of(&mut bench.world, &position, "forged position", |_, owner| *owner = issuer::ID)
    };
    tampered(POSITION, forge, |_, outcome| assert_refused_with(outcome, "IllegalOwner"));
}

#[test]
fn a_vault_that_is_not_the_pools_is_refused() {
    tampered(VAULT, |bench| bench.tokens("bob"), |_, outcome| assert_refused(outcome, StakingError::WrongVault));
    tampered(VAULT, |bench| second_pool(bench).vault, |_, outcome| assert_refused(outcome, StakingError::WrongVault));
    let mut bench = lived_in();
    let mut settle = bench.stakes.settle(key("alice"));
    settle.accounts[2].pubkey = bench.tokens("bob");
    assert_refused(sent_by_nobody(&mut bench, settle), StakingError::WrongVault);
}

#[test]
fn settling_a_position_of_another_pool_is_refused() {
    let mut bench = lived_in();
    let other = second_pool(&mut bench);
    let mut settle = bench.stakes.settle(key("alice"));
    settle.accounts[1].pubkey = other.position(&key("alice"));
    assert_refused(sent_by_nobody(&mut bench, settle), StakingError::WrongPool);
}

#[test]
fn a_mint_that_is_not_the_pools_is_refused() {
    let mut bench = lived_in();
    let fake = bench.stakes.mint;
    let fake = copy_of(&mut bench.world, &fake, "other mint", |_, _| {});
    for (name, mut instruction) in hers(&bench).into_iter().filter(|(name, _)| *name != "request") {
        instruction.accounts[MINT].pubkey = fake;
        let refused = sent(&mut bench, instruction);
        assert!(refused.is_err(), "{name}");
        assert_refused(refused, StakingError::WrongMint);
    }
}

#[test]
fn a_policy_that_is_not_the_pools_is_refused() {
    let mut bench = lived_in();
    let other = another_genesis().economy(&mut bench.world).gate.policy;
    let mut request = bench.stakes.request_unstake(key("bob"), ONE);
    request.accounts[POLICY].pubkey = other;
    assert_refused(signed(&mut bench.world, request, &["bob"]), StakingError::WrongPolicy);
}

#[test]
fn a_program_in_the_place_of_the_token_program_is_never_called() {
    let mut bench = lived_in();
    for program in [staking::ID, governor::ID, TOKEN_CLASSIC, key("bob")] {
        for (_, mut instruction) in hers(&bench).into_iter().filter(|(name, _)| *name != "request") {
            instruction.accounts[TOKEN_PROGRAM].pubkey = program;
            assert_refused(sent(&mut bench, instruction), StakingError::WrongTokenProgram);
        }
    }
}

#[test]
fn a_program_in_the_place_of_the_system_program_is_never_called() {
    let mut bench = Bench::new();
    let mut stake = bench.stakes.stake(key("alice"), bench.tokens("alice"), ONE);
    stake.accounts[7].pubkey = governor::ID;
    assert_refused_with(sent(&mut bench, stake), "IncorrectProgramId");
}

#[test]
fn a_destination_of_another_mint_or_no_token_account_is_refused() {
    let mut bench = lived_in();
    for at in [bench.stakes.mint, bench.stakes.policy, key("alice")] {
        for mut instruction in [
            bench.stakes.withdraw(key("alice"), bench.tokens("alice")),
            bench.stakes.claim(key("alice"), bench.tokens("alice")),
        ] {
            instruction.accounts[DESTINATION].pubkey = at;
            assert!(sent(&mut bench, instruction).is_err());
        }
    }
    assert_eq!(bench.position("alice").cooling, 4 * ONE);
}

#[test]
fn one_account_in_two_writable_places_is_refused() {
    let mut bench = lived_in();
    for (_, mut instruction) in hers(&bench) {
        instruction.accounts[POSITION].pubkey = bench.stakes.pool;
        assert_refused_with(sent(&mut bench, instruction), "Custom(2040)");
    }
}

#[test]
fn an_account_one_byte_short_is_refused_and_one_byte_long_changes_nothing() {
    for (place, by) in [(POOL, -1), (POSITION, -1), (POOL, 1), (POSITION, 1)] {
        let mut bench = lived_in();
        let at = if place == POOL { bench.stakes.pool } else { bench.stakes.position(&key("alice")) };
        let mut account = bench.world.svm.get_account(&at).unwrap();
        let len = account.data.len();
        account.data.resize(len.checked_add_signed(by).unwrap(), 0);
        account.lamports += 1_000_000;
        bench.world.svm.set_account(at, account).unwrap();
        for (name, instruction) in hers(&bench) {
            let outcome = sent(&mut bench, instruction);
            let strict = name == "stake" && place == POSITION;
            assert_eq!(outcome.is_ok(), by > 0 && !strict, "{name}: {outcome:?}");
        }
    }
}

#[test]
fn an_account_that_must_be_writable_and_is_not_is_refused() {
    let mut bench = lived_in();
    for place in [POOL, POSITION] {
        for (_, mut instruction) in hers(&bench) {
            instruction.accounts[place].is_writable = false;
            assert_refused_with(sent(&mut bench, instruction), "Custom(2000)");
        }
    }
}

#[test]
fn a_missing_account_or_argument_is_refused() {
    let mut bench = lived_in();
    for (_, instruction) in hers(&bench) {
        let mut fewer = instruction.clone();
        fewer.accounts.pop();
        assert_refused_with(sent(&mut bench, fewer), "NotEnoughAccountKeys");
        let mut unknown = instruction.clone();
        unknown.data = vec![200];
        assert_refused_with(sent(&mut bench, unknown), "InvalidInstructionData");
    }
    let mut cut = bench.stakes.stake(key("alice"), bench.tokens("alice"), ONE);
    cut.data.pop();
    assert_refused_with(sent(&mut bench, cut), "InvalidInstructionData");
}

#[test]
fn bobs_name_without_his_signature_moves_nothing_of_his() {
    let mut bench = lived_in();
    for (_, mut instruction) in hers(&bench) {
        instruction.accounts[OWNER] = AccountMeta::new(key("bob"), false);
        instruction.accounts[POSITION].pubkey = bench.stakes.position(&key("bob"));
        assert_refused_with(sent_by_nobody(&mut bench, instruction), "MissingRequiredSignature");
    }
    assert_eq!(bench.position("bob").active, 10 * ONE);
}

fn sent_by_nobody(bench: &mut Bench, instruction: Instruction) -> Outcome {
    signed(&mut bench.world, instruction, &[])
}
