//! Learns everything again; the same inputs give the same bytes.

use sha2::{Digest, Sha256};

use super::{
    Manifest, Warnings, built_in,
    crunch::{self, Worlds},
    pump::{self, judge::choose},
    score::FitError,
    transfers,
};

/// What is asked for.
pub struct Training<'a> {
    /// Text of a file of labelled pumps; without one the committed coefficients stay.
    pub pumps: Option<&'a str>,
    /// Runs of the twin per scenario; the committed file has `RUNS`.
    pub runs: u64,
    /// Is told what is being learned.
    pub progress: &'a dyn Fn(&str),
}

/// Runs per scenario, and economies of transfers, behind the committed file.
pub const RUNS: u64 = 20;
const ECONOMIES: u64 = 400;

/// Why nothing was learned.
#[derive(Debug, thiserror::Error)]
pub enum WarnError {
    #[error(transparent)]
    Fit(#[from] FitError),
    #[error("read labelled pumps: {0}")]
    Pumps(#[from] csv::Error),
    #[error("write warnings: {0}")]
    Write(#[from] toml::ser::Error),
}

const HEAD: &str = "# Scores of the warnings, learned by the command in the manifest; each input adds slope · (x − centre) and a bend at each knot to the log odds.\n\n";

/// The text of `policies/warnings.toml`.
pub fn train(wanted: &Training) -> Result<String, WarnError> {
    let worlds = Worlds::registered();
    (wanted.progress)("liquidity crunches: runs of the twin");
    let (crunch, prices) = crunch::learn(&worlds, wanted.runs.max(1))?;
    (wanted.progress)("transfers: made economies");
    let transfers = transfers::learn(ECONOMIES)?;
    let mut made = Warnings {
        manifest: Manifest {
            command: "trimtab policy train --warnings --data DIR".into(),
            learner: "linfa-logistic 0.8.1: additive logistic models with hinges and a ridge penalty".into(),
            runs: wanted.runs,
            economies: ECONOMIES,
            budget: format!(
                "{} false alarm per 30 days on seeds from {}; 1 % of honest economies",
                crunch::BUDGET,
                crunch::VALID
            ),
            ..Manifest::default()
        },
        crunch,
        prices,
        pumps: Default::default(),
        transfers,
    };
    match wanted.pumps {
        Some(text) => {
            (wanted.progress)("pumps: labelled events");
            pumps(text, &mut made)?;
        }
        None => keep_pumps(&mut made),
    }
    Ok(HEAD.to_owned() + &toml::to_string(&made)?)
}

fn pumps(text: &str, made: &mut Warnings) -> Result<(), WarnError> {
    let events = pump::read(text)?;
    let (alpha, _) = choose(&events)?;
    made.pumps = pump::learn(&events, alpha)?;
    made.manifest.pump_rows = events.len();
    made.manifest.pumps_until = events.last().map(|event| event.pump_date.clone()).unwrap_or_default();
    made.manifest.pump_alpha = alpha;
    made.manifest.pump_file = hex::encode(Sha256::digest(text.as_bytes()));
    made.manifest.pump_variants = pump::VARIANTS.into();
    Ok(())
}

fn keep_pumps(made: &mut Warnings) {
    let old = built_in();
    made.pumps = old.pumps.clone();
    let Manifest { pump_rows, pumps_until, pump_alpha, pump_file, pump_variants, .. } = old.manifest.clone();
    made.manifest = Manifest { pump_rows, pumps_until, pump_alpha, pump_file, pump_variants, ..made.manifest.clone() };
}
