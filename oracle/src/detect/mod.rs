//! What is strange in the data. A flag makes the oracle hold or people look; it never acts by itself.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

/// How much a flag weighs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, BorshSerialize, BorshDeserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Told, without effect.
    Info,
    /// Told with the proposal.
    Warn,
    /// The oracle holds.
    Veto,
}

/// One observation that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Flag {
    /// `outlier`, `activity`, `circular`, `ring`, `crunch`, `concentration`, `liquidity`, `disagreement`.
    pub kind: String,
    pub severity: Severity,
    /// What was seen, in one sentence with numbers.
    pub evidence: String,
}

/// Everything strange, gravest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Signals {
    pub flags: Vec<Flag>,
}

mod circular;
mod crunch;
mod rings;
pub mod robust;

use crate::{
    features::Features,
    objectives::DetectSpec,
    snapshot::{MarketPoint, Snapshot},
};

/// Series whose newest value is compared with its past: name, smallest unit as a share of the median, smallest unit.
const WATCHED: [(&str, f64, f64); 5] = [
    ("log_return", 0.0, 0.02),
    ("volume", 0.3, 1.0),
    ("fees", 0.3, 0.01),
    ("active_wallets", 0.3, 1.0),
    ("staked_share", 0.05, 0.02),
];

/// Series that anybody can drive up by sending tokens to himself; the price and what is staked cost what they move.
const CHEAP: [&str; 3] = ["volume", "fees", "active_wallets"];

/// Kinds of flags that anybody can raise for little money, so that holds by them alone are capped.
const RAISED_BY_ANYBODY: [&str; 3] = ["activity", "circular", "ring"];

/// Fewest earlier values for a comparison.
const LEAST_HISTORY: usize = 5;

/// What the crunch score says, for policies that heed it; none without a market to look at.
pub fn warning(snapshot: &Snapshot) -> Option<mind::warn::Now> {
    crunch::of(snapshot)
}

/// All flags, gravest first.
pub fn detect(snapshot: &Snapshot, features: &Features, spec: &DetectSpec) -> Signals {
    let mut flags = outliers(features, spec);
    flags.extend(circular(snapshot, spec));
    flags.extend(rings::ring(snapshot, spec));
    flags.extend(crunch::crunch(snapshot));
    flags.extend(concentration(snapshot, spec));
    flags.extend(liquidity(snapshot, spec));
    flags.extend(disagreement(snapshot));
    flags.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.kind.cmp(&b.kind)));
    Signals { flags }
}

impl Flag {
    /// Whether anybody can raise it for little money.
    pub fn is_by_anybody(&self) -> bool {
        RAISED_BY_ANYBODY.contains(&self.kind.as_str())
    }
}

impl Signals {
    /// Whether it holds, and only by flags that anybody can raise.
    pub fn is_held_by_anybody(&self) -> bool {
        self.vetoes().next().is_some() && self.vetoes().all(Flag::is_by_anybody)
    }

    /// Flags that make the oracle hold.
    pub fn vetoes(&self) -> impl Iterator<Item = &Flag> {
        self.flags.iter().filter(|flag| flag.severity == Severity::Veto)
    }
}

/// `Warn` from one bound, `Veto` from the other, nothing below both.
fn grade(value: f64, warn: f64, veto: f64) -> Option<Severity> {
    if value >= veto {
        Some(Severity::Veto)
    } else if value >= warn {
        Some(Severity::Warn)
    } else {
        None
    }
}

fn flag(kind: &str, severity: Severity, evidence: String) -> Flag {
    Flag { kind: kind.into(), severity, evidence }
}

fn outliers(features: &Features, spec: &DetectSpec) -> Vec<Flag> {
    let outlier = |&(name, relative, absolute): &(&str, f64, f64)| {
        let (value, history) = features.get(name).split_last()?;
        if history.len() < LEAST_HISTORY {
            return None;
        }
        let centre = robust::median(history);
        let z = robust::robust_z(history, *value, absolute.max(relative * centre.abs()));
        let severity = grade(z.abs(), spec.z_warn, spec.z_veto)?;
        Some(flag(
            if CHEAP.contains(&name) { "activity" } else { "outlier" },
            severity,
            format!("{name} is {value:.4}, {z:.1} robust deviations from its median {centre:.4}"),
        ))
    };
    WATCHED.iter().filter_map(outlier).collect()
}

fn circular(snapshot: &Snapshot, spec: &DetectSpec) -> Option<Flag> {
    let found = circular::circles(&snapshot.flows);
    let severity = grade(found.share, spec.circular_warn, spec.circular_veto)?;
    let percent = found.share * 100.0;
    Some(flag(
        "circular",
        severity,
        format!("{percent:.1} % of the transferred amount goes round among {} wallets", found.wallets),
    ))
}

fn concentration(snapshot: &Snapshot, spec: &DetectSpec) -> Option<Flag> {
    let largest = snapshot.wallets.iter().map(|w| w.balance.saturating_add(w.staked)).max()?;
    let share = largest as f64 / snapshot.supply.max(1) as f64;
    let told = share >= spec.concentration;
    told.then(|| {
        flag("concentration", Severity::Info, format!("the largest wallet holds {:.1} % of supply", share * 100.0))
    })
}

/// A sudden fall of liquidity between the two newest points of a source.
fn liquidity(snapshot: &Snapshot, spec: &DetectSpec) -> Option<Flag> {
    let newest = snapshot.last_price()?;
    let earlier = |point: &&MarketPoint| point.source == newest.source && point.observed_at < newest.observed_at;
    let before = snapshot.market.iter().rev().find(earlier)?;
    let drop = 1.0 - newest.liquidity as f64 / before.liquidity.max(1) as f64;
    let grave = before.liquidity > 0 && drop >= spec.liquidity_drop;
    grave.then(|| {
        flag(
            "liquidity",
            Severity::Veto,
            format!("liquidity of {} fell by {:.0} % at once", newest.source, drop * 100.0),
        )
    })
}

fn disagreement(snapshot: &Snapshot) -> Vec<Flag> {
    let differs = snapshot.sources.iter().filter(|source| !source.agrees);
    differs
        .map(|source| flag("disagreement", Severity::Warn, format!("source {} disagrees with its peers", source.name)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{features, objectives::Objectives, snapshot::example};

    fn signals(snapshot: &Snapshot) -> Signals {
        detect(snapshot, &features::build(snapshot), &Objectives::default().detect)
    }

    #[test]
    fn a_calm_economy_raises_no_veto() {
        for seed in 0..20 {
            assert_eq!(signals(&example::economy(30, 60, seed)).vetoes().count(), 0, "seed {seed}");
        }
    }

    #[test]
    fn a_price_spike_of_ten_times_vetoes() {
        let mut snapshot = example::economy(30, 60, 1);
        snapshot.market.last_mut().unwrap().price_micro *= 10;
        let found = signals(&snapshot);
        assert!(found.vetoes().any(|flag| flag.evidence.contains("log_return")), "{found:?}");
    }

    #[test]
    fn a_wash_ring_vetoes_and_says_how_much() {
        let mut snapshot = example::economy(30, 60, 1);
        let amount = snapshot.flows.iter().map(|flow| flow.amount).sum::<u64>();
        for (from, to) in [(1, 2), (2, 3), (3, 1)] {
            snapshot.flows.retain(|flow| (flow.from, flow.to) != (from, to));
            snapshot.flows.push(crate::snapshot::Flow { from, to, amount, transfers: 9, first: 0, last: 0 });
        }
        let found = signals(&snapshot);
        assert!(found.vetoes().any(|flag| flag.kind == "circular"), "{found:?}");
    }

    #[test]
    fn liquidity_that_halves_at_once_vetoes() {
        let mut snapshot = example::economy(30, 60, 1);
        snapshot.market.last_mut().unwrap().liquidity /= 3;
        assert!(signals(&snapshot).vetoes().any(|flag| flag.kind == "liquidity"));
    }
}
