//! The time that a report is about.

use std::str::FromStr;

use chrono::{Months, NaiveDate, NaiveTime};

use super::ReportError;
use crate::view::Picture;

/// Unix seconds, the end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: i64,
    pub to: i64,
}

impl FromStr for Span {
    type Err = ReportError;

    /// `YYYY-MM`, in UTC.
    fn from_str(text: &str) -> Result<Self, ReportError> {
        Self::month(text).ok_or_else(|| ReportError::Month { found: text.into() })
    }
}

impl Span {
    pub const ALL: Self = Self { from: i64::MIN, to: i64::MAX };

    fn month(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-').filter(|(year, month)| (year.len(), month.len()) == (4, 2))?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year) || !digits(month) {
            return None;
        }
        let first = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?;
        let unix = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc().timestamp();
        Some(Self { from: unix(first), to: unix(first.checked_add_months(Months::new(1))?) })
    }

    pub fn contains(self, unix: i64) -> bool {
        (self.from..self.to).contains(&unix)
    }

    /// What happened within the span. Periods count where they end; changes and the snapshot stay whole, for values before and after.
    pub fn cut(self, mut picture: Picture) -> Picture {
        // A period that ends at midnight belongs to the day that it closes.
        picture.periods.retain(|period| self.contains(period.end.saturating_sub(1)));
        picture.proposals.retain(|facts| self.contains(facts.created_at) || self.contains(facts.closed_at));
        picture.records.retain(|record| self.contains(record.decision.at.unix));
        picture.effects.retain(|effect| {
            self.contains(effect.at) || effect.measured.as_ref().is_some_and(|m| self.contains(m.due_at))
        });
        picture.market.retain(|point| self.contains(point.observed_at));
        picture
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_where_the_next_begins() {
        assert_eq!("2025-12".parse::<Span>().unwrap(), Span { from: 1_764_547_200, to: 1_767_225_600 });
        let (february, march): (Span, Span) = ("2024-02".parse().unwrap(), "2024-03".parse().unwrap());
        assert_eq!((february.to, february.to - february.from), (march.from, 29 * 86_400));
    }

    #[test]
    fn anything_else_is_refused_with_what_was_expected() {
        for text in
            ["", "2025", "2025-13", "2025-00", "25-12", "2025-1", "2025-12-01", "+025-12", "２０２５-12", "2025/12"]
        {
            let error = text.parse::<Span>().unwrap_err();
            assert!(error.to_string().contains("expected YYYY-MM") && error.is_wrong_input(), "{text}");
        }
    }
}
