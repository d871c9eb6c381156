//! A parameter to be put under the gate.

use clap::Args;
use economics::bounds::{self, AI_OK, EMERGENCY_OK};
use governor::{ConfigChange, Spec};

use super::{super::CliError, parse};

const EXAMPLES: &str =
    "Example: trimtab gov propose config param borrow_rate --value 50000 --min 0 --max 200000 --step 5000 \\
    --every 1d --budget 20000 --unit ppm --ai -k member.json

Hard limits can never be changed; soft ones by `propose config bounds`. docs/integrate.md tells how a program reads it.";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct ParamArgs {
    /// Name, 1 to 16 characters.
    key: String,
    /// First value.
    #[arg(long, allow_negative_numbers = true)]
    value: i64,
    /// Lowest value ever possible; immutable.
    #[arg(long, allow_negative_numbers = true)]
    min: i64,
    /// Highest value ever possible; immutable.
    #[arg(long, allow_negative_numbers = true)]
    max: i64,
    /// Governed lower bound; --min when absent.
    #[arg(long, allow_negative_numbers = true)]
    soft_min: Option<i64>,
    /// Governed upper bound; --max when absent.
    #[arg(long, allow_negative_numbers = true)]
    soft_max: Option<i64>,
    /// Largest step of class ai, up and down; class param takes two, emergency four.
    #[arg(long)]
    step: u64,
    /// The same in basis points of the value; the larger of both holds.
    #[arg(long, default_value_t = 0)]
    step_bps: u32,
    /// Another largest step up.
    #[arg(long)]
    step_up: Option<u64>,
    /// Another largest step down.
    #[arg(long)]
    step_down: Option<u64>,
    /// Shortest time between two changes.
    #[arg(long, value_name = "TIME", default_value = "1d")]
    every: String,
    /// Shortest time between two changes in epochs.
    #[arg(long, value_name = "EPOCHS", default_value_t = 0)]
    epochs: u32,
    /// Largest net movement within 30 days; four steps when absent.
    #[arg(long)]
    budget: Option<u64>,
    /// For display: plain, ppm (per year), bps, secs or units (of a token).
    #[arg(long, default_value = "plain")]
    unit: String,
    /// Decimal places for display.
    #[arg(long, default_value_t = 0)]
    decimals: u8,
    /// Coupled group, counted from 1; 0 for none.
    #[arg(long, default_value_t = 0)]
    group: u8,
    /// Direction that is safe in an emergency: up or down; allows class emergency.
    #[arg(long, value_name = "DIRECTION")]
    safe: Option<String>,
    /// The oracle may propose changes of it.
    #[arg(long)]
    ai: bool,
}

impl ParamArgs {
    /// The change, if its bounds make sense; the program asks the same.
    pub fn change(&self) -> Result<ConfigChange, CliError> {
        let key = parse::key(&self.key)?;
        let safe_direction = match self.safe.as_deref() {
            None => 0,
            Some("up") => 1,
            Some("down") => -1,
            Some(other) => return Err(wrong("safe direction", other, "up or down")),
        };
        let units = ["plain", "ppm", "bps", "secs", "units"];
        let unit = units.iter().position(|unit| *unit == self.unit);
        let unit = unit.ok_or_else(|| wrong("unit", &self.unit, &units.join(", ")))? as u8;
        let flags = if self.ai { AI_OK } else { 0 } | if safe_direction != 0 { EMERGENCY_OK } else { 0 };
        let spec = Spec {
            hard_min: self.min,
            hard_max: self.max,
            soft_min: self.soft_min.unwrap_or(self.min),
            soft_max: self.soft_max.unwrap_or(self.max),
            step_up_abs: self.step_up.unwrap_or(self.step),
            step_down_abs: self.step_down.unwrap_or(self.step),
            step_up_bps: self.step_bps,
            step_down_bps: self.step_bps,
            min_interval_secs: parse::secs(&self.every)?,
            min_interval_epochs: self.epochs,
            group: self.group,
            decimals: self.decimals,
            unit,
            safe_direction,
            budget_30d: self.budget.unwrap_or(self.step.saturating_mul(4)),
            flags,
            _pad: [0; 4],
        };
        if !bounds::Spec::from(spec).is_sound(self.value) {
            return Err(CliError::Wrong(format!(
                "failed to add {}: found value {} within {} to {} and soft {} to {}; expected hard limits around soft ones around the value",
                self.key, self.value, spec.hard_min, spec.hard_max, spec.soft_min, spec.soft_max
            )));
        }
        Ok(ConfigChange::AddParam { key, value: self.value, spec })
    }
}

fn wrong(what: &str, found: &str, expected: &str) -> CliError {
    CliError::Wrong(format!("failed to read the {what}: found {found:?}, expected {expected}"))
}
