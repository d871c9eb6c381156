//! The arms of the evaluation: every rule behind the same harness.
//!
//! An arm only says what it wants. Bounds, steps, cool-down, delay, objections and the lag of information are the twin's,
//! the same for all arms.
//! What learns is not known here: whoever evaluates hands in who makes A0 to A4 and Q ([`Contenders`]).

mod baselines;
mod clairvoyant;
mod contenders;
mod levers;
mod target;
mod tuning;

pub use {
    clairvoyant::{Clairvoyant, objective},
    contenders::{Contender, Contenders, Learned},
    target::Target,
    tuning::{RANGES, Tuning},
};

use {
    crate::rules::schedule::{SOLANA, SOLANA_FAST},
    baselines::{BaseFee, BurnAndMint, BuyBack, Curve, Pi, Premium, Random, Schedule},
    serde::{Deserialize, Serialize},
    twin::rule::{Hold, Rule},
};

/// One way to steer the economy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Arm {
    /// Static parameters.
    B0,
    /// Solana's schedule.
    B1,
    /// Solana's schedule, twice the disinflation.
    B1b,
    /// SIMD-0228.
    B2,
    /// EIP-1559 on the fee.
    B3,
    /// EIP-1559 with a variable learning rate.
    B3a,
    /// PI as in RAI, on the staked share.
    B4,
    /// PID buy-back with a solvency cap.
    B5,
    /// Olympus' premium rule.
    B6,
    /// Helium's net emissions.
    B7,
    /// Random moves inside the bounds.
    B8,
    /// The best of many constant targets for this very run, known afterwards: a bound, not a rule.
    B9,
    /// Constants found by the same search as the policies: what of a gain is feedback.
    A0,
    /// Feedback without forecasts.
    A1,
    /// With forecasts.
    A2,
    /// With forecasts and rewards by segment.
    A3,
    /// With forecasts, rewards by segment and warnings.
    A4,
    /// Fitted-Q iteration, a second learner at the same budget.
    Q,
}

impl Arm {
    /// All arms, in their order.
    pub const ALL: [Self; 18] = [
        Self::B0,
        Self::B1,
        Self::B1b,
        Self::B2,
        Self::B3,
        Self::B3a,
        Self::B4,
        Self::B5,
        Self::B6,
        Self::B7,
        Self::B8,
        Self::B9,
        Self::A0,
        Self::A1,
        Self::A2,
        Self::A3,
        Self::A4,
        Self::Q,
    ];
    /// The arms that learn.
    pub const LEARNED: [Self; 6] = [Self::A0, Self::A1, Self::A2, Self::A3, Self::A4, Self::Q];

    /// The arms that learn, those with most parts first.
    pub const FULLEST_FIRST: [Self; 6] = [Self::A4, Self::A3, Self::A2, Self::A1, Self::A0, Self::Q];

    /// The arm's short name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::B0 => "B0",
            Self::B1 => "B1",
            Self::B1b => "B1b",
            Self::B2 => "B2",
            Self::B3 => "B3",
            Self::B3a => "B3a",
            Self::B4 => "B4",
            Self::B5 => "B5",
            Self::B6 => "B6",
            Self::B7 => "B7",
            Self::B8 => "B8",
            Self::B9 => "B9",
            Self::A0 => "A0",
            Self::A1 => "A1",
            Self::A2 => "A2",
            Self::A3 => "A3",
            Self::A4 => "A4",
            Self::Q => "Q",
        }
    }

    /// What the arm is, in a few words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::B0 => "static parameters",
            Self::B1 => "Solana's schedule (8 %, −15 % a year, floor 1.5 %)",
            Self::B1b => "Solana's schedule, −30 % a year",
            Self::B2 => "SIMD-0228, emission by staked share",
            Self::B3 => "EIP-1559 on the transfer fee, d = 1/8",
            Self::B3a => "EIP-1559 with AIMD learning rate",
            Self::B4 => "PI controller as in RAI, on the staked share",
            Self::B5 => "PID buy-back with solvency cap",
            Self::B6 => "Olympus' premium rule",
            Self::B7 => "Helium's net emissions",
            Self::B8 => "random moves inside the bounds",
            Self::B9 => "clairvoyant: the best of a search in each run and of all other arms",
            Self::A0 => "ours: constants found by the same search",
            Self::A1 => "ours: feedback without forecasts",
            Self::A2 => "ours: + forecasts",
            Self::A3 => "ours: + rewards by segment",
            Self::A4 => "ours: full, + warnings",
            Self::Q => "fitted-Q iteration at the same budget",
        }
    }

    /// Whether the arm is a rule that others may be compared with as the best of its kind (B1 to B7).
    pub const fn is_rule(self) -> bool {
        !matches!(self, Self::B0 | Self::B8 | Self::B9) && !self.is_learned()
    }

    /// Whether the arm is made by whoever evaluates.
    pub const fn is_learned(self) -> bool {
        matches!(self, Self::A0 | Self::A1 | Self::A2 | Self::A3 | Self::A4 | Self::Q)
    }

    /// A fresh baseline for one run; `None` for the clairvoyant arm, which is a search over runs, and for those that learn.
    fn baseline(self, tuning: &Tuning, seed: u64, run: u64) -> Option<Box<dyn Rule + Send>> {
        Some(match self {
            Self::B0 => Box::new(Hold),
            Self::B1 => Box::new(Schedule(SOLANA)),
            Self::B1b => Box::new(Schedule(SOLANA_FAST)),
            Self::B2 => Box::new(Curve(SOLANA)),
            Self::B3 => Box::new(BaseFee::constant()),
            Self::B3a => Box::new(BaseFee::variable()),
            Self::B4 => Box::new(Pi::new(tuning)),
            Self::B5 => Box::new(BuyBack::new(tuning)),
            Self::B6 => Box::new(Premium::new(tuning)),
            Self::B7 => Box::new(BurnAndMint::new(tuning)),
            Self::B8 => Box::new(Random::new(seed, run)),
            Self::B9 | Self::A0 | Self::A1 | Self::A2 | Self::A3 | Self::A4 | Self::Q => return None,
        })
    }
}

impl std::fmt::Display for Arm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Arm {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = || Self::ALL.map(Self::name).join(", ");
        let found = Self::ALL.into_iter().find(|arm| arm.name().eq_ignore_ascii_case(name.trim()));
        found.ok_or_else(|| format!("{name:?} is no arm; the arms are {}", known()))
    }
}
