//! What the chain itself can do to a pool: clocks, epochs, compute limits, sysvars, other economies.

use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use staking::{Pool, Position, StakingError, client::Stakes, pda};

use super::bench::*;
use crate::world::{Economy, START, World, actor, assert_refused, assert_refused_with};

const SHARE: u64 = 1 << 20;

/// Alice and bob earn from a reward that begins to flow.
fn flowing() -> Bench {
    let mut bench = Bench::new();
    bench.stake_net("alice", 3 * SHARE);
    bench.stake_net("bob", SHARE);
    bench.world.pass_secs(WARM);
    bench.settle("bob").unwrap();
    bench.settle("alice").unwrap();
    bench.reward(4_000);
    bench.settle("alice").unwrap();
    bench
}

fn both(bench: &mut Bench) -> (u64, u64) {
    bench.settle("alice").unwrap();
    bench.settle("bob").unwrap();
    (bench.position("alice").owed, bench.position("bob").owed)
}

#[test]
fn a_clock_that_drifts_by_plus_25_or_minus_150_percent_pays_nothing_twice_and_loses_nothing() {
    // A chain whose clock runs a quarter too fast, one whose slots take two and a half times as long, one that sways.
    for steps in [&[125][..], &[40], &[125, 40, 0, 125, -150]] {
        let mut bench = flowing();
        let mut before = (0, 0);
        for secs in steps.iter().cycle().take(120) {
            bench.world.pass(*secs, 250);
            let now = both(&mut bench);
            assert!(now.0 >= before.0 && now.1 >= before.1, "a reward was taken back");
            let pool = bench.pool();
            assert_eq!(pool.owed + pool.stream.held(), 4_000);
            before = now;
        }
        bench.world.pass_secs(20 * WINDOW);
        assert_eq!(both(&mut bench), (3_000, 1_000), "{steps:?}");
    }
}

#[test]
fn slots_of_200_ms_and_of_a_second_give_the_same_rewards_as_those_of_400_ms() {
    let earned = |slots_per_5_secs: u64| {
        let mut bench = flowing();
        for _ in 0..9 {
            bench.world.pass(WINDOW / 5, WINDOW as u64 / 25 * slots_per_5_secs);
            both(&mut bench);
        }
        (bench.position("alice"), bench.position("bob"))
    };
    assert!(earned(25) == earned(12) && earned(25) == earned(5));
}

#[test]
fn a_fee_that_flips_at_an_epoch_boundary_is_credited_by_what_arrives() {
    let mut bench = Bench::new();
    bench.stake("alice", 100 * ONE).unwrap();
    set_next_fee(&mut bench, START.epoch + 1, 500);
    let now = bench.world.now();
    bench.world.set_now(economics::Now { epoch: START.epoch + 1, ..now });
    bench.stake("alice", 100 * ONE).unwrap();
    assert_eq!(bench.position("alice").warming, 99 * ONE + 95 * ONE);
    bench.request("alice", 194 * ONE).unwrap();
    bench.world.pass_secs(UNBOND);
    bench.withdraw("alice").unwrap();
    assert_eq!((bench.vault(), bench.pool().accounted), (0, 0), "the vault gives out what it took in");
}

#[test]
fn a_fee_of_everything_takes_a_deposit_back_and_traps_no_principal() {
    let mut bench = Bench::new();
    bench.stake_net("alice", 10 * ONE);
    set_next_fee(&mut bench, 0, 10_000);
    assert_refused(bench.stake("alice", 100 * ONE), StakingError::NothingCredited);
    bench.request("alice", 10 * ONE).unwrap();
    bench.world.pass_secs(UNBOND);
    bench.withdraw("alice").unwrap();
    assert_eq!(bench.vault(), 0);
}

/// Overwrites the mint's newer transfer fee, as its fee authority would set it.
fn set_next_fee(bench: &mut Bench, epoch: u64, bps: u16) {
    // Kind and length of the record, two authorities, withheld, the older fee of 18 bytes; then the newer one.
    let at = 166 + 4 + 64 + 8 + 18;
    bench.world.poke(&bench.stakes.mint, |data| {
        assert_eq!(data[166..168], [1, 0], "the first record is the transfer fee");
        data[at..at + 8].copy_from_slice(&epoch.to_le_bytes());
        data[at + 8..at + 16].copy_from_slice(&u64::MAX.to_le_bytes());
        data[at + 16..at + 18].copy_from_slice(&bps.to_le_bytes());
    });
}

#[test]
fn balances_are_never_a_stale_copy_from_before_a_transfer() {
    let mut bench = flowing();
    let (alice, stakes, tokens) = (actor("alice"), bench.stakes, bench.tokens("alice"));
    let gift = |amount| transfer(&stakes, key("alice"), tokens, stakes.vault, amount);
    let stake = |amount| stakes.stake(key("alice"), tokens, amount);
    let all = [gift(100), stake(200), gift(300), stake(400), gift(500)];
    bench.world.send(&all, &[&alice]).unwrap();
    let pool = bench.pool();
    assert_eq!(bench.position("alice").warming, 198 + 396);
    assert_eq!(pool.accounted + 495, bench.vault(), "only the last gift is not yet seen");
    assert_eq!(pool.stream.queued, 4_000 + 99 + 297);
}

#[test]
fn a_transaction_at_the_compute_limit_does_everything_or_nothing() {
    let mut bench = flowing();
    bench.world.pass_secs(2 * WINDOW);
    let (stakes, tokens) = (bench.stakes, bench.tokens("alice"));
    let whole = [
        stakes.claim(key("alice"), tokens),
        stakes.stake(key("alice"), tokens, 100),
        stakes.request_unstake(key("alice"), SHARE),
        stakes.delegate(key("alice"), key("bob")),
    ];
    let watched = [stakes.pool, stakes.position(&key("alice")), stakes.vault, tokens];
    let bytes = |bench: &Bench| watched.map(|at| bench.world.bytes(&at));
    let before = bytes(&bench);
    let mut limit = 300;
    while let Err(refused) = bench.world.send(&[&[budget(limit)][..], &whole].concat(), &[&actor("alice")]) {
        assert!(
            refused.error.contains("ComputationalBudgetExceeded") || refused.error.contains("ProgramFailedToComplete")
        );
        assert_eq!(bytes(&bench), before, "{limit} units");
        limit += 150;
    }
    assert!(limit > 3_000 && bytes(&bench) != before);
}

fn budget(units: u32) -> Instruction {
    let program_id = Address::from_str_const("ComputeBudget111111111111111111111111111111");
    Instruction { program_id, accounts: vec![], data: [&[2][..], &units.to_le_bytes()].concat() }
}

#[test]
fn no_instruction_takes_a_sysvar_account_so_a_fake_one_changes_nothing() {
    let mut bench = flowing();
    let clock = Address::from_str_const("SysvarC1ock11111111111111111111111111111111");
    let real = bench.world.svm.get_account(&clock).unwrap();
    let mut fake = real.clone();
    fake.data[32..40].copy_from_slice(&i64::MAX.to_le_bytes());
    bench.world.svm.set_account(key("fake clock"), fake).unwrap();
    let (stakes, tokens) = (bench.stakes, bench.tokens("alice"));
    for mut instruction in [
        stakes.stake(key("alice"), tokens, 100),
        stakes.request_unstake(key("alice"), SHARE),
        stakes.settle(key("alice")),
        stakes.delegate(key("alice"), key("bob")),
    ] {
        assert!(instruction.accounts.iter().all(|meta| meta.pubkey != clock));
        instruction.accounts.push(AccountMeta::new_readonly(key("fake clock"), false));
        let signers: &[&str] = if instruction.accounts.iter().any(|meta| meta.is_signer) { &["alice"] } else { &[] };
        signed(&mut bench.world, instruction, signers).unwrap();
    }
    assert_eq!(bench.position("alice").unlock_at, bench.world.now().unix + UNBOND);
}

#[test]
fn pools_of_two_economies_share_no_address_and_no_token() {
    let mut bench = flowing();
    let other = another_genesis().economy(&mut bench.world);
    let theirs = Stakes::new(other.gate.policy, bench.stakes.mint, 0);
    let create = theirs.create_pool(key("creator"), other.gate.council, 1_000, 1_000);
    signed(&mut bench.world, create, &["creator"]).unwrap();
    let ours = bench.stakes;
    assert!(
        theirs.pool != ours.pool
            && theirs.vault != ours.vault
            && theirs.position(&key("bob")) != ours.position(&key("bob"))
    );
    let stake = theirs.stake(key("bob"), bench.tokens("bob"), 100 * ONE);
    signed(&mut bench.world, stake, &["bob"]).unwrap();
    assert_eq!(bench.pool().totals.staked, 4 * SHARE);
    // Every mixture of the two is refused.
    let mixed = [
        Stakes { pool: theirs.pool, ..ours },
        Stakes { vault: theirs.vault, reward_vault: theirs.vault, ..ours },
        Stakes { policy: theirs.policy, ..ours },
    ];
    for stakes in mixed {
        let mut request = stakes.request_unstake(key("bob"), 1);
        request.accounts[2].pubkey = ours.position(&key("bob"));
        assert!(signed(&mut bench.world, request, &["bob"]).is_err());
        assert!(signed(&mut bench.world, stakes.stake(key("bob"), key("bob's tokens"), ONE), &["bob"]).is_err());
    }
}

#[test]
fn every_address_is_the_canonical_one_of_its_seeds() {
    let bench = flowing();
    let pool: Pool = bench.world.load(&bench.stakes.pool);
    let position: Position = bench.world.load(&bench.stakes.position(&key("alice")));
    assert_eq!((bench.stakes.pool, pool.bump), pda::pool(&pool.policy, &pool.stake_mint, 0));
    assert_eq!((pool.vault, pool.vault_bump), pda::vault(&bench.stakes.pool));
    assert_eq!(position.bump, pda::position(&bench.stakes.pool, &key("alice"), 0).1);
    assert_eq!(pool.reward_vault_bump, pda::reward_vault(&bench.stakes.pool).1);
}

#[test]
fn the_economys_authority_opens_pools_of_every_number_and_the_creator_the_first_eight() {
    let mut world = World::new();
    world.svm = world.svm.with_sigverify(false);
    let economy = Economy::standard(&mut world);
    let mut bench = Bench::with_mint(world, economy, "mint");
    let (policy, mint, council) = (bench.stakes.policy, bench.stakes.mint, bench.economy.gate.council);
    // Only the gate can make this address sign; here nobody checks signatures.
    let authority = governor::pda::authority(&council).0;
    for at in [authority, key("payer")] {
        bench.world.svm.airdrop(&at, 1_000_000_000_000).unwrap();
    }
    for (opener, index, allowed) in [
        (key("creator"), 0, true),
        (key("creator"), 7, true),
        (key("creator"), 8, false),
        (key("creator"), 255, false),
        (authority, 1, true),
        (authority, 8, true),
        (authority, 255, true),
        (key("member-1"), 2, false),
        (governor::pda::authority(&policy).0, 9, false),
    ] {
        bench.world.svm.airdrop(&opener, 1_000_000_000).unwrap();
        let open = Stakes::new(policy, mint, index).create_pool(opener, council, 10, 10);
        let outcome = bench.world.send_unsigned(&[open], &key("payer"));
        if allowed {
            outcome.unwrap_or_else(|refused| panic!("{opener} opens {index}: {refused:?}"));
        } else {
            assert_refused(outcome, StakingError::NotCreator);
        }
    }
}

#[test]
fn a_position_cannot_be_made_again_or_taken_over() {
    let mut bench = flowing();
    bench.request("bob", SHARE).unwrap();
    bench.world.pass_secs(2 * WINDOW);
    bench.withdraw("bob").unwrap();
    bench.claim("bob").ok();
    let before = bench.position("bob");
    bench.stake_net("bob", 5);
    let after = bench.position("bob");
    assert_eq!(
        (after.acc_paid, after.owed_fraction),
        (bench.pool().acc, before.owed_fraction),
        "the same position goes on"
    );
    let mut takeover = bench.stakes.stake(key("carol"), bench.tokens("carol"), ONE);
    takeover.accounts[2].pubkey = bench.stakes.position(&key("bob"));
    assert_refused_with(signed(&mut bench.world, takeover, &["carol"]), "InvalidSeeds");
}
