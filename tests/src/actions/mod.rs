//! Random actions over all three programs together, with every invariant after each.
//!
//! A sequence starts from a copy of one prepared economy. Its actions are chosen by a seed, which is printed when
//! something breaks: `ACTIONS_SEED=17 cargo test -p tests actions` plays that sequence alone.

mod act;
mod checks;
mod kind;
mod lies;
mod meddle;
mod model;
mod moves;
pub(crate) mod random;
mod sequence;
mod snapshot;
mod stage;

use kind::Tally;
use stage::Stage;

const SEQUENCES: u64 = 400;
const ACTIONS: u32 = 120;

#[test]
fn random_actions_over_all_programs_keep_every_invariant() {
    let stage = Stage::open();
    let mut tally = Tally::default();
    if let Some(seed) = std::env::var("ACTIONS_SEED").ok().and_then(|seed| seed.parse().ok()) {
        sequence::play(&stage, seed, ACTIONS, &mut tally);
        return;
    }
    for seed in 0..SEQUENCES {
        sequence::play(&stage, seed, ACTIONS, &mut tally);
    }
    println!("done {:?}\nended {:?}\nrefused {:?}", tally.done, tally.ended, tally.refused);
    let missing = tally.missing();
    assert!(missing.is_empty(), "succeeded too seldom: {missing:?}");
    assert!(tally.refused_strangers >= 1_000, "only {} strangers were refused", tally.refused_strangers);
    for state in ["Executed", "Rejected", "Vetoed", "Cancelled", "Expired"] {
        let ended = tally.ended.get(state).copied().unwrap_or(0);
        assert!(ended >= 20, "{ended} proposals ended {state}");
    }
}
