//! The twin's chain half against the real programs: the same actions on both, every number compared after each.
//!
//! ```text
//! action    what can happen, drawn by seed         stage    the chain: programs, Token-2022, wallets
//! model     the twin, and the purses beside it     look     every number that both have
//! play      both at once, compared each time       gate     changes of the policy on both
//! tally     whether enough happened                planted  twins with a defect, which have to be found out
//! ```
//!
//! `TWIN_SEED=17 cargo xtask test -- twin_chain::` plays one sequence alone; `TWIN_SEQUENCES=20000` plays more of them.

mod action;
mod gate;
mod look;
mod model;
mod planted;
mod play;
mod stage;
mod tally;

use play::{Player, play_seed};
use stage::BIRTHS;
use tally::Tally;

use crate::world::{asked, on_all_cores};

/// Sequences of a run, and actions of a sequence.
const SEQUENCES: u64 = 800;
const ACTIONS: usize = 80;

/// Plays sequences on every core; the tally of all.
fn play_many(births: &[Player], sequences: u64) -> Tally {
    let tallies = on_all_cores(sequences, |seeds| {
        let mut tally = Tally::default();
        seeds.for_each(|seed| tally.add(play_seed(births, seed, ACTIONS)));
        tally
    });
    let mut all = Tally::default();
    tallies.into_iter().for_each(|tally| all.add(tally));
    all
}

#[test]
fn random_sequences_give_the_same_numbers_in_the_twin_and_on_the_bytecode() {
    let births = BIRTHS.map(Player::open);
    if let Some(seed) = asked("TWIN_SEED") {
        play_seed(&births, seed, ACTIONS);
        return;
    }
    let sequences = asked("TWIN_SEQUENCES").unwrap_or(SEQUENCES);
    let tally = play_many(&births, sequences);
    println!("seeds 0 to {} of {ACTIONS} actions\ndone {:#?}\nrefused {:#?}", sequences - 1, tally.done, tally.refused);
    let missing = tally.missing();
    assert!(
        sequences < SEQUENCES || missing.is_empty(),
        "happened too seldom for the run to mean something: {missing:?}"
    );
}
