//! How long a warning takes: `cargo run -p mind --example warn_speed`.
#![allow(clippy::disallowed_methods, reason = "measures speed")]

use std::{hint::black_box, time::Instant};

use mind::warn::{Hour, built_in, now, transfers};

const ROUNDS: u32 = 20_000;

fn micros(mut work: impl FnMut(u32)) -> f64 {
    let began = Instant::now();
    (0..ROUNDS).for_each(&mut work);
    began.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS)
}

fn main() {
    let hour = |back: u32| Hour {
        price: 1.0 + 1e-4 * f64::from(back),
        exit_liquidity: 1e5,
        volatility: 0.8,
        volume_24h: 1e6,
        organic_24h: 1e6,
        ..Hour::default()
    };
    let row = |n: u32| vec![f64::from(n % 7) * 0.1; built_in().pumps.input.len()];
    let score = &built_in().pumps;
    println!("crunch, readings to probability: {:.2} µs", micros(|n| _ = black_box(now(|back| hour(back + n % 3)))));
    println!("pump, score one event: {:.2} µs", micros(|n| _ = black_box(score.probability(&row(n)))));
    println!("pump, explain one event: {:.2} µs", micros(|n| _ = black_box(score.explain(&row(n)))));
    let edges = transfers::graph(1, Some(transfers::Shape::Long)).edges(55);
    let began = Instant::now();
    let found = transfers::find(&edges, &built_in().transfers);
    let spent = began.elapsed().as_secs_f64() * 1e3;
    println!("transfers, a graph of {} legs: {spent:.2} ms, {} rings flagged", edges.len(), found.flagged);
}
