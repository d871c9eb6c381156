//! The kinds of actions, how often each is chosen, and how often each has to succeed in a thousand sequences.

use std::collections::BTreeMap;

use super::random::Random;

macro_rules! kinds {
    ($($name:ident $weight:literal $needed:literal),* $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind { $($name),* }

        /// Kind, weight of being chosen, and successes needed per thousand sequences.
        const KINDS: &[(Kind, u64, u64)] = &[$((Kind::$name, $weight, $needed)),*];

        impl Kind {
            /// The kind of this name.
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $(stringify!($name) => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

kinds! {
    ProposeAi 7 600, ProposeParam 5 600, ProposeEmergency 3 200, ProposeConfig 6 400, ProposeAction 2 100,
    Approve 26 3_000, Unapprove 2 200, Veto 5 200, Cancel 1 50, Execute 14 400, Expire 8 400,
    Accept 4 10, Pause 1 50, RaiseAlarm 2 100, ProveAlarm 2 5, Object 2 100, Support 1 20, CloseVoice 2 20, Resolve 3 30,
    Emit 4 1_000, SyncFee 2 10, Collect 4 500, Roll 6 500,
    Stake 8 1_000, RequestUnstake 5 300, Withdraw 4 150, Claim 5 200, Settle 5 500,
    Transfer 6 500, Donate 2 200, Burn 2 200,
    Meddle 4 0,
    JumpSeconds 5 1_000, JumpToMoment 15 1_000, JumpDays 1 100, JumpEpochs 1 50,
}

impl Kind {
    /// By weight; but every second time what plausibly follows the last one, so that sequences get somewhere.
    pub fn choose(random: &mut Random, last: Self) -> Self {
        if random.chance(50)
            && let Some(next) = random.pick(last.followers())
        {
            return *next;
        }
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

    fn followers(self) -> &'static [Self] {
        use Kind::*;
        match self {
            ProposeAi | ProposeParam => &[Approve, Approve, Approve, Object],
            ProposeEmergency | ProposeConfig | ProposeAction => &[Approve],
            Approve => &[Approve, Approve, Approve, JumpToMoment, JumpToMoment, Unapprove, Veto],
            Veto => &[Veto],
            Object => &[Object, Veto, CloseVoice],
            RaiseAlarm => &[RaiseAlarm, ProposeAi, Approve],
            Execute => &[SyncFee, Emit, Execute, Accept, Expire, Resolve],
            JumpToMoment => &[Execute, Execute, Execute, Roll, Settle, Claim, Withdraw],
            RequestUnstake => &[JumpToMoment],
            Roll => &[ProveAlarm, Resolve, ProposeAi],
            JumpDays | JumpEpochs => &[Expire, ProposeParam, SyncFee, Withdraw, Roll, Resolve],
            _ => &[],
        }
    }
}

/// What succeeded in a run, by kind of action and by state in which proposals ended.
#[derive(Default)]
pub struct Tally {
    pub done: BTreeMap<Kind, u64>,
    pub ended: BTreeMap<String, u64>,
    pub refused_strangers: u64,
    /// Why actions that their signers had a right to were refused.
    pub refused: BTreeMap<(Kind, String), u64>,
}

impl Tally {
    /// The counts of both.
    pub fn join(&mut self, other: Self) {
        other.done.into_iter().for_each(|(kind, count)| *self.done.entry(kind).or_default() += count);
        other.ended.into_iter().for_each(|(state, count)| *self.ended.entry(state).or_default() += count);
        other.refused.into_iter().for_each(|(why, count)| *self.refused.entry(why).or_default() += count);
        self.refused_strangers += other.refused_strangers;
    }

    /// Kinds that succeeded too seldom for a run of so many sequences to mean something.
    pub fn missing(&self, sequences: u64) -> Vec<String> {
        let found = |kind: &Kind| self.done.get(kind).copied().unwrap_or(0);
        let seldom = KINDS.iter().filter(|(kind, _, needed)| found(kind) * 1_000 < needed * sequences);
        seldom.map(|(kind, _, needed)| format!("{kind:?}: {} of {needed}", found(kind))).collect()
    }
}
