//! `trimtab evaluate`.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use mind::{
    learn::Learner,
    train::Settings,
    trial::{Practice, trial},
};
use referee::{
    arms::{Arm, Learned},
    assemble::assemble,
    calibrate::calibrate,
    ensemble::Ensemble,
    evaluate::Plan,
    history::histories,
    registration::{Registration, identity, seeds_of},
    store::{Identity, Store},
    suite::{Suite, Unseen},
    tune::tune,
};
use twin::file::{self, ScenarioFile};

use super::{
    CliError,
    output::{note, print, print_json},
};
use crate::evaluation::{self, Evaluation};

const EXAMPLES: &str = "Examples:
  trimtab evaluate --out evaluation --data histories
  trimtab evaluate --out quick --seeds 10000..10020 --arms B0,B2,B4
  trimtab evaluate --out mine --scenarios my-scenario.toml --scenarios more-scenarios/
  trimtab evaluate --tune 100                            the rules' free numbers, on training seeds
  trimtab evaluate --calibrate 2000 --data histories     the ensemble of worlds, from real prices

Writes cells.jsonl (what was played; a run that was stopped goes on from it), results.json, evaluation.md and evaluation.html.
A history is any CSV file under --data with a column of times (time, date, timeOpen or timestamp) and a column close.";

/// The registration when no other is named.
const REGISTERED: &str = include_str!("../../../docs/evaluation.toml");
/// Seeds per scenario that tuning plays.
const TUNING_SEEDS: u64 = 6;

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct EvaluateArgs {
    /// Folder to write into.
    #[arg(long, value_name = "DIR", required_unless_present_any = ["tune", "calibrate"])]
    out: Option<PathBuf>,
    /// Folder with real histories; what needs them is missing without it.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Seeds, B not included; the registered ones when absent.
    #[arg(long, value_name = "A..B")]
    seeds: Option<String>,
    /// A scenario file, or a folder of them; may be repeated; all built-in scenarios when absent.
    #[arg(long, value_name = "FILE")]
    scenarios: Vec<PathBuf>,
    /// Arms to play, separated by commas; the registered ones when absent.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    arms: Vec<String>,
    /// Another registration than docs/evaluation.toml.
    #[arg(long, value_name = "FILE")]
    registration: Option<PathBuf>,
    /// Print results.json to standard output as well.
    #[arg(long)]
    json: bool,
    /// Instead: try N candidates for each rule's free numbers and print [tuning].
    #[arg(long, value_name = "N", conflicts_with = "calibrate")]
    tune: Option<u32>,
    /// Instead: draw N worlds, keep those like the histories and print an ensemble.
    #[arg(long, value_name = "N", requires = "data")]
    calibrate: Option<u32>,
}

impl EvaluateArgs {
    pub fn run(self) -> Result<(), CliError> {
        let (registration, text) = self.registration()?;
        let scenarios = self.scenarios()?;
        if let Some(worlds) = self.calibrate {
            return self.calibrated(&registration, worlds);
        }
        let unseen = Unseen::built_in().map_err(|error| failed("read the unseen agents and shocks", &error))?;
        let ensemble = Ensemble::built_in().map_err(|error| failed("read the ensemble", &error))?;
        let (days, agents) = (registration.days, registration.agents as usize);
        let suite = Suite {
            scenarios: scenarios.iter().map(|(_, file)| file.clone()).collect(),
            ensemble,
            unseen,
            days,
            agents,
        };
        if let Some(candidates) = self.tune {
            return tuned(&registration, &suite, candidates);
        }
        let learned = mind::policy::learned();
        let arms = self.arms(&registration, &learned)?;
        let seeds = self.seeds(&registration)?;
        let plan = Plan { registration: &registration, suite: &suite, arms: &arms, seeds, learned: &learned };
        let identity = self.identity(&plan, &text, &scenarios);
        let out = self.out.as_deref().unwrap_or(Path::new("evaluation"));
        fs::create_dir_all(out)
            .map_err(|error| CliError::Wrong(format!("failed to write {}: {error}", out.display())))?;
        let evaluation = self.play(&plan, identity, out)?;
        evaluation::write(&evaluation, out).map_err(|error| failed("", &error))?;
        print(&format!("wrote {}", out.join("evaluation.html").display()));
        if self.json {
            print_json(&evaluation);
        }
        Ok(())
    }

    fn play(&self, plan: &Plan<'_>, identity: Identity, out: &Path) -> Result<Evaluation, CliError> {
        note(&format!("identity {}", identity.hash));
        let policies = frozen(plan.arms);
        policies.iter().for_each(|(name, hash)| note(&format!("policy {name} {hash}")));
        let (mut store, known) = Store::open(&out.join("cells.jsonl"), &identity)
            .map_err(|error| CliError::Wrong(format!("failed to open {error}")))?;
        let stop = stopped();
        let bar = ProgressBar::new(plan.keys().len() as u64).with_style(style());
        let cells = plan.play(&mut store, known, |there, _| bar.set_position(there as u64), &stop);
        bar.finish_and_clear();
        let cells = cells.map_err(|error| CliError::Failed(format!("failed to write {error}")))?;
        if stop.load(Ordering::Relaxed) {
            let done =
                format!("stopped with {} of {} cells played; the same command goes on", cells.len(), plan.keys().len());
            return Err(CliError::Failed(done));
        }
        let data = self.data.as_deref();
        let mut results = assemble(plan, &cells, data, identity, note);
        if plan.arms.iter().any(|arm| arm.is_learned()) {
            results.failures.extend(trial(&practice(plan.suite), note));
        }
        let sections = evaluation::sections(&plan.seeds, data, note);
        results.failures.extend(evaluation::coverage(&sections));
        Ok(Evaluation { results, policies, sections })
    }

    fn registration(&self) -> Result<(Registration, String), CliError> {
        let (name, text) = match &self.registration {
            Some(path) => (path.display().to_string(), read(path)?),
            None => ("docs/evaluation.toml".into(), REGISTERED.to_owned()),
        };
        let registration = Registration::parse(&text);
        Ok((registration.map_err(|error| CliError::Wrong(format!("failed to read {name}: {error}")))?, text))
    }

    /// Text and content of every scenario.
    fn scenarios(&self) -> Result<Vec<(String, ScenarioFile)>, CliError> {
        let mut files = Vec::new();
        for path in &self.scenarios {
            files.extend(scenario_files(path)?);
        }
        let mut scenarios = Vec::new();
        for path in &files {
            let text = read(path)?;
            let parsed = file::parse(&text)
                .map_err(|error| CliError::Wrong(format!("failed to read {}: {error}", path.display())))?;
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
    fn arms(&self, registration: &Registration, learned: &Learned<'_>) -> Result<Vec<Arm>, CliError> {
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

    fn seeds(&self, registration: &Registration) -> Result<std::ops::Range<u64>, CliError> {
        let text = self.seeds.as_ref().unwrap_or(&registration.seeds);
        seeds_of(text).ok_or_else(|| {
            CliError::Wrong(format!(
                "failed to read --seeds: found {text:?}, expected A..B with A < B, such as 10000..10400"
            ))
        })
    }

    fn identity(&self, plan: &Plan<'_>, registration: &str, scenarios: &[(String, ScenarioFile)]) -> Identity {
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

    fn calibrated(&self, registration: &Registration, worlds: u32) -> Result<(), CliError> {
        let data = self.data.as_deref().unwrap_or(Path::new("."));
        let (found, _) = histories(data).map_err(|error| CliError::Wrong(format!("failed to read {error}")))?;
        let base = file::parse(file::BUILT_IN[0].1).map_err(|error| failed("read the calm scenario", &error))?;
        let ensemble = calibrate(&base, &found, registration.agents as usize, worlds).map_err(|error| {
            CliError::Wrong(format!("failed to calibrate: {error}; draw more worlds or give more histories"))
        })?;
        print(&toml::to_string(&ensemble).map_err(|error| failed("write the ensemble", &error))?);
        Ok(())
    }
}

/// Name and hash of every policy that the arms steer by.
fn frozen(arms: &[Arm]) -> Vec<(String, String)> {
    let played = mind::policy::FILES.iter().filter(|(name, _)| arms.iter().any(|arm| arm.name() == *name));
    played.filter_map(|(name, _)| Some(((*name).to_owned(), mind::policy::built_in(name)?.hash()))).collect()
}

/// A training of the registered kind, small enough to be repeated by every evaluation; its seeds are those of training and choice.
fn practice(suite: &Suite) -> Practice<'_> {
    let settings = Settings {
        learner: Learner::Cem,
        seed: 1,
        agents: suite.agents.min(150),
        calls: 6_000,
        seeds: 2,
        groups: 1,
        choice: [10_500, 10_504],
    };
    Practice { suite, arm: Arm::A1, settings, test: 10_900..10_908 }
}

fn tuned(registration: &Registration, suite: &Suite, candidates: u32) -> Result<(), CliError> {
    let train = seeds_of(&registration.train_seeds).unwrap_or(0..1);
    let seeds = train.start..train.end.min(train.start + TUNING_SEEDS);
    let names = suite.scenarios.iter().map(|file| file.name.as_str());
    let scenarios: Vec<_> =
        names.filter_map(|name| suite.scenario(name, referee::cell::Shift::Same, seeds.start)).collect();
    let tuned = tune(&scenarios, seeds, candidates);
    note(&format!("{} simulator calls for each rule", tuned.calls));
    for (arm, probability) in &tuned.overfitting {
        note(&format!(
            "{arm}: probability of overfitting {}",
            probability.map_or("unknown".into(), |p| format!("{p:.2}"))
        ));
    }
    print("[tuning]");
    print(&toml::to_string(&tuned.tuning).map_err(|error| failed("write the tuning", &error))?);
    Ok(())
}

/// The file itself, or every TOML file of a folder in the order of their names.
fn scenario_files(path: &Path) -> Result<Vec<PathBuf>, CliError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let wrong = |error: std::io::Error| CliError::Wrong(format!("failed to read {}: {error}", path.display()));
    let entries = fs::read_dir(path).map_err(wrong)?.collect::<Result<Vec<_>, _>>().map_err(wrong)?;
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<String, CliError> {
    fs::read_to_string(path).map_err(|error| CliError::Wrong(format!("failed to read {}: {error}", path.display())))
}

fn failed(what: &str, error: &dyn std::error::Error) -> CliError {
    CliError::Failed(format!("failed to {what}{}{error}", if what.is_empty() { "" } else { ": " }))
}

/// Set by Ctrl-C; what is being played is finished and written first.
fn stopped() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let told = stop.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            note("stopping after what is being played; press again to end at once");
            told.store(true, Ordering::Relaxed);
            if tokio::signal::ctrl_c().await.is_ok() {
                std::process::exit(130);
            }
        }
    });
    stop
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{elapsed_precise} {wide_bar} {pos}/{len} cells, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
