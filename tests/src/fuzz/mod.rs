//! Made-up instructions and made-up accounts against the deployed bytecode, guided by the ways it goes.
//!
//! ```text
//! input      a case, one line of text            mutate    another case out of known ones
//! scene(s)   the moments at which cases begin    engine    plays cases, keeps those that went a new way
//! judge      what must never happen              corpus    kept cases, played by every test run
//! ```
//!
//! `cargo xtask fuzz --secs 3600` plays on for an hour and writes new cases into `tests/fuzz/corpus.txt`,
//! and what broke into `tests/fuzz/found.txt`.

mod engine;
mod input;
mod judge;
mod mutate;
mod scene;
mod scenes;

use std::{
    env, fs,
    num::NonZero,
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use engine::Engine;
use input::Input;

/// New cases per run of the tests and core.
const CASES: u64 = 6_000;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(name)
}

fn corpus() -> Vec<Input> {
    let text = fs::read_to_string(path("corpus.txt")).unwrap_or_default();
    text.lines().map(|line| line.parse().unwrap_or_else(|error| panic!("{line}: {error}"))).collect()
}

fn seed() -> u64 {
    env::var("FUZZ_SEED").ok().map_or(0, |seed| seed.parse().expect("a number"))
}

/// Plays until the time is over, or so many cases; the corpus comes first.
fn fuzz(engine: &mut Engine, secs: Option<u64>) {
    corpus().into_iter().for_each(|input| engine.learn(input));
    let end = secs.map(|secs| Instant::now() + Duration::from_secs(secs));
    let goes_on = |played: u64| end.map_or(played < CASES, |end| Instant::now() < end);
    let known = engine.played;
    while goes_on(engine.played - known) && engine.findings.len() < 20 {
        engine.step();
    }
}

#[test]
fn made_up_bytes_bring_about_nothing_that_nobody_gave() {
    let secs = env::var("FUZZ_SECS").ok().map(|secs| secs.parse().expect("a number"));
    let scenes = scenes::all();
    let cores = if secs.is_some() { 1 } else { thread::available_parallelism().map_or(1, NonZero::get) as u64 };
    let mut engines: Vec<_> = (0..cores).map(|core| Engine::new(&scenes, seed() * 64 + core)).collect();
    thread::scope(|scope| {
        engines.iter_mut().for_each(|engine| drop(scope.spawn(|| fuzz(engine, secs))));
    });
    let mut text = String::new();
    for engine in &engines {
        println!(
            "{} cases, {} ways, {} kept",
            engine.played,
            engine.ways.values().map(|w| w.len()).sum::<usize>(),
            engine.corpus.len()
        );
        for finding in &engine.findings {
            text += &format!("{}\n    {}\n", finding.input, finding.why.replace('\n', "\n    "));
        }
    }
    if let (Some(_), [engine]) = (secs, &engines[..]) {
        println!("{:#?}", engine.ways.iter().map(|(way, units)| (way, units.len())).collect::<Vec<_>>());
        fs::write(path("found.txt"), &text).unwrap();
        let lines: Vec<String> = engine.corpus.iter().map(Input::to_string).collect();
        fs::write(path("kept.txt"), lines.join("\n") + "\n").unwrap();
    }
    assert!(text.is_empty(), "{text}");
}
