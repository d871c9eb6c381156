//! What training may turn: each pack's levers, the features that they may answer to, and in which direction.

use {
    super::{
        feature::Feature::{self, *},
        policy::{Lever, Policy},
    },
    crate::policy::{Curve, Term},
    twin::packs::Kind,
};

/// The answer to one feature that training may find.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    pub feature: Feature,
    /// Direction that theory leaves: +1 or −1.
    pub sign: i64,
    /// Largest slope, units of the lever per 1.0 of the feature; and largest knee.
    pub slope: i64,
    pub knee: f64,
    /// Why this direction.
    pub source: &'static str,
}

/// A lever that training may turn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spec {
    pub param: &'static str,
    /// Lowest and highest level, also the limits of the goal; and the level at the start.
    pub low: i64,
    pub high: i64,
    pub start: i64,
    pub dead_band: i64,
    pub answers: &'static [Answer],
}

const fn answer(feature: Feature, sign: i64, slope: i64, knee: f64, source: &'static str) -> Answer {
    Answer { feature, sign, slope, knee, source }
}

const SCARCE: &str = "what is scarce gets dearer (Aave v3: the curve's own slope)";
const RIVAL: &str = "money goes where it earns more, so the curve follows the market (Chaos Labs, thread 19979)";
const BUFFER: &str =
    "more is kept back where withdrawals or liquidations threaten (Aave v3: lower optimal usage for riskier reserves)";

const LENDING: [Spec; 5] = [
    Spec {
        param: "lend_base",
        low: 0,
        high: 100_000,
        start: 0,
        dead_band: 2_000,
        answers: &[answer(RivalSpread, 1, 1_500_000, 0.03, RIVAL)],
    },
    Spec {
        param: "lend_slope1",
        low: 20_000,
        high: 300_000,
        start: 90_000,
        dead_band: 2_000,
        answers: &[answer(RivalSpread, 1, 3_000_000, 0.03, RIVAL), answer(UseGap, 1, 4_000_000, 0.03, SCARCE)],
    },
    Spec {
        param: "lend_slope2",
        low: 100_000,
        high: 3_000_000,
        start: 600_000,
        dead_band: 20_000,
        answers: &[answer(Unpaid, 1, 3_000_000, 0.1, SCARCE)],
    },
    Spec {
        param: "lend_kink",
        low: 5_000,
        high: 9_500,
        start: 9_000,
        dead_band: 50,
        answers: &[answer(DebtLoad, -1, 20_000, 0.1, BUFFER)],
    },
    Spec { param: "lend_reserve", low: 500, high: 3_000, start: 1_000, dead_band: 100, answers: &[] },
];

const GLUT: &str = "where more is minted than burned, mint less and burn more (Axie, February 2022)";
const DEAR: &str = "a sink whose token got dearer costs as much in money with fewer tokens";
const CROWD: &str = "what newcomers need may cost more while many come";

const GAME: [Spec; 3] = [
    Spec {
        param: "game_faucet",
        low: 1_000,
        high: 30_000,
        start: 10_000,
        dead_band: 200,
        answers: &[answer(Issuance, -1, 40_000, 0.3, GLUT), answer(PriceFall, -1, 20_000, 0.5, GLUT)],
    },
    Spec {
        param: "game_breed",
        low: 100,
        high: 6_000,
        start: 900,
        dead_band: 20,
        answers: &[answer(Issuance, 1, 4_000, 0.3, GLUT), answer(Newcomers, 1, 50_000, 0.02, CROWD)],
    },
    Spec {
        param: "game_upgrade",
        low: 5_000,
        high: 500_000,
        start: 60_000,
        dead_band: 1_000,
        answers: &[answer(IncomeGap, -1, 150_000, 0.3, DEAR)],
    },
];

const WAGE: &str = "whoever bears costs in money is paid more tokens when tokens buy less";
const BURNED: &str = "what was burned may be minted again (HIP-20)";

const NETWORK: [Spec; 4] = [
    Spec {
        param: "emission_rate",
        low: 10_000,
        high: 150_000,
        start: 80_000,
        dead_band: 1_000,
        answers: &[answer(Margin, -1, 200_000, 0.3, WAGE), answer(BurnGap, 1, 100_000, 0.3, BURNED)],
    },
    Spec {
        param: "net_share",
        low: 2_000,
        high: 10_000,
        start: 8_000,
        dead_band: 100,
        answers: &[answer(Margin, -1, 20_000, 0.3, WAGE), answer(Losing, 1, 20_000, 0.1, WAGE)],
    },
    Spec { param: "net_coverage", low: 1_000, high: 9_000, start: 5_000, dead_band: 100, answers: &[] },
    Spec { param: "net_credit", low: 500, high: 2_000, start: 1_000, dead_band: 25, answers: &[] },
];

/// The levers of a pack.
pub const fn levers(kind: Kind) -> &'static [Spec] {
    match kind {
        Kind::Lending => &LENDING,
        Kind::Game => &GAME,
        Kind::Network => &NETWORK,
    }
}

/// The lever of this key.
pub fn lever(kind: Kind, param: &str) -> Option<&'static Spec> {
    levers(kind).iter().find(|spec| spec.param == param)
}

impl Spec {
    /// The direction in which the lever may answer to `feature`.
    pub fn sign(&self, feature: Feature) -> Option<i64> {
        self.answers.iter().find(|answer| answer.feature == feature).map(|answer| answer.sign)
    }
}

/// Whether levels alone are searched, or answers, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Levels,
    Feedback,
}

/// Slope and knee at the start, as parts of the largest.
const START: (f64, f64) = (0.05, 0.2);

/// The point of the unit cube at which a search begins: the parameters of the start, gentle answers.
pub fn start(kind: Kind, form: Form) -> Vec<f64> {
    let mut point = Vec::new();
    for spec in levers(kind) {
        point.push((spec.start - spec.low) as f64 / (spec.high - spec.low) as f64);
        let answers = if form == Form::Feedback { spec.answers } else { &[] };
        answers.iter().for_each(|_| point.extend([START.0, START.1]));
    }
    point
}

/// The point of levels that answer to nothing yet, in the space of answers.
pub fn answering(kind: Kind, point: &[f64]) -> Vec<f64> {
    let with = |(spec, level): (&Spec, &f64)| [vec![*level], [0.0, START.1].repeat(spec.answers.len())].concat();
    levers(kind).iter().zip(point).flat_map(with).collect()
}

/// The policy at a point of the unit cube.
pub fn policy(kind: Kind, form: Form, point: &[f64]) -> Policy {
    let mut numbers = point.iter().copied();
    let mut next = || numbers.next().unwrap_or(0.0).clamp(0.0, 1.0);
    let lever = |spec: &Spec| {
        // ROUNDING: to the dead band, below which a level would make no difference.
        let grain = spec.dead_band as f64;
        let level = spec.low as f64 + next() * (spec.high - spec.low) as f64;
        let base = ((level / grain).round() * grain).clamp(spec.low as f64, spec.high as f64) as i64;
        let answers = if form == Form::Feedback { spec.answers } else { &[] };
        let mut term = |answer: &Answer| {
            let slope = answer.sign * (next() * answer.slope as f64).round() as i64;
            Term { feature: answer.feature, slope, knee: (next() * answer.knee * 1e3).round() / 1e3 }
        };
        let terms: Vec<_> = answers.iter().map(&mut term).filter(|term| term.slope != 0).collect();
        let curve = Curve { base, low: spec.low, high: spec.high, dead_band: spec.dead_band, terms };
        Lever { param: spec.param.into(), curve }
    };
    let mut lever = lever;
    let levers = levers(kind).iter().map(&mut lever).collect();
    let about = match form {
        Form::Levels => "Levels that answer to nothing, found by the same search.",
        Form::Feedback => "Levels and answers to the pack's public figures, trained in the twin.",
    };
    Policy { pack: kind, about: about.into(), levers }
}
