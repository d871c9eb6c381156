//! The comparison itself: a twin with one small defect has to be found out, and the sequence that shows it is short.

use economics::key::FEE_BPS;

use super::{
    action::{Action, sequence},
    play::{Player, Sabotage, play_seed},
    stage::BIRTHS,
};
use crate::money::shrink::shrink;

const DEFECTS: &[(&str, Sabotage)] = &[
    ("a collection whose own transfers pay no fee", |action, twin| {
        if *action == Action::Collect && twin.chain.withheld > 0 {
            twin.chain.vault += std::mem::take(&mut twin.chain.withheld);
        }
    }),
    ("a fee that acts one epoch early", |action, twin| {
        if *action == Action::SyncFee && twin.chain.levers.newer_fee_epoch == twin.chain.now.epoch + 2 {
            twin.chain.levers.newer_fee_epoch -= 1;
        }
    }),
    ("a reader that forgets versions", |action, twin| {
        if *action == Action::Emit {
            twin.chain.issuer.known_version = 0;
        }
    }),
    ("a deposit that warms up one second less", |action, twin| {
        if let Action::Stake { who, .. } = action {
            twin.positions[*who].active_from -= 1;
        }
    }),
    ("a change without a memory", |action, twin| {
        if matches!(action, Action::Wait { .. }) {
            let fee = &mut twin.chain.levers.params[FEE_BPS];
            fee.previous = fee.value;
        }
    }),
    ("a period that counts a unit less", |action, twin| {
        if *action == Action::Roll {
            let latest = (twin.ring.head as usize).wrapping_sub(1) % twin.ring.periods.len();
            twin.ring.periods[latest].minted = twin.ring.periods[latest].minted.saturating_sub(1);
        }
    }),
];

#[test]
fn a_twin_with_a_small_defect_is_found_out_and_the_sequence_shrinks_to_what_shows_it() {
    let birth = Player::open(BIRTHS[1]);
    for (name, sabotage) in DEFECTS {
        let fails = |actions: &[Action]| birth.sabotaged(*sabotage).play(actions).is_err();
        let found = (0..40).map(|seed| sequence(seed, 60)).find(|actions| fails(actions));
        let least = shrink(&found.unwrap_or_else(|| panic!("{name} passed unnoticed")), fails);
        println!("{name}: {least:?}");
        assert!(least.len() <= 6, "{name}: {least:?}");
    }
}

#[test]
fn a_sequence_that_breaks_is_told_with_its_seed_and_as_few_actions() {
    let (_, sabotage) = DEFECTS[0];
    let births = BIRTHS.map(|birth| Player::open(birth).sabotaged(sabotage));
    let panic = std::panic::catch_unwind(|| play_seed(&births, 17, 80)).expect_err("a collection is among them");
    let told = panic.downcast_ref::<String>().expect("words");
    println!("{told}");
    assert!(told.starts_with("TWIN_SEED=17 ") && told.contains("least sequence: [Collect]\n"), "{told}");
}
