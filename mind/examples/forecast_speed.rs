//! How long forecasts take: `cargo run --release -p mind --example forecast_speed`.
//!
//! Each figure is the median of 21 runs on one thread.
#![allow(clippy::disallowed_methods, reason = "measuring is what this is for")]

use {
    mind::forecast::{
        Method, Settings, forecast,
        holt_winters::HoltWinters,
        nowcast::{Series, nowcast},
    },
    std::{hint::black_box, time::Instant},
    twin::rng::Stream,
};

const RUNS: usize = 21;

fn main() {
    let hours = series(1_000, 24);
    let fitted = HoltWinters::fit(&hours, 24).expect("long enough");
    told("Holt–Winters, n = 1000, m = 24: fit and forecast", 1, || HoltWinters::fit(black_box(&hours), 24));
    println!("  smoothing {:?}, sum of squared errors {:.3}", fitted.smoothing, fitted.sse);
    let days = series(64, 7);
    told("nowcast, 64 values (per call)", 1_000, || nowcast(Series::Price, black_box(&days)));
    let year = series(365, 7);
    told("forecast with its record, n = 365, 120 origins, reproducible methods", 1, || {
        forecast(black_box(&year), &[], &Settings::daily(7))
    });
    let one = Settings { origins: 1, methods: Method::ALL.to_vec(), ..Settings::daily(7) };
    told("every method at two origins, n = 365", 1, || forecast(black_box(&year), &[], &one));
}

fn series(n: usize, season: usize) -> Vec<f64> {
    let at = |t: usize| {
        let place = (t % season) as f64 / season as f64;
        100.0 + 0.02 * t as f64 + 10.0 * (place - 0.5).abs() + Stream::new(1, 0).draws(0, t as u32).normal()
    };
    (0..n).map(at).collect()
}

fn told<T>(what: &str, calls: u32, f: impl Fn() -> T) {
    let once = || {
        let start = Instant::now();
        (0..calls).for_each(|_| drop(black_box(f())));
        start.elapsed() / calls
    };
    let mut times: Vec<_> = (0..RUNS).map(|_| once()).collect();
    times.sort();
    println!("{what}: {:?}", times[RUNS / 2]);
}
