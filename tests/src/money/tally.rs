//! What happened in a run, and whether it was enough to mean something.

use std::collections::BTreeMap;

use super::action::Action;

/// How often each action has to be done in a run of full length.
const DONE: &[(&str, u64)] = &[
    ("Stake", 4_000),
    ("Unstake", 4_000),
    ("Withdraw", 4_000),
    ("Claim", 2_000),
    ("Compound", 300),
    ("Settle", 4_000),
    ("Delegate", 200),
    ("Transfer", 1_000),
    ("Donate", 1_000),
    ("Burn", 500),
    ("Emit", 4_000),
    ("SyncFee", 100),
    ("Roll", 1_000),
    ("Collect", 1_000),
    ("AddGauge", 200),
    ("SetRoot", 500),
    ("ClaimShare", 300),
    ("CloseRoot", 10),
    ("Change", 2_000),
    ("Pause", 500),
    ("Wait", 8_000),
];

/// How often each refusal has to be met: action, and the error's number.
const REFUSED: &[(&str, u64)] = &[
    ("Stake Code(6200)", 50),
    ("Stake Code(6201)", 100),
    ("Stake Code(6221)", 50),
    ("Stake Code(6297)", 20),
    ("Stake Elsewhere", 100),
    ("Unstake Code(6202)", 50),
    ("Unstake Code(6203)", 50),
    ("Withdraw Code(6204)", 100),
    ("Withdraw Code(6205)", 50),
    ("Claim Code(6206)", 100),
    ("Compound Code(6224)", 50),
    ("Steal Code(6220)", 200),
    ("Roll Code(6129)", 100),
    ("SyncFee Code(6126)", 100),
    ("SyncFee Code(6127)", 10),
    ("AddGauge Code(6137)", 20),
    ("SetRoot Code(6141)", 20),
    ("SetRoot Code(6143)", 20),
    ("ClaimShare Code(6146)", 20),
    ("ClaimShare Code(6147)", 20),
    ("ClaimShare Code(6150)", 20),
    ("ClaimShare Code(6151)", 20),
    ("CloseRoot Code(6148)", 5),
];

/// How often each kind of action was done, and how often refused for which reason.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub done: BTreeMap<String, u64>,
    pub refused: BTreeMap<String, u64>,
}

impl Tally {
    pub fn add(&mut self, other: Self) {
        other.done.into_iter().for_each(|(kind, count)| *self.done.entry(kind).or_default() += count);
        other.refused.into_iter().for_each(|(kind, count)| *self.refused.entry(kind).or_default() += count);
    }

    pub fn count(&mut self, action: &Action) {
        *self.done.entry(action.kind()).or_default() += 1;
    }

    /// What happened too seldom.
    pub fn missing(&self) -> Vec<String> {
        let seldom = |found: &BTreeMap<String, u64>, needed: &[(&str, u64)]| -> Vec<String> {
            let count = |name: &str| found.get(name).copied().unwrap_or(0);
            let few = needed.iter().filter(|(name, least)| count(name) < *least);
            few.map(|(name, least)| format!("{name}: {} of {least}", count(name))).collect()
        };
        [seldom(&self.done, DONE), seldom(&self.refused, REFUSED)].concat()
    }
}
