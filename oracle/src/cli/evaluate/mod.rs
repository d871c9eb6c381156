//! `trimtab evaluate`.

mod inputs;
mod ready;

use std::{
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
    arms::Arm,
    assemble::assemble,
    evaluate::Plan,
    store::{Identity, Store},
    suite::Suite,
};

use super::{
    CliError,
    files::make_folder,
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
        if let Some(worlds) = self.calibrate {
            return ready::calibrated(&registration, self.data.as_deref(), worlds);
        }
        let scenarios = self.scenarios()?;
        let files = scenarios.iter().map(|(_, file)| file.clone()).collect();
        let suite = Suite::new(files, registration.days, registration.agents as usize);
        if let Some(candidates) = self.tune {
            return ready::tuned(&registration, &suite, candidates);
        }
        let learned = mind::policy::learned();
        let arms = self.arms(&registration, &learned)?;
        let seeds = self.seeds(&registration)?;
        let plan = Plan { registration: &registration, suite: &suite, arms: &arms, seeds, learned: &learned };
        let identity = inputs::identity_of(&plan, &text, &scenarios);
        let out = self.out.as_deref().unwrap_or(Path::new("evaluation"));
        make_folder(out)?;
        let evaluation = self.play(&plan, identity, out)?;
        evaluation::write(&evaluation, out).map_err(|error| CliError::Failed(format!("failed to {error}")))?;
        print(&format!("wrote {}", out.join("evaluation.html").display()));
        if self.json {
            print_json(&evaluation);
        }
        Ok(())
    }

    fn play(&self, plan: &Plan<'_>, identity: Identity, out: &Path) -> Result<Evaluation, CliError> {
        note(&format!("identity {}", identity.hash));
        let policies = mind::policy::frozen(plan.arms);
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
}

/// A training of the registered kind, small enough to be repeated by every evaluation; its seeds are those of training and choice.
fn practice(suite: &Suite) -> Practice<'_> {
    let settings = Settings {
        learner: Learner::Cma,
        seed: 1,
        agents: suite.agents.min(150),
        calls: 6_000,
        seeds: 2,
        groups: 1,
        choice: [10_500, 10_504],
    };
    Practice { suite, arm: Arm::A3, settings, test: 10_900..10_908 }
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
