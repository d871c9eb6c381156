//! Community voice: stakers object with stake that is older than the proposal, once per position.

use {
    super::{action, nonce::send_with_nonce, outside},
    crate::world::{AI, Economy, METRICS, Outcome, PARAM, POOL, World, actor, assert_refused, assert_refused_with},
    economics::{
        lifecycle::State,
        voice::{Stance, VoiceCard},
    },
    governor::{Ballot, GovernorError, action::Action, events::Event},
    solana_address::Address,
    solana_instruction::AccountMeta,
    solana_signer::Signer,
};

/// The standard economy after a period in which 1 000 units were staked; 30 per cent of them veto.
fn linked() -> (World, Economy) {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let end = world.now().unix - 10;
    outside::ring(&mut world, &[outside::period(end, 1_000)]);
    (world, economy)
}

/// The actor `owner` has staked `amount` since long ago, and can pay.
fn staker(world: &mut World, owner: &str, amount: u64) -> Address {
    world.funded(owner);
    let since = world.now().unix - 100_000;
    outside::position(world, owner, POOL, &[(since, amount)])
}

fn speak(
    world: &mut World,
    economy: &Economy,
    who: &str,
    position: Address,
    proposal: &Address,
    stance: Stance,
) -> Outcome {
    let who = actor(who);
    world.send_one(economy.gate.voice(who.pubkey(), *proposal, position, METRICS, stance), &[&who])
}

fn object(world: &mut World, economy: &Economy, who: &str, position: Address, proposal: &Address) -> Outcome {
    speak(world, economy, who, position, proposal, Stance::Object)
}

#[test]
fn objections_over_the_governed_share_end_an_active_proposal_and_free_what_it_holds() {
    let (mut world, economy) = linked();
    let (small, large) = (staker(&mut world, "ann", 299), staker(&mut world, "bob", 1));
    let proposal = economy.proposed(&mut world);
    let landed = object(&mut world, &economy, "ann", small, &proposal).unwrap();
    assert_eq!(landed.event_names(), ["Voiced"]);
    let Event::Voiced(told) = landed.events()[0] else { panic!("{:?}", landed.events()) };
    assert_eq!((told.weight, told.objection, told.support, told.base, told.stance), (299, 299, 0, 1_000, 1));
    assert_eq!(economy.proposal(&world, &proposal).state(), State::Active);

    let landed = object(&mut world, &economy, "bob", large, &proposal).unwrap();
    assert_eq!(landed.event_names(), ["Voiced", "Rejected"]);
    let ended = economy.proposal(&world, &proposal);
    assert_eq!((ended.state(), ended.turnout.objection), (State::Rejected, 300));
    assert_eq!(economy.policy(&world).param(0).unwrap().lock.proposal, 0);
    assert_eq!(economy.council(&world).oracles[0].open, 0);
}

#[test]
fn objections_end_a_queued_proposal_of_a_member_too() {
    let (mut world, economy) = linked();
    let position = staker(&mut world, "ann", 300);
    let proposal = economy.proposed_by(&mut world, "member-1", 1, PARAM, &[(0, -1_000)]);
    economy.queue(&mut world, &proposal);
    let landed = object(&mut world, &economy, "ann", position, &proposal).unwrap();
    assert_eq!(landed.event_names(), ["Voiced", "Vetoed"]);
    world.pass_secs(100);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::ProposalClosed);
}

#[test]
fn what_is_not_of_class_ai_or_param_is_spoken_about_and_not_ended() {
    let (mut world, economy) = linked();
    let position = staker(&mut world, "ann", 1_000);
    let pay = solana_system_interface::instruction::transfer(&economy.gate.authority, &actor("payee").pubkey(), 1);
    action::propose(&mut world, &economy, 1, &Action::from(&pay)).unwrap();
    let proposal = economy.gate.proposal(&[1; 32]);
    object(&mut world, &economy, "ann", position, &proposal).unwrap();
    let open = economy.proposal(&world, &proposal);
    assert_eq!((open.state(), open.turnout.objection), (State::Active, 1_000));
}

#[test]
fn support_is_counted_and_outweighs_nothing() {
    let (mut world, economy) = linked();
    let (ann, bob) = (staker(&mut world, "ann", 700), staker(&mut world, "bob", 300));
    let proposal = economy.proposed(&mut world);
    speak(&mut world, &economy, "ann", ann, &proposal, Stance::Support).unwrap();
    assert_eq!(economy.proposal(&world, &proposal).turnout.support, 700);
    object(&mut world, &economy, "bob", bob, &proposal).unwrap();
    assert_eq!(economy.proposal(&world, &proposal).state(), State::Rejected);
}

#[test]
fn a_position_speaks_once_about_a_proposal() {
    let (mut world, economy) = linked();
    let position = staker(&mut world, "ann", 200);
    let proposal = economy.proposed(&mut world);
    object(&mut world, &economy, "ann", position, &proposal).unwrap();
    let again = object(&mut world, &economy, "ann", position, &proposal);
    again.expect_err("its ballot exists");
    speak(&mut world, &economy, "ann", position, &proposal, Stance::Support).expect_err("nor the other way");
    assert_eq!(economy.proposal(&world, &proposal).turnout.objection, 200);
}

#[test]
fn stake_that_is_not_older_than_the_proposal_has_no_voice() {
    let (mut world, economy) = linked();
    world.funded("ann");
    let proposal = economy.proposed(&mut world);
    let created = economy.proposal(&world, &proposal).life.created_at;
    let late = outside::position(&mut world, "ann", POOL, &[(created, 1_000)]);
    assert_refused(object(&mut world, &economy, "ann", late, &proposal), GovernorError::NoWeight);
    let grown = outside::position(&mut world, "ann", POOL, &[(created - 1, 10), (created, 1_000)]);
    object(&mut world, &economy, "ann", grown, &proposal).unwrap();
    assert_eq!(economy.proposal(&world, &proposal).turnout.objection, 10);
}

#[test]
fn stake_that_was_withdrawn_or_moved_after_the_proposal_weighs_only_where_it_rested() {
    let (mut world, economy) = linked();
    ["ann", "bob"].iter().for_each(|name| drop(world.funded(name)));
    let proposal = economy.proposed(&mut world);
    let created = economy.proposal(&world, &proposal).life.created_at;
    let left = outside::position(&mut world, "ann", POOL, &[(created - 100, 280), (created + 5, 0)]);
    let arrived = outside::position(&mut world, "bob", POOL, &[(created - 100, 20), (created + 5, 300)]);
    assert_refused(object(&mut world, &economy, "ann", left, &proposal), GovernorError::NoWeight);
    object(&mut world, &economy, "bob", arrived, &proposal).unwrap();
    assert_eq!(economy.proposal(&world, &proposal).turnout.objection, 20);
}

#[test]
fn only_who_speaks_for_a_position_may_use_it() {
    let (mut world, economy) = linked();
    let position = staker(&mut world, "ann", 300);
    world.funded("bob");
    let proposal = economy.proposed(&mut world);
    assert_refused(object(&mut world, &economy, "bob", position, &proposal), GovernorError::NotSpeaker);
    let mut card = card_of(&world, &position);
    card.delegate = actor("bob").pubkey().to_bytes();
    outside::write_position(&mut world, position, &card);
    assert_refused(object(&mut world, &economy, "ann", position, &proposal), GovernorError::NotSpeaker);
    object(&mut world, &economy, "bob", position, &proposal).expect("the delegate speaks");
}

fn card_of(world: &World, position: &Address) -> VoiceCard {
    bytemuck::pod_read_unaligned(&world.bytes(position)[8..136])
}

#[test]
fn a_position_of_another_pool_program_or_kind_has_no_voice() {
    let (mut world, economy) = linked();
    let position = staker(&mut world, "ann", 300);
    let card = card_of(&world, &position);
    let proposal = economy.proposed(&mut world);
    let refused = |world: &mut World| {
        assert_refused(object(world, &economy, "ann", position, &proposal), GovernorError::WrongPosition);
    };
    for pool in [[0; 32], actor("another pool").pubkey().to_bytes()] {
        outside::write_position(&mut world, position, &VoiceCard { pool, ..card });
        refused(&mut world);
    }
    outside::write_position(&mut world, position, &card);
    let bytes = world.bytes(&position);
    outside::put(&mut world, position, actor("impostor program").pubkey(), bytes.clone());
    refused(&mut world);
    outside::put(&mut world, position, staking::ID, [&[1; 8], &bytes[8..]].concat());
    refused(&mut world);
    outside::put(&mut world, position, staking::ID, bytes[..135].to_vec());
    refused(&mut world);
    outside::put(&mut world, position, staking::ID, bytes);
    object(&mut world, &economy, "ann", position, &proposal).unwrap();
}

#[test]
fn the_base_comes_from_the_ring_that_the_council_names_and_from_before_the_proposal() {
    let (mut world, economy) = linked();
    let position = staker(&mut world, "ann", 300);
    let proposal = economy.proposed(&mut world);
    let created = economy.proposal(&world, &proposal).life.created_at;
    let other = outside::account(&mut world, "another ring", &[0; 6_000]);
    let ann = actor("ann");
    let foreign = economy.gate.voice(ann.pubkey(), proposal, position, other, Stance::Object);
    assert_refused(world.send_one(foreign, &[&ann]), GovernorError::WrongMetrics);

    outside::ring(&mut world, &[outside::period(created + 1, 1_000)]);
    assert_refused(object(&mut world, &economy, "ann", position, &proposal), GovernorError::BaseMissing);
    outside::ring(&mut world, &[outside::period(created, 0)]);
    assert_refused(object(&mut world, &economy, "ann", position, &proposal), GovernorError::BaseMissing);
    // More stake after the proposal dilutes no objection.
    outside::ring(&mut world, &[outside::period(created, 1_000), outside::period(created + 86_400, 1_000_000)]);
    object(&mut world, &economy, "ann", position, &proposal).unwrap();
    assert_eq!(economy.proposal(&world, &proposal).state(), State::Rejected);
}

#[test]
fn the_base_is_read_once_and_stays_when_the_ring_moves_on() {
    let (mut world, economy) = linked();
    let (ann, bob) = (staker(&mut world, "ann", 200), staker(&mut world, "bob", 100));
    let proposal = economy.proposed(&mut world);
    object(&mut world, &economy, "ann", ann, &proposal).unwrap();
    outside::ring(&mut world, &[]);
    object(&mut world, &economy, "bob", bob, &proposal).unwrap();
    let ended = economy.proposal(&world, &proposal);
    assert_eq!((ended.state(), ended.turnout.base), (State::Rejected, 1_000));
}

#[test]
fn voices_that_no_rule_knows_and_voices_after_the_end_are_refused() {
    let (mut world, economy) = linked();
    let position = staker(&mut world, "ann", 300);
    let proposal = economy.proposed(&mut world);
    let ann = actor("ann");
    for stance in [0, 3, 255] {
        let mut voice = economy.gate.voice(ann.pubkey(), proposal, position, METRICS, Stance::Object);
        *voice.data.last_mut().unwrap() = stance;
        assert_refused(world.send_one(voice, &[&ann]), GovernorError::UnknownStance);
    }
    world.pass_secs(601);
    assert_refused(object(&mut world, &economy, "ann", position, &proposal), GovernorError::VotingOver);
    economy.expire(&mut world, &proposal).unwrap();
    assert_refused(object(&mut world, &economy, "ann", position, &proposal), GovernorError::ProposalClosed);
}

#[test]
fn support_signed_in_advance_is_refused_and_an_objection_is_not() {
    let (mut world, economy) = linked();
    let position = staker(&mut world, "ann", 100);
    let proposal = economy.proposed(&mut world);
    let ann = actor("ann");
    let voice = |stance| economy.gate.voice(ann.pubkey(), proposal, position, METRICS, stance);
    let supported = send_with_nonce(&mut world, voice(Stance::Support), &ann);
    assert_refused(supported, GovernorError::DurableNonce);
    send_with_nonce(&mut world, voice(Stance::Object), &ann).expect("brakes may be signed in advance");
}

#[test]
fn a_ballots_rent_goes_back_to_who_paid_it_after_the_end_and_to_nobody_else() {
    let (mut world, economy) = linked();
    let position = staker(&mut world, "ann", 100);
    let proposal = economy.proposed(&mut world);
    object(&mut world, &economy, "ann", position, &proposal).unwrap();
    let at = economy.gate.ballot(&proposal, &position);
    let ballot: Ballot = world.load(&at);
    let ann = actor("ann").pubkey();
    assert_eq!((ballot.proposal, ballot.position, ballot.payer), (proposal, position, ann));
    assert_eq!((ballot.weight, ballot.stance), (100, 1));

    let close = economy.gate.close_voice(proposal, position, ann);
    assert_refused(world.send_one(close.clone(), &[]), GovernorError::ProposalOpen);
    economy.cancel(&mut world, "oracle", &proposal).unwrap();
    let thief = world.funded("thief").pubkey();
    let stolen = economy.gate.close_voice(proposal, position, thief);
    assert_refused(world.send_one(stolen, &[]), GovernorError::NotPayer);
    let second = economy.proposed_by(&mut world, "oracle", 2, AI, &[(0, -500)]);
    economy.cancel(&mut world, "oracle", &second).unwrap();
    let mut foreign = close.clone();
    foreign.accounts[0] = AccountMeta::new_readonly(second, false);
    assert_refused(world.send_one(foreign, &[]), GovernorError::ForeignBallot);

    let rent = world.svm.get_balance(&at).unwrap();
    let before = world.svm.get_balance(&ann).unwrap();
    world.send_one(close.clone(), &[]).unwrap();
    assert_eq!(world.svm.get_balance(&ann).unwrap(), before + rent);
    world.send_one(close, &[]).expect_err("it is gone");
    assert_refused(object(&mut world, &economy, "ann", position, &proposal), GovernorError::ProposalClosed);
}

#[test]
fn a_voice_about_another_economys_proposal_is_refused() {
    let (mut world, economy) = linked();
    let position = staker(&mut world, "ann", 300);
    let other = crate::world::Genesis::named("another").economy(&mut world);
    world.pass_secs(60);
    let proposal = other.proposed(&mut world);
    let ann = actor("ann");
    let mut voice = economy.gate.voice(ann.pubkey(), proposal, position, METRICS, Stance::Object);
    assert_refused(world.send_one(voice.clone(), &[&ann]), GovernorError::ForeignProposal);
    voice.accounts[2].pubkey = other.gate.policy;
    assert_refused(world.send_one(voice.clone(), &[&ann]), GovernorError::ForeignPolicy);
    voice.accounts[0].is_signer = false;
    assert_refused_with(world.send_one(voice, &[]), "MissingRequiredSignature");
}
