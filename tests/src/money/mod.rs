//! Random money: the same actions through the bytecode and through plain `economics`, number for number.
//!
//! ```text
//! action, draw    what can happen, in relative words    cast, spl   who and what takes part
//! stage, send     the chain: issuer, staking, tokens     look        its accounts as numbers
//! books, tokens   the same economy in plain Rust         state       every number of either
//! play            both at once, compared each time       flows       the promises, against the balances alone
//! leave           what could have been; all go home      shrink      the least sequence that breaks
//! ```
//!
//! `MONEY_SEED=17 cargo xtask test -- money::` plays one sequence alone; `MONEY_SEQUENCES=20000` plays more of them.

mod action;
mod books;
mod cast;
mod draw;
mod flows;
mod leave;
mod lies;
mod long;
mod look;
mod play;
pub(crate) mod policy;
mod refused;
mod scale;
mod send;
pub(crate) mod shrink;
mod spl;
mod stage;
mod state;
mod tally;
mod tokens;

use std::sync::atomic::{AtomicU64, Ordering};

use play::play_seed;
use stage::{BIRTHS, Stage};
use tally::Tally;

/// Sequences of a run, and actions of a sequence.
const SEQUENCES: u64 = 1_200;
const ACTIONS: usize = 80;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn stages() -> [Stage; BIRTHS.len()] {
    BIRTHS.map(Stage::open)
}

/// Plays sequences on every core; the tally of all.
fn play_many(sequences: u64) -> Tally {
    let next = AtomicU64::new(0);
    let work = || {
        let stages = stages();
        let mut tally = Tally::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= sequences {
                return tally;
            }
            tally.add(play_seed(&stages, seed, ACTIONS));
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let mut all = Tally::default();
        for thread in threads {
            match thread.join() {
                Ok(tally) => all.add(tally),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    })
}

#[test]
fn random_sequences_give_equal_numbers_on_the_bytecode_and_in_the_books_and_keep_every_promise() {
    if let Some(seed) = number("MONEY_SEED") {
        play_seed(&stages(), seed, ACTIONS);
        return;
    }
    let sequences = number("MONEY_SEQUENCES").unwrap_or(SEQUENCES);
    let tally = play_many(sequences);
    println!("{sequences} sequences of {ACTIONS} actions\ndone {:#?}\nrefused {:#?}", tally.done, tally.refused);
    let missing = tally.missing();
    assert!(
        sequences < SEQUENCES || missing.is_empty(),
        "happened too seldom for the run to mean something: {missing:?}"
    );
}
