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

pub(crate) mod action;
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

use play::play_seed;
use stage::{BIRTHS, Stage};
use tally::Tally;

use crate::world::{asked, on_all_cores};

/// Sequences of a run, and actions of a sequence.
const SEQUENCES: u64 = 1_200;
const ACTIONS: usize = 80;

fn stages() -> [Stage; BIRTHS.len()] {
    BIRTHS.map(Stage::open)
}

/// Plays sequences on every core; the tally of all.
fn play_many(sequences: u64) -> Tally {
    let tallies = on_all_cores(sequences, |seeds| {
        let stages = stages();
        let mut tally = Tally::default();
        seeds.for_each(|seed| tally.add(play_seed(&stages, seed, ACTIONS)));
        tally
    });
    let mut all = Tally::default();
    tallies.into_iter().for_each(|tally| all.add(tally));
    all
}

#[test]
fn random_sequences_give_equal_numbers_on_the_bytecode_and_in_the_books_and_keep_every_promise() {
    if let Some(seed) = asked("MONEY_SEED") {
        play_seed(&stages(), seed, ACTIONS);
        return;
    }
    let sequences = asked("MONEY_SEQUENCES").unwrap_or(SEQUENCES);
    let tally = play_many(sequences);
    println!("{sequences} sequences of {ACTIONS} actions\ndone {:#?}\nrefused {:#?}", tally.done, tally.refused);
    let missing = tally.missing();
    assert!(
        sequences < SEQUENCES || missing.is_empty(),
        "happened too seldom for the run to mean something: {missing:?}"
    );
}
