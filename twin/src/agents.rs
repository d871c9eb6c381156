//! The population as a structure of arrays.

use economics::staking::PositionState;
use serde::{Deserialize, Serialize};

/// A habit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Keeps tokens; stakes when the yield is high, sells a little when the loss is large.
    Holder,
    /// Stakes while the yield is above its tolerance, leaves in steps below it, keeps most rewards staked.
    Loyal,
    /// Trades on trend, on distance from value, and on noise, if the edge exceeds the fees.
    Trader,
    /// Stakes everything above its threshold, sells all rewards, leaves at once below it.
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
    /// Money to buy tokens with, micro quote; utility users get as much again each step.
    pub quote: u64,
    /// Yield per year from which staking is worth it to this agent, 0.1 = 10 %.
    pub yield_wanted: f64,
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
    pub income: Vec<u64>,
    pub position: Vec<PositionState>,
    pub yield_wanted: Vec<f64>,
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
            income = |a| if a.kind == Kind::Utility { a.quote } else { 0 };
            position = |_| PositionState::default();
            yield_wanted = |a| a.yield_wanted;
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
