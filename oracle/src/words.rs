//! Numbers and moments as people read them.

use chrono::DateTime;

/// Base units (6 decimals) as whole tokens with thousands separators.
pub fn tokens(base_units: u64) -> String {
    grouped(i128::from(base_units / 1_000_000))
}

/// A whole number with thin thousands separators.
pub fn grouped(number: i128) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "−" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// A parameter's value in its unit: 1 ppm per year, 2 basis points, 3 seconds, 4 base units, else plain.
pub fn value(value: i64, unit: u8) -> String {
    match unit {
        1 => format!("{}\u{a0}% / year", plain(value as f64 / 1e4, 4)),
        2 => format!("{}\u{a0}%", plain(value as f64 / 100.0, 2)),
        3 => duration(value),
        4 => tokens(value.unsigned_abs()),
        _ => grouped(i128::from(value)),
    }
}

/// A share (0 to 1) in percent.
pub fn percent(share: f64) -> String {
    format!("{}\u{a0}%", plain(share * 100.0, 2))
}

/// A micro number: at most four digits after the point, fewer the larger it is; whole and grouped from 10 000 on.
pub fn micro(number: i64) -> String {
    let real = number as f64 / 1e6;
    match real.abs() {
        size if size >= 1e4 => grouped(real.round() as i128),
        size if size >= 100.0 => plain(real, 1),
        size if size >= 1.0 => plain(real, 3),
        _ => plain(real, 4),
    }
}

/// A difference in micro, with its sign; without one where it reads as 0.
pub fn signed(number: i64) -> String {
    plus(number, micro(number))
}

/// A difference of a metric, with its sign.
pub fn metric_difference(name: &str, difference: i64) -> String {
    plus(difference, metric(name, difference))
}

fn plus(number: i64, text: String) -> String {
    let nothing = text.chars().all(|letter| !('1'..='9').contains(&letter));
    if number > 0 && !nothing { format!("+{text}") } else { text }
}

/// Metrics and series that are shares of something, written in percent.
const SHARES: [&str; 11] = [
    "staked_share",
    "net_inflation",
    "volatility",
    "volatility_7d",
    "drawdown",
    "retention",
    "turnover",
    "participation",
    "treasury_income",
    "contributors_income",
    "log_return",
];

/// A value (micro) of a metric or series, in percent where it is a share.
pub fn metric(name: &str, value: i64) -> String {
    if SHARES.contains(&name) { percent(value as f64 / 1e6) } else { micro(value) }
}

/// A number with at most `digits` after the point.
fn plain(number: f64, digits: usize) -> String {
    let text = format!("{number:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".into() } else { text.replace('-', "−") }
}

/// A value at an axis whose lines are `step` apart: 1 200, 12.5 k, 1.0005 B.
pub fn compact(value: f64, step: f64) -> String {
    let (unit, name) = match value.abs().max(step) {
        size if size >= 1e9 => (1e9, " B"),
        size if size >= 1e6 => (1e6, " M"),
        size if size >= 1e4 => (1e3, " k"),
        _ => (1.0, ""),
    };
    format!("{}{name}", plain(value / unit, digits(step / unit)))
}

/// Percent at an axis whose lines are `step` percent apart.
pub fn axis_percent(value: f64, step: f64) -> String {
    format!("{} %", plain(value, digits(step)))
}

/// Digits after the point that tell two multiples of `step` apart.
fn digits(step: f64) -> usize {
    // A saturating cast: what is not a number gives 0. One more digit for steps of 2.5.
    if step > 0.0 { ((-step.log10()).ceil() + 1.0).clamp(0.0, 9.0) as usize } else { 0 }
}

/// A length of time in its two largest units.
pub fn duration(seconds: i64) -> String {
    let s = seconds.max(0);
    match s {
        0..=119 => format!("{s} s"),
        120..=7_199 => format!("{} min", s / 60),
        7_200..=172_799 => with_rest(s / 3_600, "h", s % 3_600 / 60, "min"),
        _ => with_rest(s / 86_400, "d", s % 86_400 / 3_600, "h"),
    }
}

fn with_rest(large: i64, unit: &str, small: i64, small_unit: &str) -> String {
    if small == 0 { format!("{large} {unit}") } else { format!("{large} {unit} {small} {small_unit}") }
}

/// A moment in UTC, to the minute.
pub fn moment(unix: i64) -> String {
    if unix > 0 { utc(unix, "%Y-%m-%d\u{a0}%H:%M") } else { "—".into() }
}

/// The day alone, for axes.
pub fn day(unix: i64) -> String {
    utc(unix, "%-d %b")
}

/// Hours and minutes, for axes of short histories.
pub fn clock(unix: i64) -> String {
    utc(unix, "%H:%M")
}

/// `YYYY-MM`.
pub fn month(unix: i64) -> String {
    utc(unix, "%Y-%m")
}

fn utc(unix: i64, format: &str) -> String {
    DateTime::from_timestamp(unix, 0).map_or("—".into(), |at| at.format(format).to_string())
}

/// The first characters of a hash or an address.
pub fn short(text: &str) -> String {
    text.chars().take(8).collect()
}

/// A key or name in words; values are written with their unit, so the name needs none.
pub fn spaced(name: &str) -> String {
    let name = name.strip_suffix("_bps").or(name.strip_suffix("_secs")).unwrap_or(name);
    name.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(grouped(-1_234_567), "−1\u{202f}234\u{202f}567");
        assert_eq!(value(80_000, 1), "8\u{a0}% / year");
        assert_eq!(value(125, 2), "1.25\u{a0}%");
        assert_eq!(duration(90_061), "25 h 1 min");
        assert_eq!(duration(3 * 86_400), "3 d");
        assert_eq!(micro(-1_500_000), "−1.5");
        assert_eq!(
            (metric("staked_share", 260_293), metric("fees", 56_591_786_238)),
            ("26.03\u{a0}%".into(), "56\u{202f}592".into())
        );
        assert_eq!((signed(8_945), signed(-8_945), signed(3)), ("+0.0089".into(), "−0.0089".into(), "0".into()));
    }

    #[test]
    fn numbers_at_an_axis_can_be_told_apart() {
        assert_eq!([1.0e9, 1.0005e9].map(|v| compact(v, 5e5)), ["1 B", "1.0005 B"]);
        assert_eq!([0.0, 50_000.0, 150_000.0].map(|v| compact(v, 50_000.0)), ["0 k", "50 k", "150 k"]);
        assert_eq!([0.975, 1.0].map(|v| compact(v, 0.025)), ["0.975", "1"]);
        assert_eq!(axis_percent(22.5, 2.5), "22.5 %");
    }

    #[test]
    fn absurd_numbers_are_written_without_panic() {
        for number in [i64::MIN, -1, 0, 1, i64::MAX] {
            for unit in 0..=u8::MAX {
                let _ = value(number, unit);
            }
            let _ = (
                micro(number),
                duration(number),
                moment(number),
                day(number),
                signed(number),
                grouped(i128::from(number)),
            );
        }
        for number in [f64::NAN, f64::INFINITY, f64::MIN, f64::MAX, 0.0, 5e-324] {
            let _ = (compact(number, number), axis_percent(1.0, number), percent(number));
        }
    }

    #[test]
    fn moments_are_right_at_the_edges_of_the_calendar() {
        assert_eq!(moment(951_782_400), "2000-02-29\u{a0}00:00");
        assert_eq!(moment(1_767_225_599), "2025-12-31\u{a0}23:59");
        assert_eq!((day(951_782_400), month(1_767_225_600)), ("29 Feb".into(), "2026-01".into()));
    }
}
