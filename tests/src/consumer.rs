//! A protocol that is not ours, under the gate: it reads the policy of its own economy and believes no other.

use {
    crate::world::{Economy, Genesis, Outcome, ParamSeed, World, actor, assert_refused, assert_refused_with, spec},
    anchor_lang::{InstructionData, ToAccountMetas, find_program_address, prelude::Address},
    economics::{key::STANDARD, time::YEAR},
    example_consumer::{BORROW_RATE, ID, MARKET_SEED, Market, MarketError, ONE, accounts, instruction},
    governor::client::SYSTEM,
    solana_instruction::Instruction,
    solana_signer::Signer,
};

/// Place of the borrow rate in the policies of this file.
const RATE: u8 = 9;
/// 5 % a year, in ppm.
const FIVE_PER_CENT: i64 = 50_000;

/// The standard genesis with one parameter more, as `docs/integrate.md` shows it.
fn genesis(name: &str) -> Genesis {
    let mut genesis = Genesis::named(name);
    genesis.params.push(ParamSeed { key: BORROW_RATE, value: FIVE_PER_CENT, spec: spec(0, 200_000, 5_000, 0) });
    genesis
}

fn with_market() -> (World, Economy) {
    let mut world = World::new();
    let economy = genesis("lender").economy(&mut world);
    world.pass_secs(60);
    open(&mut world, &economy.gate.policy).expect("the policy has a borrow rate");
    (world, economy)
}

fn market(policy: &Address) -> Address {
    find_program_address(&[MARKET_SEED, policy.as_ref()], &ID).0
}

fn open(world: &mut World, policy: &Address) -> Outcome {
    let payer = actor("payer").pubkey();
    let accounts = accounts::OpenMarket { payer, policy: *policy, market: market(policy), system_program: SYSTEM };
    let data = instruction::OpenMarket {}.data();
    world.send_one(Instruction { program_id: ID, accounts: accounts.to_account_metas(None), data }, &[])
}

fn accrue(world: &mut World, market: &Address, policy: &Address) -> Outcome {
    let accounts = accounts::Accrue { market: *market, policy: *policy }.to_account_metas(None);
    world.send_one(Instruction { program_id: ID, accounts, data: instruction::Accrue {}.data() }, &[])
}

/// The market's debt index after an accrual now.
fn index(world: &mut World, economy: &Economy) -> u64 {
    let market = market(&economy.gate.policy);
    accrue(world, &market, &economy.gate.policy).expect("anyone may accrue");
    world.load::<Market>(&market).debt_index
}

#[test]
fn a_year_of_interest_is_that_of_the_governed_rate() {
    let (mut world, economy) = with_market();
    world.pass_secs(YEAR);
    assert_eq!(index(&mut world, &economy), ONE + ONE / 20);
}

#[test]
fn each_rate_counts_for_as_long_as_it_held() {
    let (mut world, economy) = with_market();
    let opened = world.now().unix;
    world.pass_secs(YEAR / 2);
    economy.change(&mut world, 1, &[(RATE, 5_000)]);
    let changed = world.now().unix;
    world.pass_secs(YEAR / 2);
    let ppm_secs = (changed - opened) * FIVE_PER_CENT + (world.now().unix - changed) * 55_000;
    let year_ppm = YEAR as u64 * 1_000_000;
    let interest = (u128::from(ONE) * u128::from(ppm_secs as u64)).div_ceil(u128::from(year_ppm)) as u64;
    assert_eq!(index(&mut world, &economy), ONE + interest);
}

#[test]
fn accruing_every_second_never_makes_a_debt_cheaper() {
    let (mut world, economy) = with_market();
    for _ in 0..50 {
        world.pass_secs(1);
        index(&mut world, &economy);
    }
    let at_once = ONE + (u128::from(ONE) * 50 * 50_000).div_ceil(31_536_000_000_000) as u64;
    let often = index(&mut world, &economy);
    assert!((at_once..at_once + 51).contains(&often), "{often} instead of {at_once}");
}

#[test]
fn a_clock_that_goes_back_charges_nothing_twice() {
    let (mut world, economy) = with_market();
    world.pass_secs(1_000);
    let before = index(&mut world, &economy);
    world.pass(-500, 0);
    assert_eq!(index(&mut world, &economy), before);
    world.pass(500, 0);
    assert_eq!(index(&mut world, &economy), before);
}

#[test]
fn the_policy_of_another_economy_is_refused() {
    let (mut world, economy) = with_market();
    let other = genesis("other").economy(&mut world);
    let outcome = accrue(&mut world, &market(&economy.gate.policy), &other.gate.policy);
    assert_refused(outcome, MarketError::ForeignPolicy);
}

#[test]
fn a_forged_policy_that_another_program_owns_is_refused() {
    let (mut world, economy) = with_market();
    let mut forged = world.svm.get_account(&economy.gate.policy).unwrap();
    forged.owner = ID;
    let address = actor("forged").pubkey();
    world.svm.set_account(address, forged.clone()).unwrap();
    assert_refused_with(open(&mut world, &address), "IllegalOwner");
    // Even at the right address: what governor does not own is not a policy.
    world.svm.set_account(economy.gate.policy, forged).unwrap();
    let outcome = accrue(&mut world, &market(&economy.gate.policy), &economy.gate.policy);
    assert_refused_with(outcome, "IllegalOwner");
}

#[test]
fn another_account_of_the_gate_is_not_a_policy() {
    let (mut world, economy) = with_market();
    assert!(open(&mut world, &economy.gate.council).is_err());
    // Of the right owner, size and address, but of another type.
    world.poke(&economy.gate.policy, |data| data[0] ^= 1);
    let outcome = accrue(&mut world, &market(&economy.gate.policy), &economy.gate.policy);
    assert_refused_with(outcome, "InvalidAccountData");
}

#[test]
fn a_policy_without_a_borrow_rate_opens_no_market() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    assert_eq!(economy.policy(&world).params_len as usize, STANDARD.len());
    assert_refused(open(&mut world, &economy.gate.policy), MarketError::NoBorrowRate);
}

#[test]
fn a_market_is_opened_once() {
    let (mut world, economy) = with_market();
    let before = world.bytes(&market(&economy.gate.policy));
    assert!(open(&mut world, &economy.gate.policy).is_err());
    assert_eq!(world.bytes(&market(&economy.gate.policy)), before);
}

#[test]
fn an_index_that_leaves_its_range_is_refused_and_nothing_changes() {
    let (mut world, economy) = with_market();
    let address = market(&economy.gate.policy);
    // Discriminator (8), policy (32), then the index.
    world.poke(&address, |data| data[40..48].copy_from_slice(&u64::MAX.to_le_bytes()));
    world.pass_secs(YEAR);
    let before = world.bytes(&address);
    assert_refused(accrue(&mut world, &address, &economy.gate.policy), MarketError::Overflow);
    assert_eq!(world.bytes(&address), before);
}

/// Compute units of `open_market` and `accrue`.
pub(crate) fn rows() -> Vec<(&'static str, u64)> {
    let mut world = World::new();
    let economy = genesis("lender").economy(&mut world);
    let policy = economy.gate.policy;
    let opened = open(&mut world, &policy).unwrap().units;
    world.pass_secs(1_000);
    vec![("open_market", opened), ("accrue", accrue(&mut world, &market(&policy), &policy).unwrap().units)]
}
