//! Wash transfers: money that goes round among few wallets, from the graph of who paid whom.
//!
//! A rule finds loops of up to eight legs that carry about the same amount; a score judges each wallet by its loop and its habits; wallets that look washed and pay each other form a ring.
//! Wallets with very many partners (an exchange, a merchant) close no loop: whatever goes through them could be anyone's.

mod judge;
mod made;
mod wallet;

pub use judge::{ShapeFigures, TransferFigures, judge, learn};
pub use made::{Graph, SHAPES, Shape, TAUGHT, graph};
pub use wallet::{INPUTS, rows};

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::score::Score;

/// Transfers from one wallet to another over a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    pub from: u32,
    pub to: u32,
    /// Base units in all, and how many transfers they were.
    pub amount: u64,
    pub transfers: u64,
    /// Unix seconds of the first and the last.
    pub first: i64,
    pub last: i64,
}

/// The score of wallets with the value from which a ring counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judge {
    /// Mean log odds of a ring's wallets from which it is flagged.
    pub threshold: f64,
    #[serde(flatten)]
    pub score: Score,
}

/// Wallets that pay each other in a way that looks washed.
#[derive(Debug, Clone, PartialEq)]
pub struct Ring {
    /// Ordered.
    pub wallets: Vec<u32>,
    /// Base units that went between them.
    pub amount: u64,
    /// Mean log odds of its wallets.
    pub log_odds: f64,
    /// What speaks for it, largest first: input and mean log odds.
    pub reasons: Vec<(String, f64)>,
}

/// Everything found in a graph.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rings {
    /// Most suspicious first; those under the threshold too.
    pub rings: Vec<Ring>,
    /// How many of them are flagged.
    pub flagged: usize,
    /// Share of the transferred amount that went round in flagged rings, 0 to 1.
    pub share: f64,
}

/// Log odds from which a wallet may belong to a ring.
const MAY_BELONG: f64 = -1.5;

/// Rings of a graph.
pub fn find(edges: &[Edge], judge: &Judge) -> Rings {
    let rows = rows(edges);
    let suspects: BTreeMap<u32, &Vec<f64>> = rows
        .iter()
        .filter(|(_, row)| judge.score.log_odds(row) >= MAY_BELONG)
        .map(|(wallet, row)| (*wallet, row))
        .collect();
    let mut rings: Vec<Ring> =
        groups(edges, &suspects).into_iter().map(|wallets| ring(wallets, edges, &suspects, &judge.score)).collect();
    rings.sort_by(|a, b| b.log_odds.total_cmp(&a.log_odds).then_with(|| a.wallets.cmp(&b.wallets)));
    let flagged = rings.iter().take_while(|ring| ring.log_odds >= judge.threshold).count();
    let total: f64 = edges.iter().map(|edge| edge.amount as f64).sum();
    let washed: f64 = rings[..flagged].iter().map(|ring| ring.amount as f64).sum();
    Rings { rings, flagged, share: if total > 0.0 { washed / total } else { 0.0 } }
}

/// Suspects that pay each other, in groups of at least two.
fn groups(edges: &[Edge], suspects: &BTreeMap<u32, &Vec<f64>>) -> Vec<Vec<u32>> {
    let mut near: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for edge in
        edges.iter().filter(|e| e.from != e.to && suspects.contains_key(&e.from) && suspects.contains_key(&e.to))
    {
        near.entry(edge.from).or_default().insert(edge.to);
        near.entry(edge.to).or_default().insert(edge.from);
    }
    let mut groups = Vec::new();
    while let Some((&start, _)) = near.first_key_value() {
        let (mut group, mut open) = (BTreeSet::from([start]), vec![start]);
        while let Some(wallet) = open.pop() {
            let others = near.remove(&wallet).unwrap_or_default();
            open.extend(others.into_iter().filter(|other| group.insert(*other)));
        }
        groups.push(group.into_iter().collect());
    }
    groups
}

fn ring(wallets: Vec<u32>, edges: &[Edge], suspects: &BTreeMap<u32, &Vec<f64>>, score: &Score) -> Ring {
    let inside = |wallet: &u32| wallets.binary_search(wallet).is_ok();
    let amount = edges
        .iter()
        .filter(|edge| inside(&edge.from) && inside(&edge.to))
        .map(|edge| u128::from(edge.amount))
        .sum::<u128>();
    let count = wallets.len() as f64;
    let mut reasons: BTreeMap<&str, f64> = BTreeMap::new();
    let mut log_odds = 0.0;
    for wallet in &wallets {
        log_odds += score.log_odds(suspects[wallet]) / count;
        score
            .explain(suspects[wallet])
            .into_iter()
            .for_each(|(name, adds)| *reasons.entry(name).or_default() += adds / count);
    }
    let mut reasons: Vec<(String, f64)> = reasons.into_iter().map(|(name, adds)| (name.to_owned(), adds)).collect();
    reasons.sort_by(|a, b| b.1.total_cmp(&a.1));
    Ring { amount: u64::try_from(amount).unwrap_or(u64::MAX), log_odds, reasons, wallets }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::warn::built_in;

    fn edge(from: u32, to: u32, amount: u64, transfers: u64) -> Edge {
        Edge { from, to, amount, transfers, first: 0, last: 30 * 86_400 }
    }

    /// Forty people who pay three merchants, and an exchange.
    fn honest() -> Vec<Edge> {
        let pay = (10..50u32)
            .flat_map(|n| [edge(n, n % 3, 900 + u64::from(n) * 37, 4), edge(n, 3, 2_000 + u64::from(n) * 11, 2)]);
        pay.chain((10..50).step_by(3).map(|n| edge(3, n, 1_500 + u64::from(n) * 13, 3))).collect()
    }

    #[test]
    fn a_ring_of_any_length_is_found_whole_with_its_reasons() {
        for length in [2u32, 3, 5, 7] {
            let mut edges = honest();
            edges.extend((0..length).map(|n| edge(100 + n, 100 + (n + 1) % length, 50_000 + u64::from(n) * 300, 20)));
            let found = find(&edges, &built_in().transfers);
            assert_eq!(found.flagged, 1, "{length}: {found:?}");
            assert_eq!(found.rings[0].wallets, (100..100 + length).collect::<Vec<_>>());
            assert!(found.rings[0].reasons[0].1 > 0.0 && found.share > 0.2);
        }
    }

    #[test]
    fn merchants_and_an_exchange_are_no_ring() {
        let found = find(&honest(), &built_in().transfers);
        assert_eq!((found.flagged, found.share), (0, 0.0), "{found:?}");
        assert_eq!(find(&[], &built_in().transfers), Rings::default());
    }

    #[test]
    fn amounts_at_the_end_of_their_range_do_not_overflow() {
        let edges = [edge(1, 2, u64::MAX, u64::MAX), edge(2, 1, u64::MAX, u64::MAX), edge(3, 3, 1, 1)];
        let found = find(&edges, &built_in().transfers);
        assert!(found.share.is_finite() && found.rings.iter().all(|ring| ring.log_odds.is_finite()));
    }
}
