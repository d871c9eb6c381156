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
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// A parameter's value in its unit: 1 ppm per year, 2 basis points, 3 seconds, 4 base units, else plain.
pub fn value(value: i64, unit: u8) -> String {
    match unit {
        1 => format!("{} % / year", trimmed(value as f64 / 1e4)),
        2 => format!("{} %", trimmed(value as f64 / 100.0)),
        3 => duration(value),
        4 => tokens(value.unsigned_abs()),
        _ => grouped(i128::from(value)),
    }
}

fn trimmed(number: f64) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').replace('-', "−")
}

/// A share (0 to 1) in percent.
pub fn percent(share: f64) -> String {
    format!("{:.2} %", share * 100.0).replace('-', "−")
}

/// A micro number with up to six digits.
pub fn micro(number: i64) -> String {
    let real = number as f64 / 1e6;
    let text = if real.abs() >= 1000.0 { format!("{real:.0}") } else { trimmed6(real) };
    text.replace('-', "−")
}

fn trimmed6(number: f64) -> String {
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
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
    if unix > 0 { utc(unix, "%Y-%m-%d %H:%M") } else { "—".into() }
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

/// A key or name without underscores.
pub fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(grouped(-1_234_567), "−1\u{202f}234\u{202f}567");
        assert_eq!(value(80_000, 1), "8 % / year");
        assert_eq!(value(125, 2), "1.25 %");
        assert_eq!(duration(90_061), "25 h 1 min");
        assert_eq!(duration(3 * 86_400), "3 d");
        assert_eq!(micro(-1_500_000), "−1.5");
    }

    #[test]
    fn moments_are_right_at_the_edges_of_the_calendar() {
        assert_eq!(moment(951_782_400), "2000-02-29 00:00");
        assert_eq!(moment(1_767_225_599), "2025-12-31 23:59");
        assert_eq!((day(951_782_400), month(1_767_225_600)), ("29 Feb".into(), "2026-01".into()));
    }
}
