//! The kinds of actions, how often each is chosen, and how often each has to succeed.

use std::collections::BTreeMap;

use super::random::Random;

macro_rules! kinds {
    ($($name:ident $weight:literal $needed:literal),* $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind { $($name),* }

        /// Kind, weight of being chosen, and successes needed over a whole run.
        const KINDS: &[(Kind, u64, u64)] = &[$((Kind::$name, $weight, $needed)),*];
    };
}

kinds! {
    ProposeAi 6 100, ProposeParam 6 100, Approve 16 300, Unapprove 2 20, Veto 3 50, Cancel 1 20,
    Execute 10 60, Expire 4 40,
    Emit 6 200, SyncFee 2 5, Collect 5 100, Roll 5 100,
    Stake 8 300, RequestUnstake 5 100, Withdraw 4 40, Claim 5 60, Settle 6 200,
    Transfer 8 300, Donate 2 50, Burn 2 50,
    JumpSeconds 14 500, JumpDays 4 100, JumpEpochs 2 50,
}

impl Kind {
    pub fn choose(random: &mut Random) -> Self {
        let total = KINDS.iter().map(|(_, weight, _)| weight).sum();
        let mut left = random.below(total);
        for (kind, weight, _) in KINDS {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return *kind,
            }
        }
        Self::JumpSeconds
    }
}

/// What succeeded in a run, by kind of action and by state in which proposals ended.
#[derive(Default)]
pub struct Tally {
    pub tried: BTreeMap<Kind, u64>,
    pub done: BTreeMap<Kind, u64>,
    pub ended: BTreeMap<String, u64>,
    pub refused_strangers: u64,
}

impl Tally {
    /// Kinds that succeeded too seldom for the run to mean something.
    pub fn missing(&self) -> Vec<String> {
        let found = |kind: &Kind| self.done.get(kind).copied().unwrap_or(0);
        let seldom = KINDS.iter().filter(|(kind, _, needed)| found(kind) < *needed);
        seldom.map(|(kind, _, needed)| format!("{kind:?}: {} of {needed}", found(kind))).collect()
    }
}
