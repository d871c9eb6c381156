//! Fitted-Q iteration: the second way to learn, from logged runs instead of from whole policies.
//!
//! Once a week every lever goes one small step down, stays, or goes one up.
//! The value of doing so is linear in what is seen and in where the lever stands, one line per lever, so that the best move of each lever is read off by itself:
//! `Q(s, a) = V(s) + Σ_l [ a_l · (w_l · s) + c_l · a_l² ]`.
//!
//! Source: D. Ernst, P. Geurts and L. Wehenkel, "Tree-based batch mode reinforcement learning" (2005), here with the linear architecture of
//! M. Lagoudakis and R. Parr, "Least-squares policy iteration" (2003), and an elastic net (linfa) instead of least squares.

mod fit;
mod log;
mod state;
mod train;

pub use {
    fit::Method,
    train::{Settings, Taught},
};

use {
    crate::policy::{Diary, Feature, LeverName, Targets, View},
    serde::{Deserialize, Serialize},
    sha2::{Digest, Sha256},
    state::{LEVERS, Stand},
    std::{collections::BTreeMap, sync::Arc},
    twin::rule::{Bundle, Rule, Seen},
};

/// Text of the committed file.
pub const FILE: &str = include_str!("../../../../policies/Q.toml");

/// Days between two moves.
const WEEK: u32 = 7;

/// What was learned: the lines of all levers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FittedQ {
    pub about: String,
    #[serde(rename = "lever")]
    pub lines: Vec<Line>,
}

/// The value of moving one lever by a step, against leaving it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub lever: LeverName,
    /// Value of a step up where everything is as usual and the lever stands where it began, and of any step at all.
    pub constant: f64,
    pub any: f64,
    /// The same per distance of the lever from where it began, in units of its range.
    pub level: f64,
    /// The same per unit of what is seen; what is not here has no weight.
    pub seen: BTreeMap<Feature, f64>,
}

/// Why a file is refused.
#[derive(Debug, thiserror::Error)]
pub enum FittedQError {
    /// Not TOML, or an unknown field; the message has line and column.
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    /// Not one line per lever, in their order.
    #[error("expected one line for each lever in their order, found {found}")]
    Levers { found: usize },
    /// A weight that is no number.
    #[error("the weights of {0} are not all numbers")]
    Weight(&'static str),
}

impl FittedQ {
    /// Reads and checks a file.
    pub fn parse(text: &str) -> Result<Self, FittedQError> {
        let read: Self = toml::from_str(text)?;
        let levers = read.lines.iter().map(|line| line.lever);
        if !levers.eq(LEVERS.iter().map(|frame| frame.lever)) {
            return Err(FittedQError::Levers { found: read.lines.len() });
        }
        let wrong = |line: &&Line| {
            let own = [line.constant, line.any, line.level];
            own.iter().chain(line.seen.values()).any(|weight| !weight.is_finite())
        };
        match read.lines.iter().find(wrong) {
            Some(line) => Err(FittedQError::Weight(line.lever.name())),
            None => Ok(read),
        }
    }

    /// The file's text.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("plain numbers and names are TOML")
    }

    /// The committed one.
    pub fn built_in() -> Result<Self, FittedQError> {
        Self::parse(FILE)
    }

    /// SHA-256 of the file, as hex.
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.to_toml()))
    }

    /// The rule at the start of a run, with steps of `gain` times their size.
    pub fn rule(self: &Arc<Self>, gain: f64) -> Box<dyn Rule + Send> {
        Box::new(Walk::new(Greedy(self.clone()), gain))
    }

    /// The best move of each lever.
    fn best(&self, view: &View, stand: &Stand) -> Moves {
        std::array::from_fn(|place| self.lines.get(place).map_or(0, |line| line.best(view, stand.level(place))))
    }
}

impl Line {
    /// Value of a step up, without what any step is worth.
    fn slope(&self, view: &View, level: f64) -> f64 {
        let seen = self.seen.iter().map(|(feature, weight)| weight * view.get(*feature)).sum::<f64>();
        self.constant + self.level * level + seen
    }

    fn best(&self, view: &View, level: f64) -> i8 {
        let slope = self.slope(view, level);
        if slope.abs() + self.any <= 0.0 || !slope.is_finite() {
            0
        } else if slope > 0.0 {
            1
        } else {
            -1
        }
    }
}

/// One of −1, 0 and 1 for each lever.
type Moves = [i8; LEVERS.len()];

/// Who chooses the moves of a week.
trait Choose {
    fn choose(&mut self, view: &View, stand: &Stand) -> Moves;
}

/// The best moves by what was learned.
struct Greedy(Arc<FittedQ>);

impl Choose for Greedy {
    fn choose(&mut self, view: &View, stand: &Stand) -> Moves {
        self.0.best(view, stand)
    }
}

/// Moves every lever once a week, and keeps asking for where it shall stand in between.
struct Walk<C> {
    choose: C,
    /// Factor of the steps' size.
    gain: f64,
    diary: Diary,
    stand: Option<Stand>,
    next_hour: u32,
}

impl<C> Walk<C> {
    fn new(choose: C, gain: f64) -> Self {
        Self { choose, gain, diary: Diary::default(), stand: None, next_hour: 0 }
    }
}

impl<C: Choose> Rule for Walk<C> {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        self.diary.note(seen.reading);
        let Some(view) = self.diary.today(seen) else { return Bundle::hold() };
        let stand = self.stand.get_or_insert_with(|| Stand::of(seen));
        if seen.hour >= self.next_hour {
            let moves = self.choose.choose(&view, stand);
            stand.go(&moves, self.gain);
            self.next_hour = seen.hour + WEEK * 24;
        }
        if seen.pending {
            return Bundle::hold();
        }
        let mut targets = Targets::default();
        stand.goals().for_each(|(lever, goal)| targets.set(lever, goal, 0));
        targets.bundle(seen)
    }
}

#[cfg(test)]
mod tests;
