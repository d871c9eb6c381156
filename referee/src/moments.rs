//! Stylised facts of an hourly price path, as numbers that can be compared.
//!
//! Source of the facts: R. Cont, "Empirical properties of asset returns: stylized facts and statistical issues" (2001).

use {
    crate::stats,
    serde::{Deserialize, Serialize},
};

/// Facts per path.
pub const COUNT: usize = 7;

/// What each number is, in the order of [`Moments`].
pub const NAMES: [&str; COUNT] = [
    "log of the daily volatility",
    "log of the kurtosis of hourly returns",
    "tail index (Hill, 5 %)",
    "autocorrelation of hourly returns, lag 1",
    "autocorrelation of absolute hourly returns, lag 1",
    "autocorrelation of absolute hourly returns, lag 24",
    "maximum drawdown per square root of days",
];

/// The facts of one path.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Moments(pub [f64; COUNT]);

/// The facts of a path of hourly prices; `None` if it is shorter than a month or does not move.
pub fn moments(prices: &[f64]) -> Option<Moments> {
    let returns: Vec<f64> = prices.windows(2).map(|pair| libm::log(pair[1] / pair[0])).collect();
    let daily: Vec<f64> = prices.iter().step_by(24).copied().collect();
    let daily: Vec<f64> = daily.windows(2).map(|pair| libm::log(pair[1] / pair[0])).collect();
    let sizes: Vec<f64> = returns.iter().map(|r| r.abs()).collect();
    let volatility = stats::sd(&daily)?;
    if daily.len() < 29 || volatility <= 0.0 {
        return None;
    }
    Some(Moments([
        libm::log(volatility),
        libm::log(kurtosis(&returns)?),
        hill(&sizes, 0.05)?,
        autocorrelation(&returns, 1)?,
        autocorrelation(&sizes, 1)?,
        autocorrelation(&sizes, 24)?,
        drawdown(prices) / (daily.len() as f64).sqrt(),
    ]))
}

fn kurtosis(values: &[f64]) -> Option<f64> {
    let (mean, sd) = (stats::mean(values)?, stats::sd(values)?);
    let fourth: f64 = values.iter().map(|v| ((v - mean) / sd).powi(4)).sum();
    (sd > 0.0).then(|| fourth / values.len() as f64)
}

/// Hill's estimator over the largest `share` of the values: small means fat tails.
fn hill(sizes: &[f64], share: f64) -> Option<f64> {
    let mut sorted: Vec<f64> = sizes.iter().copied().filter(|size| *size > 0.0).collect();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let count = (share * sorted.len() as f64) as usize;
    let edge = *sorted.get(count)?;
    let excess: f64 = sorted[..count].iter().map(|size| libm::log(size / edge)).sum();
    (count > 0 && excess > 0.0).then(|| count as f64 / excess)
}

fn autocorrelation(values: &[f64], lag: usize) -> Option<f64> {
    let mean = stats::mean(values)?;
    let square: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    let pairs = values.iter().zip(values.iter().skip(lag));
    let product: f64 = pairs.map(|(a, b)| (a - mean) * (b - mean)).sum();
    (square > 0.0).then(|| product / square)
}

fn drawdown(prices: &[f64]) -> f64 {
    let mut peak = f64::MIN_POSITIVE;
    prices.iter().fold(0.0, |worst: f64, price| {
        peak = peak.max(*price);
        worst.max(1.0 - price / peak)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use twin::rng::Stream;

    fn walk(hours: u32, size: impl Fn(u32) -> f64) -> Vec<f64> {
        let mut price = 1.0;
        (0..hours)
            .map(|hour| {
                price *= libm::exp(size(hour) * Stream::new(7, 1).draws(hour, 0).normal());
                price
            })
            .collect()
    }

    #[test]
    fn a_plain_random_walk_has_no_memory_and_thin_tails() {
        let Moments([volatility, kurtosis, hill, lag1, size1, _, _]) = moments(&walk(24 * 360, |_| 0.01)).unwrap();
        assert!((volatility - libm::log(0.01 * 24f64.sqrt())).abs() < 0.15, "{volatility}");
        assert!(kurtosis < libm::log(3.2) && hill > 4.0, "{kurtosis} {hill}");
        assert!(lag1.abs() < 0.05 && size1.abs() < 0.05, "{lag1} {size1}");
    }

    #[test]
    fn alternating_calm_and_storm_shows_as_memory_of_size() {
        let clustered = moments(&walk(24 * 360, |hour| if hour / 200 % 2 == 0 { 0.002 } else { 0.02 })).unwrap();
        assert!(clustered.0[4] > 0.2 && clustered.0[1] > libm::log(4.0), "{clustered:?}");
    }

    #[test]
    fn what_does_not_move_has_no_facts() {
        assert_eq!(moments(&[1.0; 1_000]), None);
        assert_eq!(moments(&walk(100, |_| 0.01)), None);
    }
}
