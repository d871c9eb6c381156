//! Made-up instructions and made-up accounts against the deployed bytecode, guided by the ways it goes.
//!
//! ```text
//! input      a case, one line of text            mutate    another case out of known ones
//! scene(s)   the moments at which cases begin    engine    plays cases, keeps those that went a new way
//! judge      what must never happen
//! ```
//!
//! `cargo xtask fuzz --secs 3600` plays on for an hour and rewrites `tests/fuzz/corpus.txt`: the shortest case for
//! every answer of every instruction. What broke stands in the failed test's words, a line to be kept in the corpus.

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

use engine::{Engine, INSTRUCTIONS};
use input::Input;

/// New cases per run of the tests and core.
const CASES: u64 = 10_000;
/// Findings after which one stops looking for more.
const ENOUGH: usize = 20;

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus.txt")
}

fn corpus() -> Vec<Input> {
    let text = fs::read_to_string(path()).unwrap_or_default();
    text.lines().map(|line| line.parse().unwrap_or_else(|error| panic!("{line}: {error}"))).collect()
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok().map(|text| text.parse().expect("a number"))
}

/// Plays new cases until the time is over, or so many.
fn fuzz(engine: &mut Engine, secs: Option<u64>) {
    let end = secs.map(|secs| Instant::now() + Duration::from_secs(secs));
    let known = engine.played;
    let goes_on = |played: u64| end.map_or(played - known < CASES, |end| Instant::now() < end);
    while goes_on(engine.played) && engine.findings.len() < ENOUGH {
        engine.step();
    }
}

/// The findings in words; nothing if there are none.
fn findings(engine: &Engine) -> String {
    let words = |finding: &engine::Finding| format!("{}\n    {}\n", finding.input, finding.why.replace('\n', "\n    "));
    engine.findings.iter().map(words).collect()
}

#[test]
fn made_up_bytes_bring_about_nothing_that_nobody_gave() {
    let secs = number("FUZZ_SECS");
    let scenes = scenes::all();
    // The long run is one engine: what one core learns guides all that follows.
    let cores = if secs.is_some() { 1 } else { thread::available_parallelism().map_or(1, NonZero::get) as u64 };
    let first = number("FUZZ_SEED").unwrap_or(0);
    let mut engines: Vec<_> = (0..cores).map(|core| Engine::new(&scenes, first * 64 + core)).collect();
    thread::scope(|scope| {
        for engine in &mut engines {
            scope.spawn(|| {
                corpus().into_iter().for_each(|input| engine.learn(input));
                fuzz(engine, secs);
            });
        }
    });
    for engine in &engines {
        let ways: usize = engine.ways.values().map(|units| units.len()).sum();
        println!("{} cases, {} answers, {ways} ways", engine.played, engine.shortest.len());
    }
    if let (Some(_), [engine]) = (secs, &engines[..]) {
        let lines: Vec<&str> = engine.shortest.values().map(String::as_str).collect();
        fs::write(path(), lines.join("\n") + "\n").unwrap();
    }
    let found: String = engines.iter().map(findings).collect();
    assert!(found.is_empty(), "{found}");
}

#[test]
fn the_corpus_reaches_every_instruction_and_most_of_what_it_can_answer() {
    let mut engine = Engine::new(&scenes::all(), 0);
    corpus().into_iter().for_each(|input| engine.learn(input));
    let found = findings(&engine);
    assert!(found.is_empty(), "{found}");
    for number in 0..INSTRUCTIONS {
        assert!(engine.shortest.contains_key(&(Some(number), "ok".to_owned())), "instruction {number} never succeeds");
    }
    let refusals = engine.shortest.keys().filter(|(_, answer)| answer.starts_with("Custom")).count();
    assert!(refusals >= REFUSALS, "{refusals} refusals of {REFUSALS}");
}

/// Pairs of instruction and error of the gate that the corpus reaches.
const REFUSALS: usize = 200;
