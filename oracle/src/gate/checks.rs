//! The conditions, each with what was found and what is required.

use economics::{
    bounds::Param,
    group::Group,
    policy::{Move, invariant, publish},
};

use super::{Check, Evidence};
use crate::{
    forecast::{Forecast, LEAST_JUDGED},
    search::Alternative,
    snapshot::{Change, Moment, Snapshot, SourceKind},
    units::{micro, real},
};

/// Slots per second, for the slot at a later moment.
const SLOTS_PER_SEC: f64 = 2.5;

/// Name of the check on flags.
pub const NOTHING_STRANGE: &str = "nothing is strange";

pub(super) fn all(evidence: &Evidence) -> Vec<Check> {
    let Evidence { snapshot, objectives, .. } = evidence;
    let mut checks = vec![
        fresh(evidence, SourceKind::Chain, "chain is fresh", 1),
        fresh(evidence, SourceKind::Market, "market is fresh", objectives.gate.min_market_sources as usize),
        agreement(snapshot),
        books(snapshot),
        history(evidence),
        strangeness(evidence),
        forecast(evidence),
        promise(evidence),
        candidate(evidence),
    ];
    if let Some(best) = evidence.plan.best() {
        checks.extend([
            admitted(snapshot, &best.moves),
            better(evidence, best),
            tail(best),
            dead_band(evidence, best),
            cool_down(evidence),
            quota(snapshot),
            budget(snapshot, &best.moves),
        ]);
    }
    checks
}

fn check(name: &str, passed: bool, found: String, required: impl Into<String>) -> Check {
    Check { name: name.into(), passed, found, required: required.into() }
}

/// Enough sources of the kind, and the newest datum is young.
fn fresh(evidence: &Evidence, kind: SourceKind, name: &str, least: usize) -> Check {
    let gate = &evidence.objectives.gate;
    let allowed = ((gate.max_age_periods * evidence.snapshot.rules.period_secs as f64) as i64).max(gate.min_age_secs);
    let ages = evidence
        .snapshot
        .sources
        .iter()
        .filter(|source| source.kind == kind)
        .map(|source| evidence.snapshot.at.unix.saturating_sub(source.unix));
    let young = ages.clone().filter(|age| *age <= allowed).count();
    let newest = ages.min().map_or("no source".into(), |age| format!("newest datum is {age} s old"));
    check(
        name,
        young >= least.max(1),
        format!("{young} sources, {newest}"),
        format!("{} not older than {allowed} s", least.max(1)),
    )
}

fn agreement(snapshot: &Snapshot) -> Check {
    let differing: Vec<&str> = snapshot.sources.iter().filter(|s| !s.agrees).map(|s| s.name.as_str()).collect();
    let found = if differing.is_empty() { "all agree".into() } else { format!("{} differ", differing.join(", ")) };
    check("sources agree", differing.is_empty(), found, "agreement of all sources")
}

fn books(snapshot: &Snapshot) -> Check {
    let books = &snapshot.reconciliation;
    check(
        "books close",
        books.closes,
        format!("{} base units unexplained", books.difference),
        "minted − burned equals the change of supply",
    )
}

fn history(evidence: &Evidence) -> Check {
    let (found, least) = (evidence.snapshot.periods.len(), evidence.objectives.gate.min_periods as usize);
    check("history is long enough", found >= least, format!("{found} closed periods"), format!("{least} periods"))
}

/// No flag vetoes; flags that anybody can raise for little money hold only so often in a month, then people decide with the flag before them.
fn strangeness(evidence: &Evidence) -> Check {
    let signals = evidence.signals;
    let vetoes: Vec<&str> = signals.vetoes().map(|flag| flag.evidence.as_str()).collect();
    let (held, most) = (evidence.forced_holds, evidence.objectives.detect.holds_by_anybody);
    let is_spent = signals.is_held_by_anybody() && held >= most;
    let mut found = if vetoes.is_empty() { "no veto".into() } else { vetoes.join("; ") };
    if is_spent {
        found += &format!("; {held} holds by such flags in 30 days: they hold no longer, people are asked");
    }
    let required = format!("no anomaly that vetoes; what anybody can raise holds at most {most} times in 30 days");
    check(NOTHING_STRANGE, vetoes.is_empty() || is_spent, found, required)
}

/// The forecast of the metric that will be measured is no worse than allowed and its interval has held.
fn forecast(evidence: &Evidence) -> Check {
    let gate = &evidence.objectives.gate;
    let metric = evidence.plan.effect.as_ref().map_or("staked_share", |effect| effect.name.as_str());
    let required = format!("MASE at most {}, coverage at least {}", gate.max_mase, gate.min_coverage);
    let name = "forecast is usable";
    let Some(made) = evidence.forecasts.iter().find(|forecast| forecast.metric == metric) else {
        return check(name, false, format!("no forecast of {metric}"), required);
    };
    let usable = made.mase <= micro(gate.max_mase) && made.coverage >= micro(gate.min_coverage) && made.p10 <= made.p90;
    check(name, usable, described(made), required)
}

fn described(made: &Forecast) -> String {
    format!("{} by {}: MASE {:.2}, coverage {:.2}", made.metric, made.method(), real(made.mase), real(made.coverage))
}

/// The metric that will be measured: its 90 % interval held about as often as it should, once there are enough outcomes to tell.
fn promise(evidence: &Evidence) -> Check {
    let metric = evidence.plan.effect.as_ref().map_or("staked_share", |effect| effect.name.as_str());
    let made = evidence.forecasts.iter().find(|forecast| forecast.metric == metric);
    let (low, high) = mind::forecast::report::COVERAGE;
    let found = made.map_or(format!("no forecast of {metric}"), |made| {
        format!("{metric}: {:.1} % of {} outcomes", real(made.coverage90) * 100.0, made.origins)
    });
    let required = format!(
        "{:.0} to {:.0} % inside the 90 % interval, from {LEAST_JUDGED} outcomes on",
        low * 100.0,
        high * 100.0
    );
    check("forecast keeps its promise", made.is_none_or(Forecast::keeps_its_promise), found, required)
}

fn candidate(evidence: &Evidence) -> Check {
    let plan = evidence.plan;
    let refusals: Vec<String> = plan.refusals.iter().map(|r| format!("{} × {}", real(r.value), r.name)).collect();
    let mut found = format!("{} admitted, {} refused", plan.admitted, plan.refused);
    if !refusals.is_empty() {
        found += &format!(" ({})", refusals.join(", "));
    }
    if let Some(broken) = plan.alternatives.first().and_then(|a| a.breaks.as_ref()).filter(|_| plan.best().is_none()) {
        found += &format!("; best of them: {broken}");
    }
    check("a candidate is left", plan.best().is_some(), found, "one that the rules admit and that breaks no constraint")
}

/// The program's own rules, now and at the earliest execution, and the state that results.
fn admitted(snapshot: &Snapshot, moves: &[Change]) -> Check {
    let verdict = |later: u64| {
        let mut moment = snapshot.clone_at(later);
        // The proposal's own lock is not in its way when it is executed.
        if later > 0 {
            moment.params.iter_mut().for_each(|param| param.lock.proposal = 0);
        }
        moment.admits(moves).map_err(|refusal| format!("{refusal:?}"))
    };
    let outcome =
        verdict(0).and_then(|()| verdict(snapshot.rules.delay_secs)).and_then(|()| resulting(snapshot, moves));
    let found = outcome.clone().err().unwrap_or_else(|| format!("{} moves admitted as a whole", moves.len()));
    check(
        "rules admit the bundle",
        outcome.is_ok(),
        found,
        "the governor's rules admit all moves together, now and after the delay",
    )
}

fn resulting(snapshot: &Snapshot, moves: &[Change]) -> Result<(), String> {
    let mut params: Vec<Param> = snapshot.params.iter().map(Param::from).collect();
    let groups: Vec<Group> = snapshot.groups.iter().map(Group::from).collect();
    let moves: Vec<Move> = moves.iter().map(Move::from).collect();
    publish(&mut params, &moves, snapshot.at.into()).map_err(|refusal| format!("{refusal:?}"))?;
    invariant(&params, &groups).map_err(|refusal| format!("{refusal:?}"))
}

impl Snapshot {
    /// The policy alone, `secs` later.
    fn clone_at(&self, secs: u64) -> Self {
        let at = Moment {
            unix: self.at.unix.saturating_add_unsigned(secs),
            slot: self.at.slot.saturating_add((secs as f64 * SLOTS_PER_SEC) as u64),
            ..self.at
        };
        Self { at, params: self.params.clone(), groups: self.groups.clone(), ..Self::default() }
    }
}

fn better(evidence: &Evidence, best: &Alternative) -> Check {
    let least = evidence.objectives.gate.p_better;
    let found = format!("better in {:.1} % of {} paired runs", real(best.p_better) * 100.0, evidence.plan.seeds);
    check("better than holding", best.p_better >= micro(least), found, format!("at least {:.1} %", least * 100.0))
}

fn tail(best: &Alternative) -> Check {
    let found = format!("score of the worst 5 % changes by {:+.6}", real(best.worst5_gain));
    check("worst runs are not worse", best.worst5_gain >= 0, found, "not negative")
}

fn dead_band(evidence: &Evidence, best: &Alternative) -> Check {
    let least = evidence.objectives.gate.dead_band;
    let found = format!("score gains {:.6}", real(best.gain));
    check("gain is worth the effort", best.gain >= micro(least), found, format!("at least {least:.6}"))
}

/// Time since any lever moved.
fn cool_down(evidence: &Evidence) -> Check {
    let snapshot = evidence.snapshot;
    let required = (evidence.objectives.gate.cool_down_periods * snapshot.rules.period_secs as f64) as i64;
    let levers = snapshot.params.iter().filter(|param| evidence.objectives.search.levers.contains(&param.key));
    let newest = levers.map(|param| param.changed_at).max().unwrap_or(i64::MIN);
    let passed = snapshot.at.unix.saturating_sub(newest);
    check("cool-down is over", passed >= required, format!("{passed} s since the last change"), format!("{required} s"))
}

fn quota(snapshot: &Snapshot) -> Check {
    let (open, quota) = (snapshot.rules.open, snapshot.rules.quota);
    check("proposals are free", open < quota, format!("{open} open"), format!("fewer than {quota}"))
}

/// Distance that each parameter would have from every value of the last 30 days, as a share of its budget.
fn budget(snapshot: &Snapshot, moves: &[Change]) -> Check {
    let used = |change: &Change| {
        let view = snapshot.params.iter().find(|param| param.index == change.param)?;
        let past = view.budget.lo.iter().chain(&view.budget.hi).chain([&view.value]);
        let farthest = past.map(|held| held.abs_diff(change.new)).max().unwrap_or(0);
        Some((view.key.clone(), farthest as f64 / view.spec.budget_30d.max(1) as f64))
    };
    let all: Vec<(String, f64)> = moves.iter().filter_map(used).collect();
    let found: Vec<String> = all.iter().map(|(key, part)| format!("{key} {:.0} %", part * 100.0)).collect();
    // Buckets older than 30 days may still be in the record, so the rules' own answer counts; this tells how near the end is.
    let passed = snapshot.admits(moves) != Err(economics::bounds::Refusal::BudgetExceeded);
    check(
        "30-day budget is left",
        passed,
        format!("used after the change: {}", found.join(", ")),
        "within the budget of each parameter",
    )
}
