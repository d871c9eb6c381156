use economics::council::*;

#[test]
fn a_majority_is_half_rounded_up_and_at_least_two() {
    let expected = [(1, 2), (2, 2), (3, 2), (4, 2), (5, 3), (6, 3), (7, 4), (15, 8), (16, 8), (255, 128)];
    for (voters, approvals) in expected {
        assert_eq!(majority(voters), approvals, "{voters} voters");
    }
}

#[test]
fn blocking_vetoes_leave_too_few_to_approve() {
    for voters in 1..=16u8 {
        for threshold in 1..=voters {
            let vetoes = blocking(voters, threshold);
            assert!(voters - vetoes < threshold, "enough vetoes");
            assert!(voters - (vetoes - 1) >= threshold, "and not one too many");
        }
    }
    assert_eq!(blocking(u8::MAX, 0), u8::MAX);
}

#[test]
fn a_mask_holds_accepted_seats_with_the_role() {
    let seats = [(PROPOSE | VOTE, 1), (VOTE | VETO, 0), (VETO, 1), (ROLES, 1)];
    assert_eq!(mask(seats, PROPOSE), 0b1001);
    assert_eq!(mask(seats, VOTE), 0b1001);
    assert_eq!(mask(seats, VETO), 0b1100);
    assert_eq!(count(mask(seats, VETO)), 2);
}

#[test]
fn a_mask_has_sixteen_seats_at_most() {
    let seats = [(VOTE, 1); 20];
    assert_eq!(mask(seats, VOTE), u16::MAX);
    assert_eq!(count(u16::MAX), 16);
    assert_eq!(mask([(VOTE, 2)], VOTE), 0, "an unknown mark of acceptance is none");
}
