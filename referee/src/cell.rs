//! One unit of work: all arms in one scenario with one seed.

use {
    crate::{
        arms::{Arm, Clairvoyant, Contenders},
        metrics::Values,
    },
    serde::{Deserialize, Serialize},
    twin::{Scenario, play_rule, world::World},
};

/// How far the world is from the one that policies were trained in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shift {
    /// The same law, other luck.
    Same,
    /// Habits from the outer fifth of the calibrated ensemble.
    Outer,
    /// Agents and shocks that training never had.
    Unseen,
}

impl Shift {
    /// All levels, nearest first.
    pub const ALL: [Self; 3] = [Self::Same, Self::Outer, Self::Unseen];

    /// What the level means, in a few words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Same => "same law, other luck",
            Self::Outer => "habits from the outer fifth of the ensemble",
            Self::Unseen => "unseen agents and shocks",
        }
    }
}

/// Which cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    pub shift: Shift,
    pub scenario: String,
    pub seed: u64,
}

/// The figures of every arm in one cell; all arms had the same luck.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    #[serde(flatten)]
    pub key: Key,
    /// The arms that were asked for and could be made.
    pub arms: Vec<(Arm, Values)>,
}

/// What is the same for all cells.
#[derive(Debug, Clone)]
pub struct Lineup<'a> {
    pub arms: &'a [Arm],
    pub contenders: Contenders<'a>,
    pub clairvoyant: Clairvoyant,
}

impl Lineup<'_> {
    /// Plays every arm that can be made; a pure function of (scenario, seed).
    pub fn play(&self, key: Key, scenario: &Scenario, world: &mut World) -> Cell {
        let seed = key.seed;
        let rules = self.arms.iter().filter_map(|arm| Some((*arm, self.contenders.rule(*arm, seed, 0)?)));
        let mut arms: Vec<(Arm, Values)> = rules
            .map(|(arm, mut rule)| {
                (arm, Values::of(&play_rule(world, scenario, rule.as_mut(), seed, 0), scenario.steps))
            })
            .collect();
        if let Some(place) = self.arms.iter().position(|arm| *arm == Arm::B9) {
            let others: Vec<Values> = arms.iter().map(|(_, values)| *values).collect();
            let best = self.clairvoyant.play(world, scenario, seed, 0, &others);
            arms.insert(place.min(arms.len()), (Arm::B9, best));
        }
        Cell { key, arms }
    }
}

impl Cell {
    /// The figures of one arm.
    pub fn of(&self, arm: Arm) -> Option<&Values> {
        self.arms.iter().find(|(name, _)| *name == arm).map(|(_, values)| values)
    }
}
