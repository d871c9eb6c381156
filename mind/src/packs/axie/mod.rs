//! The game's policy on the real history of Axie Infinity's reward token: what it would have proposed, and when, beside what people did.
//!
//! Data: hourly prices of SLP and AXS. Published: the cut of February 2022 and two ratios of minted to burned.
//! Model: the gate with its lag, delay, steps and budgets, played by the twin's engine; the policy's numbers.
//! Nobody's behaviour is modelled: the price stays what it was, so whether less would have been lost is not answered here.

mod replay;
mod tables;

use {
    super::{
        arms::Steer,
        feature::Feature,
        field::Field,
        manifest::Manifest,
        policy::{self, Policy},
    },
    referee::history::{self, History},
    replay::{Path, replay},
    serde::{Deserialize, Serialize},
    std::{path, sync::Arc},
    twin::packs::{FIGURES, Figures, Kind},
};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// 3 February 2022, the cut is announced ("Upcoming Season 20 & Economic Balancing Adjustments", blog.axieinfinity.com);
/// 9 February, it acts (thegoaspotlight.com, 11 February 2022).
const ANNOUNCED: i64 = 1_643_846_400;
const ACTED: i64 = 1_644_364_800;
/// Part of the faucet that the cut left: without adventure mode (40 % of what was minted) and the daily quest (14 %).
const LEFT: f64 = 0.46;
/// Minted per burned token, and from when that was public: five in August 2021 (axie.win, "New Axie Infinity update (August 2021)", not dated to the day,
/// so its last day is taken), four on 3 February 2022 (the post above).
const RATIOS: [(i64, f64); 2] = [(1_630_368_000, 5.0), (ANNOUNCED, 4.0)];

/// What was found on the history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Unix second of the first day; days played.
    pub start: i64,
    pub days: usize,
    /// Close of each day relative to the highest before it, less 1, sign turned: SLP, and AXS where there is its history.
    pub fall: Vec<f64>,
    pub axs_fall: Vec<Option<f64>>,
    pub paths: Vec<Path>,
}

/// The case on the histories under `data`; or what is missing.
pub fn case(data: Option<&path::Path>) -> Result<Case, String> {
    let dir = data.ok_or("Axie's case: no folder of data was given")?;
    let of = |token: &str| -> Result<History, String> {
        let files = history::tables(dir).map_err(|error| format!("Axie's case: {error}"))?;
        let named = files.iter().filter(|file| file.name.to_lowercase().split(['_', '-']).any(|word| word == token));
        let mut parsed = named.filter_map(|file| history::parse(&file.name, &file.text).ok());
        parsed
            .next()
            .ok_or_else(|| format!("Axie's case: no price history with {token} in its name under the folder of data"))
    };
    let slp = of("slp")?;
    on(&slp, of("axs").ok().as_ref())
        .ok_or_else(|| "Axie's case: the history of slp does not reach from before to after February 2022".into())
}

/// The case on these histories; `None` where the first does not hold the cut.
fn on(slp: &History, axs: Option<&History>) -> Option<Case> {
    // From the first midnight on.
    let start = (slp.start + DAY - 1).div_euclid(DAY) * DAY;
    let hours = slp.close.get(((start - slp.start) / HOUR) as usize..)?;
    let days = (hours.len() / 24).min(twin::MAX_STEPS);
    let holds = start + DAY < ANNOUNCED && start + days as i64 * DAY > ACTED;
    holds.then_some(())?;
    let price = figures(hours, |_| 0.0);
    let published = figures(hours, |hour| issuance(start + hour as i64 * HOUR));
    let (own, tuned) = (policy::built_in(Kind::Game), Manifest::built_in().tuned(Kind::Game));
    let steer = |policy: &Policy| Steer::Policy(Arc::new(policy.clone()));
    let play = |name: &str, steer: &Steer, figures: &[Figures]| replay(name, steer, figures, start, days);
    let paths = vec![
        play("level alone", &steer(&levels(&own)), &price)?,
        play("price", &steer(&own), &price)?,
        play("price, ratios", &steer(&own), &published)?,
        play("Axie's rule", &Steer::Field(Field::source(Kind::Game)), &price)?,
        play("tuned rule", &Steer::Field(tuned), &price)?,
    ];
    let fall = (0..days).map(|day| Feature::PriceFall.of(Kind::Game, &price[day * 24 + 23], 0.0)).collect();
    let axs_fall = (0..days).map(|day| axs.and_then(|axs| fall_at(axs, start, day))).collect();
    Some(Case { start, days, fall, axs_fall, paths })
}

/// The policy's levels without its answers.
fn levels(policy: &Policy) -> Policy {
    let mut bare = policy.clone();
    bare.levers.iter_mut().for_each(|lever| lever.curve.terms.clear());
    bare
}

/// (minted − burned) / (minted + burned) as it was public at `unix`; 0 before anything was.
fn issuance(unix: i64) -> f64 {
    let known = RATIOS.iter().rev().find(|(from, _)| unix >= *from);
    known.map_or(0.0, |(_, ratio)| (ratio - 1.0) / (ratio + 1.0))
}

/// The game's public figures by the hour as far as prices tell them, as the twin's game computes them: gap to a month's mean, fall from the high of daily closes.
/// What prices do not tell (earners, players, newcomers) is as usual; Axie had no upgrades, so what they would cost is, too.
fn figures(price: &[f64], issuance: impl Fn(usize) -> f64) -> Vec<Figures> {
    const MONTH: f64 = 2.0 / 31.0;
    let (mut month, mut high) = (price[0], price[0]);
    let mut out = Vec::with_capacity(price.len());
    for (hour, price) in price.iter().enumerate() {
        if (hour + 1).is_multiple_of(24) {
            month += MONTH * (price - month);
            high = high.max(*price);
        }
        let mut figures = [0.0; FIGURES];
        figures[..3].copy_from_slice(&[issuance(hour), price / month - 1.0, (1.0 - price / high).max(0.0)]);
        out.push(figures);
    }
    out
}

/// Fall of a history's daily close on `day` after `start` from its highest close since then or before.
fn fall_at(history: &History, start: i64, day: usize) -> Option<f64> {
    let end = (start + (day as i64 + 1) * DAY - history.start) / HOUR;
    let known = history.close.get(..usize::try_from(end).ok()?)?;
    let high = known.iter().skip(23).step_by(24).copied().fold(0.0, f64::max);
    known.last().filter(|_| high > 0.0).map(|last| (1.0 - last / high).max(0.0))
}

#[cfg(test)]
mod tests;
