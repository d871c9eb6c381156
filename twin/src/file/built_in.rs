//! The scenarios of the repository, so that a name is enough.

use super::{FileError, ScenarioFile, parse};

/// Who lives in a scenario that does not say it.
pub const STANDARD_MIX: &str = include_str!("../../../scenarios/mixes/standard.toml");

/// Name and text of every scenario under `scenarios/`.
pub const BUILT_IN: [(&str, &str); 11] = [
    ("calm", include_str!("../../../scenarios/calm.toml")),
    ("bull", include_str!("../../../scenarios/bull.toml")),
    ("bear", include_str!("../../../scenarios/bear.toml")),
    ("flash_crash", include_str!("../../../scenarios/flash_crash.toml")),
    ("liquidity_run", include_str!("../../../scenarios/liquidity_run.toml")),
    ("unlock_cliff", include_str!("../../../scenarios/unlock_cliff.toml")),
    ("mercenary_exit", include_str!("../../../scenarios/mercenary_exit.toml")),
    ("validator_exit", include_str!("../../../scenarios/validator_exit.toml")),
    ("wash_attack", include_str!("../../../scenarios/wash_attack.toml")),
    ("governance_capture", include_str!("../../../scenarios/governance_capture.toml")),
    ("stale_data", include_str!("../../../scenarios/stale_data.toml")),
];

/// The scenario of this name.
pub fn built_in(name: &str) -> Option<Result<ScenarioFile, FileError>> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| parse(text))
}
