//! What an evaluation is told to judge, and the name that this gives it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use referee::{
    arms::{Arm, Learned},
    evaluate::Plan,
    registration::{REGISTERED, Registration, identity},
    store::Identity,
};
use twin::file::{self, ScenarioFile};

use super::EvaluateArgs;
use crate::{
    cli::{
        CliError,
        args::seeds,
        files::{read, wrong},
        output::note,
    },
    evaluation,
};

impl EvaluateArgs {
    pub(super) fn registration(&self) -> Result<(Registration, String), CliError> {
        let (name, text) = match &self.registration {
            Some(path) => (path.display().to_string(), read(path)?),
            None => ("docs/evaluation.toml".into(), REGISTERED.to_owned()),
        };
        let registration = Registration::parse(&text);
        Ok((registration.map_err(|error| CliError::Wrong(format!("failed to read {name}: {error}")))?, text))
    }

    /// Text and content of every scenario.
    pub(super) fn scenarios(&self) -> Result<Vec<(String, ScenarioFile)>, CliError> {
        let mut files = Vec::new();
        for path in &self.scenarios {
            files.extend(scenario_files(path)?);
        }
        let mut scenarios = Vec::new();
        for path in &files {
            let text = read(path)?;
            let parsed = file::parse(&text).map_err(|error| wrong("read", path, &error))?;
            scenarios.push((text, parsed));
        }
        if scenarios.is_empty() {
            for (name, text) in file::BUILT_IN {
                let parsed =
                    file::parse(text).map_err(|error| CliError::Failed(format!("failed to read {name}: {error}")))?;
                scenarios.push((text.to_owned(), parsed));
            }
        }
        let twice =
            (1..scenarios.len()).find(|n| scenarios[..*n].iter().any(|other| other.1.name == scenarios[*n].1.name));
        match twice {
            Some(place) => Err(CliError::Wrong(format!(
                "failed to tell two scenarios called {:?} apart: give each its own name",
                scenarios[place].1.name
            ))),
            None => Ok(scenarios),
        }
    }

    /// The arms that are named, or the registered ones that somebody made.
    pub(super) fn arms(&self, registration: &Registration, learned: &Learned<'_>) -> Result<Vec<Arm>, CliError> {
        let is_made = |arm: &Arm| !arm.is_learned() || learned(*arm, 1.0).is_some();
        let mut arms = match self.arms.is_empty() {
            true => registration.lineup().map_err(|error| CliError::Wrong(error.to_string()))?,
            false => self.arms.iter().map(|name| name.parse().map_err(CliError::Wrong)).collect::<Result<_, _>>()?,
        };
        for arm in arms.iter().filter(|arm| !is_made(arm)) {
            let missing = format!("{arm} has no committed policy");
            if !self.arms.is_empty() {
                return Err(CliError::Wrong(format!(
                    "failed to play {arm}: {missing}; the folder policies/ holds them"
                )));
            }
            note(&format!("{missing}, it is left out"));
        }
        arms.retain(is_made);
        // Every comparison is with B0.
        arms.push(Arm::B0);
        arms.sort();
        arms.dedup();
        Ok(arms)
    }

    pub(super) fn seeds(&self, registration: &Registration) -> Result<std::ops::Range<u64>, CliError> {
        let text = self.seeds.as_ref().unwrap_or(&registration.seeds);
        seeds("--seeds", text)
    }
}

/// The hash of everything that the figures depend on.
pub fn identity_of(plan: &Plan<'_>, registration: &str, scenarios: &[(String, ScenarioFile)]) -> Identity {
    let arms = plan.arms.iter().map(Arm::to_string).collect::<Vec<_>>().join(",");
    let mut parts: Vec<(&str, &[u8])> = vec![("registration", registration.as_bytes()), ("arms", arms.as_bytes())];
    parts.extend(scenarios.iter().map(|(text, file)| (file.name.as_str(), text.as_bytes())));
    parts.extend(evaluation::sources().iter().map(|(name, bytes)| (*name, *bytes)));
    let ensemble = toml::to_string(&plan.suite.ensemble).unwrap_or_default();
    parts.push(("ensemble", ensemble.as_bytes()));
    let made_of = vec![
        format!("registration {}", identity(&[("registration", registration.as_bytes())])),
        format!("arms {arms}"),
        format!("{} scenarios", scenarios.len()),
        format!("{} sources", evaluation::sources().len()),
    ];
    Identity { hash: identity(&parts), made_of }
}

/// The file itself, or every TOML file of a folder in the order of their names.
fn scenario_files(path: &Path) -> Result<Vec<PathBuf>, CliError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let unread = |error: std::io::Error| wrong("read", path, &error);
    let entries = fs::read_dir(path).map_err(unread)?.collect::<Result<Vec<_>, _>>().map_err(unread)?;
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    Ok(files)
}
