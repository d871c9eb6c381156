//! Stylised facts of token markets (Cont 2001) come out of the agents' and the crowd's behaviour; no return is drawn from such a law.

use twin::{Bundle, Rule, Scenario, Seen, file, play_rule, world::World};

/// Looks every hour and never acts.
struct Watch(Vec<f64>);

impl Rule for Watch {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        self.0.push(seen.reading.price);
        Bundle::hold()
    }
}

fn hourly_returns(scenario: &Scenario, run: u64) -> Vec<f64> {
    let mut watch = Watch(Vec::new());
    play_rule(&mut World::new(scenario), scenario, &mut watch, 11, run);
    watch.0.windows(2).map(|pair| pair[1] / pair[0] - 1.0).collect()
}

fn calm() -> Scenario {
    let mut file = file::built_in("calm").unwrap().unwrap();
    (file.days, file.governance.lag_hours, file.governance.decide_every_hours) = (400, 0, 1);
    file.build(1_000, 1)
}

fn mean(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len() as f64
}

fn autocorrelation(x: &[f64], lag: usize) -> f64 {
    let m = mean(x);
    let all: f64 = x.iter().map(|a| (a - m) * (a - m)).sum();
    x.iter().zip(&x[lag..]).map(|(a, b)| (a - m) * (b - m)).sum::<f64>() / all
}

fn kurtosis(x: &[f64]) -> f64 {
    let m = mean(x);
    let moment = |n| x.iter().map(|a| (a - m).powi(n)).sum::<f64>() / x.len() as f64;
    moment(4) / (moment(2) * moment(2))
}

/// Tail index of the largest 5 % (Hill 1975).
fn hill(x: &[f64]) -> f64 {
    let mut sorted: Vec<f64> = x.iter().map(|a| a.abs()).collect();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let n = sorted.len() / 20;
    n as f64 / sorted[..n].iter().map(|a| (a / sorted[n]).ln()).sum::<f64>()
}

#[test]
fn volatility_clusters_tails_are_fat_and_returns_are_not_predictable() {
    let scenario = calm();
    let mut found: Vec<[f64; 5]> = Vec::new();
    for run in 0..7 {
        let returns = hourly_returns(&scenario, run);
        let sizes: Vec<f64> = returns.iter().map(|r| r.abs()).collect();
        let of_sizes = |lag| autocorrelation(&sizes, lag);
        found.push([kurtosis(&returns), hill(&returns), of_sizes(1), of_sizes(24), autocorrelation(&returns, 1)]);
    }
    // SOL/USDT, hourly, 2020 to 2026: kurtosis 22, tail 2.7, autocorrelation of sizes 0.31 and 0.22.
    let [fourth, tail, hour, day, raw] = std::array::from_fn(|n| median(found.iter().map(|row| row[n]).collect()));
    println!(
        "kurtosis {fourth:.1}, tail {tail:.1}, autocorrelation of sizes {hour:.2} and {day:.2}, of returns {raw:.2}"
    );
    assert!((8.0..40.0).contains(&fourth) && (2.2..4.0).contains(&tail), "{found:?}");
    assert!(hour > 0.2 && day > 0.08 && raw.abs() < 0.08, "{found:?}");
}

fn median(mut x: Vec<f64>) -> f64 {
    x.sort_by(f64::total_cmp);
    x[x.len() / 2]
}

#[test]
fn without_attention_change_of_trust_and_leverage_the_same_news_make_no_clusters() {
    let mut scenario = calm();
    (scenario.demand.attention, scenario.demand.switching, scenario.demand.leverage) = (0.0, 0.0, 0.0);
    let returns = hourly_returns(&scenario, 0);
    let sizes: Vec<f64> = returns.iter().map(|r| r.abs()).collect();
    assert!(autocorrelation(&sizes, 1) < 0.1, "{}", autocorrelation(&sizes, 1));
}

#[test]
fn exits_come_in_waves_when_the_price_falls() {
    let largest_share_of_exits = |name: &str| {
        let mut file = file::built_in(name).unwrap().unwrap();
        file.days = 120;
        let scenario = file.build(1_000, 1);
        let mut staked = Vec::new();
        let mut see = |reading: &twin::Reading| staked.push(reading.staked);
        twin::play_daily(&mut World::new(&scenario), &scenario, &mut twin::rule::Hold, 3, 0, &mut see);
        let out: Vec<f64> = staked.windows(2).map(|pair| (pair[0] - pair[1]).max(0.0)).collect();
        let week = |x: &[f64]| x.iter().sum::<f64>() / staked[0];
        out.windows(7).map(week).fold(0.0, f64::max)
    };
    let (calm, bear) = (largest_share_of_exits("calm"), largest_share_of_exits("bear"));
    assert!(bear > 0.08 && bear > 3.0 * calm, "worst week: {bear} of all stake in a fall, {calm} in calm");
}
