//! `collect` over more accounts than one transaction takes: page after page, interrupted, repeated, mixed.

use issuer::IssuerError;
use issuer::client::PAGE_SOURCES;
use issuer::events::Event;
use solana_address::Address;
use solana_instruction::AccountMeta;

use super::desk::*;
use crate::world::{actor, assert_refused};
use solana_signer::Signer;

/// Fees of others that all calls together found, and what they burned.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sum {
    fees: u64,
    burned: u64,
}

impl Sum {
    fn add(&mut self, landed: &crate::world::Landed) {
        for event in events(landed) {
            if let Event::Collected(it) = event {
                self.fees += it.fees;
                self.burned += it.burned;
            }
        }
    }
}

fn run(bench: &mut Bench, sources: &[Address]) -> Sum {
    let mut sum = Sum::default();
    for page in bench.desk.collect_pages(sources) {
        sum.add(&bench.world.send_one(page, &[]).expect("a page lands"));
        bench.assert_books_close();
    }
    sum
}

fn crowd(bench: &mut Bench, people: usize) -> Vec<Address> {
    (0..people).map(|_| bench.holder(1_000_000)).collect()
}

#[test]
fn a_hundred_accounts_are_collected_page_by_page() {
    let mut bench = Bench::new();
    let holders = crowd(&mut bench, 100);
    assert_eq!(bench.desk.collect_pages(&holders).len(), 100usize.div_ceil(PAGE_SOURCES));
    let sum = run(&mut bench, &holders);
    assert_eq!(sum.fees, 100 * 10_000, "every fee once, whatever the pages");
    assert!(holders.iter().all(|holder| bench.withheld(*holder) == 0));
}

#[test]
fn pages_can_be_interrupted_repeated_and_taken_in_any_order() {
    let mut bench = Bench::new();
    let holders = crowd(&mut bench, 50);
    let mut sum = Sum::default();
    let pages = bench.desk.collect_pages(&holders);
    for place in [2, 0, 0] {
        sum.add(&bench.world.send_one(pages[place].clone(), &[]).expect("a page lands"));
    }
    // Somebody else calls in between, with accounts of several pages, twice.
    let mixed: Vec<_> = holders.iter().rev().step_by(7).flat_map(|holder| [*holder, *holder]).collect();
    sum.add(&bench.collect(&mixed).expect("anyone may"));
    let rest = run(&mut bench, &holders);
    assert_eq!(sum.fees + rest.fees, 50 * 10_000);
    assert_eq!(run(&mut bench, &holders).fees, 0, "nothing twice");
    assert_eq!(bench.issuer().ledger.fees_collected, 50 * 10_000);
}

#[test]
fn the_split_does_not_depend_on_the_pages_beyond_rounding() {
    let (mut whole, mut single) = (Bench::new(), Bench::new());
    let [a, b] = [&mut whole, &mut single].map(|bench| crowd(bench, 18));
    run(&mut whole, &a);
    let mut sum = Sum::default();
    for holder in &b {
        sum.add(&single.collect(&[*holder]).expect("anyone may"));
    }
    assert_eq!(sum.fees, whole.issuer().ledger.fees_collected);
    // What comes back of the issuer's own transfers is split again; run both until nothing comes back.
    for bench in [&mut whole, &mut single] {
        for _ in 0..40 {
            bench.collect(&[]).expect("anyone may");
        }
    }
    let (a, b) = (whole.issuer().ledger.burned, single.issuer().ledger.burned);
    assert!(a.abs_diff(b) <= 60, "{a} and {b}: one unit of rounding per call at most");
}

#[test]
fn bad_accounts_on_a_page_cost_the_good_ones_nothing() {
    let mut bench = Bench::new();
    let holders = crowd(&mut bench, 5);
    let mut broken = bench.world.svm.get_account(&holders[0]).unwrap();
    // A record that ends beyond the account: Token-2022 could not read it.
    broken.data[168..170].copy_from_slice(&u16::MAX.to_le_bytes());
    let torn = actor("torn account").pubkey();
    bench.world.svm.set_account(torn, broken.clone()).unwrap();
    // Claims fees that are not there, in an account that Token-2022 does not own.
    broken.owner = SYSTEM;
    let foreign = actor("foreign account").pubkey();
    bench.world.svm.set_account(foreign, broken).unwrap();
    let closed = actor("closed account").pubkey();
    let page = [torn, holders[0], foreign, holders[1], closed, holders[2], torn, holders[3], holders[4]];
    let mut sum = Sum::default();
    sum.add(&bench.collect(&page).expect("bad accounts are passed over"));
    assert_eq!(sum.fees, 5 * 10_000);
}

#[test]
fn an_account_that_token_2022_skips_counts_by_what_arrived() {
    let mut bench = Bench::new();
    let holders = crowd(&mut bench, 2);
    // Passes for an account of this mint with withheld fees, but its mint field is another's when harvested:
    // Token-2022 logs and goes on.
    let supply = bench.supply();
    let wrong = actor("account of another mint").pubkey();
    let mut account = bench.world.svm.get_account(&holders[0]).unwrap();
    account.data[0] ^= 1;
    bench.world.svm.set_account(wrong, account).unwrap();
    let mut harvest = vec![AccountMeta::new(bench.desk.mint, false), AccountMeta::new(wrong, false)];
    harvest.push(AccountMeta::new(holders[1], false));
    bench.world.send_one(token_2022(harvest, vec![26, 4]), &[]).expect("Token-2022 calls this a success");
    assert_eq!(bench.withheld(wrong), 10_000, "though it harvested one of two");
    let mut sum = Sum::default();
    sum.add(&bench.collect(&[wrong]).expect("harvest"));
    assert_eq!(sum.fees, 10_000, "only what arrived counts");
    assert_eq!(bench.supply(), supply - sum.burned);
}

#[test]
fn a_page_that_is_too_long_for_one_call_is_refused_before_anything_moves() {
    let mut bench = Bench::new();
    let holder = bench.holder(1_000_000);
    assert_refused(bench.collect(&[holder; 25]), IssuerError::TooManySources);
    assert_eq!(bench.withheld(holder), 10_000);
}

#[test]
fn collecting_nothing_at_all_is_harmless() {
    let mut bench = Bench::new();
    assert!(bench.desk.collect_pages(&[]).is_empty());
    bench.collect(&[]).expect("nothing to do");
    bench.assert_books_close();
}
