//! Rules of a class: thresholds, floors and times.

use {
    crate::world::{Genesis, Outcome, World, assert_refused},
    governor::{ClassRule, GovernorError},
};

/// Lays a genesis of `members` members in which class ai has one change; floors are out of the way.
fn laid(members: usize, change: impl FnOnce(&mut ClassRule)) -> Outcome {
    let mut world = World::new();
    let mut genesis = Genesis::standard();
    genesis.seats = (1..=members).map(|n| (format!("member-{n}"), 7)).collect();
    genesis.charter.classes[1..].iter_mut().for_each(|rule| rule.enabled = 0);
    genesis.charter.floors[0] =
        ClassRule { approvals: 0, vetoes: 255, delay_secs: 0, delay_slots: 0, ..genesis.charter.floors[0] };
    change(&mut genesis.charter.classes[0]);
    genesis.lay(&mut world)
}

#[test]
fn a_class_is_enabled_or_not_and_nothing_else() {
    for class in 0..5 {
        let mut world = World::new();
        let mut genesis = Genesis::standard();
        genesis.charter.classes[class].enabled = 2;
        assert_refused(genesis.lay(&mut world), GovernorError::ClassNotAvailable);
    }
}

#[test]
fn each_class_asks_for_as_many_approvals_as_its_kind_needs() {
    for (class, fewest) in [(0, 3), (1, 3), (2, 4), (3, 4), (4, 5)] {
        let lay = |approvals| {
            let mut world = World::new();
            let mut genesis = Genesis::standard();
            genesis.seats = (1..=5).map(|n| (format!("member-{n}"), 7)).collect();
            genesis.fit();
            let rule = &mut genesis.charter.classes[class];
            (rule.approvals, rule.vetoes) = (approvals, 5);
            genesis.lay(&mut world)
        };
        lay(fewest).unwrap();
        assert_refused(lay(fewest - 1), GovernorError::ThresholdBelowMajority);
    }
}

#[test]
fn an_economy_without_an_enabled_class_is_refused() {
    assert_refused(laid(3, |rule| rule.enabled = 0), GovernorError::NoClassEnabled);
}

#[test]
fn a_threshold_above_the_voters_is_refused() {
    laid(3, |rule| rule.approvals = 3).unwrap();
    assert_refused(laid(3, |rule| rule.approvals = 4), GovernorError::ThresholdAboveVoters);
    assert_refused(laid(0, |rule| rule.approvals = 2), GovernorError::ThresholdAboveVoters);
}

#[test]
fn a_seat_without_a_vote_does_not_count_as_a_voter() {
    let mut world = World::new();
    let mut genesis = Genesis::standard();
    genesis.seats[1].1 = 5;
    genesis.seats[2].1 = 5;
    assert_refused(genesis.lay(&mut world), GovernorError::ThresholdAboveVoters);
}

#[test]
fn a_threshold_below_two_or_half_of_the_voters_is_refused() {
    for (members, approvals) in [(3, 1), (3, 0), (5, 2), (16, 7)] {
        let outcome = laid(members, |rule| (rule.approvals, rule.vetoes) = (approvals, 16));
        assert_refused(outcome, GovernorError::ThresholdBelowMajority);
    }
    laid(5, |rule| (rule.approvals, rule.vetoes) = (3, 3)).unwrap();
}

#[test]
fn a_minority_cannot_be_given_the_power_to_stop_everything() {
    assert_refused(laid(3, |rule| rule.vetoes = 1), GovernorError::VetoesBelowBlocking);
    assert_refused(laid(5, |rule| (rule.approvals, rule.vetoes) = (3, 2)), GovernorError::VetoesBelowBlocking);
    laid(3, |rule| (rule.approvals, rule.vetoes) = (3, 1)).unwrap();
}

#[test]
fn a_veto_that_no_seats_could_reach_is_refused() {
    assert_refused(laid(3, |rule| rule.vetoes = 4), GovernorError::VetoesAboveSeats);
    let mut world = World::new();
    let mut genesis = Genesis::standard();
    genesis.seats[0].1 = 3;
    genesis.seats[1].1 = 3;
    assert_refused(genesis.lay(&mut world), GovernorError::VetoesAboveSeats);
}

#[test]
fn a_rule_weaker_than_the_constitution_is_refused() {
    let weaker: [fn(&mut ClassRule); 4] = [
        |floor| floor.approvals += 1,
        |floor| floor.vetoes -= 1,
        |floor| floor.delay_secs += 1,
        |floor| floor.delay_slots += 1,
    ];
    for change in weaker {
        let mut world = World::new();
        let mut genesis = Genesis::standard();
        change(&mut genesis.charter.floors[0]);
        assert_refused(genesis.lay(&mut world), GovernorError::BelowFloor);
    }
}

#[test]
fn times_are_at_least_one_and_at_most_fourteen_days() {
    let too_long = 14 * 86_400 + 1;
    let wrong: [(u64, fn(&mut ClassRule) -> &mut u64); 7] = [
        (0, |rule| &mut rule.delay_secs),
        (0, |rule| &mut rule.delay_slots),
        (0, |rule| &mut rule.voting_secs),
        (0, |rule| &mut rule.window_secs),
        (too_long, |rule| &mut rule.delay_secs),
        (too_long, |rule| &mut rule.voting_secs),
        (u64::MAX, |rule| &mut rule.window_secs),
    ];
    for (value, field) in wrong {
        assert_refused(laid(3, |rule| *field(rule) = value), GovernorError::DurationOutOfRange);
    }
}

#[test]
fn the_delay_in_slots_cannot_outlast_the_delay_in_seconds() {
    laid(3, |rule| rule.delay_slots = 250).unwrap();
    assert_refused(laid(3, |rule| rule.delay_slots = 251), GovernorError::DurationOutOfRange);
}

#[test]
fn a_slow_clock_cannot_carry_the_delay_in_slots_past_the_window() {
    laid(3, |rule| (rule.delay_slots, rule.window_secs) = (250, 150)).unwrap();
    let shorter = laid(3, |rule| (rule.delay_slots, rule.window_secs) = (250, 149));
    assert_refused(shorter, GovernorError::DurationOutOfRange);
}
