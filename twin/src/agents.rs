//! The population as a structure of arrays.

use economics::staking::PositionState;
use serde::{Deserialize, Serialize};

/// A habit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Keeps tokens, rarely sells a little.
    Holder,
    /// Stakes a large part, keeps most rewards staked; follows the yield slowly, as all but farmers do.
    Loyal,
    /// Trades on trend, on distance from value, and on noise, if the edge exceeds the fees.
    Trader,
    /// Stakes everything while the yield is above its threshold, sells all rewards, leaves at once below it or in a fall of the price.
    Farmer,
    /// Large holder whose tokens unlock in tranches, part of which is sold.
    Whale,
    /// Buys tokens to spend them; comes less often when fees and volatility are high.
    Utility,
}

/// Number of kinds.
pub const KINDS: usize = 6;

impl Kind {
    /// All kinds, in the order of indices.
    pub const ALL: [Self; KINDS] = [Self::Holder, Self::Loyal, Self::Trader, Self::Farmer, Self::Whale, Self::Utility];

    /// Place in arrays by kind.
    pub fn index(self) -> usize {
        match self {
            Self::Holder => 0,
            Self::Loyal => 1,
            Self::Trader => 2,
            Self::Farmer => 3,
            Self::Whale => 4,
            Self::Utility => 5,
        }
    }

    /// Name for people.
    pub fn name(self) -> &'static str {
        ["holder", "loyal staker", "trader", "mercenary farmer", "whale", "utility user"][self.index()]
    }
}

/// One agent at the start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agent {
    pub kind: Kind,
    /// Unstaked base units.
    pub liquid: u64,
    /// Active stake, base units.
    pub staked: u64,
    /// Money to buy tokens with, micro quote; a trader turns over a part of it, a utility user gets as much again for each visit.
    pub quote: u64,
    /// Change of the part of its tokens that it stakes, per relative change of the yield; the part at the start is what it likes at the yield of the start.
    pub response: f64,
    /// A farmer's threshold: yield per year relative to that of the start, below which it leaves.
    pub threshold: f64,
    /// Loss of wealth at which it considers leaving for good, 0 to 1.
    pub loss_tolerated: f64,
    /// Probability of acting in a step.
    pub activity: f64,
}

/// All agents.
#[derive(Debug, Clone, Default)]
pub(crate) struct Agents {
    pub kind: Vec<Kind>,
    pub liquid: Vec<u64>,
    pub quote: Vec<u64>,
    /// Money at the start: a trader's budget, a utility user's income per visit.
    pub income: Vec<u64>,
    pub position: Vec<PositionState>,
    pub start_part: Vec<f64>,
    pub response: Vec<f64>,
    pub threshold: Vec<f64>,
    pub loss_tolerated: Vec<f64>,
    pub activity: Vec<f64>,
    /// Wealth at the start, micro quote.
    pub start_wealth: Vec<f64>,
    /// Quote spent on use, micro; part of what a utility user gains.
    pub consumed: Vec<f64>,
    pub left: Vec<bool>,
}

impl Agents {
    pub fn len(&self) -> usize {
        self.kind.len()
    }

    /// Puts the agents back to their start; allocates only where there are more than before.
    pub fn reset(&mut self, agents: &[Agent], price: f64) {
        macro_rules! fill {
            ($($field:ident = $value:expr;)*) => {$(
                self.$field.clear();
                self.$field.extend(agents.iter().map($value));
            )*};
        }
        fill! {
            kind = |a| a.kind;
            liquid = |a| a.liquid;
            quote = |a| a.quote;
            income = |a| a.quote;
            position = |_| PositionState::default();
            start_part = |a| a.staked as f64 / (a.liquid as f64 + a.staked as f64).max(1.0);
            response = |a| a.response;
            threshold = |a| a.threshold;
            loss_tolerated = |a| a.loss_tolerated;
            activity = |a| a.activity;
            start_wealth = |a| (a.liquid as f64 + a.staked as f64) * price + a.quote as f64;
            consumed = |_| 0.0;
            left = |_| false;
        }
    }

    /// Tokens in every form, base units.
    pub fn tokens(&self, i: usize) -> u64 {
        let position = &self.position[i];
        [position.staked(), position.cooling, position.owed]
            .iter()
            .fold(self.liquid[i], |sum, part| sum.saturating_add(*part))
    }

    /// Tokens and money at `price`, micro quote.
    pub fn wealth(&self, i: usize, price: f64) -> f64 {
        self.tokens(i) as f64 * price + self.quote[i] as f64
    }
}
