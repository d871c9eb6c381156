//! Emission to many gauges: it reaches all of them or is not minted; and metrics over many pools.

use economics::key::{GAUGE_CONTRIB, GAUGE_STAKING, GAUGE_TREASURY};
use issuer::IssuerError;
use issuer::events::Event;
use solana_instruction::{AccountMeta, Instruction};
use solana_signer::Signer;

use super::desk::*;
use super::line::*;
use crate::world::{Outcome, World, actor, assert_refused};

#[track_caller]
fn emitted(outcome: Outcome) -> issuer::Emitted {
    let all = events(&outcome.expect("emit never fails"));
    let found = all.iter().find_map(|event| if let Event::Emitted(emitted) = event { Some(*emitted) } else { None });
    found.expect("emitted")
}

#[test]
fn emission_reaches_eight_gauges_by_their_weights() {
    let mut bench = Bench::full();
    bench.wait(DAY);
    let event = emitted(bench.emit());
    let part = event.minted * 1_250 / 10_000;
    assert_eq!((event.staking, event.contributors, event.further, event.unassigned), (part, part, [part; 5], 0));
    assert_eq!(event.treasury, event.minted - 7 * part, "the treasury takes what rounding leaves");
    let line: Vec<_> = bench.desk.line.vaults().collect();
    let held: Vec<_> = line.iter().map(|vault| bench.amount(*vault)).collect();
    assert_eq!(held.iter().sum::<u64>(), event.minted);
    assert_eq!(bench.issuer().ledger.gauge_minted.to_vec(), held);
    bench.assert_books_close();
}

#[test]
fn emission_to_eight_gauges_stays_below_40_000_compute_units() {
    let mut bench = Bench::full();
    bench.wait(DAY);
    let units = bench.emit().expect("emit never fails").units;
    assert!(units <= 40_000, "{units} compute units");
}

#[test]
fn weights_without_a_gauge_are_not_minted_and_every_unit_is_accounted_for() {
    let mut bench = Bench::with_weights();
    bench.publish(GAUGE_STAKING, 3_000);
    bench.publish(FIRST_WEIGHT, 3_000);
    bench.wait(DAY);
    let event = emitted(bench.emit());
    assert_eq!(event.unassigned, event.accrued * 3_000 / 10_000);
    assert_eq!(event.minted + event.unassigned + event.pending, event.accrued);
    let ledger = bench.issuer().ledger;
    assert_eq!((ledger.unassigned, ledger.ever_minted), (event.unassigned, GENESIS + event.minted));
    assert_eq!(emitted(bench.emit()).minted, 0, "and never comes back");
    bench.assert_books_close();
}

#[test]
fn the_accounts_of_emit_and_roll_are_the_registered_ones_each_in_its_place() {
    let mut bench = Bench::full();
    bench.wait(DAY);
    let changes: [fn(&mut Vec<AccountMeta>); 2] =
        [|metas| metas.truncate(metas.len() - 1), |metas| metas.push(metas[6].clone())];
    for change in changes {
        for mut instruction in [bench.desk.emit(), bench.desk.roll()] {
            change(&mut instruction.accounts);
            assert_refused(bench.world.send_one(instruction, &[]), IssuerError::GaugeAccounts);
        }
    }
    let swapped = |mut instruction: Instruction, a, b| {
        instruction.accounts.swap(a, b);
        instruction
    };
    let (emit, roll) = (swapped(bench.desk.emit(), 8, 9), swapped(bench.desk.roll(), 5, 6));
    assert_refused(bench.world.send_one(emit, &[]), IssuerError::WrongVault);
    assert_refused(bench.world.send_one(roll, &[]), IssuerError::WrongPool);
}

#[test]
fn a_vault_that_was_closed_gets_nothing_and_stops_nobody_else() {
    let mut bench = Bench::full();
    let vault = bench.gauges()[4].vault;
    let close = token_2022(
        vec![
            AccountMeta::new(vault, false),
            AccountMeta::new(bench.creator.pubkey(), false),
            AccountMeta::new_readonly(bench.desk.economy, true),
        ],
        vec![9],
    );
    bench.as_economy(close).expect("an empty vault can be closed by its owner");
    bench.wait(DAY);
    let event = emitted(bench.emit());
    assert_eq!(event.unassigned, event.accrued * 1_250 / 10_000);
    assert_eq!((event.further[1], event.further[0]), (0, event.staking));
}

#[test]
fn a_treasury_that_was_closed_stops_nobody_elses_emission() {
    let mut bench = Bench::full();
    let accounts = vec![
        AccountMeta::new(bench.desk.treasury_vault, false),
        AccountMeta::new(bench.creator.pubkey(), false),
        AccountMeta::new_readonly(bench.desk.economy, true),
    ];
    bench.as_economy(token_2022(accounts, vec![9])).expect("an empty vault can be closed by its owner");
    bench.wait(DAY);
    let event = emitted(bench.emit());
    assert_eq!((event.treasury, event.minted), (0, 7 * event.staking));
    assert_eq!(event.unassigned, event.accrued - event.minted, "with what rounding leaves");
    assert_ne!(event.accrued % 8, 0, "rounding leaves something");
}

#[test]
fn a_vault_that_somebody_made_again_at_the_same_address_gets_nothing() {
    let mut bench = Bench::full();
    let vault = bench.gauges()[4].vault;
    let thief = actor("thief").pubkey();
    bench.world.poke(&vault, |data| data[32..64].copy_from_slice(thief.as_ref()));
    bench.wait(DAY);
    let event = emitted(bench.emit());
    assert_eq!((event.further[1], bench.amount(vault)), (0, 0));
    assert!(event.unassigned > 0);
}

#[test]
fn a_policy_whose_weights_changed_places_stops_emission() {
    let mut bench = Bench::full();
    let at = 8 + std::mem::offset_of!(governor::Policy, params) + FIRST_WEIGHT * size_of::<governor::Param>();
    let policy = bench.desk.policy;
    bench.world.poke(&policy, |data| data[at] ^= 1);
    assert_refused(bench.emit(), IssuerError::ParamMissing);
}

#[test]
fn new_weights_move_emission_between_gauges_and_lose_no_unit() {
    let mut bench = Bench::full();
    for (place, value) in [(GAUGE_STAKING, 0), (GAUGE_CONTRIB, 0), (GAUGE_TREASURY, 0), (10, 0), (12, 0), (13, 0)] {
        bench.publish(place, value);
    }
    bench.publish(FIRST_WEIGHT, 7_500);
    bench.publish(11, 2_500);
    bench.wait(DAY);
    let event = emitted(bench.emit());
    let (first, liquidity) = (event.accrued * 3 / 4, event.accrued / 4);
    assert_eq!((event.staking, event.contributors, event.treasury), (0, 0, 0));
    assert_eq!(event.further, [first, 0, liquidity, 0, 0]);
    assert_eq!(event.unassigned, event.accrued - first - liquidity, "only what rounding leaves");
    assert_eq!(bench.supply(), GENESIS + first + liquidity);
}

// ---- metrics

#[test]
fn a_period_counts_the_stake_of_all_pools_of_the_own_mint_and_of_no_other() {
    let mut bench = Bench::full();
    let pools = [1, 2].map(|index| staking::client::Stakes::new(bench.desk.policy, bench.desk.mint, index));
    bench.stake(400_000_000);
    for pool in pools {
        let stake = pool.stake(bench.creator.pubkey(), bench.genesis_account, 100_000_000);
        bench.world.send_one(stake, &[&bench.creator]).expect("the creator has enough");
    }
    stake_liquidity(&mut bench.world, &bench.creator, 7_000_000, bench.desk.policy, bench.desk.mint);
    bench.wait(DAY);
    bench.roll().expect("the period is over");
    let row = bench.metrics().ring.periods[0];
    assert_eq!((row.staked, row.stakers), (396_000_000 + 2 * 99_000_000, 3));
}

/// Stakes liquidity shares, which are no stake of the issuer's mint.
fn stake_liquidity(
    world: &mut World,
    creator: &solana_keypair::Keypair,
    amount: u64,
    policy: solana_address::Address,
    mint: solana_address::Address,
) {
    use staking::client::{Coin, Stakes};
    let shares = actor("liquidity shares").pubkey();
    let stakes = Stakes::earning(policy, Coin::token_2022(shares), Coin::token_2022(mint), 0);
    let account = actor("account of liquidity shares");
    let lamports = world.svm.minimum_balance_for_rent_exemption(165);
    let program = issuer::client::TOKEN_2022;
    let create = solana_system_interface::instruction::create_account(
        &creator.pubkey(),
        &account.pubkey(),
        lamports,
        165,
        &program,
    );
    let open = token_2022(
        vec![AccountMeta::new(account.pubkey(), false), AccountMeta::new_readonly(shares, false)],
        [&[18][..], creator.pubkey().as_ref()].concat(),
    );
    let mint_to = token_2022(
        vec![
            AccountMeta::new(shares, false),
            AccountMeta::new(account.pubkey(), false),
            AccountMeta::new_readonly(creator.pubkey(), true),
        ],
        [&[7][..], &amount.to_le_bytes()].concat(),
    );
    let stake = stakes.stake(creator.pubkey(), account.pubkey(), amount);
    world.send(&[create, open, mint_to, stake], &[creator, &account]).expect("liquidity can be staked");
}
