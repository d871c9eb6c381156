//! Wash-like transfers: matched amounts that go round between two or three wallets, again and again.
//!
//! Ordinary trade also goes back and forth, so a loop counts only if every leg was used at least `REPEATS` times and the legs carry almost the same amount.
//! Wallets with very many counterparties (an exchange, a merchant) are left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::snapshot::Flow;

/// Least uses of each leg.
const REPEATS: u64 = 3;
/// Least smallest leg as a share of the largest.
const MATCHED: f64 = 0.8;
/// Legs that are examined, largest first; bounds the work.
const MOST_LEGS: usize = 4_000;

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Circles {
    /// Share of the transferred amount that went round, 0 to 1.
    pub share: f64,
    /// Wallets in loops.
    pub wallets: usize,
}

/// Share of the volume in matched loops of two and three wallets.
pub fn circles(flows: &[Flow]) -> Circles {
    let total: f64 = flows.iter().map(|flow| flow.amount as f64).sum();
    let legs = legs(flows);
    let mut in_loop: BTreeSet<(u32, u32)> = BTreeSet::new();
    for (&(a, b), &ab) in &legs {
        if legs.get(&(b, a)).is_some_and(|&ba| matched(&[ab, ba])) {
            in_loop.extend([(a, b), (b, a)]);
        }
        for (&(_, c), &bc) in legs.range((b, 0)..=(b, u32::MAX)) {
            if c != a && legs.get(&(c, a)).is_some_and(|&ca| matched(&[ab, bc, ca])) {
                in_loop.extend([(a, b), (b, c), (c, a)]);
            }
        }
    }
    let amount: f64 = in_loop.iter().map(|leg| legs[leg] as f64).sum();
    let wallets: BTreeSet<u32> = in_loop.iter().flat_map(|&(a, b)| [a, b]).collect();
    Circles { share: if total > 0.0 { amount / total } else { 0.0 }, wallets: wallets.len() }
}

fn matched(amounts: &[u64]) -> bool {
    let (low, high) = (amounts.iter().min().copied().unwrap_or(0), amounts.iter().max().copied().unwrap_or(0));
    low as f64 >= MATCHED * high as f64 && low > 0
}

/// Repeated flows between wallets that are no hubs.
fn legs(flows: &[Flow]) -> BTreeMap<(u32, u32), u64> {
    let mut partners: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for flow in flows {
        partners.entry(flow.from).or_default().insert(flow.to);
        partners.entry(flow.to).or_default().insert(flow.from);
    }
    let hub = |wallet: u32| partners.get(&wallet).is_some_and(|p| p.len() > 12 && p.len() * 4 > partners.len());
    let mut kept: Vec<&Flow> = flows
        .iter()
        .filter(|flow| flow.from != flow.to && flow.transfers >= REPEATS && !hub(flow.from) && !hub(flow.to))
        .collect();
    kept.sort_by_key(|flow| (std::cmp::Reverse(flow.amount), flow.from, flow.to));
    kept.truncate(MOST_LEGS);
    kept.into_iter().map(|flow| ((flow.from, flow.to), flow.amount)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(from: u32, to: u32, amount: u64, transfers: u64) -> Flow {
        Flow { from, to, amount, transfers, first: 0, last: 0 }
    }

    #[test]
    fn matched_loops_of_two_and_three_wallets_are_found() {
        let found = circles(&[flow(1, 2, 1000, 5), flow(2, 1, 990, 5), flow(7, 8, 10, 1)]);
        assert_eq!(found.wallets, 2);
        assert!(found.share > 0.99);
        let three = circles(&[flow(1, 2, 1000, 4), flow(2, 3, 980, 4), flow(3, 1, 960, 4)]);
        assert_eq!((three.share, three.wallets), (1.0, 3));
    }

    #[test]
    fn ordinary_back_and_forth_and_an_exchange_are_not() {
        assert_eq!(circles(&[flow(1, 2, 1000, 2), flow(2, 1, 990, 2)]).share, 0.0);
        assert_eq!(circles(&[flow(1, 2, 1000, 9), flow(2, 1, 100, 9)]).share, 0.0);
        let exchange: Vec<Flow> = (1..40).flat_map(|n| [flow(0, n, 1000, 9), flow(n, 0, 1000, 9)]).collect();
        assert_eq!(circles(&exchange).share, 0.0);
        assert_eq!(circles(&[]).share, 0.0);
    }
}
