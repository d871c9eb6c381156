//! The case on made histories.

use super::*;

/// Hourly closes from noon of 30 April 2021, `days` long.
fn made(days: usize, price: impl Fn(f64) -> f64) -> History {
    let close = (0..days * 24).map(|hour| price(hour as f64 / 24.0)).collect();
    History { name: "slp".into(), start: 1_619_784_000, close, filled: 0, is_daily: false }
}

#[test]
fn on_a_price_that_stands_still_the_policy_goes_to_its_level_and_no_rule_of_the_field_moves() {
    let case = on(&made(300, |_| 0.1), None).unwrap();
    let [level, price, _, cut, tuned] = &case.paths[..] else { panic!() };
    assert_eq!(level.faucet, price.faucet);
    assert!(cut.proposed.is_empty() && tuned.proposed.is_empty());
    assert!(case.axs_fall.iter().all(Option::is_none));
}

#[test]
fn a_falling_price_lowers_the_faucet_below_the_level_by_steps_and_after_the_delay() {
    let case = on(&made(300, |day| 0.4 * 0.99_f64.powf(day)), None).unwrap();
    let [level, price, published, ..] = &case.paths[..] else { panic!() };
    let last = |path: &Path| *path.faucet.last().unwrap();
    assert!(last(price) < last(level), "{} {}", last(price), last(level));
    assert!(last(published) <= last(price));
    for path in &case.paths {
        // The gate takes at most 10 % up and 15 % down, or 500 of 10 000, at once; nothing is in force on the day of its proposal.
        for (day, value) in &path.proposed {
            let before = path.faucet[*day];
            assert!((value - before).abs() <= (0.15 * before).max(0.05) + 1e-9, "{} {day}", path.name);
        }
        assert!(
            path.proposed.first().is_none_or(|(day, _)| path.faucet[day + 1] == path.faucet[*day]),
            "{}",
            path.name
        );
    }
}

#[test]
fn axies_own_rule_waits_for_a_fall_of_97_percent() {
    let case = on(&made(300, |day| if day < 200.0 { 0.4 } else { 0.01 }), None).unwrap();
    let (day, _) = case.paths[3].proposed[0];
    assert!((199..=203).contains(&day), "{day}");
    assert!(*case.paths[3].faucet.last().unwrap() < 0.5);
}

#[test]
fn what_is_missing_is_said_and_a_history_without_the_cut_is_no_case() {
    assert!(case(None).unwrap_err().contains("no folder of data"));
    let empty = std::env::temp_dir().join("trimtab-axie-without-histories");
    std::fs::create_dir_all(&empty).unwrap();
    assert!(case(Some(&empty)).unwrap_err().contains("slp"));
    assert!(on(&made(100, |_| 0.1), None).is_none());
}

#[test]
fn published_ratios_are_known_only_from_their_day_on() {
    assert_eq!(issuance(RATIOS[0].0 - 1), 0.0);
    assert!((issuance(RATIOS[0].0) - 4.0 / 6.0).abs() < 1e-12);
    assert!((issuance(ANNOUNCED) - 0.6).abs() < 1e-12);
}

#[test]
fn the_dates_are_those_of_the_sources() {
    assert_eq!(
        [ANNOUNCED, ACTED, RATIOS[0].0].map(Some),
        ["2022-02-03", "2022-02-09", "2021-08-31"].map(history::unix)
    );
}

#[test]
fn the_tables_have_as_many_cells_as_heads() {
    let case = on(&made(400, |day| 0.4 * 0.99_f64.powf(day)), Some(&made(400, |_| 1.0))).unwrap();
    assert!(case.tables().iter().all(|table| table.rows.iter().all(|row| row.len() == table.head.len())));
    let text = serde_json::to_string(&case).unwrap();
    assert_eq!(serde_json::from_str::<Case>(&text).unwrap().tables(), case.tables());
}
