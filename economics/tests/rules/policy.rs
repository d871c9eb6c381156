use crate::bounds::{at, param, wide};
use economics::{Now, alarm::Level, bounds::*, group::Group, policy::*};
use proptest::prelude::*;

const GROUPS: [Group; 4] = [Group::sums_to(100), Group::sums_to(0), EMPTY, EMPTY];
const EMPTY: Group = Group { kind: 0, _pad: [0; 7], target: 0 };

/// Parameters 0 to 2 sum to 100, 3 and 4 to zero, 5 and 6 stand alone; 6 is closed to oracles.
fn params() -> Vec<Param> {
    let member = |group| Spec { group, ..wide() };
    let mut all = vec![
        param(20, member(1)),
        param(30, member(1)),
        param(50, member(1)),
        param(7, member(2)),
        param(-7, member(2)),
        param(0, wide()),
        param(0, Spec { flags: 0, ..wide() }),
    ];
    for (place, p) in all.iter_mut().enumerate() {
        p.key[15] = place as u8;
    }
    all
}

fn asks(class: Class, proposal: u64, now: Now) -> Request {
    Request { class, proposal, level: Level::Calm, now }
}

fn ask(moves: &[Move]) -> Result<(), Refusal> {
    admit_moves(&params(), &GROUPS, moves, &asks(Class::Ai, 0, at(0)))
}

#[test]
fn a_proposal_without_moves_is_refused() {
    assert_eq!(ask(&[]), Err(Refusal::NoMoves));
}

#[test]
fn more_than_eight_moves_are_refused() {
    assert_eq!(ask(&[Move::new(5, 0, 1); 9]), Err(Refusal::TooManyMoves));
}

#[test]
fn the_same_parameter_twice_is_refused() {
    assert_eq!(ask(&[Move::new(5, 0, 1), Move::new(5, 0, 1)]), Err(Refusal::DuplicateParam));
    assert_eq!(ask(&[Move::new(5, 0, 1), Move::new(5, 1, 2)]), Err(Refusal::DuplicateParam));
}

#[test]
fn an_unknown_parameter_is_refused() {
    assert_eq!(ask(&[Move::new(7, 0, 1)]), Err(Refusal::UnknownParam));
    assert_eq!(ask(&[Move::new(255, 0, 1)]), Err(Refusal::UnknownParam));
}

#[test]
fn an_oracle_moves_only_parameters_that_are_open_to_it() {
    assert_eq!(ask(&[Move::new(6, 0, 1)]), Err(Refusal::NotAllowedForClass));
    let by_member = admit_moves(&params(), &GROUPS, &[Move::new(6, 0, 1)], &asks(Class::Param, 0, at(0)));
    assert_eq!(by_member, Ok(()));
}

#[test]
fn classes_that_move_no_parameters_are_refused() {
    for class in [Class::Emergency, Class::Config, Class::Action] {
        let answer = admit_moves(&params(), &GROUPS, &[Move::new(5, 0, 1)], &asks(class, 0, at(0)));
        assert_eq!(answer, Err(Refusal::NotAllowedForClass));
    }
}

#[test]
fn a_member_goes_two_steps_and_an_oracle_one() {
    let one = [param(0, Spec { step_up_abs: 5, ..wide() })];
    let ask = |class, new| admit_moves(&one, &GROUPS, &[Move::new(0, 0, new)], &asks(class, 0, at(0)));
    assert_eq!(ask(Class::Ai, 5), Ok(()));
    assert_eq!(ask(Class::Ai, 6), Err(Refusal::StepTooLarge));
    assert_eq!(ask(Class::Param, 10), Ok(()));
    assert_eq!(ask(Class::Param, 11), Err(Refusal::StepTooLarge));
}

#[test]
fn an_alarm_halves_the_step_of_an_oracle_and_no_other() {
    let spec = Spec { step_up_abs: 5, flags: AI_OK | EMERGENCY_OK, safe_direction: 1, ..wide() };
    let furthest = |class, level| {
        let request = Request { level, ..asks(class, 0, at(0)) };
        let reaches = |new: &i64| admit_moves(&[param(0, spec)], &GROUPS, &[Move::new(0, 0, *new)], &request).is_ok();
        (1..100).filter(reaches).max()
    };
    for (class, calm, alarmed) in [(Class::Ai, 5, 2), (Class::Param, 10, 10), (Class::Emergency, 20, 20)] {
        assert_eq!(furthest(class, Level::Calm), Some(calm));
        assert_eq!(furthest(class, Level::Raised), Some(alarmed));
        assert_eq!(furthest(class, Level::High), Some(alarmed));
    }
}

#[test]
fn a_high_alarm_shuts_class_ai_alone() {
    for code in 0..5 {
        let class = Class::from_u8(code).unwrap();
        assert_eq!(class.code(), code);
        assert!(!class.is_shut(Level::Calm) && !class.is_shut(Level::Raised));
        assert_eq!(class.is_shut(Level::High), class == Class::Ai);
        assert_eq!(class.has_moves(), code < 3);
    }
}

#[test]
fn an_emergency_moves_flagged_parameters_and_is_held_up_by_no_lock_and_no_interval() {
    let spec = Spec { flags: EMERGENCY_OK, safe_direction: 1, min_interval_secs: 1_000, ..wide() };
    let mut all = [param(0, spec), param(0, Spec { flags: AI_OK, ..spec })];
    let (first, second) = ([Move::new(0, 0, 1)], [Move::new(1, 0, 1)]);
    lock(&mut all, &first, 3, 100);
    assert_eq!(admit_moves(&all, &GROUPS, &first, &asks(Class::Emergency, 0, at(0))), Ok(()));
    assert_eq!(
        admit_moves(&all, &GROUPS, &second, &asks(Class::Emergency, 0, at(0))),
        Err(Refusal::NotAllowedForClass)
    );
    assert_eq!(admit_moves(&all, &GROUPS, &first, &asks(Class::Param, 0, at(0))), Err(Refusal::Locked));
    assert_eq!(admit_moves(&all, &GROUPS, &second, &asks(Class::Param, 0, at(0))), Err(Refusal::TooSoonSecs));
    // An emergency may be one half of a group only if the group's rule still holds.
    let all = [param(20, Spec { group: 1, ..spec }), param(80, Spec { group: 1, ..spec })];
    let half = admit_moves(&all, &GROUPS, &[Move::new(0, 20, 21)], &asks(Class::Emergency, 0, at(0)));
    assert_eq!(half, Err(Refusal::GroupIncomplete));
}

#[test]
fn every_lock_can_be_freed_at_once() {
    let mut all = params();
    lock(&mut all, &[Move::new(5, 0, 1)], 3, 100);
    lock(&mut all, &[Move::new(6, 0, 1)], 4, 100);
    unlock_all(&mut all);
    assert!(all.iter().all(|param| param.lock == Lock::default()));
}

#[test]
fn a_parameter_locked_by_another_open_proposal_is_refused() {
    let mut all = params();
    let moves = [Move::new(5, 0, 1)];
    lock(&mut all, &moves, 3, 100);
    let ask = |all: &[Param], number, unix| admit_moves(all, &GROUPS, &moves, &asks(Class::Ai, number, at(unix)));
    assert_eq!(ask(&all, 4, 100), Err(Refusal::Locked));
    assert_eq!(ask(&all, 0, 100), Err(Refusal::Locked));
    assert_eq!(ask(&all, 3, 100), Ok(()));
    assert_eq!(ask(&all, 4, 101), Ok(()), "it ends on its own");
    unlock(&mut all, &moves, 4);
    assert_eq!(ask(&all, 4, 100), Err(Refusal::Locked), "only its owner frees it");
    unlock(&mut all, &moves, 3);
    assert_eq!(ask(&all, 4, 100), Ok(()));
}

#[test]
fn half_of_a_coupled_group_is_refused() {
    assert_eq!(ask(&[Move::new(0, 20, 21)]), Err(Refusal::GroupIncomplete));
    assert_eq!(ask(&[Move::new(0, 20, 21), Move::new(5, 0, 1)]), Err(Refusal::GroupIncomplete));
}

#[test]
fn a_coupled_group_that_misses_its_sum_is_refused() {
    assert_eq!(ask(&[Move::new(0, 20, 21), Move::new(1, 30, 30 + 1)]), Err(Refusal::GroupSum));
    assert_eq!(ask(&[Move::new(0, 20, 21), Move::new(1, 30, 29)]), Ok(()));
    let two_groups = [Move::new(0, 20, 21), Move::new(1, 30, 29), Move::new(3, 7, 8), Move::new(4, -7, -9)];
    assert_eq!(ask(&two_groups), Err(Refusal::GroupSum), "each group on its own");
}

#[test]
fn a_group_that_nobody_moves_is_not_looked_at() {
    let mut all = params();
    all[2].value = 51;
    let ask = |moves: &[Move]| admit_moves(&all, &GROUPS, moves, &asks(Class::Ai, 0, at(0)));
    assert_eq!(ask(&[Move::new(5, 0, 1)]), Ok(()));
    assert_eq!(ask(&[Move::new(0, 20, 21), Move::new(1, 30, 29)]), Err(Refusal::GroupSum));
}

#[test]
fn a_sum_beyond_64_bits_is_refused() {
    assert_eq!(ask(&[Move::new(0, 20, i64::MAX), Move::new(1, 30, i64::MAX)]), Err(Refusal::GroupSum));
}

#[test]
fn a_group_without_a_rule_is_refused() {
    for group in [3, 4, 5, 255] {
        let all = [param(0, Spec { group, ..wide() })];
        let answer = admit_moves(&all, &GROUPS, &[Move::new(0, 0, 1)], &asks(Class::Ai, 0, at(0)));
        assert_eq!(answer, Err(Refusal::UnknownGroup));
        assert_eq!(invariant(&all, &GROUPS), Err(Refusal::UnknownGroup));
    }
}

#[test]
fn publishing_keeps_what_was_before() {
    let mut all = params();
    publish(&mut all, &[Move::new(5, 0, 9)], at(50)).unwrap();
    let p = all[5];
    assert_eq!((p.previous, p.value, p.changed_at, p.changed_epoch), (0, 9, 50, 0));
    assert_eq!(publish(&mut all, &[Move::new(99, 0, 9)], at(50)), Err(Refusal::UnknownParam));
}

#[test]
fn the_invariant_names_what_is_broken() {
    assert_eq!(invariant(&params(), &GROUPS), Ok(()));
    let mut all = params();
    all[2].value = 51;
    assert_eq!(invariant(&all, &GROUPS), Err(Refusal::GroupSum));
    all[2].spec.hard_max = 50;
    assert_eq!(invariant(&all, &GROUPS), Err(Refusal::UnsoundSpec));
    assert_eq!(invariant(&vec![param(0, wide()); 32], &GROUPS), Ok(()));
    assert_eq!(invariant(&vec![param(0, wide()); 33], &GROUPS), Err(Refusal::TooManyParams));
}

#[test]
fn a_policy_with_a_key_twice_cannot_be_sealed() {
    let mut all = params();
    assert_eq!(sealable(&all, &GROUPS), Ok(()));
    all[6].key = all[5].key;
    assert_eq!(sealable(&all, &GROUPS), Err(Refusal::DuplicateKey));
}

fn bundle() -> impl Strategy<Value = Vec<Move>> {
    let shift = || -4i64..5;
    prop_oneof![
        // Mostly bundles that have a chance: two members of a group in opposite directions.
        (shift(), 0u8..2).prop_map(|(d, p)| vec![Move::new(p, 0, d), Move::new(p + 1, 0, -d)]),
        (shift(), 5u8..7).prop_map(|(d, p)| vec![Move::new(p, 0, d)]),
        (shift(), shift()).prop_map(|(d, e)| vec![Move::new(3, 0, d), Move::new(4, 0, -d), Move::new(5, 0, e)]),
        prop::collection::vec((0u8..9, shift()).prop_map(|(p, d)| Move::new(p, 0, d)), 0..10),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn whatever_is_admitted_and_published_keeps_the_invariant(
        bundles in prop::collection::vec((bundle(), any::<bool>(), 0i64..400_000), 1..40),
    ) {
        let mut all = params();
        for p in &mut all {
            p.spec.hard_min = p.value - 10;
            p.spec.hard_max = p.value + 10;
            p.spec.soft_min = p.spec.hard_min;
            p.spec.soft_max = p.spec.hard_max;
            p.spec.step_up_abs = 3;
            p.spec.step_down_abs = 3;
            p.spec.budget_30d = 8;
        }
        let mut now = 0;
        for (moves, by_oracle, wait) in bundles {
            now += wait;
            // Moves hold shifts; the proposer reads the values and asks for value + shift.
            let moves: Vec<Move> = moves.iter().map(|m| {
                let old = all.get(usize::from(m.param)).map_or(0, |p| p.value);
                Move::new(m.param, old, old + m.new)
            }).collect();
            let class = if by_oracle { Class::Ai } else { Class::Param };
            if admit_moves(&all, &GROUPS, &moves, &asks(class, 1, at(now))).is_ok() {
                let before = all.clone();
                publish(&mut all, &moves, at(now)).unwrap();
                for (place, (a, b)) in before.iter().zip(&all).enumerate() {
                    let moved = moves.iter().any(|m| usize::from(m.param) == place);
                    prop_assert_eq!(moved, a != b);
                    let step = if by_oracle { 3 } else { 6 };
                    prop_assert!(a.value.abs_diff(b.value) <= step);
                }
            }
            prop_assert_eq!(invariant(&all, &GROUPS), Ok(()));
        }
    }
}
