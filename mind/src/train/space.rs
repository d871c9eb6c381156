//! What a search may vary, arm by arm: points of the unit cube as policies.

use referee::arms::Arm;

use crate::policy::{Curve, Feature, Lever, LeverName, Policy, Term, sign};

/// One lever's frame: what is fixed, and the range of its level.
struct Frame {
    lever: LeverName,
    /// Where every search begins: found by hand on training seeds.
    start: i64,
    level: [i64; 2],
    low: i64,
    high: i64,
    dead_band: i64,
    /// Numbers are multiples of this.
    grain: i64,
}

const fn frame(lever: LeverName, start: i64, level: [i64; 2], limits: [i64; 2], dead_band: i64, grain: i64) -> Frame {
    Frame { lever, start, level, low: limits[0], high: limits[1], dead_band, grain }
}

/// Levers that are parameters; all arms move them.
const PARAMS: [Frame; 6] = [
    frame(LeverName::Emission, 76_000, [60_000, 100_000], [40_000, 130_000], 1_500, 500),
    frame(LeverName::Fee, 100, [70, 170], [50, 250], 10, 1),
    frame(LeverName::Burn, 5_000, [3_500, 7_000], [1_000, 8_000], 150, 50),
    frame(LeverName::Treasury, 2_800, [1_500, 3_500], [500, 5_000], 150, 50),
    frame(LeverName::Staking, 7_900, [6_500, 8_500], [4_500, 9_000], 150, 50),
    frame(LeverName::Contributors, 1_800, [1_000, 3_000], [500, 4_000], 150, 50),
];

/// Weights of the contributors' part; the arms with segments move them.
const WEIGHTS: [Frame; 4] = [
    frame(LeverName::Loyal, 0, [0, 4_000], [0, 10_000], 300, 100),
    frame(LeverName::User, 1_200, [500, 4_000], [0, 10_000], 300, 100),
    frame(LeverName::Provider, 3_800, [1_500, 6_000], [0, 10_000], 300, 100),
    frame(LeverName::Voter, 5_000, [3_000, 7_000], [0, 10_000], 300, 100),
];

/// An answer that a search may find: its largest slope (without sign) and largest knee.
struct Answer {
    lever: LeverName,
    feature: Feature,
    slope: i64,
    knee: f64,
}

const fn answer(lever: LeverName, feature: Feature, slope: i64, knee: f64) -> Answer {
    Answer { lever, feature, slope, knee }
}

/// What A1 may answer to.
const SEEN: [Answer; 7] = [
    answer(LeverName::Emission, Feature::Staked, 400_000, 0.1),
    answer(LeverName::Emission, Feature::Fall, 60_000, 0.3),
    answer(LeverName::Fee, Feature::Volatility, 150, 0.5),
    answer(LeverName::Fee, Feature::Fall, 100, 0.3),
    answer(LeverName::Burn, Feature::FeeGap, 3_000, 0.5),
    answer(LeverName::Staking, Feature::SecurityGap, 4_000, 0.3),
    answer(LeverName::Staking, Feature::Staked, 12_000, 0.1),
];

/// What A2 adds.
const AHEAD: [Answer; 3] = [
    answer(LeverName::Emission, Feature::StakedAhead, 400_000, 0.05),
    answer(LeverName::Fee, Feature::VolatilityAhead, 150, 0.5),
    answer(LeverName::Staking, Feature::StakedAhead, 12_000, 0.05),
];

/// What A3 adds.
const SEGMENTS: [Answer; 2] = [
    answer(LeverName::Loyal, Feature::Young, 8_000, 0.5),
    answer(LeverName::Provider, Feature::LiquidityGap, 8_000, 0.3),
];

/// What A4 adds.
const WARNED: [Answer; 2] =
    [answer(LeverName::Emission, Feature::Warning, 20_000, 0.5), answer(LeverName::Fee, Feature::Warning, 100, 0.5)];

/// Knees are multiples of this.
const KNEE_GRAIN: f64 = 0.01;

/// The search space of one arm.
pub struct Space {
    arm: Arm,
    frames: Vec<&'static Frame>,
    answers: Vec<&'static Answer>,
}

impl Space {
    /// The space of A0 (levels alone), A1 (+ answers to what is seen), A2 (+ forecasts), A3 (+ segments), A4 (+ warnings); `None` for other arms.
    pub fn of(arm: Arm) -> Option<Self> {
        let stage = [Arm::A0, Arm::A1, Arm::A2, Arm::A3, Arm::A4].iter().position(|known| *known == arm)?;
        let mut frames: Vec<&Frame> = PARAMS.iter().collect();
        if stage >= 3 {
            frames.extend(&WEIGHTS);
        }
        let stages: [&'static [Answer]; 5] = [&[], &SEEN, &AHEAD, &SEGMENTS, &WARNED];
        let answers = stages[..=stage].iter().flat_map(|answers| answers.iter()).collect();
        Some(Self { arm, frames, answers })
    }

    /// Numbers that a search varies: a level per lever, slope and knee per answer.
    pub fn dimensions(&self) -> usize {
        self.frames.len() + 2 * self.answers.len()
    }

    /// The policy at a point of the unit cube; coordinates outside it are held at its edge.
    pub fn policy(&self, point: &[f64]) -> Policy {
        let at = |place: usize| point.get(place).copied().filter(|x| x.is_finite()).unwrap_or(0.0).clamp(0.0, 1.0);
        let lever = |(place, frame): (usize, &&Frame)| {
            let [from, to] = frame.level;
            let base = from + rounded(at(place) * (to - from) as f64, frame.grain);
            let curve =
                Curve { terms: self.terms(frame, at), ..Curve::level(base, frame.low, frame.high, frame.dead_band) };
            Lever { lever: frame.lever, curve }
        };
        Policy {
            name: self.arm.name().to_owned(),
            about: self.arm.title().to_owned(),
            levers: self.frames.iter().enumerate().map(lever).collect(),
        }
    }

    /// The terms of one lever; a slope of 0 is no term.
    fn terms(&self, frame: &Frame, at: impl Fn(usize) -> f64) -> Vec<Term<Feature>> {
        let term = |(place, answer): (usize, &&Answer)| {
            let place = self.frames.len() + 2 * place;
            let sign = sign(answer.lever, answer.feature).map_or(0, |(sign, _)| i64::from(sign));
            let slope = sign * rounded(at(place) * answer.slope as f64, frame.grain);
            let knee = (at(place + 1) * answer.knee / KNEE_GRAIN).round() * KNEE_GRAIN;
            // ROUNDING: what is written with two decimals is what is used.
            Term { feature: answer.feature, slope, knee: (knee * 100.0).round() / 100.0 }
        };
        let own = self.answers.iter().enumerate().filter(|(_, answer)| answer.lever == frame.lever);
        own.map(term).filter(|term| term.slope != 0).collect()
    }

    /// The point of a policy of this space or of a smaller one; what it does not say is as at the start, and answers nothing.
    pub fn point(&self, policy: Option<&Policy>) -> Vec<f64> {
        let curve = |lever: LeverName| policy?.levers.iter().find(|own| own.lever == lever).map(|own| &own.curve);
        let level = |frame: &&Frame| {
            let base = curve(frame.lever).map_or(frame.start, |curve| curve.base);
            (base - frame.level[0]) as f64 / (frame.level[1] - frame.level[0]) as f64
        };
        let term = |answer: &&Answer| {
            let known =
                curve(answer.lever).and_then(|curve| curve.terms.iter().find(|term| term.feature == answer.feature));
            known.map_or([0.0, 0.2], |term| [term.slope.abs() as f64 / answer.slope as f64, term.knee / answer.knee])
        };
        self.frames.iter().map(level).chain(self.answers.iter().flat_map(term)).collect()
    }
}

/// The nearest multiple of `grain`.
fn rounded(value: f64, grain: i64) -> i64 {
    (value / grain as f64).round() as i64 * grain
}

#[cfg(test)]
mod tests {
    use super::*;

    const LADDER: [Arm; 5] = [Arm::A0, Arm::A1, Arm::A2, Arm::A3, Arm::A4];

    #[test]
    fn every_point_is_a_policy_that_its_file_admits() {
        let mut draws = twin::rng::Stream::new(1, 0).draws(0, 0);
        for arm in LADDER {
            let space = Space::of(arm).unwrap();
            for _ in 0..50 {
                let point: Vec<f64> = (0..space.dimensions()).map(|_| draws.uniform()).collect();
                let policy = space.policy(&point);
                assert_eq!(Policy::parse(&policy.to_toml()).unwrap(), policy);
            }
            assert_eq!(space.policy(&[]), space.policy(&vec![f64::NAN; space.dimensions()]));
        }
    }

    #[test]
    fn a_policy_of_a_smaller_space_has_a_point_in_the_next_one() {
        for pair in LADDER.windows(2) {
            let [small, large] = [pair[0], pair[1]].map(|arm| Space::of(arm).unwrap());
            let policy = small.policy(&vec![0.4; small.dimensions()]);
            let again = large.policy(&large.point(Some(&policy)));
            for lever in &policy.levers {
                assert!(again.levers.contains(lever), "{lever:?}");
            }
        }
    }

    #[test]
    fn a_search_begins_with_levels_that_answer_nothing() {
        let space = Space::of(Arm::A4).unwrap();
        let policy = space.policy(&space.point(None));
        assert!(policy.levers.iter().all(|lever| lever.curve.terms.is_empty()));
        assert_eq!(policy.levers[0].curve.base, 76_000);
    }
}
