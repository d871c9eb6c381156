//! What the chain itself may do to an issuer: clocks, epochs, limits, sizes, other economies.

use economics::Now;
use economics::fees::transfer_fee;
use economics::key::FEE_BPS;
use issuer::IssuerError;
use issuer::events::Event;
use issuer::state::CreateArgs;
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use solana_signer::Signer;

use super::desk::*;
use super::line::{WEIGHTS, of_vault};
use super::list::*;
use crate::world::{Genesis, Outcome, assert_refused, assert_refused_with};

#[track_caller]
fn collected(outcome: Outcome) -> issuer::Collected {
    let all = events(&outcome.expect("collect succeeds"));
    let found =
        all.iter().find_map(|event| if let Event::Collected(collected) = event { Some(*collected) } else { None });
    found.expect("collected")
}

// ---- time

#[test]
fn slots_of_200_ms_and_of_a_second_mint_as_much_as_those_of_400_ms() {
    let minted = [5, 1, 2].map(|slots_per_second| {
        let mut bench = Bench::new();
        for _ in 0..10 {
            bench.world.pass(10_000, 10_000 * slots_per_second);
            bench.emit().expect("emit never fails");
        }
        bench.supply()
    });
    assert!(minted[0] > GENESIS && minted.iter().all(|supply| *supply == minted[0]), "{minted:?}");
}

#[test]
fn a_clock_that_drifts_by_plus_25_or_minus_150_percent_mints_nothing_twice() {
    // What the chain's clock may be off: it runs fast, then waits or goes back until it is right.
    let mut drifting = Bench::new();
    let mut right = Bench::new();
    let start = right.world.now();
    for hour in 1..=24 {
        let ahead = start.unix + hour * 4_500;
        drifting.world.set_now(Now { unix: ahead, ..start });
        drifting.emit().expect("emit never fails");
        drifting.world.set_now(Now { unix: ahead - 5_400, ..start });
        drifting.emit().expect("emit never fails");
    }
    for bench in [&mut drifting, &mut right] {
        bench.world.set_now(Now { unix: start.unix + 2 * DAY, ..start });
        bench.emit().expect("emit never fails");
    }
    let [a, b] = [drifting.issuer().ledger, right.issuer().ledger];
    assert_eq!((a.ever_minted, a.pending, a.carry), (b.ever_minted, b.pending, b.carry));
}

#[test]
fn a_fee_that_flips_at_an_epoch_boundary_between_quote_and_landing_is_split_by_what_arrives() {
    let mut bench = Bench::new();
    bench.publish(FEE_BPS, 500);
    bench.sync_fee().expect("new");
    bench.next_epoch();
    let holder = bench.holder(100_000_000);
    // Quoted in the old epoch, landing in the new one: the issuer's own transfers pay the new fee.
    let quoted = bench.desk.collect(&[holder]);
    bench.next_epoch();
    let event = collected(bench.world.send_one(quoted, &[]));
    assert_eq!(event.fees, 1_000_000, "withheld under the old fee");
    let net = |amount| amount - transfer_fee(amount, 500, u64::MAX);
    assert_eq!((event.stakers_net, event.treasury_net), (net(event.stakers), net(event.treasury)));
    bench.assert_books_close();
}

// ---- limits of a transaction

/// Lets the transaction use at most this many compute units.
fn limited(units: u32) -> Instruction {
    let program_id = Address::from_str_const("ComputeBudget111111111111111111111111111111");
    Instruction { program_id, accounts: vec![], data: [&[2][..], &units.to_le_bytes()].concat() }
}

#[test]
fn a_transaction_at_the_compute_limit_does_everything_or_nothing() {
    let mut bench = Bench::new();
    let holders: Vec<_> = (0..10).map(|_| bench.holder(1_000_000)).collect();
    bench.wait(DAY);
    let (mut landed, mut stopped) = (0, 0);
    for units in (2_000..50_000).step_by(2_000) {
        let before = [bench.desk.issuer, bench.desk.mint, bench.desk.treasury_vault].map(|key| bench.world.bytes(&key));
        let work = [limited(units), bench.desk.emit(), bench.desk.collect(&holders)];
        let outcome = bench.world.send(&work, &[]);
        let after = [bench.desk.issuer, bench.desk.mint, bench.desk.treasury_vault].map(|key| bench.world.bytes(&key));
        match outcome {
            Ok(_) => landed += 1,
            Err(_) => {
                stopped += 1;
                assert!(before == after, "{units} units left something half done");
            }
        }
        bench.assert_books_close();
    }
    assert!(landed > 0 && stopped > 0, "{landed} landed, {stopped} stopped");
}

// ---- accounts

#[test]
fn an_account_one_byte_short_is_refused_and_one_byte_long_changes_nothing() {
    let mut bench = Bench::new();
    bench.wait(DAY);
    for address in [bench.desk.issuer, bench.desk.policy, bench.desk.metrics] {
        let whole = bench.world.svm.get_account(&address).unwrap();
        let mut short = whole.clone();
        short.data.pop();
        bench.world.svm.set_account(address, short).unwrap();
        assert_refused_with(bench.roll(), "AccountDataTooSmall");
        let mut long = whole;
        long.data.push(0xff);
        bench.world.svm.set_account(address, long).unwrap();
    }
    bench.emit().expect("the byte behind the account is nobody's");
    bench.roll().expect("nor here");
    assert_eq!(bench.supply(), GENESIS + 219_178_082);
    bench.assert_books_close();
}

#[test]
fn no_instruction_takes_a_sysvar_account_so_a_fake_one_changes_nothing() {
    let (bench, shares) = Bench::with_list(2);
    let (desk, person) = (bench.desk, person(0));
    let vault = of_vault(WEIGHTS[0], bench.genesis_account);
    let instructions = [
        desk.create(person, person, args(), LABEL, &[vault]),
        desk.emit(),
        desk.sync_fee(),
        desk.collect(&[person]),
        desk.roll(),
        desk.add_gauge(&vault),
        desk.set_root(&shares, 0, 1),
        desk.claim_share(person, person, 1, &shares, 0).unwrap(),
        desk.close_root(1),
    ];
    let sysvars =
        instructions.iter().flat_map(|it| &it.accounts).filter(|meta| meta.pubkey.to_string().starts_with("Sysvar"));
    assert_eq!(sysvars.count(), 0);
    assert_eq!(instructions.map(|it| it.data[0]), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn a_program_in_the_place_of_the_token_or_system_program_is_never_called() {
    let (mut bench, shares) = Bench::with_list(2);
    let destination = bench.open(&person(0));
    let stranger = bench.world.funded("stranger");
    let claim = bench.desk.claim_share(stranger.pubkey(), destination, 1, &shares, 0).unwrap();
    for (instruction, place) in [
        (bench.desk.emit(), 4),
        (bench.desk.sync_fee(), 4),
        (bench.desk.collect(&[]), 7),
        (claim.clone(), 7),
        (claim, 8),
    ] {
        let mut instruction = instruction;
        instruction.accounts[place].pubkey = staking::ID;
        let signs = instruction.accounts.iter().any(|meta| meta.is_signer);
        let signers = [&stranger];
        assert_refused_with(bench.world.send_one(instruction, &signers[..usize::from(signs)]), "IncorrectProgramId");
    }
}

#[test]
fn the_economys_accounts_cannot_be_made_twice_nor_for_two_economies() {
    let mut bench = Bench::new();
    let other = Genesis::named("other").economy(&mut bench.world).gate;
    let theirs = issuer::client::Desk::new(other.council, bench.desk.mint, 0);
    let own = bench.desk;
    let pairs = [
        (own.issuer, theirs.issuer),
        (own.metrics, theirs.metrics),
        (own.mint_authority, theirs.mint_authority),
        (own.fee_authority, theirs.fee_authority),
        (own.withdraw_authority, theirs.withdraw_authority),
        (own.distributor, theirs.distributor),
        (own.fee_vault, theirs.fee_vault),
        (own.contributors_vault, theirs.contributors_vault),
        (own.treasury_vault, theirs.treasury_vault),
        (own.staking_pool, theirs.staking_pool),
        (own.economy, theirs.economy),
    ];
    assert!(pairs.iter().all(|(a, b)| a != b), "no address serves two economies");
    let pool = staking::client::Stakes::new(other.policy, bench.desk.mint, 0);
    let make = pool.create_pool(bench.creator.pubkey(), other.council, 10, 10);
    bench.world.send_one(make, &[&bench.creator]).expect("anybody's creator may open a pool for any mint");
    let account = bench.genesis_account;
    let steal = theirs.create(bench.creator.pubkey(), account, args(), LABEL, &[]);
    assert_refused(bench.world.send_one(steal, &[&bench.creator]), IssuerError::SupplyNotZero);
    assert_refused_with(bench.create(args()), "Custom(0)");
}

#[test]
fn marks_can_be_made_at_an_address_that_somebody_sent_lamports_to() {
    let (mut bench, shares) = Bench::with_list(2);
    let page = issuer::pda::claims(&bench.desk.issuer, 1, 0).0;
    bench.world.svm.airdrop(&page, 1_000_000).unwrap();
    bench.claim_own(1, &shares, 0).expect("nobody can block a claim with a gift");
}

#[test]
fn balances_are_read_again_after_every_call_of_the_token_program() {
    let mut bench = Bench::new();
    // The vaults get fees and gifts in the same transaction in which the issuer splits and mints.
    let holder = bench.holder(50_000_000);
    bench.wait(DAY);
    let gift = |to: Address| {
        let accounts = vec![
            AccountMeta::new(bench.genesis_account, false),
            AccountMeta::new_readonly(bench.desk.mint, false),
            AccountMeta::new(to, false),
            AccountMeta::new_readonly(bench.creator.pubkey(), true),
        ];
        token_2022(accounts, [&[12][..], &1_000_000u64.to_le_bytes(), &[6]].concat())
    };
    let desk = bench.desk;
    let all = [
        gift(desk.fee_vault),
        desk.collect(&[holder]),
        gift(desk.treasury_vault),
        desk.emit(),
        gift(desk.staking_vault),
        desk.collect(&[holder]),
        desk.roll(),
    ];
    bench.world.send(&all, &[&bench.creator]).expect("all in one transaction");
    assert_eq!(bench.amount(bench.desk.fee_vault), 0);
    bench.assert_books_close();
}

// ---- numbers

#[test]
fn amounts_of_0_1_and_the_whole_range_are_minted_split_and_paid_without_overflow() {
    for (genesis_supply, cap) in [(1, 1), (1, u64::MAX), (u64::MAX - 1, u64::MAX), (u64::MAX, u64::MAX)] {
        let mut bench = Bench::with(CreateArgs { genesis_supply, cap, ..args() });
        for _ in 0..3 {
            bench.wait(DAY);
            bench.emit().expect("emit never fails");
            bench.collect(&[bench.genesis_account]).expect("collect never fails");
            bench.roll().expect("a period is over");
        }
        let ledger = bench.issuer().ledger;
        assert!(ledger.ever_minted >= genesis_supply && ledger.ever_minted <= cap);
        bench.assert_books_close();
    }
    let mut bench = Bench::with(CreateArgs { genesis_supply: u64::MAX, cap: u64::MAX, ..args() });
    let holder = bench.holder(u64::MAX);
    assert_eq!(bench.withheld(holder), u64::MAX / 100 + 1, "1 % of everything, rounded up");
    assert_eq!(collected(bench.collect(&[holder])).fees, u64::MAX / 100 + 1);
    bench.assert_books_close();
}
