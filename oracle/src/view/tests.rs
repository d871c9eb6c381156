use super::*;
use crate::snapshot::{BudgetView, ParamView, SpecView};

const DAY: i64 = 86_400;

fn change(version: u64, day: i64, old: i64, new: i64) -> ParamChange {
    ParamChange { version, at: day * DAY, key: "fee_bps".into(), old, new }
}

/// A fee of 1 % at genesis that went to 1.25 % on day 3 and to 1.5 % on day 6; the snapshot is from day 4.
fn picture() -> Picture {
    let spec = SpecView { hard_max: 500, soft_max: 300, budget_30d: 100, unit: 2, ..SpecView::default() };
    let budget = BudgetView { lo: [100; 7], hi: [125; 7], bucket: 0 };
    let fee = ParamView { key: "fee_bps".into(), value: 125, spec, budget, ..ParamView::default() };
    Picture {
        now: ChainClock { unix: 10 * DAY, slot: 9, epoch: 0 },
        snapshot: Some(Snapshot { params: vec![fee], ..Snapshot::default() }),
        periods: (0..10)
            .map(|day| PeriodRow { start: day * DAY, end: (day + 1) * DAY, ..PeriodRow::default() })
            .collect(),
        changes: vec![change(1, 3, 100, 125), change(2, 6, 125, 150)],
        ..Picture::default()
    }
}

#[test]
fn a_parameter_shows_what_is_in_force_even_where_the_snapshot_is_older() {
    let picture = picture();
    let standing = picture.parameter("fee_bps").unwrap();
    assert_eq!((standing.value, standing.changed_at), (150, Some(6 * DAY)));
    assert_eq!(picture.parameters(), [standing]);
    assert!(picture.parameter("fee").is_none());
}

#[test]
fn the_history_steps_from_genesis_to_now() {
    let steps = picture().history("fee_bps");
    let days: Vec<(i64, f64)> = steps.iter().map(|(unix, value)| (unix / DAY, *value)).collect();
    assert_eq!(days, [(0, 100.0), (3, 100.0), (3, 125.0), (6, 125.0), (6, 150.0), (10, 150.0)]);
    assert!(picture().history("other").is_empty());
}

#[test]
fn the_value_at_any_moment_follows_from_the_changes() {
    let values = [i64::MIN, 3 * DAY - 1, 3 * DAY, 6 * DAY, i64::MAX].map(|unix| picture().value_at("fee_bps", unix));
    assert_eq!(values, [100, 100, 125, 150, 150].map(Some));
    assert_eq!(picture().value_at("other", 0), None);
}

#[test]
fn the_budget_that_is_left_counts_every_value_that_was_held() {
    let picture = picture();
    let mut standing = picture.parameter("fee_bps").unwrap();
    // Held were 100 to 150: with 100 between any two, 50 is the lowest and 200 the highest that may come.
    assert_eq!(standing.budget_left(), Some((100, 50)));
    let mut free = standing.view.clone();
    free.spec.budget_30d = u64::MAX;
    standing.view = &free;
    assert_eq!(standing.budget_left(), None);
}

#[test]
fn changes_are_written_in_their_unit() {
    let moves = [
        Change { param: 0, key: "fee_bps".into(), old: 150, new: 125 },
        Change { param: 9, key: "unheard_of".into(), old: 1, new: 2 },
    ];
    assert_eq!(picture().moves_text(&moves), "fee 1.5\u{a0}% → 1.25\u{a0}%, unheard of 1 → 2");
    assert_eq!(picture().moves_text(&[]), "no change");
}

#[test]
fn absurd_numbers_are_shown_without_panic() {
    let mut picture = picture();
    for change in &mut picture.changes {
        (change.old, change.new) = (i64::MIN, i64::MAX);
    }
    picture.now.unix = i64::MIN;
    assert_eq!(picture.parameter("fee_bps").unwrap().budget_left(), Some((100, 0)));
    assert!(plots::parameter(&picture, "fee_bps").unwrap().figure().as_str().contains("<svg"));
}
