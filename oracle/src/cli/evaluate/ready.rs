//! What is made before anything is judged: the ensemble of worlds, and the rules' free numbers.

use std::path::Path;

use referee::{
    calibrate::calibrate,
    cell::Shift,
    history::histories,
    registration::{Registration, seeds_of},
    suite::Suite,
    tune::tune,
};
use twin::file;

use crate::cli::{
    CliError,
    output::{note, print},
};

/// Seeds per scenario that tuning plays.
const TUNING_SEEDS: u64 = 6;

/// Draws worlds, keeps those like the histories, and prints them.
pub fn calibrated(registration: &Registration, data: Option<&Path>, worlds: u32) -> Result<(), CliError> {
    let data = data.unwrap_or(Path::new("."));
    let (found, _) = histories(data).map_err(|error| CliError::Wrong(format!("failed to read {error}")))?;
    let base = file::parse(file::BUILT_IN[0].1).map_err(|error| CliError::failed("read the calm scenario", &error))?;
    let ensemble = calibrate(&base, &found, registration.agents as usize, worlds).map_err(|error| {
        CliError::Wrong(format!("failed to calibrate: {error}; draw more worlds or give more histories"))
    })?;
    print(&toml::to_string(&ensemble).map_err(|error| CliError::failed("write the ensemble", &error))?);
    Ok(())
}

/// Tries candidates for each rule's free numbers on training seeds, and prints the best.
pub fn tuned(registration: &Registration, suite: &Suite, candidates: u32) -> Result<(), CliError> {
    let train = seeds_of(&registration.train_seeds).unwrap_or(0..1);
    let seeds = train.start..train.end.min(train.start + TUNING_SEEDS);
    let names = suite.scenarios.iter().map(|file| file.name.as_str());
    let scenarios: Vec<_> = names.filter_map(|name| suite.scenario(name, Shift::Same, seeds.start)).collect();
    let tuned = tune(&scenarios, seeds, candidates);
    note(&format!("{} simulator calls for each rule", tuned.calls));
    for (arm, probability) in &tuned.overfitting {
        note(&format!(
            "{arm}: probability of overfitting {}",
            probability.map_or("unknown".into(), |p| format!("{p:.2}"))
        ));
    }
    print("[tuning]");
    print(&toml::to_string(&tuned.tuning).map_err(|error| CliError::failed("write the tuning", &error))?);
    Ok(())
}
