//! Figures that are no numbers, through everything that a decision is made of.

use referee::failure::Check;
use twin::rng::{Draws, Stream};

use crate::{
    forecast::nowcast::{Series, nowcast},
    policy::{Day, Extras, FILES, Feature, Outlook, Policy, View},
    warn::{Hour, now},
};

const WRONG: [f64; 10] =
    [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, f64::MIN_POSITIVE, -0.0, -1.0, 1e-300, 1e300];

/// A figure around 1, or one that is none.
fn figure(draws: &mut Draws) -> f64 {
    if draws.chance(0.2) { WRONG[(draws.uniform() * WRONG.len() as f64) as usize] } else { 2.0 * draws.uniform() }
}

fn day(draws: &mut Draws) -> Day {
    let mut next = || figure(draws);
    Day {
        price: next(),
        volatility: next(),
        volume: next(),
        liquidity: next(),
        staked_share: next(),
        young_share: next(),
        reward_yield: next(),
        supply: next(),
        minted: next(),
        burned: next(),
        fees: next(),
        users: next(),
        turnout: next(),
    }
}

/// Stages that gave something that is no number or lies outside its range, by name.
fn faults(draws: &mut Draws, policies: &[Policy]) -> Vec<&'static str> {
    let days: Vec<Day> = (0..1 + (draws.uniform() * 40.0) as usize).map(|_| day(draws)).collect();
    let mut faults = Vec::new();
    let view = View::of(&days);
    if view.is_some_and(|view| Feature::ALL.iter().any(|feature| !view.get(*feature).is_finite())) {
        faults.push("view");
    }
    let extras = Extras {
        outlook: Some(Outlook { volatility: figure(draws), staked: figure(draws), price: figure(draws) }),
        warning: Some(figure(draws)),
    };
    let view = view.unwrap_or_default();
    let outside = |policy: &Policy| {
        let targets = policy.targets(&view, &extras);
        policy
            .levers
            .iter()
            .any(|own| targets.get(own.lever).is_none_or(|goal| !(own.curve.low..=own.curve.high).contains(&goal)))
    };
    if policies.iter().any(outside) {
        faults.push("policy");
    }
    let past: Vec<f64> = days.iter().map(|day| day.price).collect();
    let told =
        |series| nowcast(series, &past).is_some_and(|now| ![now.low, now.mean, now.high].iter().all(|v| v.is_finite()));
    if [Series::Volatility, Series::StakedShare, Series::Price].into_iter().any(told) {
        faults.push("nowcast");
    }
    let hours: Vec<Hour> = (0..8).map(|_| hour(draws)).collect();
    let warned = now(|ago| hours[(ago / 24) as usize % hours.len()]);
    if !(0.0..=1.0).contains(&warned.crunch) || !(0.0..=1.0).contains(&warned.faked) {
        faults.push("warning");
    }
    faults
}

fn hour(draws: &mut Draws) -> Hour {
    let mut next = || figure(draws);
    Hour {
        price: next(),
        volatility: next(),
        volume_24h: next(),
        organic_24h: next(),
        exit_liquidity: next(),
        staked_share: next(),
        cooling_share: next(),
    }
}

/// Views, the committed policies, forecasts and warnings on figures of which a fifth is no sensible number.
pub fn no_numbers(inputs: u64) -> Check {
    let policies: Vec<Policy> = FILES.iter().filter_map(|(_, text)| Policy::parse(text).ok()).collect();
    let mut found: Vec<&'static str> =
        (0..inputs).flat_map(|seed| faults(&mut Stream::new(seed, 0).draws(0, 0), &policies)).collect();
    let count = found.len();
    found.sort_unstable();
    found.dedup();
    Check {
        mode: "NaN and infinity through every stage".into(),
        arm: "all policies".into(),
        found: format!("{count} faults in {inputs} inputs {}", found.join(", ")).trim_end().to_owned(),
        accepted: "0".into(),
        passes: Some(count == 0),
    }
}
