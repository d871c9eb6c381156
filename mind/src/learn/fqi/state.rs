//! Where the levers stand, and the numbers that a value is linear in.

use {
    super::Moves,
    crate::policy::{Feature, LeverName, View},
    twin::rule::Seen,
};

/// One lever: where it may go, in which steps.
pub(super) struct Frame {
    pub lever: LeverName,
    pub low: i64,
    pub high: i64,
    /// About what the gate admits in a week.
    pub step: i64,
}

const fn frame(lever: LeverName, low: i64, high: i64, step: i64) -> Frame {
    Frame { lever, low, high, step }
}

/// The levers, in the order of lines and moves.
pub(super) const LEVERS: [Frame; 9] = [
    frame(LeverName::Emission, 30_000, 130_000, 5_000),
    frame(LeverName::Fee, 50, 200, 10),
    frame(LeverName::Burn, 1_000, 8_000, 500),
    frame(LeverName::Staking, 4_500, 9_000, 500),
    frame(LeverName::Contributors, 500, 4_000, 250),
    frame(LeverName::Loyal, 0, 6_000, 500),
    frame(LeverName::User, 0, 6_000, 500),
    frame(LeverName::Provider, 0, 6_000, 500),
    frame(LeverName::Voter, 0, 8_000, 500),
];

/// Features that a value may depend on: all that need no forecast and no warning.
pub(super) const SEEN: [Feature; 12] = [
    Feature::PriceGap,
    Feature::Fall,
    Feature::Trend,
    Feature::Volatility,
    Feature::Staked,
    Feature::StakedChange,
    Feature::YieldGap,
    Feature::SecurityGap,
    Feature::LiquidityGap,
    Feature::UsageGap,
    Feature::FeeGap,
    Feature::Young,
];

/// Numbers per state: what is seen, every lever's level and its square.
const BASE: usize = SEEN.len() + 2 * LEVERS.len();
/// Numbers per lever: the move alone, times the level, times what is seen; and its square.
const PER_LEVER: usize = 3 + SEEN.len();
/// Numbers per state and moves.
pub(super) const NUMBERS: usize = BASE + LEVERS.len() * PER_LEVER;

/// Where the levers shall be, and where they began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stand {
    goals: [i64; LEVERS.len()],
    start: [i64; LEVERS.len()],
}

impl Stand {
    /// Everything where it is now.
    pub fn of(seen: &Seen<'_>) -> Self {
        let live = |frame: &Frame| match frame.lever.param() {
            Some(param) => seen.params[param].value,
            None => weight(frame.lever, &seen.rewards),
        };
        let goals = std::array::from_fn(|place| live(&LEVERS[place]));
        Self { goals, start: goals }
    }

    /// A step of `gain` times its size per move, inside the frames; a lever that began outside its frame comes in.
    pub fn go(&mut self, moves: &Moves, gain: f64) {
        for ((goal, frame), step) in self.goals.iter_mut().zip(&LEVERS).zip(moves) {
            // ROUNDING: to the nearest unit; frames are far from the edge of i64.
            let size = (frame.step as f64 * gain).round() as i64;
            *goal = (*goal + i64::from(*step) * size).clamp(frame.low, frame.high);
        }
    }

    /// Distance of a lever from where it began, in units of its range.
    pub fn level(&self, place: usize) -> f64 {
        (self.goals[place] - self.start[place]) as f64 / (LEVERS[place].high - LEVERS[place].low) as f64
    }

    /// Where every lever shall be.
    pub fn goals(&self) -> impl Iterator<Item = (LeverName, i64)> + '_ {
        LEVERS.iter().zip(self.goals).map(|(frame, goal)| (frame.lever, goal))
    }
}

fn weight(lever: LeverName, rewards: &[u16; 4]) -> i64 {
    let place = LeverName::WEIGHTS.iter().position(|known| *known == lever);
    place.and_then(|place| rewards.get(place)).map_or(0, |weight| i64::from(*weight))
}

/// The numbers of a state and moves: first those of the state, then lever by lever.
pub(super) fn numbers(view: &View, stand: &Stand, moves: &Moves) -> [f64; NUMBERS] {
    let mut numbers = [0.0; NUMBERS];
    let (base, rest) = numbers.split_at_mut(BASE);
    let levels = (0..LEVERS.len()).flat_map(|place| [stand.level(place), stand.level(place).powi(2)]);
    let state = SEEN.iter().map(|feature| view.get(*feature)).chain(levels);
    base.iter_mut().zip(state).for_each(|(number, value)| *number = value);
    for ((place, own), step) in rest.chunks_exact_mut(PER_LEVER).enumerate().zip(moves) {
        let step = f64::from(*step);
        let seen = SEEN.iter().map(|feature| view.get(*feature));
        let line = [1.0, stand.level(place)].into_iter().chain(seen).map(|x| step * x);
        own.iter_mut().zip(line.chain([step * step])).for_each(|(number, value)| *number = value);
    }
    numbers
}

/// Splits the weights of [`numbers`] into those of the state and those of each lever.
pub(super) fn split(weights: &[f64]) -> (&[f64], impl Iterator<Item = &[f64]>) {
    let (base, rest) = weights.split_at(BASE);
    (base, rest.chunks_exact(PER_LEVER))
}

#[cfg(test)]
impl Default for Stand {
    /// Every lever in the middle of its frame.
    fn default() -> Self {
        let goals = std::array::from_fn(|place| (LEVERS[place].low + LEVERS[place].high) / 2);
        Self { goals, start: goals }
    }
}
