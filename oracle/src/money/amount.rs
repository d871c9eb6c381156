//! Token amounts as people type and read them.

use super::MoneyError;

/// What a person typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Base units.
    Exactly(u64),
    /// Everything there is.
    All,
}

impl Amount {
    /// Reads `12.5`, `1_000` or `ALL` for a mint with `decimals`.
    pub fn parse(text: &str, decimals: u8) -> Result<Self, MoneyError> {
        if text.eq_ignore_ascii_case("all") {
            return Ok(Self::All);
        }
        parse(&text.replace('_', ""), decimals)
            .map(Self::Exactly)
            .ok_or_else(|| MoneyError::BadAmount { found: text.into(), decimals })
    }

    /// The amount where `available` is what there is.
    pub fn of(self, available: u64) -> u64 {
        match self {
            Self::Exactly(amount) => amount,
            Self::All => available,
        }
    }
}

/// Whole tokens with at most `decimals` decimals as base units; nothing is rounded.
pub fn parse(text: &str, decimals: u8) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let places = usize::from(decimals);
    if whole.is_empty() && fraction.is_empty() || fraction.len() > places || !plain(whole) || !plain(fraction) {
        return None;
    }
    format!("{whole}{fraction:0<places$}").parse().ok()
}

/// Base units as whole tokens, exactly, without trailing zeros.
pub fn tokens_text(base_units: u64, decimals: u8) -> String {
    let one = 10u64.pow(u32::from(decimals.min(19)));
    let (whole, rest) = (base_units / one, base_units % one);
    if rest == 0 {
        return whole.to_string();
    }
    let places = usize::from(decimals);
    format!("{whole}.{}", format!("{rest:0>places$}").trim_end_matches('0'))
}
