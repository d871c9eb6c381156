//! The fields' own rules as arms: the pure rules of `referee::rules` on a pack's figures and parameters.

use {
    super::feature::Smoother,
    economics::key::{EMISSION_RATE, key},
    referee::rules::{
        burn_and_mint::NetEmissions,
        manual_cut::{AXIE, Cut, ManualCut},
        risk_steward::{CHAOS_LABS, Steward, Stewards},
    },
    twin::{
        packs::Kind,
        rule::{Bundle, Rule, Seen},
        scenario::PARAMS,
    },
};

const HOURS: u32 = 24;
const YEAR_DAYS: f64 = 365.0;
/// Net emissions may be at most this part of the issuance: 34.24 of 3 424 HNT per epoch (HIP-20).
const HIP20_CAP: f64 = 0.01;

/// Place in bundles of the pack's parameter called `name`.
pub(super) fn place(seen: &Seen<'_>, name: &str) -> Option<usize> {
    let own = seen.pack?.params.iter().position(|param| param.key == key(name))?;
    Some(PARAMS + own)
}

/// The value in force of that parameter; 0 where there is none.
pub(super) fn live(seen: &Seen<'_>, name: &str) -> f64 {
    place(seen, name).and_then(|place| seen.param(place)).map_or(0.0, |param| param.value as f64)
}

fn wish(seen: &Seen<'_>, place: Option<usize>, value: f64) -> Bundle {
    let mut bundle = Bundle::hold();
    if let Some(place) = place {
        bundle.set(place, seen.reach(place, value.round() as i64));
    }
    bundle
}

/// The free numbers of a pack's field rule: with them as the source has them, or tuned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Field {
    /// Lending: risk stewards.
    Steward(Stewards),
    /// Game: one manual cut.
    Cut(Cut),
    /// Network: net emissions of HIP-20 beside a schedule: cap and schedule as parts of the issuance of the start.
    NetEmissions { cap: f64, schedule: f64 },
}

impl Field {
    /// The rule with its source's numbers.
    pub const fn source(kind: Kind) -> Self {
        match kind {
            Kind::Lending => Self::Steward(CHAOS_LABS),
            Kind::Game => Self::Cut(AXIE),
            Kind::Network => Self::NetEmissions { cap: HIP20_CAP, schedule: 1.0 },
        }
    }

    /// Numbers from a point of the unit cube, for tuning; how many there are: [`Field::dimensions`].
    pub fn at(kind: Kind, point: &[f64]) -> Self {
        let between = |place: usize, low: f64, high: f64| low + (high - low) * point.get(place).copied().unwrap_or(0.5);
        match kind {
            Kind::Lending => Self::Steward(Stewards {
                high: between(0, -0.05, 0.05),
                low: between(1, -0.3, -0.06),
                up: between(2, 0.0, 0.05),
                down: between(3, 0.0, 0.05),
                every_days: between(4, 3.0, 30.0) as u32,
                late_days: CHAOS_LABS.late_days,
            }),
            Kind::Game => Self::Cut(Cut { trigger: between(0, 0.1, 0.97), part: between(1, 0.1, 0.9) }),
            Kind::Network => Self::NetEmissions { cap: between(0, 0.0, 1.0), schedule: between(1, 0.3, 1.5) },
        }
    }

    pub const fn dimensions(kind: Kind) -> usize {
        match kind {
            Kind::Lending => 5,
            Kind::Game | Kind::Network => 2,
        }
    }

    /// What people read.
    pub fn about(&self) -> String {
        match self {
            Self::Steward(n) => format!(
                "risk stewards: slope 1 +{:.2} % from {:+.1} % of utilisation beyond the kink, −{:.2} % below {:+.1} %, every {} days, {} days late",
                n.up * 100.0,
                n.high * 100.0,
                n.down * 100.0,
                n.low * 100.0,
                n.every_days,
                n.late_days
            ),
            Self::Cut(n) => {
                format!(
                    "one cut of the faucet by {:.0} % when the price is {:.0} % below its high",
                    n.part * 100.0,
                    n.trigger * 100.0
                )
            }
            Self::NetEmissions { cap, schedule } => format!(
                "net emissions: {:.0} % of the start's issuance, and what was burned in about a week up to {:.0} % of it",
                schedule * 100.0,
                cap * 100.0
            ),
        }
    }

    /// The rule at the start of a run.
    pub fn rule(self) -> Fielded {
        Fielded {
            numbers: self,
            steward: Steward::default(),
            cut: ManualCut::default(),
            net: NetEmissions::default(),
            start: None,
            smoother: Smoother::default(),
        }
    }
}

/// A field's rule in a run.
#[derive(Debug, Clone)]
pub struct Fielded {
    numbers: Field,
    steward: Steward,
    cut: ManualCut,
    net: NetEmissions,
    /// Yearly emission at the start, ppm.
    start: Option<f64>,
    smoother: Smoother,
}

impl Rule for Fielded {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let Some(figures) = seen.pack.and_then(|pack| self.smoother.smooth(pack.figures)) else {
            return Bundle::hold();
        };
        if seen.pending {
            return Bundle::hold();
        }
        match self.numbers {
            Field::Steward(numbers) => {
                let (kink, slope) = (live(seen, "lend_kink") / 1e4, live(seen, "lend_slope1") / 1e6);
                let aim = self.steward.step(&numbers, seen.hour / HOURS, figures[1], kink, slope);
                aim.map_or(Bundle::hold(), |aim| wish(seen, place(seen, "lend_slope1"), aim * 1e6))
            }
            Field::Cut(numbers) => {
                let aim = self.cut.step(&numbers, figures[2], live(seen, "game_faucet"));
                wish(seen, place(seen, "game_faucet"), aim)
            }
            Field::NetEmissions { cap, schedule } => {
                let start = *self.start.get_or_insert(seen.params[EMISSION_RATE].value as f64);
                let supply = seen.reading.supply.max(1.0);
                let daily = start / 1e6 * supply / YEAR_DAYS;
                let minted = schedule * daily + self.net.step(seen.reading.burned_24h, cap * daily);
                wish(seen, Some(EMISSION_RATE), minted / supply * YEAR_DAYS * 1e6)
            }
        }
    }
}
