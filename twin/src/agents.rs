//! The population as a structure of arrays.

mod kind;

pub use kind::{KINDS, Kind};

use economics::staking::PositionState;

use crate::HOURS;

/// Days for which stake of the start has lain there. Assumed.
const AGE_AT_START: f32 = 180.0;

/// One agent at the start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agent {
    pub kind: Kind,
    /// Unstaked base units, what is locked included.
    pub liquid: u64,
    /// Part of `liquid` that cannot be moved before it unlocks.
    pub locked: u64,
    /// Active stake, base units; a validator's includes what others delegated to it.
    pub staked: u64,
    /// Money to buy tokens with, micro quote; a trader turns over a part of it, a utility user gets as much again for each visit.
    pub quote: u64,
    /// Shares of the market's liquidity, of which there are as many as the market has tokens at the start.
    pub pooled: u64,
    /// Change of the part of its tokens that it stakes, per relative change of the yield; the part at the start is what it likes at the yield of the start.
    pub response: f64,
    /// A farmer's threshold: yield relative to that of the start, below which it leaves.
    pub threshold: f64,
    /// Loss against the remembered price at which it considers leaving for good, 0 to 1.
    pub loss_tolerated: f64,
    /// Probability of acting in a day.
    pub activity: f64,
}

impl Agent {
    /// An agent of a kind with nothing.
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            liquid: 0,
            locked: 0,
            staked: 0,
            quote: 0,
            pooled: 0,
            response: 0.0,
            threshold: 1.0,
            loss_tolerated: 1.0,
            activity: 0.0,
        }
    }
}

/// All agents, in the order in which they act: by the hour of their step, then by kind.
#[derive(Debug, Clone, Default)]
pub(crate) struct Agents {
    pub kind: Vec<Kind>,
    pub liquid: Vec<u64>,
    pub locked: Vec<u64>,
    pub quote: Vec<u64>,
    /// Day since which its stake lies there: the mean over the stake, and the last day on which it asked any of it back.
    pub since: Vec<f32>,
    /// Transfer fees that it paid on use since the last list of rewards, base units; faked use included.
    pub spent: Vec<f32>,
    /// Whether it voted on the newest proposal.
    pub voted: Vec<bool>,
    /// Money at the start: a trader's budget, a utility user's income per visit, a validator's costs.
    pub income: Vec<u64>,
    pub pooled: Vec<u64>,
    pub position: Vec<PositionState>,
    pub start_part: Vec<f32>,
    pub response: Vec<f32>,
    pub threshold: Vec<f32>,
    pub loss_tolerated: Vec<f32>,
    pub activity: Vec<f32>,
    /// Price that it compares today's with.
    pub anchor: Vec<f32>,
    /// What its kind remembers.
    pub memo: Vec<[f32; 4]>,
    /// Quote spent on use, micro; part of what a utility user gains.
    pub consumed: Vec<f64>,
    /// Wealth at the start, micro quote, and its decile from the poorest.
    pub start_wealth: Vec<f64>,
    pub decile: Vec<u8>,
    /// Rung of the ladder or arm of the learner.
    pub rung: Vec<u8>,
    pub left: Vec<bool>,
    /// Place in the scenario's list.
    order: Vec<u32>,
    /// First agent of each hour's block.
    starts: [u32; HOURS + 1],
}

/// Bytes that one agent takes.
pub const AGENT_BYTES: usize = size_of::<Kind>()
    + 5 * size_of::<u64>()
    + size_of::<PositionState>()
    + 8 * size_of::<f32>()
    + size_of::<[f32; 4]>()
    + 2 * size_of::<f64>()
    + size_of::<[u8; 2]>()
    + 2 * size_of::<bool>()
    + size_of::<u32>();

impl Agents {
    pub fn len(&self) -> usize {
        self.kind.len()
    }

    /// Agents whose step is in the `block`-th hour of their day.
    pub fn block(&self, block: usize) -> std::ops::Range<usize> {
        self.starts[block] as usize..self.starts[block + 1] as usize
    }

    /// Puts the agents back to their start; allocates only where there are more than before.
    pub fn reset(&mut self, agents: &[Agent], price: f64) {
        self.arrange(agents);
        macro_rules! fill {
            ($($field:ident = $value:expr;)*) => {$(
                self.$field.clear();
                self.$field.extend(self.order.iter().map(|&n| $value(&agents[n as usize])));
            )*};
        }
        fill! {
            kind = |a: &Agent| a.kind;
            liquid = |a: &Agent| a.liquid;
            locked = |a: &Agent| a.locked.min(a.liquid);
            quote = |a: &Agent| a.quote;
            income = |a: &Agent| a.quote;
            pooled = |a: &Agent| a.pooled;
            position = |_| PositionState::default();
            since = |_| -AGE_AT_START;
            spent = |_| 0.0;
            voted = |_| false;
            start_part = |a: &Agent| (a.staked as f64 / (a.liquid as f64 + a.staked as f64).max(1.0)) as f32;
            response = |a: &Agent| a.response as f32;
            threshold = |a: &Agent| a.threshold as f32;
            loss_tolerated = |a: &Agent| a.loss_tolerated as f32;
            activity = |a: &Agent| a.activity as f32;
            anchor = |_| price as f32;
            memo = |_| [0.0; 4];
            consumed = |_| 0.0;
            start_wealth = |_| 0.0;
            decile = |_| 0;
            rung = |_| 0;
            left = |_| false;
        }
    }

    /// Deals the agents over the hours of the day; inside an hour kinds stand together.
    fn arrange(&mut self, agents: &[Agent]) {
        self.order.clear();
        for block in 0..HOURS {
            let first = self.order.len();
            self.order.extend((block as u32..agents.len() as u32).step_by(HOURS));
            self.order[first..].sort_unstable_by_key(|&n| (agents[n as usize].kind, n));
            self.starts[block + 1] = self.order.len() as u32;
        }
    }

    /// Places of the agents in the scenario's list.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// Tokens in every form but liquidity, base units.
    pub fn tokens(&self, i: usize) -> u64 {
        let position = &self.position[i];
        [position.staked(), position.cooling, position.owed]
            .iter()
            .fold(self.liquid[i], |sum, part| sum.saturating_add(*part))
    }

    /// What can be moved now, base units.
    pub fn free(&self, i: usize) -> u64 {
        self.liquid[i].saturating_sub(self.locked[i])
    }
}
