//! Names of the model and of the code.

use borsh::BorshSerialize;
use mind::{
    forecast::{LEAST_ERRORS, interval, lags},
    segment,
};
use twin::{Demand, Habits};

use crate::{
    forecast,
    hash::{Hash, canonical},
    search,
};

include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// Grows when the model changes in a way that its numbers do not show.
const MODEL_FORMAT: u16 = 3;

/// Everything that makes the model this model; two builds with the same numbers are the same model.
#[derive(BorshSerialize)]
struct Hyperparameters {
    format: u16,
    record_format: u16,
    metrics: Vec<String>,
    wallet_columns: Vec<String>,
    /// Methods of forecasting, and their numbers: season, origins and window, least errors, gain and window of the intervals.
    methods: Vec<String>,
    origins: [u64; 5],
    adaptive_gain: f64,
    penalty: f64,
    l1_ratio: f64,
    ridge: f64,
    clusters: (u32, u32),
    resamples: u64,
    stability_slack: f64,
    /// Names and hashes of the trained policies, and the strengths at which their wishes are tried.
    policies: Vec<(String, String)>,
    strengths: Vec<f64>,
    /// Numbers of demand and habits in the twin, by name.
    twin: Vec<(String, f64)>,
    agent_kinds: Vec<String>,
}

/// `sha256("trimtab.model.v1" ‖ borsh(hyperparameters))`; the oracle's seat registers it at genesis.
pub fn model_hash() -> Hash {
    let owned = |names: &[&str]| names.iter().map(|name| name.to_string()).collect();
    let judged = forecast::settings(1);
    let all = Hyperparameters {
        format: MODEL_FORMAT,
        record_format: super::FORMAT,
        metrics: owned(&forecast::METRICS),
        wallet_columns: owned(&segment::COLUMNS),
        methods: forecast::methods().map(str::to_owned).collect(),
        origins: [judged.season, judged.origins, judged.window, LEAST_ERRORS, interval::WINDOW].map(|n| n as u64),
        adaptive_gain: interval::GAIN,
        penalty: lags::PENALTY,
        l1_ratio: lags::L1_RATIO,
        ridge: lags::RIDGE,
        clusters: (*segment::KS.start() as u32, *segment::KS.end() as u32),
        resamples: segment::RESAMPLES,
        stability_slack: segment::STABILITY_SLACK,
        policies: search::policies().into_iter().map(|policy| (policy.name.clone(), policy.hash())).collect(),
        strengths: search::STRENGTHS.to_vec(),
        twin: [Demand::KNOBS, Habits::KNOBS].concat().iter().map(|knob| (knob.name.to_owned(), knob.default)).collect(),
        agent_kinds: twin::Kind::ALL.iter().map(|kind| kind.name().to_owned()).collect(),
    };
    Hash::of("trimtab.model.v1", &[&canonical(&all)])
}

/// `sha256` over package version, and name, length and bytes of every pure source that was compiled in.
pub fn code_hash() -> Hash {
    let mut bytes = canonical(&env!("CARGO_PKG_VERSION").to_owned());
    for (name, source) in SOURCES {
        bytes.extend(canonical(&name.to_string()));
        bytes.extend(canonical(&Hash::of("", &[source]).0));
    }
    Hash::of("trimtab.code.v1", &[&bytes])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_named_by_every_pure_source() {
        let names: Vec<&str> = SOURCES.iter().map(|(name, _)| *name).collect();
        for needed in [
            "src/search/mod.rs",
            "src/gate/checks.rs",
            "../mind/src/policy/view.rs",
            "../twin/src/world.rs",
            "../economics/src/policy.rs",
        ] {
            assert!(names.contains(&needed), "{needed} is not in {names:?}");
        }
        assert!(!names.iter().any(|name| name.contains("daemon") || name.contains("store")));
    }

    #[test]
    fn the_model_keeps_its_name_until_its_numbers_change() {
        assert_eq!(model_hash(), model_hash());
        assert_ne!(model_hash(), Hash::ZERO);
    }
}
