//! The contributors' gauge as a list of rewards by segment: who is on it, and how seldom it changes.
//!
//! On chain it is a list of shares under a root, set by a proposal of class action; the chain does not know the segments.

use economics::time::DAY;
use serde::{Deserialize, Serialize};

/// Who earns a part of what the contributors' gauge emits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Segment {
    /// By active stake that was not asked back for [`LOYAL_DAYS`].
    Loyal,
    /// By transfer fees paid on use, up to `Habits::rebate_cap` of them.
    User,
    /// By shares of the market's liquidity.
    Provider,
    /// By head, who voted on the newest proposal.
    Voter,
}

/// Number of segments.
pub const SEGMENTS: usize = 4;

/// Part of the gauge's emission that each segment earns, bps, in the order of [`Segment::ALL`]; contributors outside the economy keep the rest.
pub type Weights = [u16; SEGMENTS];

/// The list of everyone who states no other: users get about what the cap on rebates lets through at the start, the others share the rest evenly.
pub const DEFAULT: Weights = [3_000, 1_000, 3_000, 3_000];

/// Days after which stake that nobody asked back is loyal.
pub const LOYAL_DAYS: f32 = 30.0;

/// Seconds from a wished list to the moment at which it acts, the delay of class action; and seconds between two of them.
pub const DELAY_SECS: i64 = 7 * DAY;
pub const INTERVAL_SECS: i64 = 30 * DAY;

impl Segment {
    /// All segments, in the order of the weights.
    pub const ALL: [Self; SEGMENTS] = [Self::Loyal, Self::User, Self::Provider, Self::Voter];

    /// Place in the weights.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Name for people.
    pub const fn name(self) -> &'static str {
        ["loyal stakers", "users", "liquidity providers", "voters"][self.index()]
    }
}

/// Whether the segments earn no more than there is.
pub fn is_sound(weights: &Weights) -> bool {
    weights.iter().map(|weight| u32::from(*weight)).sum::<u32>() <= 10_000
}

/// The list in force, and the one on its way; times are unix seconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lists {
    pub live: Weights,
    waiting: Option<(Weights, i64)>,
    open_from: i64,
}

impl Lists {
    pub fn new(live: Weights) -> Self {
        Self { live, waiting: None, open_from: i64::MIN }
    }

    /// Whether a new list would be taken now.
    pub fn is_open(&self, now: i64) -> bool {
        self.waiting.is_none() && now >= self.open_from
    }

    /// Takes a sound wish that changes something; whether it did.
    pub fn propose(&mut self, wished: Weights, now: i64) -> bool {
        let takes = self.is_open(now) && wished != self.live && is_sound(&wished);
        if takes {
            self.waiting = Some((wished, now.saturating_add(DELAY_SECS)));
            self.open_from = now.saturating_add(INTERVAL_SECS);
        }
        takes
    }

    /// Lets the waiting list act when its delay has passed; whether it did.
    pub fn act(&mut self, now: i64) -> bool {
        let due = self.waiting.filter(|(_, act_at)| now > *act_at);
        if let Some((weights, _)) = due {
            (self.live, self.waiting) = (weights, None);
        }
        due.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_acts_after_its_delay_and_the_next_one_waits_for_its_month() {
        let mut lists = Lists::new(DEFAULT);
        assert!(lists.propose([10_000, 0, 0, 0], 0));
        assert!(!lists.propose([0, 0, 0, 10_000], 1), "one is on its way");
        assert!(!lists.act(DELAY_SECS) && lists.act(DELAY_SECS + 1));
        assert_eq!(lists.live, [10_000, 0, 0, 0]);
        assert!(!lists.propose(DEFAULT, INTERVAL_SECS - 1));
        assert!(lists.propose(DEFAULT, INTERVAL_SECS));
    }

    #[test]
    fn what_changes_nothing_or_gives_more_than_there_is_is_not_taken() {
        let mut lists = Lists::new(DEFAULT);
        assert!(!lists.propose(DEFAULT, 0) && !lists.propose([u16::MAX; SEGMENTS], 0));
        assert!(lists.is_open(0));
    }
}
