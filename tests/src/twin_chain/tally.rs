//! What happened in a run, and whether it was enough to mean something.

use std::collections::BTreeMap;

/// How often each of these has to be done in a run of full length.
const DONE: &[(&str, u64)] = &[
    ("Transfer", 3_000),
    ("Stake", 3_000),
    ("Unstake", 800),
    ("Withdraw", 200),
    ("Claim", 400),
    ("Settle", 1_000),
    ("Emit", 2_000),
    ("Collect", 2_000),
    ("Roll", 400),
    ("Crank", 3_000),
    ("SyncFee", 200),
    ("Propose", 1_500),
    ("Ask", 200),
    ("Execute", 1_500),
    ("Wait", 8_000),
];

/// How often each of these has to be refused by both.
const REFUSED: &[(&str, u64)] = &[
    ("Transfer", 100),
    ("Stake", 500),
    ("Unstake", 500),
    ("Withdraw", 500),
    ("Claim", 500),
    ("Roll", 400),
    ("SyncFee", 500),
    ("Propose", 200),
    ("Ask", 200),
];

/// How often each kind of action was done, and refused by both.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub done: BTreeMap<&'static str, u64>,
    pub refused: BTreeMap<&'static str, u64>,
}

impl Tally {
    pub fn add(&mut self, other: Self) {
        other.done.into_iter().for_each(|(kind, count)| *self.done.entry(kind).or_default() += count);
        other.refused.into_iter().for_each(|(kind, count)| *self.refused.entry(kind).or_default() += count);
    }

    pub fn count(&mut self, kind: &'static str, done: bool) {
        *if done { &mut self.done } else { &mut self.refused }.entry(kind).or_default() += 1;
    }

    /// What happened too seldom.
    pub fn missing(&self) -> Vec<String> {
        let seldom = |found: &BTreeMap<&str, u64>, needed: &[(&str, u64)]| -> Vec<String> {
            let count = |name: &str| found.get(name).copied().unwrap_or(0);
            let few = needed.iter().filter(|(name, least)| count(name) < *least);
            few.map(|(name, least)| format!("{name}: {} of {least}", count(name))).collect()
        };
        [seldom(&self.done, DONE), seldom(&self.refused, REFUSED)].concat()
    }
}
