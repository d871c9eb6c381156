//! `create`: every promise and every refusal.

use economics::key::FEE_BPS;
use issuer::IssuerError;
use issuer::events::Event;
use issuer::state::{Breaker, CreateArgs, Schedule};
use solana_address::Address;
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
        (desk.contributors_vault, desk.distributor),
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
    let create = bench.desk.create(stranger.pubkey(), bench.genesis_account, args(), LABEL, &[]);
    assert_refused(bench.world.send_one(create, &[&stranger]), IssuerError::NotCreator);
}

#[test]
fn create_without_the_creators_signature_is_refused() {
    let mut bench = Bench::before_create();
    let mut create = bench.desk.create(bench.creator.pubkey(), bench.genesis_account, args(), LABEL, &[]);
    create.accounts[0].is_signer = false;
    assert_refused_with(bench.world.send_one(create, &[]), "MissingRequiredSignature");
}

#[test]
fn create_with_the_council_of_another_economy_is_refused() {
    let mut bench = Bench::before_create();
    let other = Genesis::named("other").economy(&mut bench.world);
    let mut create = bench.desk.create(bench.creator.pubkey(), bench.genesis_account, args(), LABEL, &[]);
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

// ---- pool, vaults, genesis account

/// Replaces one account of `create` by its place.
#[track_caller]
fn refuses_account(place: usize, account: impl FnOnce(&mut Bench) -> Address, error: IssuerError) {
    let mut bench = Bench::before_create();
    let account = account(&mut bench);
    let mut create = bench.desk.create(bench.creator.pubkey(), bench.genesis_account, args(), LABEL, &[]);
    create.accounts[place].pubkey = account;
    assert_refused(bench.world.send_one(create, &[&bench.creator]), error);
}

const POOL: usize = 14;
const VAULT: usize = 15;
const GENESIS_ACCOUNT: usize = 16;

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
    let pool_with = |at: usize| move |bench: &mut Bench| copy(bench, bench.desk.staking_pool, |data| data[at] ^= 1);
    // Discriminator, policy, what is staked, what is earned.
    for at in [0, 8, 40, 104] {
        refuses_account(POOL, pool_with(at), IssuerError::WrongPool);
    }
    refuses_account(
        POOL,
        |bench| copy(bench, bench.desk.staking_pool, |data| data.truncate(8 + 183)),
        IssuerError::WrongPool,
    );
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
    for place in [4, 5, 6, 7, 8, 9, 10, 11, 12, 13] {
        let mut bench = Bench::before_create();
        let mut create = bench.desk.create(bench.creator.pubkey(), bench.genesis_account, args(), LABEL, &[]);
        create.accounts[place].pubkey = actor("elsewhere").pubkey();
        assert_refused_with(bench.world.send_one(create, &[&bench.creator]), "InvalidSeeds");
    }
}
