//! The packs' scenarios, so that a name is enough.

use crate::file::{FileError, ScenarioFile, parse};

/// Name and text of every scenario under `scenarios/packs`.
pub const BUILT_IN: [(&str, &str); 9] = [
    ("lending/calm", include_str!("../../../scenarios/packs/lending/calm.toml")),
    ("lending/crunch", include_str!("../../../scenarios/packs/lending/crunch.toml")),
    ("lending/unseen", include_str!("../../../scenarios/packs/lending/unseen.toml")),
    ("game/calm", include_str!("../../../scenarios/packs/game/calm.toml")),
    ("game/hype", include_str!("../../../scenarios/packs/game/hype.toml")),
    ("game/unseen", include_str!("../../../scenarios/packs/game/unseen.toml")),
    ("network/calm", include_str!("../../../scenarios/packs/network/calm.toml")),
    ("network/slump", include_str!("../../../scenarios/packs/network/slump.toml")),
    ("network/unseen", include_str!("../../../scenarios/packs/network/unseen.toml")),
];

/// The scenario of this name.
pub fn built_in(name: &str) -> Option<Result<ScenarioFile, FileError>> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| parse(text))
}
