//! Shocks as they are written.

use economics::key::{STANDARD, key};
use serde::Deserialize;

use super::{FileError, lines};
use crate::{
    HOURS, MAX_STEPS,
    shock::{Shock, ShockKind},
};

/// A row of `[[shock]]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShockRow {
    pub kind: ShockKind,
    /// Day of the run on which it begins, from 0; 1.5 is noon of the second day.
    pub day: f64,
    /// How long it acts.
    #[serde(default = "one")]
    pub hours: u32,
    /// As the kind says.
    #[serde(default)]
    pub size: f64,
    /// `capture`: the parameter that is pushed, and the value towards which.
    pub param: Option<String>,
    pub toward: Option<i64>,
}

fn one() -> u32 {
    1
}

impl ShockRow {
    pub(super) fn shock(&self) -> Shock {
        let place = |name: &String| STANDARD.iter().position(|standard| *standard == key(name));
        let toward = self.param.as_ref().and_then(place).zip(self.toward);
        Shock { kind: self.kind, from: (self.day * HOURS as f64) as u32, hours: self.hours, size: self.size, toward }
    }

    /// Range of the size.
    fn range(&self) -> (f64, f64) {
        match self.kind {
            ShockKind::Value => (-0.99, 100.0),
            ShockKind::Sale | ShockKind::Unlock | ShockKind::Capture => (0.0, 1.0),
            ShockKind::LiquidityExit => (0.0, 0.99),
            ShockKind::Lag => (0.0, 191.0),
            ShockKind::Spike => (1e-6, 1e6),
            ShockKind::Stale | ShockKind::Outage => (0.0, 0.0),
            _ => (0.0, 1_000.0),
        }
    }
}

pub(super) fn check(text: &str, rows: &[ShockRow]) -> Result<(), FileError> {
    for (nth, row) in rows.iter().enumerate() {
        let refuse = |key: &str, reason: String| lines::refuse(text, "shock", nth, key, reason);
        if !(0.0..MAX_STEPS as f64).contains(&row.day) {
            return refuse("day", format!("expected 0 to {MAX_STEPS}, found {}", row.day));
        }
        if !(1..=(MAX_STEPS * HOURS) as u32).contains(&row.hours) {
            return refuse("hours", format!("expected 1 to {}, found {}", MAX_STEPS * HOURS, row.hours));
        }
        let (low, high) = row.range();
        if !(low..=high).contains(&row.size) {
            return refuse("size", format!("expected {low} to {high} for this kind, found {}", row.size));
        }
        let is_capture = row.kind == ShockKind::Capture;
        if is_capture && row.shock().toward.is_none() {
            let known = crate::file::genesis::names().join(", ");
            return refuse("param", format!("a capture needs `param`, one of {known}, and `toward`"));
        }
        if !is_capture && (row.param.is_some() || row.toward.is_some()) {
            return refuse(if row.param.is_some() { "param" } else { "toward" }, "only a capture has this".into());
        }
    }
    Ok(())
}
