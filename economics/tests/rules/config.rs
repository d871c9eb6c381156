use economics::{
    config::*,
    council::{PROPOSE, VETO, VOTE, fewest_approvals, two_thirds},
    lifecycle::ClassRule,
    policy::Class,
};

const CLASSES: [Class; 5] = [Class::Ai, Class::Param, Class::Emergency, Class::Config, Class::Action];

/// The weakest sound rules for so many voters.
fn rules(voters: u8) -> [ClassRule; 5] {
    CLASSES.map(|class| {
        let approvals = fewest_approvals(class, voters);
        ClassRule {
            delay_secs: 100,
            delay_slots: 10,
            voting_secs: 100,
            window_secs: 100,
            approvals,
            vetoes: voters - approvals + 1,
            enabled: 1,
            _pad: [0; 5],
        }
    })
}

fn seats(voters: u8) -> Electorate {
    Electorate { voters, vetoers: voters, accepted_voters: voters, accepted_proposers: 1 }
}

fn with(class: Class, change: impl FnOnce(&mut ClassRule)) -> [ClassRule; 5] {
    let mut all = rules(6);
    change(&mut all[usize::from(class.code())]);
    all
}

#[test]
fn two_thirds_are_rounded_up() {
    for voters in 0..=16u8 {
        assert_eq!(u32::from(two_thirds(voters)), (2 * u32::from(voters)).div_ceil(3));
    }
}

#[test]
fn the_fewest_approvals_are_those_of_the_constitution() {
    let expected = [
        (2, [2, 2, 2, 2, 2]),
        (3, [2, 2, 2, 2, 3]),
        (4, [2, 2, 3, 3, 4]),
        (5, [3, 3, 4, 4, 5]),
        (6, [3, 3, 4, 4, 5]),
        (7, [4, 4, 5, 5, 6]),
        (16, [8, 8, 11, 11, 12]),
        (1, [2, 2, 2, 2, 2]),
    ];
    for (voters, approvals) in expected {
        assert_eq!(CLASSES.map(|class| fewest_approvals(class, voters)), approvals, "{voters} voters");
    }
}

#[test]
fn the_weakest_sound_rules_of_every_council_pass() {
    for voters in 2..=16 {
        assert_eq!(check_times(&rules(voters), &rules(voters)), Ok(()));
        assert_eq!(check_votes(&rules(voters), &seats(voters)), Ok(()));
        assert_eq!(check_standing(&rules(voters), &seats(voters)), Ok(()));
    }
}

#[test]
fn times_are_checked_against_sense_and_floor() {
    let floors = rules(6);
    let times = |rules: [ClassRule; 5]| check_times(&rules, &floors);
    assert_eq!(times(CLASSES.map(|_| ClassRule::default())), Err(Refusal::NoClassEnabled));
    assert_eq!(times(with(Class::Param, |rule| rule.enabled = 2)), Err(Refusal::BadFlag));
    assert_eq!(times(with(Class::Action, |rule| rule.window_secs = 0)), Err(Refusal::Duration));
    assert_eq!(times(with(Class::Ai, |rule| rule.delay_secs = 99)), Err(Refusal::BelowFloor));
    assert_eq!(times(with(Class::Config, |rule| rule.approvals = 3)), Err(Refusal::BelowFloor));
    assert_eq!(times(with(Class::Param, |rule| rule.vetoes = 5)), Err(Refusal::BelowFloor));
    let off = with(Class::Ai, |rule| *rule = ClassRule::default());
    assert_eq!(times(off), Ok(()), "a class that is off asks for nothing");
}

#[test]
fn thresholds_fit_the_seats() {
    let votes = |rules: [ClassRule; 5]| check_votes(&rules, &seats(6));
    for class in CLASSES {
        let fewest = fewest_approvals(class, 6);
        let ask = |approvals, vetoes| votes(with(class, |rule| (rule.approvals, rule.vetoes) = (approvals, vetoes)));
        assert_eq!(ask(7, 1), Err(Refusal::ThresholdAboveVoters));
        assert_eq!(ask(fewest - 1, 6), Err(Refusal::ThresholdTooLow));
        assert_eq!(ask(fewest, 6 - fewest), Err(Refusal::VetoesBelowBlocking));
        assert_eq!(ask(6, 0), Err(Refusal::VetoesBelowBlocking));
        assert_eq!(ask(6, 1), Ok(()));
        assert_eq!(ask(fewest, 7), Err(Refusal::VetoesAboveSeats));
        assert_eq!(ask(fewest, 6), Ok(()));
    }
    let few_vetoers = Electorate { vetoers: 3, ..seats(6) };
    assert_eq!(check_votes(&rules(6), &few_vetoers), Err(Refusal::VetoesAboveSeats));
    let off = with(Class::Action, |rule| *rule = ClassRule::default());
    assert_eq!(votes(off), Ok(()));
}

#[test]
fn a_council_that_could_not_change_itself_is_refused() {
    let ask = |change: fn(&mut Electorate)| {
        let mut it = seats(6);
        change(&mut it);
        check_standing(&rules(6), &it)
    };
    assert_eq!(ask(|it| it.accepted_voters = 4), Ok(()));
    assert_eq!(ask(|it| it.accepted_voters = 3), Err(Refusal::Bricked));
    assert_eq!(ask(|it| it.accepted_proposers = 0), Err(Refusal::Bricked));
    let off = with(Class::Config, |rule| rule.enabled = 0);
    assert_eq!(check_standing(&off, &seats(6)), Err(Refusal::Bricked));
}

#[test]
fn an_electorate_counts_roles_and_acceptance() {
    let seats = [(PROPOSE | VOTE, 1), (VOTE | VETO, 0), (VETO, 1), (PROPOSE, 0), (VOTE, 1)];
    let found = Electorate::of(seats.into_iter());
    assert_eq!(found, Electorate { voters: 3, vetoers: 2, accepted_voters: 2, accepted_proposers: 1 });
}
