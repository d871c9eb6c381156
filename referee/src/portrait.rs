//! Pictures of an arm: fans of daily readings, and who gains.

use {
    crate::{
        arms::{Arm, Contenders},
        stats,
    },
    rayon::prelude::*,
    serde::{Deserialize, Serialize},
    twin::{Scenario, play_daily, reading::Reading, world::World},
};

/// Quantiles of a fan, lowest first.
pub const FAN: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// One quantity by day over many seeds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fan {
    pub quantity: String,
    /// For each day the quantiles of [`FAN`].
    pub days: Vec<[f64; 5]>,
}

/// One arm in one scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Portrait {
    pub arm: Arm,
    pub scenario: String,
    pub seeds: usize,
    pub fans: Vec<Fan>,
    /// Median relative gain by decile of the wealth at the start, poorest first.
    pub deciles: [f64; 10],
}

/// A quantity that is drawn: its name, and where it stands in a reading.
type Quantity = (&'static str, fn(&Reading) -> f64);

/// What is drawn.
const QUANTITIES: [Quantity; 3] =
    [("price", |r| r.price), ("staked share", |r| r.staked_share), ("supply, million tokens", |r| r.supply / 1e12)];

/// Plays an arm over `seeds`; `None` where there is no rule to play.
pub fn portrait(
    arm: Arm,
    contenders: Contenders<'_>,
    name: &str,
    scenario: &Scenario,
    seeds: std::ops::Range<u64>,
) -> Option<Portrait> {
    let runs: Vec<([Vec<f64>; 3], [f64; 10])> = seeds
        .into_par_iter()
        .map_init(
            || World::new(scenario),
            |world, seed| {
                let mut rule = contenders.rule(arm, seed, 0)?;
                let mut days: [Vec<f64>; 3] = Default::default();
                let outcome = play_daily(world, scenario, rule.as_mut(), seed, 0, |reading| {
                    QUANTITIES.iter().zip(&mut days).for_each(|((_, read), days)| days.push(read(reading)));
                });
                Some((days, outcome.deciles))
            },
        )
        .collect::<Option<_>>()?;
    let fans = QUANTITIES.iter().enumerate().map(|(place, (quantity, _))| Fan {
        quantity: (*quantity).to_owned(),
        days: (0..scenario.steps as usize).map(|day| spread(&runs, |run| run.0[place][day])).collect(),
    });
    let decile =
        |place: usize| stats::median(&runs.iter().map(|run| run.1[place]).collect::<Vec<_>>()).unwrap_or(f64::NAN);
    Some(Portrait {
        arm,
        scenario: name.to_owned(),
        seeds: runs.len(),
        fans: fans.collect(),
        deciles: std::array::from_fn(decile),
    })
}

fn spread<T>(runs: &[T], value: impl Fn(&T) -> f64) -> [f64; 5] {
    let values: Vec<f64> = runs.iter().map(value).collect();
    FAN.map(|q| stats::quantile(&values, q).unwrap_or(f64::NAN))
}
