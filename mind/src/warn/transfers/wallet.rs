//! One row per wallet: what its payments look like.

use std::collections::{BTreeMap, BTreeSet};

use twin::real::ln;

use super::Edge;

/// Inputs of the score, in the order of a row.
pub const INPUTS: [&str; 7] = [
    "amount that comes back",
    "in against out",
    "partners",
    "part of the largest partner",
    "repeats",
    "amounts alike",
    "volume against the median",
];

/// Legs of the longest loop that is looked for, and how many of a wallet's largest legs it may follow.
const LONGEST: usize = 9;
const LEGS: usize = 3;
/// A loop's legs carry at least this part of its first.
const MATCHED: f64 = 0.5;
/// A hub has more partners than this, and more than this part of all wallets.
const HUB_PARTNERS: usize = 12;
const HUB_PART: f64 = 0.25;

/// Legs of one wallet, largest first.
#[derive(Default)]
struct Wallet<'a> {
    out: Vec<&'a Edge>,
    into: Vec<&'a Edge>,
    partners: BTreeSet<u32>,
}

/// The inputs of every wallet that both pays and is paid; hubs are left out.
pub fn rows(edges: &[Edge]) -> BTreeMap<u32, Vec<f64>> {
    let mut wallets: BTreeMap<u32, Wallet> = BTreeMap::new();
    for edge in edges.iter().filter(|edge| edge.from != edge.to && edge.amount > 0) {
        let from = wallets.entry(edge.from).or_default();
        from.out.push(edge);
        from.partners.insert(edge.to);
        let to = wallets.entry(edge.to).or_default();
        to.into.push(edge);
        to.partners.insert(edge.from);
    }
    let all = wallets.len() as f64;
    let hubs: BTreeSet<u32> = wallets
        .iter()
        .filter(|(_, wallet)| wallet.partners.len() > HUB_PARTNERS && wallet.partners.len() as f64 > HUB_PART * all)
        .map(|(name, _)| *name)
        .collect();
    for wallet in wallets.values_mut() {
        wallet.out.sort_by_key(|edge| (std::cmp::Reverse(edge.amount), edge.to));
        wallet.into.sort_by_key(|edge| (std::cmp::Reverse(edge.amount), edge.from));
    }
    let volumes: Vec<f64> = wallets.values().map(|wallet| sum(&wallet.out) + sum(&wallet.into)).collect();
    let median = referee::stats::median(&volumes).unwrap_or(1.0).max(1.0);
    let paid_and_paying =
        wallets.iter().filter(|(name, w)| !hubs.contains(name) && !w.out.is_empty() && !w.into.is_empty());
    paid_and_paying.map(|(name, wallet)| (*name, row(*name, wallet, &wallets, &hubs, median))).collect()
}

fn sum(edges: &[&Edge]) -> f64 {
    edges.iter().map(|edge| edge.amount as f64).sum()
}

fn row(name: u32, wallet: &Wallet, wallets: &BTreeMap<u32, Wallet>, hubs: &BTreeSet<u32>, median: f64) -> Vec<f64> {
    let (out, into) = (sum(&wallet.out), sum(&wallet.into));
    let (largest_out, largest_in) = (wallet.out[0], wallet.into[0]);
    let each = |edge: &Edge| edge.amount as f64 / edge.transfers.max(1) as f64;
    let repeats = (largest_out.transfers.max(1) as f64 * largest_in.transfers.max(1) as f64).sqrt();
    let alike = ln(each(largest_out) / each(largest_in)).abs();
    vec![
        comes_back(name, wallet, wallets, hubs),
        out.min(into) / out.max(into),
        ln(wallet.partners.len() as f64),
        (largest_out.amount as f64 + largest_in.amount as f64) / (out + into),
        ln(repeats),
        alike.min(5.0),
        ln((out + into) / median).clamp(-10.0, 10.0),
    ]
}

/// How much of a leg comes back to the wallet along a loop: the smallest leg as a part of the first, weighted by the first's part of what the wallet pays; 0 where nothing does.
fn comes_back(name: u32, wallet: &Wallet, wallets: &BTreeMap<u32, Wallet>, hubs: &BTreeSet<u32>) -> f64 {
    let search = Search { home: name, wallets, hubs };
    let paid = sum(&wallet.out);
    wallet.out.iter().take(LEGS).map(|leg| search.returned(leg) * leg.amount as f64 / paid).sum()
}

struct Search<'a> {
    home: u32,
    wallets: &'a BTreeMap<u32, Wallet<'a>>,
    hubs: &'a BTreeSet<u32>,
}

impl Search<'_> {
    /// Smallest leg of the best loop that begins with `first`, as a part of it.
    fn returned(&self, first: &Edge) -> f64 {
        let mut path = vec![self.home];
        self.follow(first.to, first.amount as f64, 1.0, &mut path)
    }

    fn follow(&self, at: u32, first: f64, least: f64, path: &mut Vec<u32>) -> f64 {
        if at == self.home {
            return least;
        }
        if path.len() >= LONGEST || self.hubs.contains(&at) || path.contains(&at) {
            return 0.0;
        }
        path.push(at);
        let mut best: f64 = 0.0;
        for leg in self.wallets[&at].out.iter().take(LEGS) {
            let part = (leg.amount as f64 / first).min(first / leg.amount as f64);
            if part >= MATCHED && part > best {
                best = best.max(self.follow(leg.to, first, least.min(part), path));
            }
        }
        path.pop();
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(from: u32, to: u32, amount: u64) -> Edge {
        Edge { from, to, amount, transfers: 5, first: 0, last: 0 }
    }

    #[test]
    fn what_goes_round_comes_back_and_what_passes_through_does_not() {
        let ring: Vec<Edge> = (0..6).map(|n| edge(n, (n + 1) % 6, 1_000 - u64::from(n) * 10)).collect();
        assert!(rows(&ring).values().all(|row| row[0] > 0.9), "{:?}", rows(&ring));
        let chain = [edge(1, 2, 1_000), edge(2, 3, 990), edge(3, 4, 980)];
        assert!(rows(&chain).values().all(|row| row[0] == 0.0));
    }

    #[test]
    fn a_loop_through_a_hub_closes_nothing() {
        let mut edges: Vec<Edge> = (1..40).flat_map(|n| [edge(0, n, 1_000), edge(n, 0, 1_000)]).collect();
        edges.push(edge(50, 51, 10));
        assert!(rows(&edges).values().all(|row| row[0] == 0.0));
    }
}
