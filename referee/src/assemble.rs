//! From played cells to the whole document.

use {
    crate::{
        arms::{Arm, Contender},
        cell::{Cell, Shift},
        evaluate::Plan,
        failure::{self, Check},
        history::{HistoryError, histories},
        judge,
        metrics::METRICS,
        pi_log,
        portrait::{Portrait, portrait},
        realism::realism,
        replay::{placebo, replays},
        results::{Historical, Results, medians},
        store::Identity,
    },
    rayon::prelude::*,
    std::{ops::Range, path::Path},
    twin::Scenario,
};

/// Seeds of a portrait, of a failure mode and of a replay: enough to see, few enough to wait for.
const PORTRAIT_SEEDS: u64 = 40;
const FAILURE_SEEDS: u64 = 24;
const REPLAY_SEEDS: u64 = 2;
/// Where portraits are taken, where failure modes are looked for, and where attackers are.
const PORTRAITS: [&str; 2] = ["calm", "bear"];
const QUIET: &str = "calm";
const ATTACK: &str = "wash_attack";

/// Judges the cells and adds what is played beside them; `told` hears what is being done.
pub fn assemble(
    plan: &Plan<'_>,
    cells: &[Cell],
    data: Option<&Path>,
    identity: Identity,
    mut told: impl FnMut(&str),
) -> Results {
    let scenarios: Vec<String> = plan.suite.scenarios.iter().map(|file| file.name.clone()).collect();
    told("judging");
    let method = plan.registration.method;
    let judgements = judge::judge(cells, plan.arms, &method);
    let fullest = Arm::FULLEST_FIRST.into_iter().find(|arm| cells.iter().any(|cell| cell.of(*arm).is_some()));
    let scenes = fullest.map(|arm| judge::scenes(cells, arm, &scenarios, &method)).unwrap_or_default();
    told("failure modes");
    let failures = failures(plan);
    let drifts = quiet(plan).map(|s| failure::drift(&s.params, &s.groups, s.start)).unwrap_or_default();
    told("portraits");
    let portraits = portraits(plan);
    told("histories");
    Results {
        identity,
        seeds: [plan.seeds.start, plan.seeds.end],
        cells: cells.len(),
        cells_planned: plan.keys().len(),
        days: plan.suite.days,
        agents: plan.suite.agents,
        medians: medians(cells, plan.arms, &scenarios),
        regrets: judge::regrets(cells, plan.arms),
        bounds: judge::bounds(cells),
        ablations: judge::ablations(cells, plan.arms, &method),
        scenes,
        scenarios,
        arms: plan.arms.to_vec(),
        metrics: METRICS.iter().map(|metric| metric.name.to_owned()).collect(),
        method,
        judgements,
        portraits,
        failures,
        drifts,
        history: historical(plan, data),
    }
}

/// The calm scenario, or the first there is, with the agents of the first seed.
fn quiet(plan: &Plan<'_>) -> Option<Scenario> {
    let first = plan.suite.scenarios.first().map(|file| file.name.as_str())?;
    let named = |name: &str| plan.suite.scenario(name, Shift::Same, plan.seeds.start);
    named(QUIET).or_else(|| named(first))
}

fn some_seeds(plan: &Plan<'_>, count: u64) -> Range<u64> {
    plan.seeds.start..plan.seeds.end.min(plan.seeds.start + count)
}

fn portraits(plan: &Plan<'_>) -> Vec<Portrait> {
    let seeds = some_seeds(plan, PORTRAIT_SEEDS);
    let scenes =
        PORTRAITS.iter().filter_map(|name| Some((*name, plan.suite.scenario(name, Shift::Same, seeds.start)?)));
    let scenes: Vec<(&str, Scenario)> = scenes.collect();
    let jobs = scenes.iter().flat_map(|scene| plan.arms.iter().map(move |arm| (scene, *arm)));
    jobs.filter_map(|((name, scenario), arm)| portrait(arm, plan.contenders(), name, scenario, seeds.clone())).collect()
}

fn failures(plan: &Plan<'_>) -> Vec<Check> {
    let seeds = some_seeds(plan, FAILURE_SEEDS);
    let quiet = quiet(plan);
    let attack = plan.suite.scenario(ATTACK, Shift::Same, seeds.start);
    let judged: Vec<Contender<'_>> = plan.arms.iter().filter_map(|arm| plan.contenders().contender(*arm)).collect();
    judged
        .par_iter()
        .flat_map(|arm| {
            let calm = |check: &dyn Fn(&Scenario) -> Option<Check>| quiet.as_ref().and_then(check);
            let checks = [
                attack.as_ref().and_then(|scenario| failure::gaming(arm, scenario, seeds.clone())),
                calm(&|scenario| failure::spike(arm, scenario, seeds.clone())),
                calm(&|scenario| failure::oscillation(arm, scenario, seeds.start)),
                calm(&|scenario| failure::wind_up(arm, scenario, seeds.start)),
                calm(&|scenario| failure::front_running(arm, scenario, seeds.clone())),
                calm(&|scenario| failure::poisoning(arm, scenario, seeds.clone())),
                calm(&|scenario| failure::no_numbers(arm, scenario, seeds.clone())),
                calm(&|scenario| failure::whole_bundles(arm, scenario, seeds.clone())),
                attack.as_ref().and_then(|scenario| failure::adapting(arm, scenario, seeds.clone())),
            ];
            checks.into_iter().flatten().collect::<Vec<Check>>()
        })
        .collect()
}

fn historical(plan: &Plan<'_>, data: Option<&Path>) -> Result<Historical, String> {
    let data = data.ok_or("no --data DIR was given: replays, placebo and realism are missing")?;
    let (found, skipped) = histories(data).map_err(|error: HistoryError| format!("failed to read {error}"))?;
    if found.is_empty() {
        return Err(format!(
            "{} has no price history: a CSV file with a column of times and a column close",
            data.display()
        ));
    }
    let base = quiet(plan).ok_or("no scenario to replay histories in")?;
    let lineup = plan.lineup();
    // A search with hindsight on history says nothing.
    let arms: Vec<Arm> = plan.arms.iter().copied().filter(|arm| *arm != Arm::B9).collect();
    let lineup = crate::cell::Lineup { arms: &arms, ..lineup };
    let rows = replays(&lineup, &base, &found, some_seeds(plan, REPLAY_SEEDS));
    let calm = plan.suite.scenarios.iter().find(|file| file.name == QUIET);
    Ok(Historical {
        placebo: placebo(&rows),
        replays: rows,
        realism: calm.and_then(|file| realism(file, &plan.suite.ensemble, &found, plan.suite.agents)),
        pi: pi_file(&skipped),
        skipped: skipped.iter().map(|(path, why)| (path.display().to_string(), why.to_string())).collect(),
    })
}

/// The first file that is a log of PI calls.
fn pi_file(others: &[(std::path::PathBuf, HistoryError)]) -> Option<(f64, usize)> {
    others.iter().find_map(|(path, _)| pi_log::largest_error(&std::fs::read_to_string(path).ok()?))
}
