//! B1 to B8: formulas of `rules` as levers.
//!
//! Where a formula speaks of something that this economy lacks, the nearest measured quantity stands for it, and the
//! line says which.

use {
    super::{levers, tuning::Tuning},
    crate::rules::{base_fee, burn_and_mint, pi, pid, premium, schedule, stake_curve},
    economics::key::{EMISSION_RATE, FEE_BPS, UNBOND_SECS},
    twin::{
        rng,
        rule::{Bundle, Rule, Seen},
    },
};

const HOURS_PER_YEAR: f64 = 8_766.0;
const DAYS_PER_YEAR: f64 = 365.25;
const DAY_SECS: f64 = 86_400.0;

fn years(seen: &Seen<'_>) -> f64 {
    f64::from(seen.hour) / HOURS_PER_YEAR
}

/// The bundle that `fill` makes.
fn bundle(fill: impl FnOnce(&mut Bundle)) -> Bundle {
    let mut bundle = Bundle::hold();
    fill(&mut bundle);
    bundle
}

/// B1, B1b: the genesis is year 0.
pub struct Schedule(pub schedule::Schedule);

impl Rule for Schedule {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        bundle(|b| levers::emission(seen, b, self.0.rate(years(seen))))
    }
}

/// B2: the schedule under the curve is Solana's.
pub struct Curve(pub schedule::Schedule);

impl Rule for Curve {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let rate = stake_curve::rate(self.0.rate(years(seen)), seen.reading.staked_share);
        bundle(|b| levers::emission(seen, b, rate))
    }
}

/// B3, B3a: a day is a block, the day's measured volume its use, the mean volume of the first week its target.
pub struct BaseFee {
    fee: Option<f64>,
    first_week: Vec<f64>,
    recent: Vec<f64>,
    aimd: Option<base_fee::Aimd>,
}

impl BaseFee {
    pub fn constant() -> Self {
        Self { fee: None, first_week: Vec::with_capacity(7), recent: Vec::with_capacity(8), aimd: None }
    }

    pub fn variable() -> Self {
        Self { aimd: Some(base_fee::Aimd::default()), ..Self::constant() }
    }
}

impl Rule for BaseFee {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let used = seen.reading.volume_24h;
        let fee = *self.fee.get_or_insert(seen.params[FEE_BPS].value as f64);
        if self.first_week.len() < 7 {
            self.first_week.push(used);
            return Bundle::hold();
        }
        let target = self.first_week.iter().sum::<f64>() / 7.0;
        if self.recent.len() == 8 {
            self.recent.remove(0);
        }
        self.recent.push((used / (2.0 * target)).min(1.0));
        let fullness = self.recent.iter().sum::<f64>() / self.recent.len() as f64;
        let rate = self.aimd.as_mut().map_or(base_fee::RATE, |aimd| aimd.learn(fullness));
        let spec = &seen.params[FEE_BPS].spec;
        // The fee that is aimed at stays inside the bounds, so that it never runs away from what can be set.
        let next = base_fee::next(fee, rate, used, target).clamp(spec.min().max(1) as f64, spec.max() as f64);
        self.fee = Some(next);
        bundle(|b| levers::fee(seen, b, next))
    }
}

/// B4: the staked share is the measured price, the share aimed at is the target, the yearly emission is the rate.
pub struct Pi {
    controller: pi::Controller,
    gains: pi::Gains,
    target: f64,
    base: Option<f64>,
}

impl Pi {
    pub fn new(tuning: &Tuning) -> Self {
        let gains = pi::Gains {
            proportional: tuning.pi_proportional,
            integral: tuning.pi_integral / DAY_SECS,
            leak: pi::RAI.leak,
            noise_barrier: 0.01,
            bounds: (-0.1, 0.1),
        };
        Self { controller: pi::Controller::default(), gains, target: tuning.pi_target, base: None }
    }
}

impl Rule for Pi {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let base = *self.base.get_or_insert(seen.params[EMISSION_RATE].value as f64 / 1e6);
        let output = self.controller.step(&self.gains, self.target, seen.reading.staked_share, DAY_SECS);
        bundle(|b| levers::emission(seen, b, base + output))
    }
}

/// B5: collected fees are the revenue; what it would spend on buying back is burned from them, up to all of them.
pub struct BuyBack {
    controller: pid::Controller,
    gains: pid::Gains,
    reference: Option<f64>,
}

/// Days over which the reference price forgets.
const REFERENCE_DAYS: f64 = 30.0;

impl BuyBack {
    pub fn new(tuning: &Tuning) -> Self {
        let gains = pid::Gains {
            proportional: tuning.pid_proportional,
            integral: tuning.pid_integral,
            derivative: tuning.pid_derivative,
            solvency: 1.0,
        };
        Self { controller: pid::Controller::default(), gains, reference: None }
    }
}

/// Exponential mean of the price over `REFERENCE_DAYS`, one step per day.
fn smoothed(reference: &mut Option<f64>, price: f64) -> f64 {
    let mean = reference.map_or(price, |mean| mean + (price - mean) / REFERENCE_DAYS);
    *reference = Some(mean);
    mean
}

impl Rule for BuyBack {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let price = seen.reading.price_24h;
        let reference = smoothed(&mut self.reference, price);
        let revenue = seen.reading.fees_24h.max(1.0);
        let spent = self.controller.step(&self.gains, reference, price, revenue, revenue);
        bundle(|b| levers::burn(seen, b, spent / revenue))
    }
}

/// B6: the slow mean of the price stands for the backing, which this economy does not have.
pub struct Premium {
    rule: premium::Premium,
    backing: Option<f64>,
}

impl Premium {
    pub fn new(tuning: &Tuning) -> Self {
        Self { rule: premium::Premium { base: tuning.premium_base, minimum: 0.0 }, backing: None }
    }
}

impl Rule for Premium {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let price = seen.reading.price_24h;
        let backing = smoothed(&mut self.backing, price);
        bundle(|b| levers::emission(seen, b, self.rule.rate(price, backing)))
    }
}

/// B7: what was burned may be minted again; the cap is a yearly rate of the supply.
pub struct BurnAndMint {
    rule: burn_and_mint::NetEmissions,
    cap: f64,
}

impl BurnAndMint {
    pub fn new(tuning: &Tuning) -> Self {
        Self { rule: burn_and_mint::NetEmissions::default(), cap: tuning.burn_cap }
    }
}

impl Rule for BurnAndMint {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let supply = seen.reading.supply.max(1.0);
        let minted = self.rule.step(seen.reading.burned_24h, self.cap * supply / DAYS_PER_YEAR);
        bundle(|b| levers::emission(seen, b, minted * DAYS_PER_YEAR / supply))
    }
}

/// B8: now and then one lever, anywhere between its bounds.
pub struct Random {
    stream: rng::Stream,
    step: u32,
}

/// Agent number of its draws, out of the way of every agent of the twin.
const RANDOM_RULE: u32 = u32::MAX;

impl Random {
    pub fn new(seed: u64, run: u64) -> Self {
        Self { stream: rng::Stream::new(seed ^ 0xB8, run), step: 0 }
    }
}

impl Rule for Random {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let mut draws = self.stream.draws(RANDOM_RULE, self.step);
        self.step += 1;
        if !draws.chance(1.0 / 7.0) {
            return Bundle::hold();
        }
        let (which, place) = (draws.uniform(), draws.uniform());
        let between = |param: usize| {
            let spec = &seen.params[param].spec;
            spec.min() as f64 + place * (spec.max() - spec.min()) as f64
        };
        bundle(|b| match (which * 4.0) as u32 {
            0 => levers::emission(seen, b, between(EMISSION_RATE) / 1e6),
            1 => levers::fee(seen, b, between(FEE_BPS)),
            2 => levers::burn(seen, b, place),
            _ => {
                b.set(UNBOND_SECS, seen.reach(UNBOND_SECS, between(UNBOND_SECS) as i64));
            }
        })
    }
}
