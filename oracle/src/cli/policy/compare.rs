//! `trimtab policy compare`.

use clap::Args;
use mind::{policy::built_in, train::Conditions};
use referee::arms::Arm;

use super::suite;
use crate::cli::{
    CliError,
    args::seeds,
    output::{note, print, print_json},
};

#[derive(Args)]
#[command(
    after_help = "Examples:\n  trimtab policy compare\n  trimtab policy compare --arm A0 --budget 2000 --agents 100 --learners 5 --json\n\nRandom search, cross-entropy, CMA-ES, NSGA-II and fitted-Q iteration learn in the same worlds at the same simulator calls.\nWhat each stands by is judged on held-out seeds; then follow the probability of overfitting and a run on shuffled labels."
)]
pub struct CompareArgs {
    /// The arm whose numbers are searched.
    #[arg(long, default_value = "A1")]
    arm: Arm,
    /// The committed policy that the search begins at; the frame's own start when absent.
    #[arg(long, value_name = "ARM")]
    start: Option<Arm>,
    /// Simulator calls of each learner with each of its seeds.
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    budget: u64,
    /// Seeds of each learner.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=1_000))]
    learners: u64,
    /// Agents of every world.
    #[arg(long, value_name = "N", default_value_t = 150, value_parser = clap::value_parser!(u32).range(10..=100_000))]
    agents: u32,
    /// Seeds that judge, B not included; the learners' own begin at 5000.
    #[arg(long, value_name = "A..B", default_value = "10600..10616")]
    held_out: String,
    /// JSON to standard output.
    #[arg(long)]
    json: bool,
}

/// First seed of the training worlds, seeds per round, and groups that the rounds take turns with.
const FROM: u64 = 5_000;
const SEEDS: u64 = 1;
const GROUPS: u64 = 8;

impl CompareArgs {
    pub fn run(self) -> Result<(), CliError> {
        let held_out = seeds("--held-out", &self.held_out)?;
        let start = self.start.map(|arm| {
            built_in(arm.name()).ok_or_else(|| CliError::Wrong(format!("{arm} has no committed table to begin at")))
        });
        let conditions = Conditions {
            arm: self.arm,
            agents: self.agents as usize,
            calls: self.budget,
            from: FROM,
            seeds: SEEDS,
            groups: GROUPS,
            held_out: [held_out.start, held_out.end],
            learners: (1..=self.learners).collect(),
        };
        let contest = conditions.play(start.transpose()?.as_ref(), &suite(), &mut note).ok_or_else(|| {
            CliError::Wrong(format!(
                "failed to compare: {} has no search space (A0 to A4 have), or {} simulator calls do not suffice for one seed of fitted-Q iteration",
                self.arm, self.budget
            ))
        })?;
        if self.json {
            print_json(&contest);
        } else {
            print(&contest.report());
        }
        Ok(())
    }
}
