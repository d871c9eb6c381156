//! Oscillation: at twice the gain, any delay up to 96 hours and figures up to three days old, does the loop settle?

use {
    super::Check,
    crate::arms::Contender,
    twin::{
        Scenario, play_daily,
        rule::{Hold, Rule},
        shock::{Shock, ShockKind},
        world::World,
    },
};

/// Delays and ages of the newest figures in hours, and gains as multiples of the frozen ones.
const DELAYS: [u64; 5] = [0, 24, 48, 72, 96];
const LAGS: [u32; 3] = [6, 24, 72];
const GAINS: [f64; 3] = [0.5, 1.0, 2.0];
/// Largest swing of the staked share in the last third of the run, relative to its mean.
const LIMIT: f64 = 0.05;

/// Plays an arm after one step of demand in a market without noise, over all gains and delays, and compares the swing of the
/// staked share in the last third with the one that holding has.
pub fn oscillation(contender: &Contender<'_>, scenario: &Scenario, seed: u64) -> Option<Check> {
    let mut quiet = scenario.clone();
    quiet.demand.volatility = 0.0;
    quiet.shocks = vec![Shock { kind: ShockKind::Value, from: 24 * 20, hours: 24, size: -0.2, toward: None }];
    let still = swing(&quiet, Box::new(Hold), seed);
    let mut worst = (0.0f64, 0.0, 0, 0);
    for (gain, delay, lag) in settings() {
        let mut delayed = quiet.clone();
        delayed.act_after_secs = (delay * 3_600).max(1);
        delayed.governance.lag_hours = lag;
        let excess = swing(&delayed, contender.scaled(gain, seed)?, seed) - still;
        if excess > worst.0 {
            worst = (excess, gain, delay, lag);
        }
    }
    let (excess, gain, delay, lag) = worst;
    Some(Check {
        mode: "oscillation".into(),
        arm: contender.name.clone(),
        found: match excess > 0.0 {
            true => format!(
                "limit cycle {:.1} % beyond holding, at gain × {gain}, delay {delay} h, lag {lag} h",
                excess * 100.0
            ),
            false => "nowhere more swing than holding has".into(),
        },
        accepted: format!("≤ {:.0} % up to twice the gain, 0 to 96 h of delay, 6 to 72 h of lag", LIMIT * 100.0),
        passes: Some(excess <= LIMIT),
    })
}

fn settings() -> impl Iterator<Item = (f64, u64, u32)> {
    let pairs = GAINS.into_iter().flat_map(|gain| DELAYS.map(|delay| (gain, delay)));
    pairs.flat_map(|(gain, delay)| LAGS.map(|lag| (gain, delay, lag)))
}

/// Highest minus lowest staked share in the last third, relative to its mean.
fn swing(scenario: &Scenario, mut rule: Box<dyn Rule + Send>, seed: u64) -> f64 {
    let mut shares = Vec::with_capacity(scenario.steps as usize);
    play_daily(&mut World::new(scenario), scenario, rule.as_mut(), seed, 0, |reading| {
        shares.push(reading.staked_share)
    });
    // A trend is no cycle: what counts is the way up and down around the line from the first to the last value.
    let last = &shares[shares.len() - shares.len() / 3..];
    let (first, slope) = (last[0], (last[last.len() - 1] - last[0]) / (last.len().max(2) - 1) as f64);
    let rest: Vec<f64> = last.iter().enumerate().map(|(day, share)| share - first - slope * day as f64).collect();
    let high = rest.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let low = rest.iter().copied().fold(f64::INFINITY, f64::min);
    (high - low) / (last.iter().sum::<f64>() / last.len() as f64).max(1e-9)
}
