use bytemuck::Zeroable;
use economics::{
    metrics::{Metric, Period, Ring},
    score::*,
    time::DAY,
};
use proptest::prelude::*;

/// Daily periods from day 0; the staked share of day `n` is `shares[n]` per cent.
fn days(shares: &[u64]) -> Ring {
    let mut ring = Ring::zeroed();
    for (day, share) in (0i64..).zip(shares) {
        ring.push(&Period { start: day * DAY, end: (day + 1) * DAY, supply: 100, staked: *share, ..Period::default() });
    }
    ring
}

/// "The staked share will be `expected` ppm", said on day 1, due on day 4.
fn claim(expected: i64) -> Claim {
    Claim { metric: Metric::StakedShare, expected, made_at: DAY, due_at: 4 * DAY }
}

#[test]
fn a_forecast_is_graded_against_what_came_and_against_no_change() {
    let verdict = claim(450_000).grade(&days(&[40, 99, 99, 50]), 4 * DAY).unwrap();
    assert_eq!(verdict.seen, Some(Seen { actual: 500_000, baseline: 400_000 }));
    assert_eq!(verdict.grade, Grade { model: 100_000, naive: 200_000 }, "off by 5 and by 10 points of 50");
}

#[test]
fn a_forecast_is_not_graded_before_its_horizon_nor_before_its_period_is_closed() {
    let ring = days(&[40, 40, 40]);
    assert_eq!(claim(0).grade(&ring, 4 * DAY - 1), Err(Refusal::TooEarly));
    assert_eq!(claim(0).grade(&ring, 4 * DAY), Err(Refusal::PeriodOpen));
}

#[test]
fn a_forecast_whose_period_is_gone_or_that_has_no_past_is_a_miss() {
    let gone = days(&[40; 80]);
    assert_eq!(claim(400_000).grade(&gone, 80 * DAY), Ok(Verdict { grade: MISS, seen: None }));
    let no_past = Claim { made_at: DAY - 1, ..claim(400_000) };
    assert_eq!(no_past.grade(&days(&[40; 5]), 5 * DAY), Ok(Verdict { grade: MISS, seen: None }));
}

#[test]
fn only_known_metrics_and_horizons_up_to_30_days_are_admitted() {
    assert_eq!(admit(1, 604_800), Ok(Metric::StakedShare));
    assert_eq!(admit(0, 604_800), Err(Refusal::UnknownMetric));
    for horizon in [0, MAX_HORIZON_SECS + 1, u64::MAX] {
        assert_eq!(admit(1, horizon), Err(Refusal::HorizonOutOfRange));
    }
    assert_eq!(due_at(i64::MAX - 1, MAX_HORIZON_SECS), i64::MAX);
}

#[test]
fn a_forecast_is_graded_once_and_only_if_it_waits() {
    let mut card = Scorecard::default();
    card.expect(7, 100);
    assert_eq!((card.due_of(7), card.due_of(8), card.due_of(0)), (Some(100), None, None));
    card.record(7, MISS).unwrap();
    assert_eq!(card.record(7, MISS), Err(Refusal::NotDue));
    assert_eq!(card.record(0, MISS), Err(Refusal::NotDue), "a free place is no forecast");
    assert_eq!((card.graded, card.due_of(7)), (1, None));
}

#[test]
fn an_overdue_forecast_keeps_its_oracle_from_making_more() {
    let mut card = Scorecard::default();
    card.expect(7, 100);
    assert_eq!(card.admit(0, 50, 150), Ok(()));
    assert_eq!(card.admit(0, 50, 151), Err(Refusal::Overdue));
    card.record(7, MISS).unwrap();
    assert_eq!(card.admit(0, 50, i64::MAX), Ok(()));
}

#[test]
fn open_and_waiting_forecasts_together_never_exceed_the_record() {
    let mut card = Scorecard::default();
    assert_eq!(card.admit(15, 0, 0), Ok(()));
    assert_eq!(card.admit(16, 0, 0), Err(Refusal::TooManyDue));
    (1..=15).for_each(|number| card.expect(number, 0));
    assert_eq!((card.admit(0, 0, 0), card.admit(1, 0, 0)), (Ok(()), Err(Refusal::TooManyDue)));
}

#[test]
fn a_forecast_that_finds_no_place_is_a_miss_and_not_forgotten() {
    let mut card = Scorecard::default();
    (1..=17).for_each(|number| card.expect(number, 0));
    assert_eq!((card.graded, card.grades[0], card.due_of(17)), (1, MISS, None));
}

fn graded(grades: impl IntoIterator<Item = (u32, u32)>) -> Scorecard {
    let mut card = Scorecard::default();
    for (number, (model, naive)) in (1u64..).zip(grades) {
        card.expect(number, 0);
        card.record(number, Grade { model, naive }).unwrap();
    }
    card
}

#[test]
fn skill_is_one_less_the_ratio_of_errors() {
    assert_eq!(graded([(1, 4), (1, 4)]).skill_ppm(), 750_000);
    assert_eq!(graded([(6, 4)]).skill_ppm(), -500_000);
    assert_eq!(graded([(0, 0)]).skill_ppm(), 0, "nothing was ever wrong");
    assert_eq!(graded([(3, 0)]).skill_ppm(), -3_000_000, "persistence was perfect and the model was not");
    assert_eq!(Scorecard::default().skill_ppm(), 0);
}

#[test]
fn nineteen_bad_grades_are_no_verdict_and_the_twentieth_is() {
    assert!(!graded([(5, 4); 19]).is_negative());
    assert!(graded([(5, 4); 20]).is_negative());
    assert!(!graded([(4, 4); 20]).is_negative(), "as good as persistence is good enough");
}

#[test]
fn only_the_last_twenty_grades_count() {
    let mut all = vec![(1_000, 1); 20];
    all.extend([(1, 2); 20]);
    assert_eq!((graded(all.clone()).skill_ppm(), graded(all).graded), (500_000, 40));
}

proptest! {
    #[test]
    fn whoever_says_persistence_gets_its_error(shares in prop::collection::vec(0u64..=100, 4), supply in 1u64..) {
        let mut ring = days(&shares);
        ring.periods.iter_mut().for_each(|period| period.supply = supply);
        let told = claim(0).grade(&ring, 4 * DAY).unwrap().seen.unwrap();
        let same = claim(told.baseline).grade(&ring, 4 * DAY).unwrap().grade;
        prop_assert_eq!(same.model, same.naive);
        prop_assert!(same.naive <= 1_000_000, "a share is never off by more than its level");
        prop_assert_eq!(claim(told.actual).grade(&ring, 4 * DAY).unwrap().grade.model, 0);
    }

    #[test]
    fn no_history_of_grades_wraps_or_hides_one(grades in prop::collection::vec((any::<u32>(), any::<u32>()), 0..60)) {
        let card = graded(grades.clone());
        let last: Vec<_> = grades.iter().rev().take(GRADES).collect();
        let sum = |of: fn(&(u32, u32)) -> u32| last.iter().map(|grade| u64::from(of(grade))).sum::<u64>();
        let (model, naive) = (sum(|g| g.0), sum(|g| g.1));
        prop_assert_eq!(card.graded, grades.len() as u64);
        prop_assert_eq!(card.is_negative(), grades.len() >= GRADES && model > naive);
        prop_assert_eq!(card.skill_ppm() < 0, model > naive && (model - naive) as u128 * 1_000_000 >= naive.max(1) as u128);
    }

    #[test]
    fn no_claim_panics(expected: i64, made_at: i64, due_at: i64, now: i64, code in 1u8..=3, head in 0u64..200) {
        let mut ring = days(&[40; 10]);
        ring.head = head;
        let metric = Metric::from_u8(code).unwrap();
        let _ = Claim { metric, expected, made_at, due_at }.grade(&ring, now);
    }
}
