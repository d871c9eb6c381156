//! What people type: durations, roles, pauses, amounts, changes. Each says what it expected.

use economics::{council, pause};

use super::super::CliError;
use crate::accounts::CLASSES;

fn wrong(what: &str, found: &str, expected: &str) -> CliError {
    CliError::Wrong(format!("failed to read the {what}: found {found:?}, expected {expected}"))
}

/// `90`, `90s`, `15m`, `48h`, `3d` → seconds.
pub fn secs(text: &str) -> Result<u64, CliError> {
    let expected = "a time such as 90s, 15m, 48h or 3d";
    let text = text.trim();
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let factor = match unit {
        "" | "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return Err(wrong("time", text, expected)),
    };
    let number: u64 = number.parse().map_err(|_| wrong("time", text, expected))?;
    number.checked_mul(factor).ok_or_else(|| wrong("time", text, expected))
}

/// Comma-separated names out of `known` → bits.
fn bits(what: &str, text: &str, known: &[(&str, u8)]) -> Result<u8, CliError> {
    let names = || known.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    text.split(',').map(str::trim).try_fold(0, |sum, name| {
        let found = known.iter().find(|(known, _)| *known == name);
        let expected = || format!("one or more of {}, separated by commas", names());
        found.map(|(_, bit)| sum | bit).ok_or_else(|| wrong(what, text, &expected()))
    })
}

/// `propose,vote,veto` → role bits.
pub fn roles(text: &str) -> Result<u8, CliError> {
    bits("roles", text, &[("propose", council::PROPOSE), ("vote", council::VOTE), ("veto", council::VETO)])
}

/// `ai,execution` → pause bits.
pub fn pauses(text: &str) -> Result<u8, CliError> {
    let known = [
        ("ai", pause::AI),
        ("execution", pause::EXECUTION),
        ("emission", pause::EMISSION),
        ("deposits", pause::DEPOSITS),
    ];
    bits("pause", text, &known)
}

/// `config` → 3.
pub fn class(text: &str) -> Result<u8, CliError> {
    let found = CLASSES.iter().position(|name| *name == text).and_then(|place| u8::try_from(place).ok());
    found.ok_or_else(|| wrong("class", text, &CLASSES.join(", ")))
}

/// 64 hexadecimal digits.
pub fn hash(what: &str, text: &str) -> Result<[u8; 32], CliError> {
    crate::governance::aloud::parse(text)
        .ok_or_else(|| wrong(what, text, "64 hexadecimal digits, or the 16 words of the same 32 bytes"))
}

/// Hexadecimal of any length.
pub fn bytes(what: &str, text: &str) -> Result<Vec<u8>, CliError> {
    hex::decode(text.trim_start_matches("0x")).map_err(|_| wrong(what, text, "an even number of hexadecimal digits"))
}

/// `1.25` with so many decimals → base units; nothing is rounded.
pub fn amount(text: &str, decimals: u8) -> Result<u64, CliError> {
    let expected = format!("a positive number with at most {decimals} decimals, such as 12.5");
    let plain = text.trim().replace('_', "");
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let sound = !whole.is_empty() && digits(whole) && digits(part) && part.len() <= usize::from(decimals);
    let padded = format!("{whole}{part:0<width$}", width = usize::from(decimals));
    let units = sound.then(|| padded.parse::<u64>().ok()).flatten().filter(|units| *units > 0);
    units.ok_or_else(|| wrong("amount", text, &expected))
}

/// `fee_bps=120` → ("fee_bps", 120).
pub fn change(text: &str) -> Result<(&str, i64), CliError> {
    let expected = "PARAMETER=WHOLE_NUMBER, for example fee_bps=120";
    let (key, value) = text.split_once('=').ok_or_else(|| wrong("change", text, expected))?;
    Ok((key.trim(), value.trim().replace('_', "").parse().map_err(|_| wrong("change", text, expected))?))
}

/// A name of 1 to 16 printable ASCII characters, as parameters have it.
pub fn key(text: &str) -> Result<[u8; 16], CliError> {
    let sound = (1..=16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    let named = sound.then(|| economics::key(text));
    named.ok_or_else(|| wrong("parameter's name", text, "1 to 16 printable ASCII characters without blanks"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_the_units_that_people_use() {
        for (text, expected) in [("90", 90), ("90s", 90), ("15m", 900), ("48h", 172_800), ("3d", 259_200)] {
            assert_eq!(secs(text).unwrap(), expected, "{text}");
        }
        for text in ["", "h", "3 d", "-1", "3w", "99999999999999999999d"] {
            assert!(secs(text).unwrap_err().to_string().contains("48h"), "{text}");
        }
    }

    #[test]
    fn amounts_are_exact_or_refused() {
        assert_eq!(amount("1.5", 9).unwrap(), 1_500_000_000);
        assert_eq!(amount("1_000", 0).unwrap(), 1_000);
        assert_eq!(amount("0.000001", 6).unwrap(), 1);
        for text in ["", ".5", "1.2345678", "-1", "0", "1e3", "18446744073709.551616"] {
            assert!(amount(text, 6).is_err(), "{text}");
        }
    }

    #[test]
    fn roles_and_pauses_name_what_exists() {
        assert_eq!(roles("propose,vote,veto").unwrap(), council::ROLES);
        assert_eq!(pauses("ai, emission").unwrap(), pause::AI | pause::EMISSION);
        assert!(roles("vote,admin").unwrap_err().to_string().contains("propose, vote, veto"));
        assert!(pauses("exits").unwrap_err().to_string().contains("ai, execution, emission, deposits"));
    }

    #[test]
    fn a_name_that_does_not_fit_is_refused() {
        assert_eq!(key("borrow_rate").unwrap()[..11], *b"borrow_rate");
        assert!(key("a name that is far too long").is_err() && key("").is_err() && key("ä").is_err());
    }
}
