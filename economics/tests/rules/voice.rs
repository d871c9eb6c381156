use bytemuck::Zeroable;
use economics::{
    metrics::{Period, Ring},
    voice::*,
};
use proptest::prelude::*;

fn card(stakes: &[(i64, u64)]) -> VoiceCard {
    let mut card = VoiceCard::default();
    stakes.iter().for_each(|(now, weight)| card.record(*weight, *now));
    card
}

#[test]
fn stake_speaks_only_about_what_was_proposed_after_it() {
    let card = card(&[(100, 50)]);
    assert_eq!((card.weight_before(100), card.weight_before(101)), (0, 50));
}

#[test]
fn stake_added_later_adds_no_weight() {
    let card = card(&[(100, 50), (200, 80)]);
    assert_eq!((card.weight_before(150), card.weight_before(201)), (50, 80));
}

#[test]
fn what_was_withdrawn_speaks_no_more() {
    assert_eq!(card(&[(100, 50), (200, 30)]).weight_before(150), 30);
    assert_eq!(card(&[(100, 50), (200, 0), (300, 50)]).weight_before(250), 0, "going out and in again is new stake");
}

#[test]
fn two_increases_after_a_proposal_leave_no_weight_in_it() {
    assert_eq!(card(&[(100, 50), (200, 60), (300, 70)]).weight_before(150), 0);
}

#[test]
fn the_owner_speaks_unless_somebody_was_named() {
    let mut card = VoiceCard { owner: [1; 32], ..VoiceCard::default() };
    assert_eq!(card.speaker(), &[1; 32]);
    card.delegate = [2; 32];
    assert_eq!(card.speaker(), &[2; 32]);
}

#[test]
fn stances_are_found_by_their_numbers() {
    assert_eq!([0, 1, 2, 3].map(Stance::from_u8), [None, Some(Stance::Object), Some(Stance::Support), None]);
    assert_eq!([Stance::Object, Stance::Support].map(Stance::code), [1, 2]);
}

#[test]
fn objections_veto_at_their_share_of_the_base_and_not_one_unit_below() {
    let silent = Turnout { base: 1_000, ..Turnout::default() };
    let supported = silent.after(Stance::Support, 900);
    assert!(!supported.after(Stance::Object, 249).is_vetoed(2_500));
    assert!(supported.after(Stance::Object, 250).is_vetoed(2_500), "support weighs nothing against objections");
    assert!(!silent.after(Stance::Object, 1_000).is_vetoed(0), "a share of zero switches the voice off");
    assert!(!Turnout::default().after(Stance::Object, 1_000).is_vetoed(2_500), "no base, no veto");
}

#[test]
fn the_base_is_what_was_staked_before_the_proposal() {
    let mut ring = Ring::zeroed();
    assert_eq!(base(&ring, 100), None);
    ring.push(&Period { start: 0, end: 50, staked: 7, ..Period::default() });
    ring.push(&Period { start: 50, end: 90, staked: 0, ..Period::default() });
    ring.push(&Period { start: 90, end: 101, staked: 9, ..Period::default() });
    assert_eq!([base(&ring, 49), base(&ring, 60), base(&ring, 100), base(&ring, 101)], [None, Some(7), None, Some(9)]);
}

/// Amounts that a position's active stake takes, with the seconds between them.
fn history() -> impl Strategy<Value = Vec<(i64, u64)>> {
    prop::collection::vec((0i64..50, 0u64..1_000), 1..30).prop_map(|steps| {
        let mut now = 1;
        steps
            .into_iter()
            .map(|(wait, weight)| {
                now += wait;
                (now, weight)
            })
            .collect()
    })
}

proptest! {
    /// The reference: the least that was staked without interruption from just before the proposal until now.
    #[test]
    fn no_history_gives_more_weight_than_was_staked_all_the_time(stakes in history(), created_at in 1i64..1_600) {
        let before = stakes.iter().rev().find(|(at, _)| *at < created_at).map_or(0, |(_, weight)| *weight);
        let since = stakes.iter().filter(|(at, _)| *at >= created_at).map(|(_, weight)| *weight);
        let least = since.fold(before, u64::min);
        prop_assert!(card(&stakes).weight_before(created_at) <= least);
    }

    #[test]
    fn a_position_that_rested_since_before_the_proposal_has_its_whole_weight(stakes in history()) {
        let (last, weight) = *stakes.last().unwrap();
        prop_assert_eq!(card(&stakes).weight_before(last + 1), weight);
    }

    /// Stake that moves between two positions never weighs twice.
    #[test]
    fn stake_that_moves_to_another_position_leaves_its_weight_behind(amount in 1u64..1_000, rest in 0u64..1_000, created_at in 10i64..100, moved in 1i64..1_000) {
        let mut from = card(&[(1, amount + rest)]);
        let mut to = card(&[(1, 5)]);
        from.record(rest, created_at + moved);
        to.record(5 + amount, created_at + moved);
        prop_assert_eq!(from.weight_before(created_at) + to.weight_before(created_at), rest + 5);
    }

    #[test]
    fn voices_add_up_in_any_order_and_never_wrap(voices in prop::collection::vec((any::<bool>(), any::<u64>()), 0..20), base: u64, bps in 0u16..=10_000) {
        let say = |turnout: Turnout, (objects, weight): &(bool, u64)| {
            turnout.after(if *objects { Stance::Object } else { Stance::Support }, *weight)
        };
        let silent = Turnout { base, ..Turnout::default() };
        let forward = voices.iter().fold(silent, say);
        prop_assert_eq!(forward, voices.iter().rev().fold(silent, say));
        let objection: u128 = voices.iter().filter(|v| v.0).map(|v| u128::from(v.1)).sum();
        let expected = objection.min(u64::MAX.into()) * 10_000 >= u128::from(base) * u128::from(bps);
        prop_assert_eq!(forward.is_vetoed(bps), expected && base > 0 && bps > 0);
    }
}
