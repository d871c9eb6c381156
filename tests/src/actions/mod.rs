//! Random actions over all three programs together, with every invariant after each.
//!
//! A sequence starts from a copy of one prepared economy; its actions are chosen by a seed.
//! Where an invariant breaks, the sequence is cut down to the steps that matter and printed with its seed.
//!
//! ```text
//! ACTIONS_SEQUENCES=100000 cargo test -p tests actions    a longer run
//! ACTIONS_SEED=17 ACTIONS_SEQUENCES=1 …                   one sequence, or those from it on
//! ACTIONS='ProposeAi:1f Approve:2 …' …                    exactly these steps
//! ```

mod act;
mod checks;
mod gate;
mod govern;
mod kind;
mod lies;
mod meddle;
mod model;
mod moves;
mod planted;
pub(crate) mod random;
mod run;
mod script;
mod sequence;
mod shrink;
mod snapshot;
mod stage;

use std::env;

use kind::Tally;
use run::Plan;
use sequence::Player;
use stage::Stage;

const SEQUENCES: u64 = 1_000;
const ACTIONS: u32 = 120;

#[test]
fn random_actions_over_all_programs_keep_every_invariant() {
    let stage = Stage::open();
    if let Ok(text) = env::var("ACTIONS") {
        let steps = script::parse(&text).unwrap();
        let broken = Player::play(&stage, &steps, None, &mut Tally::default()).err();
        assert!(broken.is_none(), "{broken:?}");
        return;
    }
    let number = |name: &str| env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let (first, sequences) = (number("ACTIONS_SEED"), number("ACTIONS_SEQUENCES"));
    let plan = Plan { first: first.unwrap_or(0), sequences: sequences.unwrap_or(SEQUENCES), actions: ACTIONS };
    let tally = run::run(&stage, plan).unwrap_or_else(|found| panic!("{found}"));
    println!("done {:?}\nended {:?}\nrefused {:?}", tally.done, tally.ended, tally.refused);
    if first.is_none() {
        judge(&tally, plan.sequences);
    }
}

/// A run means something only if everything succeeded often enough.
fn judge(tally: &Tally, sequences: u64) {
    let missing = tally.missing(sequences);
    assert!(missing.is_empty(), "succeeded too seldom: {missing:?}");
    assert!(tally.refused_strangers >= 2 * sequences, "only {} strangers were refused", tally.refused_strangers);
    for state in ["Executed", "Rejected", "Vetoed", "Cancelled", "Expired", "Stale"] {
        let ended = tally.ended.get(state).copied().unwrap_or(0);
        assert!(ended * 20 >= sequences, "{ended} proposals ended {state}");
    }
}
