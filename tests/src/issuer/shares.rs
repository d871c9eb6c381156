//! `claim_share`: the right person, the right amount, once, in time, and nothing else.

use anchor_lang::prelude::sha256;
use economics::fees::transfer_fee;
use economics::pause;
use issuer::IssuerError;
use issuer::client::{Share, Shares, read_claims};
use issuer::events::Event;
use solana_address::Address;
use solana_instruction::Instruction;
use solana_message::Message;
use solana_signer::Signer;

use super::desk::*;
use super::list::*;
use crate::world::{actor, assert_refused, assert_refused_with};

fn fee(amount: u64) -> u64 {
    transfer_fee(amount, FEE, u64::MAX)
}

#[test]
fn a_stranger_pays_for_the_claim_and_the_person_in_the_list_gets_the_share() {
    let (mut bench, shares) = Bench::with_list(5);
    let (fund, destination) = (bench.fund(), bench.open(&person(2)));
    let landed = bench.claim(1, &shares, 2, destination).expect("a share");
    assert_eq!(bench.amount(destination), 3_000 - fee(3_000));
    assert_eq!(bench.fund(), fund - 3_000);
    let [Event::ShareClaimed(claimed)] = events(&landed)[..] else { panic!("one event") };
    assert_eq!((claimed.number, claimed.index, claimed.amount), (1, 2, 3_000));
    assert_eq!((claimed.beneficiary, claimed.destination), (person(2), destination));
    assert_eq!((claimed.credited, claimed.claimed), (3_000 - fee(3_000), 3_000));
    bench.assert_books_close();
}

#[test]
fn everybody_in_a_list_of_any_size_gets_exactly_the_share() {
    for people in [1, 2, 3, 4, 5, 7, 8, 13] {
        let (mut bench, shares) = Bench::with_list(people);
        let fund = bench.fund();
        for index in (0..shares.len()).rev() {
            bench.claim_own(1, &shares, index).expect("a share");
        }
        assert_eq!(bench.fund(), fund - shares.total(), "{people} people");
        let slot = bench.slots()[0];
        assert_eq!((slot.claimed, slot.total), (shares.total(), shares.total()));
        bench.assert_books_close();
    }
}

#[test]
fn a_share_is_paid_once() {
    let (mut bench, shares) = Bench::with_list(5);
    bench.claim_own(1, &shares, 3).expect("a share");
    assert_refused(bench.claim_own(1, &shares, 3), IssuerError::ShareClaimed);
    bench.claim_own(1, &shares, 2).expect("its neighbour's place is another");
    assert_refused(bench.claim_own(1, &shares, 2), IssuerError::ShareClaimed);
    assert_eq!(bench.slots()[0].claimed, 3_000 + 4_000);
}

#[test]
fn a_share_that_was_paid_stays_paid_when_its_list_is_closed_and_the_slot_used_again() {
    let (mut bench, shares) = Bench::with_list(5);
    bench.claim_own(1, &shares, 0).expect("a share");
    bench.wait(CLOSES);
    bench.world.send_one(bench.desk.close_root(1), &[]).expect("its window is over");
    assert_refused(bench.claim_own(1, &shares, 1), IssuerError::NoSuchList);
    bench.open_list(&shares).expect("the same list again is another list");
    bench.wait(OPENS);
    assert_refused(bench.claim_own(1, &shares, 1), IssuerError::NoSuchList);
    bench.claim_own(2, &shares, 0).expect("promised anew by the economy");
    let marks =
        |number| read_claims(&bench.world.bytes(&issuer::pda::claims(&bench.desk.issuer, number, 0).0)).unwrap();
    assert_eq!([marks(1), marks(2)].map(|page| page.marks[0]), [1, 1], "each list has its own marks");
}

#[test]
fn shares_are_paid_from_the_first_to_the_last_second_of_the_window() {
    let (mut bench, shares) = Bench::with_list(5);
    let opens = bench.world.now();
    bench.world.set_now(economics::Now { unix: opens.unix - 1, ..opens });
    assert_refused(bench.claim_own(1, &shares, 0), IssuerError::ListNotOpenYet);
    bench.world.set_now(opens);
    bench.claim_own(1, &shares, 0).expect("the first second");
    bench.wait(CLOSES - OPENS);
    bench.claim_own(1, &shares, 1).expect("the last second");
    bench.wait(1);
    assert_refused(bench.claim_own(1, &shares, 2), IssuerError::ListOver);
}

#[test]
fn a_share_goes_to_nobody_but_the_person_in_the_list() {
    let (mut bench, shares) = Bench::with_list(5);
    let thief = bench.open(&actor("thief").pubkey());
    let neighbour = bench.open(&person(1));
    for destination in [thief, neighbour, bench.genesis_account] {
        assert_refused(bench.claim(1, &shares, 0, destination), IssuerError::NotInList);
    }
    for own in [bench.desk.treasury_vault, bench.desk.staking_vault, bench.desk.fee_vault] {
        assert_refused(bench.claim(1, &shares, 0, own), IssuerError::NotInList);
    }
    let wallet = person(0);
    bench.world.svm.airdrop(&wallet, 1_000_000_000).unwrap();
    assert_refused(bench.claim(1, &shares, 0, wallet), IssuerError::WrongTokenAccount);
    let other_mint = bench.plain_mint("another mint");
    let other = bench.open_for(other_mint, &person(0));
    assert_refused(bench.claim(1, &shares, 0, other), IssuerError::WrongTokenAccount);
}

/// A claim of person 2's share with arguments of one's own: tag 1, number 8, index 4, amount 8, proof 4 + 32 each.
fn forged(bench: &mut Bench, shares: &Shares, change: impl FnOnce(&mut Vec<u8>)) -> Instruction {
    let destination = bench.open(&person(2));
    let payer = bench.world.funded("stranger").pubkey();
    let mut claim = bench.desk.claim_share(payer, destination, 1, shares, 2).unwrap();
    change(&mut claim.data);
    claim
}

#[test]
fn a_proof_of_another_amount_place_or_path_is_refused() {
    let (mut bench, shares) = Bench::with_list(5);
    let stranger = bench.world.funded("stranger");
    let changes: [fn(&mut Vec<u8>); 8] = [
        |data| data[13] ^= 1,                                    // amount
        |data| data[13..21].fill(0xff),                          // u64::MAX
        |data| data[13..21].fill(0),                             // nothing
        |data| data[9] = 3,                                      // the neighbour's place
        |data| data[9..13].copy_from_slice(&5u32.to_le_bytes()), // no such place
        |data| data[40] ^= 1,                                    // a sibling
        |data| {
            data[21] -= 1;
            data.truncate(data.len() - 32);
        },
        |data| {
            data[21] += 1;
            data.extend([0; 32]);
        },
    ];
    for (number, change) in changes.into_iter().enumerate() {
        println!("change {number}");
        let claim = forged(&mut bench, &shares, change);
        assert_refused(bench.world.send_one(claim, &[&stranger]), IssuerError::NotInList);
    }
    let far = forged(&mut bench, &shares, |data| data[9..13].fill(0xff));
    assert_refused_with(bench.world.send_one(far, &[&stranger]), "InvalidSeeds");
    let sound = forged(&mut bench, &shares, |_| ());
    bench.world.send_one(sound, &[&stranger]).expect("unchanged it is a share");
}

#[test]
fn an_inner_node_cannot_be_passed_off_as_a_share() {
    // If leaves and nodes were hashed alike, a node whose first 32 bytes are an address and whose next 8 an amount
    // would be a share. The hash of a leaf begins with another byte, so no such pair of children exists.
    let shares = list(4, 1_000);
    let [a, b] = [0, 1].map(|index| issuer::share::leaf(&person(index), 1_000 * (index as u64 + 1)));
    let pair = [&a[..], &b[..]].concat();
    let node = issuer::share::node(&a, &b);
    assert_eq!(node, sha256(&[&[1][..], &pair].concat()));
    assert_ne!(node, sha256(&[&[0][..], &pair].concat()), "as a leaf the same bytes hash otherwise");
    assert_eq!(a, sha256(&[&[0][..], person(0).as_ref(), &1_000u64.to_le_bytes()].concat()));
    let (mut bench, _) = Bench::with_list(4);
    let amount = u64::from_le_bytes(b[..8].try_into().unwrap());
    let destination = bench.open(&Address::from(a));
    let payer = bench.world.funded("stranger");
    let mut claim = bench.desk.claim_share(payer.pubkey(), destination, 1, &shares, 0).unwrap();
    claim.data[13..21].copy_from_slice(&amount.to_le_bytes());
    claim.data[21] -= 1;
    claim.data.drain(25..57);
    assert_refused(bench.world.send_one(claim, &[&payer]), IssuerError::NotInList);
}

#[test]
fn the_root_is_that_of_rfc_6962() {
    let leaf = |index: usize| issuer::share::leaf(&person(index), 10 * (index as u64 + 1));
    let node = |left: [u8; 32], right: [u8; 32]| sha256(&[&[1][..], &left, &right].concat());
    let expected = [
        leaf(0),
        node(leaf(0), leaf(1)),
        node(node(leaf(0), leaf(1)), leaf(2)),
        node(node(leaf(0), leaf(1)), node(leaf(2), leaf(3))),
        node(node(node(leaf(0), leaf(1)), node(leaf(2), leaf(3))), leaf(4)),
    ];
    for (people, root) in (1..).zip(expected) {
        assert_eq!(list(people, 10).root(), root, "{people} people");
    }
    assert!(Shares::new(vec![]).is_none());
    let much = Share { beneficiary: person(0), amount: u64::MAX };
    assert!(Shares::new(vec![much, Share { amount: 1, ..much }]).is_none(), "a sum above 64 bits");
    assert_eq!(list(3, 10).places_of(&person(1)), [1]);
}

#[test]
fn a_list_whose_sum_was_told_too_low_pays_no_more_than_that() {
    let mut bench = Bench::with_fund();
    let (shares, now) = (list(5, 1_000), bench.world.now().unix);
    let mut set = bench.desk.set_root(&shares, now, now + 100);
    set.data[37..45].copy_from_slice(&7_000u64.to_le_bytes());
    bench.as_economy(set).expect("the chain does not know the list");
    bench.claim_own(1, &shares, 4).expect("5 000 of 7 000");
    assert_refused(bench.claim_own(1, &shares, 3), IssuerError::ListExceeded);
    bench.claim_own(1, &shares, 1).expect("2 000 more");
    assert_refused(bench.claim_own(1, &shares, 0), IssuerError::ListExceeded);
    assert_eq!(bench.slots()[0].claimed, 7_000);
}

#[test]
fn one_list_never_pays_out_of_anothers_reserve() {
    let mut bench = Bench::with_fund();
    let whole = |number, amount| Shares::new(vec![Share { beneficiary: person(number), amount }]).unwrap();
    let fund = bench.fund();
    let (first, second) = (whole(0, fund / 2), whole(1, fund - fund / 2));
    bench.open_list(&first).expect("funded");
    bench.open_list(&second).expect("funded");
    bench.wait(OPENS);
    bench.claim_own(2, &second, 0).expect("its own half");
    bench.claim_own(1, &first, 0).expect("the other half is still there");
    assert_eq!(bench.fund(), 0);
    bench.assert_books_close();
}

#[test]
fn marks_lie_on_pages_of_2048_and_only_the_first_share_of_a_page_costs_rent() {
    let unit = 1;
    let mut bench = Bench::with_fund();
    let people = (0..2_050).map(|number| Share { beneficiary: person(number % 3), amount: unit }).collect();
    let shares = Shares::new(people).unwrap();
    bench.open_list(&shares).expect("funded");
    bench.wait(OPENS);
    let stranger = actor("stranger").pubkey();
    bench.world.funded("stranger");
    let mut cost = |index: u32| {
        let owner = shares.get(index).unwrap().beneficiary;
        let destination = bench.open(&owner);
        let claim = bench.desk.claim_share(stranger, destination, 1, &shares, index).unwrap();
        let before = bench.world.svm.get_balance(&stranger).unwrap();
        bench.world.send_one(claim, &[&actor("stranger")]).expect("a share");
        before - bench.world.svm.get_balance(&stranger).unwrap()
    };
    let costs = [0, 2_047, 2_048, 2_049].map(&mut cost);
    assert_eq!([costs[1], costs[3]], [0, 0]);
    assert!(costs[0] > 0 && costs[2] == costs[0], "{costs:?}");
    let page = |page| read_claims(&bench.world.bytes(&issuer::pda::claims(&bench.desk.issuer, 1, page).0)).unwrap();
    assert_eq!((page(0).marks[0], page(0).marks[31], page(1).marks[0]), (1, 1 << 63, 3));
    assert_eq!((page(1).issuer, page(1).number, page(1).page), (bench.desk.issuer, 1, 1));
}

#[test]
fn marks_of_another_list_page_or_issuer_are_refused() {
    let (mut bench, shares) = Bench::with_list(5);
    let stranger = bench.world.funded("stranger");
    let destination = bench.open(&person(0));
    let issuer = bench.desk.issuer;
    bench.claim_own(1, &shares, 1).expect("another share");
    let strange = [
        (issuer::pda::claims(&issuer, 2, 0).0, "InvalidSeeds"),
        (issuer::pda::claims(&issuer, 1, 1).0, "InvalidSeeds"),
        (issuer::pda::claims(&bench.desk.mint, 1, 0).0, "InvalidSeeds"),
        (bench.desk.metrics, "Custom(2019)"),
    ];
    for (claims, words) in strange {
        let mut claim = bench.desk.claim_share(stranger.pubkey(), destination, 1, &shares, 0).unwrap();
        claim.accounts[2].pubkey = claims;
        assert_refused_with(bench.world.send_one(claim, &[&stranger]), words);
    }
}

#[test]
fn foreign_accounts_are_refused_wherever_they_stand() {
    let (mut bench, shares) = Bench::with_list(5);
    let stranger = bench.world.funded("stranger");
    let (destination, mine) = (bench.open(&person(0)), bench.open(&stranger.pubkey()));
    let desk = bench.desk;
    let cases = [
        (3, mine, IssuerError::WrongMint),
        (4, desk.withdraw_authority, IssuerError::WrongAuthority),
        (4, bench.creator.pubkey(), IssuerError::WrongAuthority),
        (5, mine, IssuerError::WrongVault),
        (5, desk.treasury_vault, IssuerError::WrongVault),
    ];
    let claim = desk.claim_share(stranger.pubkey(), destination, 1, &shares, 0).unwrap();
    for (place, key, error) in cases {
        let mut claim = claim.clone();
        claim.accounts[place].pubkey = key;
        assert_refused(bench.world.send_one(claim, &[&stranger]), error);
    }
    for (place, key, words) in [
        (1, desk.metrics, "InvalidAccountData"),
        (7, SYSTEM, "IncorrectProgramId"),
        (6, desk.contributors_vault, "Custom(2040)"),
    ] {
        let mut claim = claim.clone();
        claim.accounts[place].pubkey = key;
        assert_refused_with(bench.world.send_one(claim, &[&stranger]), words);
    }
    bench.world.send_one(claim, &[&stranger]).expect("with the right ones");
}

#[test]
fn claims_go_on_under_every_pause_and_whatever_the_weights_are() {
    let (mut bench, shares) = Bench::with_list(3);
    bench.pause(pause::ALL, i64::MAX);
    bench.publish(economics::key::GAUGE_CONTRIB, 0);
    bench.claim_own(1, &shares, 1).expect("nobody can stop what was promised");
}

#[test]
fn a_claim_with_a_proof_for_a_million_people_fits_into_one_packet() {
    let (bench, shares) = Bench::with_list(2);
    let (stranger, destination) = (actor("stranger").pubkey(), person(0));
    let mut claim = bench.desk.claim_share(stranger, destination, 1, &shares, 0).unwrap();
    claim.data[21] = 20;
    claim.data.extend([0; 19 * 32]);
    let len = 1 + 64 + Message::new(&[claim], Some(&stranger)).serialize().len();
    assert!(len <= 1_232, "{len} bytes");
}

#[test]
fn an_issuer_whose_vault_does_not_cover_its_lists_pays_nobody() {
    let (mut bench, shares) = Bench::with_list(5);
    let vault = bench.desk.contributors_vault;
    bench.world.poke(&vault, |data| data[64..72].copy_from_slice(&14_999u64.to_le_bytes()));
    assert_refused(bench.claim_own(1, &shares, 0), IssuerError::InvariantBroken);
}
