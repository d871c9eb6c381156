//! The kinds of agents.

use serde::{Deserialize, Serialize};

/// A habit; `twin::habits` says what each does, with units and sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Kind {
    /// Keeps tokens, rarely sells a little.
    Holder,
    /// Stakes a large part, keeps most rewards staked, climbs down a ladder of tolerance and up again.
    Staker,
    /// Trades on moods and needs.
    NoiseTrader,
    /// Trades with the trend.
    TrendTrader,
    /// Trades towards value.
    ValueTrader,
    /// Stakes everything while the yield is above its threshold, sells all rewards, leaves at once below it or in a fall of the price.
    Farmer,
    /// Large holder whose tokens unlock in tranches, part of which is sold.
    Whale,
    /// Buys tokens to spend them; comes less often when fees and volatility are high.
    Utility,
    /// Provides liquidity while fees exceed what arbitrage costs it.
    Provider,
    /// Staker who votes.
    Voter,
    /// Trades with itself so that volume looks larger.
    Washer,
    /// Moves tokens among its own wallets so that users and fees look more.
    Gamer,
    /// Learns which attack pays.
    Learner,
    /// Runs a node at a cost, lives on commission.
    Validator,
}

/// Number of kinds.
pub const KINDS: usize = 14;

impl Kind {
    /// All kinds, in the order of indices.
    pub const ALL: [Self; KINDS] = [
        Self::Holder,
        Self::Staker,
        Self::NoiseTrader,
        Self::TrendTrader,
        Self::ValueTrader,
        Self::Farmer,
        Self::Whale,
        Self::Utility,
        Self::Provider,
        Self::Voter,
        Self::Washer,
        Self::Gamer,
        Self::Learner,
        Self::Validator,
    ];

    /// Place in arrays by kind.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Name for people.
    pub fn name(self) -> &'static str {
        [
            "holder",
            "loyal staker",
            "noise trader",
            "trend trader",
            "value trader",
            "mercenary farmer",
            "whale",
            "utility user",
            "liquidity provider",
            "voter",
            "washer",
            "metric gamer",
            "learning attacker",
            "validator",
        ][self.index()]
    }

    /// Whether it gains by deceiving the measurements.
    pub const fn is_attacker(self) -> bool {
        matches!(self, Self::Washer | Self::Gamer | Self::Learner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_stand_at_their_indices_and_names_differ() {
        for (place, kind) in Kind::ALL.iter().enumerate() {
            assert_eq!(kind.index(), place);
            assert_eq!(Kind::ALL.iter().filter(|other| other.name() == kind.name()).count(), 1);
        }
    }
}
