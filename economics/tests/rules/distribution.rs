//! Lists of shares: reserved, paid once, inside the window; and the shape of their trees.

use crate::bounds::at;
use economics::{
    distribution::*,
    merkle::{Hash, root_of},
    time::DAY,
};
use proptest::prelude::*;

const FUND: u64 = 1_000_000;

fn terms(total: u64) -> Terms {
    Terms { root: [7; 32], leaves: 3, total, opens: 100, closes: 200 }
}

fn opened() -> Distributions {
    let mut lists = Distributions::default();
    assert_eq!(lists.open(&terms(600_000), FUND, at(50)), Ok(1));
    lists
}

#[test]
fn a_list_reserves_its_sum_and_frees_what_was_not_claimed() {
    let mut lists = opened();
    assert_eq!(lists.reserved(), 600_000);
    assert_eq!(lists.open(&terms(400_001), FUND, at(50)), Err(Refusal::NotFunded));
    assert_eq!(lists.open(&terms(400_000), FUND, at(50)), Ok(2));
    lists.claim(1, 250_000, at(150)).unwrap();
    assert_eq!(lists.reserved(), 750_000);
    let ended = lists.close(1, at(201)).unwrap();
    assert_eq!((ended.claimed, ended.unclaimed(), lists.reserved()), (250_000, 350_000, 400_000));
    assert!(lists.is_sound());
}

#[test]
fn shares_are_paid_from_the_first_to_the_last_second_of_the_window() {
    let mut lists = opened();
    assert_eq!(lists.claim(1, 1, at(99)), Err(Refusal::NotOpenYet));
    assert_eq!(lists.claim(1, 1, at(100)), Ok(()));
    assert_eq!(lists.close(1, at(200)), Err(Refusal::StillOpen));
    assert_eq!(lists.claim(1, 1, at(200)), Ok(()));
    assert_eq!(lists.claim(1, 1, at(201)), Err(Refusal::OverAlready));
}

#[test]
fn more_than_the_sum_is_never_paid() {
    let mut lists = opened();
    assert_eq!(lists.claim(1, 600_001, at(150)), Err(Refusal::AboveTotal));
    assert_eq!(lists.claim(1, u64::MAX, at(150)), Err(Refusal::AboveTotal));
    lists.claim(1, 600_000, at(150)).unwrap();
    assert_eq!(lists.claim(1, 1, at(150)), Err(Refusal::AboveTotal));
    assert_eq!(lists.claim(1, 0, at(150)), Ok(()));
}

#[test]
fn a_list_that_cannot_be_meant_is_refused() {
    let limit = MAX_OPEN_SECS;
    let cases = [
        (Terms { leaves: 0, ..terms(1) }, Refusal::EmptyList),
        (terms(0), Refusal::EmptyList),
        (Terms { opens: 201, ..terms(1) }, Refusal::UnsoundWindow),
        (Terms { closes: 49, opens: 0, ..terms(1) }, Refusal::UnsoundWindow),
        (Terms { closes: 100 + limit + 1, ..terms(1) }, Refusal::UnsoundWindow),
        (Terms { opens: 50 + limit + 1, closes: 60 + limit, ..terms(1) }, Refusal::UnsoundWindow),
        (Terms { opens: i64::MIN, closes: i64::MAX, ..terms(1) }, Refusal::UnsoundWindow),
        (terms(FUND + 1), Refusal::NotFunded),
        (terms(u64::MAX), Refusal::NotFunded),
    ];
    for (terms, refusal) in cases {
        assert_eq!(Distributions::default().open(&terms, FUND, at(50)), Err(refusal), "{terms:?}");
    }
    let longest = Terms { closes: 100 + limit, ..terms(1) };
    assert_eq!(Distributions::default().open(&longest, FUND, at(50)), Ok(1));
    assert_eq!(DAY * 400, limit);
}

#[test]
fn a_vault_that_lost_what_it_owes_funds_nothing() {
    let mut lists = opened();
    assert_eq!(lists.open(&terms(1), 599_999, at(50)), Err(Refusal::NotFunded));
}

#[test]
fn four_lists_are_open_at_once_and_no_number_comes_twice() {
    let mut lists = Distributions::default();
    for number in 1..=4 {
        assert_eq!(lists.open(&terms(1), FUND, at(50)), Ok(number));
    }
    assert_eq!(lists.open(&terms(1), FUND, at(50)), Err(Refusal::NoFreeSlot));
    lists.close(2, at(201)).unwrap();
    assert_eq!(lists.close(2, at(201)), Err(Refusal::NoSuchList));
    assert_eq!(lists.claim(2, 1, at(150)), Err(Refusal::NoSuchList));
    assert_eq!(lists.open(&Terms { closes: 300, ..terms(1) }, FUND, at(201)), Ok(5));
    assert_eq!(lists.get(0), Err(Refusal::NoSuchList), "a free slot is no list");
    assert_eq!(
        (lists.claim(0, 0, at(150)), lists.close(0, at(900)).err()),
        (Err(Refusal::NoSuchList), Some(Refusal::NoSuchList))
    );
}

#[test]
fn a_ledger_of_lists_beyond_its_limits_is_unsound() {
    let sound = opened();
    let twice = Distributions { slots: [sound.slots[0]; 4], ..sound };
    let mut overpaid = sound;
    overpaid.slots[0].claimed = overpaid.slots[0].total + 1;
    for broken in [twice, overpaid, Distributions { opened: 0, ..sound }] {
        assert!(!broken.is_sound());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn each_share_has_a_mark_of_its_own(indices in prop::collection::btree_set(0..PAGE_SHARES, 0..200), page in 0u32..2_000_000) {
        let mut marks = Marks::default();
        for index in &indices {
            prop_assert!(!marks.is_marked(page * PAGE_SHARES + index));
            marks.mark(page * PAGE_SHARES + index);
            prop_assert_eq!(page_of(page * PAGE_SHARES + index), page);
        }
        prop_assert!((0..PAGE_SHARES).all(|index| marks.is_marked(index) == indices.contains(&index)));
    }

    #[test]
    fn whatever_happens_the_vault_covers_what_the_lists_owe(
        steps in prop::collection::vec((0u8..4, 0u64..400_000, 0i64..80), 1..60),
    ) {
        let (mut lists, mut vault, mut now) = (Distributions::default(), FUND, 0);
        for (kind, amount, secs) in steps {
            now += secs;
            let number = 1 + amount % (lists.opened + 1);
            match kind {
                0 => drop(lists.open(&Terms { opens: now, closes: now + secs, ..terms(amount) }, vault, at(now))),
                1 if lists.claim(number, amount, at(now)).is_ok() => vault -= amount,
                2 => drop(lists.close(number, at(now))),
                _ => vault += amount,
            }
            prop_assert!(lists.is_sound() && lists.reserved() <= vault);
        }
    }

    #[test]
    fn a_path_proves_its_leaf_at_its_place_and_nothing_else(
        leaves in 1u32..70, place: u32, other: u32, flip in 0usize..32,
    ) {
        let hashes: Vec<Hash> = (0..leaves).map(|n| node(&[0; 32], &[n as u8 + 1; 32])).collect();
        let (place, other) = (place % leaves, other % leaves);
        let (root, path) = (tree(&hashes), path(&hashes, place as usize));
        let leaf = hashes[place as usize];
        prop_assert_eq!(root_of(leaf, place, leaves, &path, node), Some(root));
        if other != place {
            prop_assert_ne!(root_of(leaf, other, leaves, &path, node), Some(root));
            prop_assert_ne!(root_of(hashes[other as usize], place, leaves, &path, node), Some(root));
        }
        prop_assert_eq!(root_of(leaf, leaves, leaves, &path, node), None);
        let longer: Vec<Hash> = path.iter().copied().chain([leaf]).collect();
        prop_assert_eq!(root_of(leaf, place, leaves, &longer, node), None);
        if let Some((_, shorter)) = path.split_last() {
            prop_assert_eq!(root_of(leaf, place, leaves, shorter, node), None);
            let mut forged = path.clone();
            forged[flip % path.len()][flip] ^= 1;
            prop_assert_ne!(root_of(leaf, place, leaves, &forged, node), Some(root));
        }
    }
}

/// Mixes two hashes; the shape of the tree does not depend on which hash it is.
fn node(left: &Hash, right: &Hash) -> Hash {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut out = [0; 32];
    for round in 0..3u64 {
        for (index, byte) in left.iter().chain(right).enumerate() {
            state = (state ^ u64::from(*byte) ^ round << 8).wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(29);
            out[index % 32] ^= state.to_le_bytes()[3];
        }
    }
    out
}

fn halves(leaves: &[Hash]) -> (&[Hash], &[Hash]) {
    leaves
        .split_at((1..).map(|bits| 1 << bits).find(|size| 2 * size >= leaves.len()).unwrap_or(1).min(leaves.len() - 1))
}

fn tree(leaves: &[Hash]) -> Hash {
    if let [leaf] = leaves {
        return *leaf;
    }
    let (left, right) = halves(leaves);
    node(&tree(left), &tree(right))
}

fn path(leaves: &[Hash], place: usize) -> Vec<Hash> {
    if leaves.len() == 1 {
        return vec![];
    }
    let (left, right) = halves(leaves);
    let (mut below, sibling) = match place.checked_sub(left.len()) {
        None => (path(left, place), tree(right)),
        Some(place) => (path(right, place), tree(left)),
    };
    below.push(sibling);
    below
}
