//! Stakers speak with the positions that the staking program wrote, against the base that the issuer recorded.

use {
    super::stage::{Stage, TOKEN, key},
    crate::{
        issuer::desk::DAY,
        world::{AI, PARAM, assert_refused},
    },
    economics::{lifecycle::State, voice::Stance},
    governor::{GovernorError, events::Event},
    solana_address::Address,
};

/// The oracle's proposal, made now.
fn proposed(stage: &mut Stage) -> Address {
    let economy = stage.economy;
    economy.proposed(stage.world())
}

fn objection(stage: &Stage, proposal: &Address) -> u64 {
    stage.economy.proposal(&stage.bench.world, proposal).turnout.objection
}

fn state(stage: &Stage, proposal: &Address) -> State {
    stage.economy.proposal(&stage.bench.world, proposal).state()
}

#[test]
fn stakers_over_the_governed_share_end_the_oracles_proposal_and_free_what_it_holds() {
    let mut stage = Stage::staked();
    let all: u64 = ["ann", "bob", "carol"].iter().map(|name| stage.active(name)).sum();
    let proposal = proposed(&mut stage);
    let landed = stage.object("ann", &proposal).unwrap();
    let Event::Voiced(told) = landed.events()[0] else { panic!("{:?}", landed.events()) };
    assert_eq!((told.weight, told.base), (stage.active("ann"), all), "a fifth of all that is staked");
    assert_eq!(state(&stage, &proposal), State::Active, "three tenths are asked");

    let landed = stage.object("bob", &proposal).unwrap();
    assert_eq!(landed.event_names(), ["Voiced", "Rejected"]);
    assert_eq!(objection(&stage, &proposal), stage.active("ann") + stage.active("bob"));
    assert_eq!(stage.economy.policy(&stage.bench.world).param(0).unwrap().lock.proposal, 0);
    assert_refused(stage.object("carol", &proposal), GovernorError::ProposalClosed);
}

#[test]
fn stakers_end_a_members_proposal_that_the_council_has_already_approved() {
    let mut stage = Stage::staked();
    let economy = stage.economy;
    let proposal = economy.proposed_by(stage.world(), "member-1", 1, PARAM, &[(0, -1_000)]);
    economy.queue(stage.world(), &proposal);
    let landed = stage.object("bob", &proposal).unwrap();
    assert_eq!(landed.event_names(), ["Voiced", "Vetoed"]);
    stage.bench.wait(100);
    assert_refused(economy.execute(stage.world(), &proposal), GovernorError::ProposalClosed);
    assert_eq!(economy.value(&stage.bench.world, 0), 80_000);
}

#[test]
fn who_stakes_after_the_proposal_was_made_weighs_nothing() {
    let mut stage = Stage::staked();
    stage.holder("dave", 300_000 * TOKEN);
    let proposal = proposed(&mut stage);
    stage.stakes_all("dave");
    assert!(stage.active("dave") > stage.active("bob"));
    assert_refused(stage.object("dave", &proposal), GovernorError::NoWeight);
    assert_eq!(state(&stage, &proposal), State::Active);
}

#[test]
fn stake_that_still_warms_when_the_proposal_is_made_weighs_nothing() {
    let mut stage = Stage::staked();
    stage.holder("dave", 300_000 * TOKEN);
    stage.stake("dave", stage.balance("dave")).unwrap();
    let proposal = proposed(&mut stage);
    stage.warm_up("dave");
    assert_refused(stage.object("dave", &proposal), GovernorError::NoWeight);
}

#[test]
fn stake_added_after_the_proposal_does_not_make_an_older_position_louder() {
    let mut stage = Stage::staked();
    stage.holder("dave", 300_000 * TOKEN);
    stage.stake("dave", 1_000 * TOKEN).unwrap();
    stage.warm_up("dave");
    stage.bench.wait(1);
    let before = stage.active("dave");
    let proposal = proposed(&mut stage);
    stage.stakes_all("dave");
    assert!(stage.active("dave") > 100 * before);
    stage.object("dave", &proposal).unwrap();
    assert_eq!((objection(&stage, &proposal), state(&stage, &proposal)), (before, State::Active));
}

#[test]
fn stake_asked_back_speaks_no_more_about_an_older_proposal() {
    let mut stage = Stage::staked();
    let proposal = proposed(&mut stage);
    let (bob, carol) = (stage.active("bob"), stage.active("carol"));
    stage.ask_back("bob", bob / 2).unwrap();
    stage.ask_back("carol", carol).unwrap();
    stage.object("bob", &proposal).unwrap();
    assert_eq!(objection(&stage, &proposal), bob - bob / 2);
    assert_refused(stage.object("carol", &proposal), GovernorError::NoWeight);
}

#[test]
fn the_delegate_speaks_for_a_position_and_its_owner_does_not() {
    let mut stage = Stage::staked();
    let proposal = proposed(&mut stage);
    let delegate = stage.bench.stakes.delegate(key("bob"), key("speaker"));
    stage.signed("bob", delegate).unwrap();
    assert_refused(stage.object("bob", &proposal), GovernorError::NotSpeaker);
    assert_refused(stage.speak("ann", "bob", &proposal, Stance::Object), GovernorError::NotSpeaker);
    stage.speak("speaker", "bob", &proposal, Stance::Object).unwrap();
    assert_eq!((objection(&stage, &proposal), state(&stage, &proposal)), (stage.active("bob"), State::Rejected));
    let again = stage.bench.stakes.delegate(key("bob"), Address::default());
    stage.signed("bob", again).unwrap();
    let economy = stage.economy;
    let second = economy.proposed_by(stage.world(), "oracle", 2, AI, &[(0, -500)]);
    stage.object("bob", &second).expect("the owner speaks again");
}

#[test]
fn before_the_first_period_is_closed_nobody_can_speak() {
    let mut stage = Stage::open();
    stage.holder("ann", 100_000 * TOKEN);
    stage.stakes_all("ann");
    stage.bench.wait(1);
    let proposal = proposed(&mut stage);
    assert_refused(stage.object("ann", &proposal), GovernorError::BaseMissing);
    stage.bench.wait(DAY);
    stage.close_period();
    let economy = stage.economy;
    economy.expire(stage.world(), &proposal).expect("voting is over");
    let second = economy.proposed_by(stage.world(), "oracle", 2, AI, &[(0, -500)]);
    stage.object("ann", &second).expect("the ring shows what is staked");
    assert_eq!(state(&stage, &second), State::Rejected);
}

#[test]
fn a_period_that_closes_while_stakers_speak_does_not_dilute_them() {
    let mut stage = Stage::staked();
    stage.holder("dave", 300_000 * TOKEN);
    let all: u64 = ["ann", "bob", "carol"].iter().map(|name| stage.active(name)).sum();
    stage.bench.wait(DAY - 300);
    let proposal = proposed(&mut stage);
    stage.stakes_all("dave");
    let row = stage.close_period();
    assert_eq!(row.staked, all + stage.active("dave"));
    stage.object("bob", &proposal).unwrap();
    let ended = stage.economy.proposal(&stage.bench.world, &proposal);
    assert_eq!((ended.turnout.base, ended.state()), (all, State::Rejected));
}

#[test]
fn a_pool_that_the_council_does_not_name_has_no_voice() {
    let mut stage = Stage::staked();
    let other = stage.bench.more_stakes(1);
    stage.holder("dave", 300_000 * TOKEN);
    stage.stake_in(&other, "dave", 200_000 * TOKEN).unwrap();
    stage.bench.wait(30);
    stage.by_anyone(other.settle(key("dave"))).unwrap();
    stage.bench.wait(1);
    let proposal = proposed(&mut stage);
    let position = other.position(&key("dave"));
    let refused = stage.speak_for("dave", position, &proposal, Stance::Object);
    assert_refused(refused, GovernorError::WrongPosition);
}
