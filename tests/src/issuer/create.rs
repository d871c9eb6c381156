//! `create`: every promise and every refusal.

use economics::key::FEE_BPS;
use issuer::client::TOKEN_2022;
use issuer::state::{Breaker, CreateArgs, Schedule};
use issuer::IssuerError;
use issuer::events::Event;
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use solana_signer::Signer;

use super::desk::*;
use crate::world::{Economy, Genesis, World, actor, assert_refused, assert_refused_with};

#[test]
fn create_mints_the_genesis_supply_and_opens_books_that_close() {
    let mut bench = Bench::before_create();
    let landed = bench.create(args()).expect("sound");
    assert_eq!(bench.amount(bench.genesis_account), GENESIS);
    assert_eq!(bench.supply(), GENESIS);
    bench.assert_books_close();
    let now = bench.world.now();
    let ledger = bench.issuer().ledger;
    assert_eq!((ledger.cap, ledger.ever_minted, ledger.base_supply, ledger.burned), (CAP, GENESIS, GENESIS, 0));
    assert_eq!((ledger.accrued_to, ledger.period_start, ledger.known_rate), (now.unix, now.unix, RATE));
    let [Event::IssuerCreated(created)] = events(&landed)[..] else { panic!("one event") };
    assert_eq!((created.issuer, created.mint), (bench.desk.issuer, bench.desk.mint));
    assert_eq!((created.cap, created.genesis_supply, created.fee_bps), (CAP, GENESIS, u64::from(FEE)));
    assert_eq!((created.breaker_bps, created.period_secs), (50, DAY.unsigned_abs()));
    assert_eq!(bench.metrics().issuer, bench.desk.issuer);
}

#[test]
fn create_opens_three_vaults_whose_owners_can_never_change() {
    let bench = Bench::new();
    let desk = bench.desk;
    let owners = [
        (desk.fee_vault, desk.withdraw_authority),
        (desk.contributors_vault, desk.economy),
        (desk.treasury_vault, desk.economy),
    ];
    for (vault, owner) in owners {
        let data = bench.world.bytes(&vault);
        assert_eq!(data[..32], *desk.mint.as_ref(), "the vault holds this mint");
        assert_eq!(data[32..64], *owner.as_ref());
        assert!(data[166..].windows(4).any(|record| record == [7, 0, 0, 0]), "immutable owner");
    }
}

#[test]
fn create_works_at_addresses_that_somebody_sent_lamports_to() {
    let mut bench = Bench::before_create();
    for address in [bench.desk.issuer, bench.desk.metrics, bench.desk.fee_vault, bench.desk.treasury_vault] {
        bench.world.svm.airdrop(&address, 1_000_000).unwrap();
    }
    bench.create(args()).expect("nobody can block a genesis with a gift");
}

#[test]
fn create_again_is_refused() {
    let mut bench = Bench::new();
    let before = bench.world.bytes(&bench.desk.issuer);
    assert_refused_with(bench.create(args()), "Custom(0)");
    assert_eq!(bench.world.bytes(&bench.desk.issuer), before);
}

#[test]
fn create_by_a_stranger_is_refused() {
    let mut bench = Bench::before_create();
    let stranger = bench.world.funded("stranger");
    let create = bench.desk.create(stranger.pubkey(), bench.genesis_account, args());
    assert_refused(bench.world.send_one(create, &[&stranger]), IssuerError::NotCreator);
}

#[test]
fn create_without_the_creators_signature_is_refused() {
    let mut bench = Bench::before_create();
    let mut create = bench.desk.create(bench.creator.pubkey(), bench.genesis_account, args());
    create.accounts[0].is_signer = false;
    assert_refused_with(bench.world.send_one(create, &[]), "MissingRequiredSignature");
}

#[test]
fn create_with_the_council_of_another_economy_is_refused() {
    let mut bench = Bench::before_create();
    let other = Genesis::named("other").economy(&mut bench.world);
    let mut create = bench.desk.create(bench.creator.pubkey(), bench.genesis_account, args());
    create.accounts[1].pubkey = other.gate.council;
    assert_refused(bench.world.send_one(create, &[&bench.creator]), IssuerError::WrongPolicy);
}

#[test]
fn create_before_the_genesis_is_sealed_is_refused() {
    let unsealed = |world: &mut World| {
        let genesis = Genesis::standard();
        genesis.begin(world).expect("begun");
        genesis.fill(world).expect("filled");
        Economy { gate: genesis.gate() }
    };
    let mut bench = Bench::before_mint(unsealed);
    bench.make_mint(FEE);
    bench.genesis_account = bench.open(&bench.creator.pubkey());
    assert_refused(bench.create(args()), IssuerError::NotSealed);
}

#[test]
fn create_under_a_policy_without_a_standard_parameter_is_refused() {
    for missing in 0..8 {
        let renamed = |world: &mut World| {
            let mut genesis = Genesis::standard();
            genesis.params[missing].key = economics::key("something_else");
            genesis.economy(world)
        };
        let mut bench = Bench::before_mint(renamed);
        bench.make_mint(FEE);
        bench.make_pool();
        bench.genesis_account = bench.open(&bench.creator.pubkey());
        assert_refused(bench.create(args()), IssuerError::ParamMissing);
    }
}

#[test]
fn create_with_a_fee_outside_0_to_100_percent_in_the_policy_is_refused() {
    for fee in [-1, 10_001, i64::MAX] {
        let mut bench = Bench::before_create();
        bench.publish(FEE_BPS, fee);
        assert_refused(bench.create(args()), IssuerError::FeeOutOfRange);
    }
}

#[test]
fn create_with_numbers_above_the_constants_is_refused() {
    let sound = args();
    let schedule = |initial_ppm, floor_ppm, disinflation_bps| CreateArgs {
        schedule: Schedule { initial_ppm, floor_ppm, disinflation_bps, start: 0 },
        ..sound
    };
    let breaker = |period_secs, max_bps| CreateArgs { breaker: Breaker { period_secs, max_bps }, ..sound };
    let supply = |genesis_supply, cap| CreateArgs { genesis_supply, cap, ..sound };
    let day = DAY.unsigned_abs();
    let cases = [
        (schedule(2_000_001, 0, 0), IssuerError::ScheduleTooHigh),
        (schedule(10, 11, 0), IssuerError::ScheduleTooHigh),
        (schedule(10, 10, 10_001), IssuerError::ScheduleTooHigh),
        (schedule(u64::MAX, u64::MAX, u64::MAX), IssuerError::ScheduleTooHigh),
        (breaker(day, 0), IssuerError::BreakerOutOfRange),
        (breaker(day, 51), IssuerError::BreakerOutOfRange),
        (breaker(day, u64::MAX), IssuerError::BreakerOutOfRange),
        (breaker(0, 50), IssuerError::PeriodOutOfRange),
        (breaker(31 * day + 1, 50), IssuerError::PeriodOutOfRange),
        (breaker(u64::MAX, 50), IssuerError::PeriodOutOfRange),
        (supply(0, CAP), IssuerError::GenesisSupply),
        (supply(CAP + 1, CAP), IssuerError::GenesisSupply),
    ];
    let mut bench = Bench::before_create();
    for (args, error) in cases {
        assert_refused(bench.create(args), error);
    }
    bench.create(supply(u64::MAX, u64::MAX)).expect("the whole range of a token is allowed");
}

// ---- the mint

/// A mint made by changed steps of the recipe, and what `create` says to it.
#[track_caller]
fn refuses_mint(change: impl FnOnce(&Bench, &mut Vec<Instruction>), error: IssuerError) {
    let mut bench = Bench::before_mint(Economy::standard);
    let mut steps = bench.mint_steps(FEE);
    change(&bench, &mut steps);
    bench.run_mint_steps(&steps).expect("Token-2022 allows this mint");
    assert_refused(bench.create(args()), error);
}

/// Steps of the recipe.
const ACCOUNT: usize = 0;
const FEE_CONFIG: usize = 1;
const POINTER: usize = 2;
const MINT: usize = 3;
const HAND_OVER: usize = 6;

fn set_space(steps: &mut [Instruction], space: u64) {
    steps[ACCOUNT].data[12..20].copy_from_slice(&space.to_le_bytes());
}

#[test]
fn create_with_other_decimals_is_refused() {
    for decimals in [0, 5, 7, 9] {
        refuses_mint(|_, steps| steps[MINT].data[1] = decimals, IssuerError::WrongDecimals);
    }
}

#[test]
fn create_with_a_freeze_authority_is_refused() {
    let freeze = |bench: &Bench, steps: &mut Vec<Instruction>| {
        steps[MINT].data.pop();
        steps[MINT].data.push(1);
        steps[MINT].data.extend(bench.creator.pubkey().as_ref());
    };
    refuses_mint(freeze, IssuerError::FreezeAuthority);
}

#[test]
fn create_with_an_extension_that_goes_around_the_gate_is_refused() {
    let key = [9u8; 32];
    let extensions: [(&str, Vec<u8>, u64); 5] = [
        ("close authority", [&[25, 1][..], &key].concat(), 4 + 32),
        ("non transferable", vec![32], 4),
        ("permanent delegate", [&[35][..], &key].concat(), 4 + 32),
        ("transfer hook", [&[36, 0][..], &key, &key].concat(), 4 + 64),
        ("pausable", [&[44, 0][..], &key].concat(), 4 + 33),
    ];
    for (name, data, more) in extensions {
        println!("{name}");
        let add = |bench: &Bench, steps: &mut Vec<Instruction>| {
            set_space(steps, 346 + more);
            let accounts = vec![AccountMeta::new(bench.desk.mint, false)];
            steps.insert(MINT, token_2022(accounts, data));
        };
        refuses_mint(add, IssuerError::ExtensionNotAllowed);
    }
}

#[test]
fn create_without_a_transfer_fee_is_refused() {
    let without = |_: &Bench, steps: &mut Vec<Instruction>| {
        steps.remove(FEE_CONFIG);
        set_space(steps, 346 - 112);
    };
    refuses_mint(without, IssuerError::FeeMissing);
}

#[test]
fn create_with_a_mint_without_extensions_is_refused() {
    let plain = |_: &Bench, steps: &mut Vec<Instruction>| {
        set_space(steps, 82);
        steps.drain(POINTER + 2..HAND_OVER);
        steps.remove(POINTER);
        steps.remove(FEE_CONFIG);
    };
    refuses_mint(plain, IssuerError::NotAMint);
}

#[test]
fn create_with_an_account_that_is_no_mint_of_token_2022_is_refused() {
    let mut bench = Bench::before_create();
    let mint = bench.desk.mint;
    let mut account = bench.world.svm.get_account(&mint).unwrap();
    account.owner = issuer::ID;
    bench.world.svm.set_account(mint, account.clone()).unwrap();
    assert_refused(bench.create(args()), IssuerError::NotAMint);
    account.owner = TOKEN_2022;
    account.data[45] = 0;
    bench.world.svm.set_account(mint, account).unwrap();
    assert_refused(bench.create(args()), IssuerError::NotAMint);
}

#[test]
fn create_with_somebody_elses_authority_is_refused() {
    refuses_mint(|_, steps| drop(steps.pop()), IssuerError::WrongMintAuthority);
    refuses_mint(|_, steps| steps[FEE_CONFIG].data[3] ^= 1, IssuerError::WrongFeeAuthority);
    refuses_mint(|_, steps| steps[FEE_CONFIG].data[36] ^= 1, IssuerError::WrongWithdrawAuthority);
}

#[test]
fn create_with_no_authority_at_all_is_refused() {
    let nobody = |_: &Bench, steps: &mut Vec<Instruction>| {
        steps[HAND_OVER].data.truncate(2);
        steps[HAND_OVER].data.push(0);
    };
    refuses_mint(nobody, IssuerError::WrongMintAuthority);
}

#[test]
fn create_with_a_fee_that_is_not_the_policys_is_refused() {
    let other = |fee: u16| {
        move |_: &Bench, steps: &mut Vec<Instruction>| steps[FEE_CONFIG].data[68..70].copy_from_slice(&fee.to_le_bytes())
    };
    for fee in [0, FEE - 1, FEE + 1, 10_000] {
        refuses_mint(other(fee), IssuerError::FeeNotPolicy);
    }
}

#[test]
fn create_while_another_fee_still_acts_is_refused() {
    let two_fees = |bench: &Bench, steps: &mut Vec<Instruction>| {
        let (mint, creator) = (bench.desk.mint, bench.creator.pubkey());
        steps[FEE_CONFIG].data[3..35].copy_from_slice(creator.as_ref());
        steps[FEE_CONFIG].data[68..70].copy_from_slice(&10_000u16.to_le_bytes());
        let accounts = || vec![AccountMeta::new(mint, false), AccountMeta::new_readonly(creator, true)];
        let set = [&[26, 5][..], &FEE.to_le_bytes(), &u64::MAX.to_le_bytes()].concat();
        steps.push(token_2022(accounts(), set));
        let hand_over = [&[6, 4, 1][..], bench.desk.fee_authority.as_ref()].concat();
        steps.push(token_2022(accounts(), hand_over));
    };
    refuses_mint(two_fees, IssuerError::FeeNotPolicy);
}

#[test]
fn create_with_a_maximum_fee_is_refused_also_with_the_maximum_0_that_means_no_fee() {
    for maximum in [0u64, 1, u64::MAX - 1] {
        let capped = |_: &Bench, steps: &mut Vec<Instruction>| {
            steps[FEE_CONFIG].data[70..78].copy_from_slice(&maximum.to_le_bytes());
        };
        refuses_mint(capped, IssuerError::FeeMaximum);
    }
}

#[test]
fn create_with_a_mint_that_was_already_minted_from_is_refused() {
    let mut bench = Bench::before_mint(Economy::standard);
    let steps = bench.mint_steps(FEE);
    bench.run_mint_steps(&steps[..HAND_OVER]).expect("not handed over yet");
    bench.genesis_account = bench.open(&bench.creator.pubkey());
    let accounts = vec![
        AccountMeta::new(bench.desk.mint, false),
        AccountMeta::new(bench.genesis_account, false),
        AccountMeta::new_readonly(bench.creator.pubkey(), true),
    ];
    let mint_one = token_2022(accounts, [&[7][..], &1u64.to_le_bytes()].concat());
    bench.world.send(&[mint_one, steps[HAND_OVER].clone()], &[&bench.creator]).expect("one unit");
    assert_refused(bench.create(args()), IssuerError::SupplyNotZero);
}

#[test]
fn nobody_can_change_the_finished_mint() {
    let mut bench = Bench::new();
    let (mint, creator) = (bench.desk.mint, bench.creator.pubkey());
    let accounts = || vec![AccountMeta::new(mint, false), AccountMeta::new_readonly(creator, true)];
    for authority in 0..=17 {
        let seize = token_2022(accounts(), [&[6, authority, 1][..], creator.as_ref()].concat());
        bench.world.send_one(seize, &[&bench.creator]).expect_err("the creator has no authority left");
    }
    let set_fee = token_2022(accounts(), [&[26, 5][..], &[0; 2], &u64::MAX.to_le_bytes()].concat());
    bench.world.send_one(set_fee, &[&bench.creator]).expect_err("only the issuer sets the fee");
}

// ---- pool, vaults, genesis account

/// Replaces one account of `create` by its place.
#[track_caller]
fn refuses_account(place: usize, account: impl FnOnce(&mut Bench) -> Address, error: IssuerError) {
    let mut bench = Bench::before_create();
    let account = account(&mut bench);
    let mut create = bench.desk.create(bench.creator.pubkey(), bench.genesis_account, args());
    create.accounts[place].pubkey = account;
    assert_refused(bench.world.send_one(create, &[&bench.creator]), error);
}

const POOL: usize = 13;
const VAULT: usize = 14;
const GENESIS_ACCOUNT: usize = 15;

/// Copies an account to a new address.
fn copy(bench: &mut Bench, from: Address, change: impl FnOnce(&mut Vec<u8>)) -> Address {
    let to = actor("copy").pubkey();
    let mut account = bench.world.svm.get_account(&from).unwrap();
    change(&mut account.data);
    bench.world.svm.set_account(to, account).unwrap();
    to
}

#[test]
fn create_with_a_pool_of_another_mint_policy_or_program_is_refused() {
    refuses_account(POOL, |_| actor("nothing").pubkey(), IssuerError::WrongPool);
    refuses_account(POOL, |bench| bench.desk.policy, IssuerError::WrongPool);
    refuses_account(POOL, |bench| bench.desk.staking_vault, IssuerError::WrongPool);
    let pool_with = |at: usize| {
        move |bench: &mut Bench| copy(bench, bench.desk.staking_pool, |data| data[at] ^= 1)
    };
    for at in [0, 136, 168] {
        refuses_account(POOL, pool_with(at), IssuerError::WrongPool);
    }
    refuses_account(POOL, |bench| copy(bench, bench.desk.staking_pool, |data| data.truncate(231)), IssuerError::WrongPool);
    let stolen = |bench: &mut Bench| {
        let pool = copy(bench, bench.desk.staking_pool, |_| ());
        let mut account = bench.world.svm.get_account(&pool).unwrap();
        account.owner = SYSTEM;
        bench.world.svm.set_account(pool, account).unwrap();
        pool
    };
    refuses_account(POOL, stolen, IssuerError::WrongPool);
}

#[test]
fn create_with_a_vault_that_is_not_the_pools_is_refused() {
    refuses_account(VAULT, |bench| bench.open(&bench.desk.staking_pool.clone()), IssuerError::WrongVault);
    refuses_account(VAULT, |bench| copy(bench, bench.desk.staking_vault, |_| ()), IssuerError::WrongVault);
}

#[test]
fn create_with_a_genesis_account_of_another_mint_is_refused() {
    refuses_account(GENESIS_ACCOUNT, |_| actor("nobody").pubkey(), IssuerError::WrongTokenAccount);
    let foreign = |bench: &mut Bench| copy(bench, bench.genesis_account, |data| data[0] ^= 1);
    refuses_account(GENESIS_ACCOUNT, foreign, IssuerError::WrongTokenAccount);
}

#[test]
fn create_with_addresses_that_are_not_the_issuers_is_refused() {
    for place in [4, 5, 6, 7, 8, 9, 10, 11, 12] {
        let mut bench = Bench::before_create();
        let mut create = bench.desk.create(bench.creator.pubkey(), bench.genesis_account, args());
        create.accounts[place].pubkey = actor("elsewhere").pubkey();
        assert_refused_with(bench.world.send_one(create, &[&bench.creator]), "InvalidSeeds");
    }
}
