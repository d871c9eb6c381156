//! Washed transfers by the learned score: rings of any shape, beside the rule that knows loops of two and three.

use mind::warn::{
    built_in,
    transfers::{Edge, Ring, find},
};

use super::{Flag, flag, grade};
use crate::{
    objectives::DetectSpec,
    snapshot::{Flow, Snapshot},
};

/// Fewest wallets among which the score speaks: it learned from economies of at least fifty, where a market has so many partners that it is known as a hub.
const LEAST_WALLETS: usize = 50;
/// Legs that are examined, largest first; bounds the work.
const MOST_LEGS: usize = 4_000;

pub(super) fn ring(snapshot: &Snapshot, spec: &DetectSpec) -> Option<Flag> {
    if snapshot.wallets.len() < LEAST_WALLETS {
        return None;
    }
    let mut edges: Vec<Edge> = snapshot.flows.iter().map(edge).collect();
    edges.sort_by_key(|edge| (std::cmp::Reverse(edge.amount), edge.from, edge.to));
    edges.truncate(MOST_LEGS);
    let found = find(&edges, &built_in().transfers);
    let severity = grade(found.share, spec.circular_warn, spec.circular_veto)?;
    Some(flag("ring", severity, words(&found.rings[..found.flagged], found.share, snapshot)))
}

fn edge(flow: &Flow) -> Edge {
    let Flow { from, to, amount, transfers, first, last } = *flow;
    Edge { from, to, amount, transfers, first, last }
}

/// The largest share of it, who is in it, and what speaks for it.
fn words(rings: &[Ring], share: f64, snapshot: &Snapshot) -> String {
    let Some(first) = rings.first() else { return String::new() };
    let name =
        |wallet: &u32| snapshot.wallets.get(*wallet as usize).map_or(format!("#{wallet}"), |w| w.address.clone());
    let who: Vec<String> = first.wallets.iter().take(4).map(name).collect();
    let why: Vec<String> = first
        .reasons
        .iter()
        .take(2)
        .filter(|(_, adds)| *adds > 0.0)
        .map(|(name, adds)| format!("{name} +{adds:.1}"))
        .collect();
    format!(
        "{:.1} % of the transferred amount goes round in {} rings; the clearest has {} wallets ({}), log odds {:.1}: {}",
        share * 100.0,
        rings.len(),
        first.wallets.len(),
        who.join(", "),
        first.log_odds,
        why.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{objectives::Objectives, snapshot::example};

    #[test]
    fn a_ring_of_five_that_the_rule_of_loops_does_not_know_vetoes_with_its_wallets() {
        let mut snapshot = example::economy(30, 60, 1);
        let spec = Objectives::default().detect;
        assert_eq!(ring(&snapshot, &spec), None, "an honest economy raises nothing");
        let amount = snapshot.flows.iter().map(|flow| flow.amount).sum::<u64>();
        let ring_of = |n: u32| Flow { from: 40 + n, to: 40 + (n + 1) % 5, amount, transfers: 9, first: 0, last: 0 };
        snapshot.flows.retain(|flow| !(40..45).contains(&flow.from) && !(40..45).contains(&flow.to));
        snapshot.flows.extend((0..5).map(ring_of));
        assert_eq!(super::super::circular::circles(&snapshot.flows).share, 0.0);
        let found = ring(&snapshot, &spec).unwrap();
        assert_eq!(found.severity, super::super::Severity::Veto);
        assert!(
            found.evidence.contains("5 wallets") && found.evidence.contains(&snapshot.wallets[40].address),
            "{found:?}"
        );
    }
}
