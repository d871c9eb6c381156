//! A planted defect is found, and the sequence that shows it is cut down to the steps that matter.

use super::{
    kind::{Kind, Tally},
    run::{Found, least},
    script::{self, Step},
    sequence::{Defect, Player},
    stage::Stage,
};

const ACTIONS: u32 = 150;

/// The first of a hundred sequences in which the defect shows, cut down.
fn found(stage: &Stage, defect: Defect) -> Found {
    let failing = |seed| {
        let steps = script::of_seed(seed, ACTIONS);
        let broken = Player::play(stage, &steps, Some(defect), &mut Tally::default()).err()?;
        Some((seed, steps, broken))
    };
    let (seed, steps, broken) = (0..100).find_map(failing).expect("one of a hundred sequences shows it");
    least(stage, Some(defect), seed, steps, broken)
}

fn count(steps: &[Step], kinds: &[Kind]) -> usize {
    steps.iter().filter(|step| kinds.contains(&step.kind)).count()
}

/// An execution that writes one more than what was voted on.
fn writes_one_more(stage: &mut Stage, kind: Kind) {
    if kind == Kind::Execute {
        stage.poke_policy(|policy| policy.params[0].value += 1);
    }
}

#[test]
fn a_planted_defect_is_cut_down_to_the_steps_that_matter() {
    let stage = Stage::open();
    let Found { least, broken, .. } = found(&stage, writes_one_more);
    assert_eq!(least.last().map(|step| step.kind), Some(Kind::Execute), "{least:?}");
    assert_eq!(broken.place + 1, least.len());
    // What an execution needs: a proposal, its approvals, and time.
    let proposed = count(&least, &[Kind::ProposeAi, Kind::ProposeParam, Kind::ProposeEmergency]);
    assert_eq!(proposed, 1, "{least:?}");
    assert!((2..=3).contains(&count(&least, &[Kind::Approve])), "{least:?}");
    assert!(least.len() <= 9, "{} steps: {least:?}", least.len());
    for place in 0..least.len() {
        let mut fewer = least.clone();
        fewer.remove(place);
        let passes = Player::play(&stage, &fewer, Some(writes_one_more), &mut Tally::default()).is_ok();
        assert!(passes, "step {place} of {least:?} can be left out");
    }
    let replayed = script::parse(&script::print(&least)).unwrap();
    assert!(Player::play(&stage, &replayed, Some(writes_one_more), &mut Tally::default()).is_err());
    assert!(Player::play(&stage, &replayed, None, &mut Tally::default()).is_ok(), "the program itself is innocent");
}
