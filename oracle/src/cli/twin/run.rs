//! `trimtab twin run`.

use ::twin::{Outcome, UNIT, play_rule, rule::Hold, world::World};
use clap::Args;
use rayon::prelude::*;
use serde::Serialize;

use super::{EconomyArgs, bar, digest};
use crate::{
    cli::{
        CliError,
        output::{print, print_json},
    },
    detect::robust::quantile,
};

const EXAMPLES: &str = "Examples:
  trimtab twin run
  trimtab twin run bear --runs 200
  trimtab twin run my-scenario.toml --mix scenarios/mixes/nervous.toml --shocks scenarios/shocks/unseen.toml
  trimtab twin run flash_crash --json --threads 1

The policy is held. What a scenario file may say is in docs/twin.md.";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct RunArgs {
    #[command(flatten)]
    economy: EconomyArgs,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// With --json: every run's figures, too.
    #[arg(long, requires = "json")]
    all: bool,
}

const RUNS: u32 = 50;

type Figure = (&'static str, fn(&Outcome) -> f64);

/// What is told of every run; all figures are in the JSON.
const FIGURES: [Figure; 20] = [
    ("price at the end", |o| o.price),
    ("volatility, hourly, per year", |o| o.volatility_hourly),
    ("largest fall", |o| o.drawdown),
    ("worst 5 % of falls in 30 days", |o| o.drawdown30_cvar5),
    ("staked share", |o| o.staked_share),
    ("days with half staked", |o| o.secure_share),
    ("net inflation, per year", |o| o.net_inflation),
    ("yield of staking, nominal", |o| o.yield_nominal),
    ("yield of staking, real", |o| o.yield_real),
    ("retention on day 90", |o| o.retention_90),
    ("retention at the end", |o| o.retention),
    ("organic volume / liquidity, day", |o| o.capital_efficiency),
    ("transfer fees, tokens", |o| o.fees),
    ("burned, tokens", |o| o.burned),
    ("crunches of liquidity", |o| f64::from(o.crunches)),
    ("validators lost or losing", |o| o.validators_lost),
    ("Gini", |o| o.gini),
    ("worst decile's gain", |o| o.deciles.iter().copied().fold(f64::INFINITY, f64::min)),
    ("attackers' cost, quote", |o| o.attack.cost / UNIT),
    ("attackers' reward, quote", |o| o.attack.reward / UNIT),
];

/// Spread of a figure over the runs.
#[derive(Serialize)]
struct Spread {
    figure: &'static str,
    mean: f64,
    p10: f64,
    p50: f64,
    p90: f64,
}

#[derive(Serialize)]
struct Report<'a> {
    scenario: &'a str,
    agents: usize,
    days: u32,
    runs: u32,
    seed: u64,
    digest: String,
    figures: Vec<Spread>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcomes: Option<&'a [Outcome]>,
}

impl RunArgs {
    pub fn run(self) -> Result<(), CliError> {
        let (name, scenario) = self.economy.load()?;
        let (runs, seed) = (self.economy.runs.unwrap_or(RUNS), self.economy.seed);
        let bar = bar(runs.into(), "runs");
        let outcomes: Vec<Outcome> = self.economy.pool()?.install(|| {
            let played = (0..u64::from(runs)).into_par_iter().map_init(
                || World::new(&scenario),
                |world, run| {
                    let outcome = play_rule(world, &scenario, &mut Hold, seed, run);
                    bar.inc(1);
                    outcome
                },
            );
            played.collect()
        });
        bar.finish_and_clear();
        let report = Report {
            scenario: &name,
            agents: scenario.agents.len(),
            days: scenario.steps,
            runs,
            seed,
            digest: digest(&outcomes),
            figures: FIGURES.iter().map(|figure| spread(figure, &outcomes)).collect(),
            outcomes: self.all.then_some(&outcomes),
        };
        if self.json {
            print_json(&report)
        } else {
            print(&table(&report))
        }
        Ok(())
    }
}

fn spread((figure, of): &Figure, outcomes: &[Outcome]) -> Spread {
    let values: Vec<f64> = outcomes.iter().map(of).collect();
    let [p10, p50, p90] = [0.1, 0.5, 0.9].map(|q| quantile(&values, q));
    Spread { figure, mean: values.iter().sum::<f64>() / values.len().max(1) as f64, p10, p50, p90 }
}

fn table(report: &Report<'_>) -> String {
    let mut text = format!(
        "{}: {} runs of {} days with {} agents, seed {}, digest {}\n\n{:32} {:>12} {:>12} {:>12} {:>12}\n",
        report.scenario,
        report.runs,
        report.days,
        report.agents,
        report.seed,
        &report.digest[..16],
        "",
        "mean",
        "p10",
        "p50",
        "p90"
    );
    for row in &report.figures {
        let [mean, p10, p50, p90] = [row.mean, row.p10, row.p50, row.p90].map(short);
        text += &format!("{:32} {mean:>12} {p10:>12} {p50:>12} {p90:>12}\n", row.figure);
    }
    text
}

/// Four digits, or whole numbers where they are large.
fn short(x: f64) -> String {
    if x.abs() >= 1_000.0 { format!("{x:.0}") } else { format!("{x:.4}") }
}
