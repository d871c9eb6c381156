//! Every number of the economy at one moment: read from the chain's accounts, or computed by `books`.

use std::collections::BTreeMap;

use economics::{
    Now,
    bounds::{Lock, Param},
    distribution::{Distributions, Marks},
    emission::IssuerState,
    metrics::Ring,
    staking::{PoolState, PositionState},
    voice::VoiceCard,
};

use super::tokens::Tokens;

/// A wallet's position: number of the pool, of the wallet, of the tier.
pub type Seat = (usize, usize, u8);

/// A delegate by number instead of address; zeroes for the owner itself.
pub fn speaker(who: Option<usize>) -> [u8; 32] {
    [who.map_or(0, |who| who as u8 + 1); 32]
}

/// What a seat's account holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stake {
    pub state: PositionState,
    pub card: VoiceCard,
}

/// One share of a list: the wallet that gets it, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    pub who: usize,
    pub amount: u64,
}

/// The policy as the other programs read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    pub version: u64,
    /// Which proposal holds a parameter is the governor's matter and left out.
    pub params: Vec<Param>,
    /// Bits of `economics::pause`, and the last second at which they stop anything.
    pub paused: (u8, i64),
}

/// The economy at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub now: Now,
    pub policy: Policy,
    pub ledger: IssuerState,
    /// Gauges in use.
    pub gauges: usize,
    pub lists: Distributions,
    /// The shares behind each list ever opened, from number 1 on, as they were published.
    pub shares: Vec<Vec<Share>>,
    /// Which shares of each list are paid.
    pub marks: Vec<Marks>,
    pub burned_by_collect: u64,
    pub withheld_again: u64,
    pub ring: Ring,
    pub tokens: Tokens,
    pub pools: Vec<PoolState>,
    pub stakes: BTreeMap<Seat, Stake>,
}

impl State {
    /// The first lines in which the two differ; `None` where they are equal.
    pub fn difference(&self, other: &Self) -> Option<String> {
        if self == other {
            return None;
        }
        let (mine, theirs) = (format!("{self:#?}"), format!("{other:#?}"));
        let pairs = mine.lines().zip(theirs.lines()).enumerate().filter(|(_, (a, b))| a != b);
        let lines = pairs.take(12).map(|(line, (a, b))| format!("{line}: {} ≠ {}", a.trim(), b.trim()));
        Some(lines.collect::<Vec<_>>().join("\n"))
    }

    pub fn param(&self, place: usize) -> &Param {
        &self.policy.params[place]
    }

    pub fn is_paused(&self, what: u8) -> bool {
        let (bits, until) = self.policy.paused;
        economics::pause::stops(bits, until, what, self.now.unix)
    }

    /// What a seat has put in and not taken out: staked and asked back.
    pub fn principal(&self, seat: Seat) -> u64 {
        self.stakes.get(&seat).map_or(0, |stake| stake.state.staked() + stake.state.cooling)
    }

    /// Everything in one pool.
    pub fn in_pool(&self, pool: usize) -> impl Iterator<Item = &PositionState> {
        self.stakes.iter().filter(move |((of, ..), _)| *of == pool).map(|(_, stake)| &stake.state)
    }

    /// The seconds at which a window, a warm-up, a cooldown, a lock or a period ends, from now on, in order.
    pub fn moments(&self) -> Vec<i64> {
        let stakes =
            self.stakes.values().flat_map(|it| [it.state.active_from, it.state.unlock_at, it.state.locked_until]);
        let windows = self.pools.iter().map(|pool| pool.stream.window_start + pool.stream.window_secs as i64);
        let period = self.ledger.period_start + self.ledger.breaker.period_secs as i64;
        let rest = [period, self.policy.paused.1];
        let lists = self.lists.slots.iter().flat_map(|list| [list.opens, list.closes]);
        let all = stakes.chain(windows).chain(rest).chain(lists);
        let mut moments: Vec<i64> = all.filter(|at| *at > self.now.unix + 1).collect();
        moments.sort_unstable();
        moments.dedup();
        moments
    }
}

/// A parameter without its lock.
pub fn unlocked(param: &Param) -> Param {
    Param { lock: Lock::default(), ..*param }
}
