//! Class action: one stored instruction, signed by the economy and by nobody else.

use {
    super::outside,
    crate::world::{Economy, Outcome, PARAM, World, actor, assert_refused, assert_refused_with},
    economics::{Now, lifecycle::State},
    governor::{
        GovernorError, PayloadDraft,
        action::{Action, Guard, MAX_ACCOUNTS, MAX_GUARDS, Meta, SIGNER, WRITABLE},
        events::Event,
        hash::chain_link,
    },
    solana_address::Address,
    solana_signer::Signer,
    solana_system_interface::instruction::transfer,
};

/// The number of class action.
pub const ACTION: u8 = 4;
const SOL: u64 = 1_000_000_000;

/// A standard economy whose own address holds 10 SOL.
fn rich() -> (World, Economy) {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    world.svm.airdrop(&economy.gate.authority, 10 * SOL).unwrap();
    (world, economy)
}

/// The economy pays the actor `to`.
fn payment(economy: &Economy, to: &str, lamports: u64) -> Action {
    Action::from(&transfer(&economy.gate.authority, &actor(to).pubkey(), lamports))
}

/// The first member proposes `action`; the id is made of `seed`.
pub fn propose(world: &mut World, economy: &Economy, seed: u8, action: &Action) -> Outcome {
    let member = actor("member-1");
    let instruction = economy.gate.propose_action(member.pubkey(), [seed; 32], [0; 32], action);
    world.send_one(instruction, &[&member])
}

/// Proposed, approved by all three members, and its window open.
pub fn ready(world: &mut World, economy: &Economy, seed: u8, action: &Action) -> Address {
    propose(world, economy, seed, action).expect("the action is legal");
    let proposal = economy.gate.proposal(&[seed; 32]);
    approve_by_all(world, economy, &proposal);
    wait(world, economy, &proposal);
    proposal
}

pub fn approve_by_all(world: &mut World, economy: &Economy, proposal: &Address) {
    for member in ["member-1", "member-2", "member-3"] {
        economy.approve(world, member, proposal).expect("the approval counts");
    }
}

/// Lets the delay of a queued proposal pass.
pub fn wait(world: &mut World, economy: &Economy, proposal: &Address) {
    let life = economy.proposal(world, proposal).life;
    assert_eq!(life.state, State::Queued.code());
    let unix = life.queued_at + i64::try_from(life.delay_secs).unwrap();
    world.set_now(Now { unix, slot: life.queued_slot + life.delay_slots, ..world.now() });
}

/// Performs as nobody in particular.
pub fn perform(world: &mut World, economy: &Economy, proposal: &Address, action: &Action) -> Outcome {
    world.send_one(economy.gate.perform(*proposal, action), &[])
}

fn lamports(world: &World, address: &Address) -> u64 {
    world.svm.get_balance(address).unwrap_or(0)
}

#[test]
fn a_stored_instruction_is_carried_out_once_and_recorded() {
    let (mut world, economy) = rich();
    let action = payment(&economy, "payee", 3 * SOL);
    let proposal = ready(&mut world, &economy, 1, &action);
    let before = economy.council(&world);
    let landed = perform(&mut world, &economy, &proposal, &action).unwrap();

    assert_eq!(lamports(&world, &actor("payee").pubkey()), 3 * SOL);
    assert_eq!(landed.event_names(), ["Performed", "PolicyPublished"]);
    let Event::Performed(told) = landed.events()[0] else { panic!("{:?}", landed.events()) };
    let closed = economy.proposal(&world, &proposal);
    assert_eq!((told.program, told.payload_hash), (action.program, closed.payload_hash));
    assert_eq!(closed.state(), State::Executed);
    let council = economy.council(&world);
    assert_eq!((council.executed, economy.policy(&world).version), (before.executed + 1, 1));
    let link = chain_link(&before.chain_head, &closed.content_hash, 1, world.now().unix);
    assert_eq!(council.chain_head, link);
    assert_eq!(council.seats[0].open, 0, "the proposer's quota is free again");

    assert_refused(perform(&mut world, &economy, &proposal, &action), GovernorError::ProposalClosed);
    assert_eq!(lamports(&world, &actor("payee").pubkey()), 3 * SOL);
}

#[test]
fn an_action_waits_for_all_approvals_and_for_its_delay() {
    let (mut world, economy) = rich();
    let action = payment(&economy, "payee", SOL);
    propose(&mut world, &economy, 1, &action).unwrap();
    let proposal = economy.gate.proposal(&[1; 32]);
    economy.queue(&mut world, &proposal);
    assert_eq!(economy.proposal(&world, &proposal).state(), State::Active, "two of three are not enough");
    assert_refused(perform(&mut world, &economy, &proposal, &action), GovernorError::NotQueued);
    economy.approve(&mut world, "member-3", &proposal).unwrap();
    assert_refused(perform(&mut world, &economy, &proposal, &action), GovernorError::DelayNotElapsedSecs);
    wait(&mut world, &economy, &proposal);
    let now = world.now();
    world.set_now(Now { slot: now.slot - 1, ..now });
    assert_refused(perform(&mut world, &economy, &proposal, &action), GovernorError::DelayNotElapsedSlots);
    let closes = economy.proposal(&world, &proposal).life.closes;
    world.set_now(Now { unix: closes + 1, ..now });
    assert_refused(perform(&mut world, &economy, &proposal, &action), GovernorError::WindowOver);
}

#[test]
fn what_fails_in_the_called_program_leaves_everything_as_it_was() {
    let (mut world, economy) = rich();
    let action = payment(&economy, "payee", 11 * SOL);
    let proposal = ready(&mut world, &economy, 1, &action);
    let before = (world.bytes(&proposal), world.bytes(&economy.gate.council));
    perform(&mut world, &economy, &proposal, &action).expect_err("the economy has 10 SOL");
    assert_eq!(before, (world.bytes(&proposal), world.bytes(&economy.gate.council)));
    world.svm.airdrop(&economy.gate.authority, 2 * SOL).unwrap();
    perform(&mut world, &economy, &proposal, &action).expect("it is still queued");
}

#[test]
fn an_action_that_calls_the_gate_is_refused() {
    let (mut world, economy) = rich();
    let action = Action { program: governor::ID, ..payment(&economy, "payee", SOL) };
    assert_refused(propose(&mut world, &economy, 1, &action), GovernorError::ActionTargetsGate);
}

#[test]
fn an_action_that_writes_an_account_of_the_gate_is_refused() {
    let (mut world, economy) = rich();
    let proposal = economy.gate.proposal(&[1; 32]);
    let own = [economy.gate.council, economy.gate.policy, proposal, economy.gate.payload(&proposal)];
    for key in own {
        let mut action = payment(&economy, "payee", SOL);
        action.accounts.push(Meta { key, flags: WRITABLE });
        assert_refused(propose(&mut world, &economy, 1, &action), GovernorError::ActionWritesGate);
    }
}

#[test]
fn an_action_that_writes_another_economys_account_is_refused_when_it_would_be_carried_out() {
    let (mut world, economy) = rich();
    let mut foreign = crate::world::Genesis::named("another").economy(&mut world).gate.council;
    let mut action = payment(&economy, "payee", SOL);
    action.accounts.push(Meta { key: foreign, flags: WRITABLE });
    let proposal = ready(&mut world, &economy, 1, &action);
    assert_refused(perform(&mut world, &economy, &proposal, &action), GovernorError::ActionWritesGate);
    // The same account, only read, harms nobody.
    foreign = action.accounts.pop().unwrap().key;
    action.accounts.push(Meta { key: foreign, flags: 0 });
    let proposal = ready(&mut world, &economy, 2, &action);
    perform(&mut world, &economy, &proposal, &action).unwrap();
}

#[test]
fn an_action_may_read_council_and_policy() {
    let (mut world, economy) = rich();
    let mut action = payment(&economy, "payee", SOL);
    action.accounts.extend([economy.gate.council, economy.gate.policy].map(|key| Meta { key, flags: 0 }));
    let proposal = ready(&mut world, &economy, 1, &action);
    perform(&mut world, &economy, &proposal, &action).unwrap();
    assert_eq!(lamports(&world, &actor("payee").pubkey()), SOL);
}

#[test]
fn a_signature_of_anybody_else_cannot_be_stored() {
    let (mut world, economy) = rich();
    let victim = world.funded("victim").pubkey();
    let stolen = Action::from(&transfer(&victim, &actor("payee").pubkey(), SOL));
    assert_refused(propose(&mut world, &economy, 1, &stolen), GovernorError::ForeignSigner);
}

#[test]
fn the_signature_of_whoever_performs_is_not_passed_on() {
    let (mut world, economy) = rich();
    let victim = world.funded("victim");
    let before = lamports(&world, &victim.pubkey());
    let mut action = Action::from(&transfer(&victim.pubkey(), &actor("payee").pubkey(), SOL));
    action.accounts[0].flags = WRITABLE;
    let proposal = ready(&mut world, &economy, 1, &action);
    let mut instruction = economy.gate.perform(proposal, &action);
    instruction.accounts.iter_mut().filter(|meta| meta.pubkey == victim.pubkey()).for_each(|m| m.is_signer = true);
    assert_refused_with(world.send_one(instruction, &[&victim]), "MissingRequiredSignature");
    assert_eq!(lamports(&world, &victim.pubkey()), before);
}

#[test]
fn one_economys_action_is_not_signed_by_another() {
    let (mut world, economy) = rich();
    let other = crate::world::Genesis::named("another").economy(&mut world);
    world.svm.airdrop(&other.gate.authority, 10 * SOL).unwrap();
    let stolen = Action::from(&transfer(&other.gate.authority, &actor("payee").pubkey(), SOL));
    assert_refused(propose(&mut world, &economy, 1, &stolen), GovernorError::ForeignSigner);
}

#[test]
fn flags_accounts_and_guards_beyond_what_exists_are_refused() {
    let (mut world, economy) = rich();
    let sound = payment(&economy, "payee", SOL);
    let guard = Guard { account: 2, offset: 0, len: 0, sha256: [0; 32] };
    let meta = Meta { key: actor("payee").pubkey(), flags: 4 };
    let flagged = Action { accounts: vec![meta], ..sound.clone() };
    assert_refused(propose(&mut world, &economy, 1, &flagged), GovernorError::UnknownAccountFlag);
    let many = Action { accounts: vec![Meta { flags: 0, ..meta }; MAX_ACCOUNTS + 1], data: vec![], ..sound.clone() };
    // No packet holds so many; a lookup table would.
    world.packet *= 2;
    assert_refused(propose(&mut world, &economy, 1, &many), GovernorError::TooManyAccounts);
    let many = Action { guards: vec![guard; MAX_GUARDS + 1], ..sound.clone() };
    assert_refused(propose(&mut world, &economy, 1, &many), GovernorError::TooManyGuards);
    let unknown = Action { guards: vec![guard], ..sound };
    assert_refused(propose(&mut world, &economy, 1, &unknown), GovernorError::GuardOutOfRange);
}

#[test]
fn an_action_with_as_many_accounts_as_allowed_is_carried_out() {
    let (mut world, economy) = rich();
    let mut action = payment(&economy, "payee", SOL);
    let more = |place: usize| Meta { key: actor(&format!("witness-{place}")).pubkey(), flags: 0 };
    action.accounts.extend((action.accounts.len()..MAX_ACCOUNTS).map(more));
    // Proposing takes a lookup table, performing fits a packet.
    world.packet *= 2;
    let proposal = ready(&mut world, &economy, 1, &action);
    world.packet /= 2;
    perform(&mut world, &economy, &proposal, &action).unwrap();
    assert_eq!(lamports(&world, &actor("payee").pubkey()), SOL);
}

#[test]
fn a_payload_that_is_no_action_or_has_bytes_left_over_is_refused() {
    let (mut world, economy) = rich();
    let member = actor("member-1");
    let sound = payment(&economy, "payee", SOL).to_bytes();
    for payload in [vec![], vec![7; 20], sound[..sound.len() - 1].to_vec(), [&sound[..], &[0]].concat()] {
        let draft = PayloadDraft { class: ACTION, rationale_hash: [0; 32], payload };
        let instruction = economy.gate.propose_payload(member.pubkey(), [1; 32], draft);
        assert_refused(world.send_one(instruction, &[&member]), GovernorError::BadPayload);
    }
}

#[test]
fn other_accounts_than_the_stored_ones_are_refused() {
    let (mut world, economy) = rich();
    let action = payment(&economy, "payee", SOL);
    let proposal = ready(&mut world, &economy, 1, &action);
    let sound = economy.gate.perform(proposal, &action);
    let last = sound.accounts.len() - 1;
    let swapped = {
        let mut other = sound.clone();
        other.accounts[last - 1].pubkey = actor("thief").pubkey();
        other
    };
    let missing = {
        let mut other = sound.clone();
        other.accounts.remove(last - 1);
        other
    };
    let more = {
        let mut other = sound.clone();
        other.accounts.insert(last, sound.accounts[last].clone());
        other
    };
    let other_program = {
        let mut other = sound.clone();
        other.accounts[last].pubkey = issuer::client::TOKEN_2022;
        other
    };
    let none = {
        let mut other = sound.clone();
        other.accounts.truncate(4);
        other
    };
    for wrong in [swapped, missing, more, other_program, none] {
        assert_refused(world.send_one(wrong, &[]), GovernorError::ActionAccounts);
    }
    assert_eq!(lamports(&world, &actor("thief").pubkey()), 0);
}

#[test]
fn the_payload_of_another_proposal_and_a_changed_payload_are_refused() {
    let (mut world, economy) = rich();
    let (small, large) = (payment(&economy, "payee", 1), payment(&economy, "thief", 5 * SOL));
    propose(&mut world, &economy, 2, &large).unwrap();
    let proposal = ready(&mut world, &economy, 1, &small);
    let foreign = economy.gate.payload(&economy.gate.proposal(&[2; 32]));
    let mut instruction = economy.gate.perform(proposal, &large);
    instruction.accounts[3].pubkey = foreign;
    assert_refused(world.send_one(instruction, &[]), GovernorError::ForeignPayload);
    let bytes = large.to_bytes();
    world.poke(&economy.gate.payload(&proposal), |data| data[48..48 + bytes.len()].copy_from_slice(&bytes));
    assert_refused(perform(&mut world, &economy, &proposal, &large), GovernorError::PayloadMismatch);
}

#[test]
fn each_class_is_carried_out_by_its_own_instruction() {
    let (mut world, economy) = rich();
    let action = payment(&economy, "payee", SOL);
    let proposal = ready(&mut world, &economy, 1, &action);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::WrongClass);
    let moves = economy.proposed_by(&mut world, "member-1", 2, PARAM, &[(0, -1_000)]);
    // A payload at the address of the other proposal does not exist; that of the action stands in.
    let mut instruction = economy.gate.perform(moves, &action);
    instruction.accounts[3].pubkey = economy.gate.payload(&proposal);
    world.send_one(instruction, &[]).expect_err("moves are no action");
}

#[test]
fn a_guard_holds_right_before_the_call_or_nothing_happens() {
    let (mut world, economy) = rich();
    let noted = outside::account(&mut world, "note", b"price 42");
    let guard =
        |offset, len, text: &[u8]| Guard { account: 2, offset, len, sha256: anchor_lang::prelude::sha256(text) };
    let mut action = payment(&economy, "payee", SOL);
    action.accounts.push(Meta { key: noted, flags: 0 });
    action.guards = vec![guard(0, 5, b"price"), guard(6, 0, b"42")];
    let proposal = ready(&mut world, &economy, 1, &action);
    outside::account(&mut world, "note", b"price 43");
    assert_refused(perform(&mut world, &economy, &proposal, &action), GovernorError::GuardMismatch);
    outside::account(&mut world, "note", b"price 421");
    assert_refused(perform(&mut world, &economy, &proposal, &action), GovernorError::GuardMismatch);
    for short in [&b"pric"[..], b"price"] {
        outside::account(&mut world, "note", short);
        assert_refused(perform(&mut world, &economy, &proposal, &action), GovernorError::GuardOutOfRange);
    }
    assert_eq!(lamports(&world, &actor("payee").pubkey()), 0);
    outside::account(&mut world, "note", b"price 42");
    perform(&mut world, &economy, &proposal, &action).unwrap();
}

#[test]
fn an_action_is_vetoed_like_any_other_proposal_and_a_config_change_makes_it_stale() {
    let (mut world, economy) = rich();
    let action = payment(&economy, "payee", SOL);
    let proposal = ready(&mut world, &economy, 1, &action);
    let vetoes = economy.council(&world).classes[usize::from(ACTION)].vetoes;
    for member in ["member-1", "member-2", "member-3"].into_iter().take(usize::from(vetoes)) {
        economy.veto(&mut world, member, &proposal).unwrap();
    }
    assert_eq!(economy.proposal(&world, &proposal).state(), State::Vetoed);
    assert_refused(perform(&mut world, &economy, &proposal, &action), GovernorError::ProposalClosed);
}

#[test]
fn the_economy_may_sign_and_write_its_own_address_only() {
    let (_, economy) = rich();
    let action = payment(&economy, "payee", SOL);
    assert_eq!(action.accounts[0], Meta { key: economy.gate.authority, flags: SIGNER | WRITABLE });
    assert_eq!(Action::read(&action.to_bytes()).unwrap(), action);
}
