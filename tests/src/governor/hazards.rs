//! What the chain itself can do to a transaction: signed long ago, cut off in the middle, odd accounts, used addresses.

use {
    super::nonce::send_with_nonce,
    crate::{
        cast::{Cast, DELAY, key},
        world::{World, actor, assert_refused, assert_refused_with},
    },
    economics::policy::Class,
    governor::{ConfigChange, GovernorError},
    solana_address::Address,
    solana_instruction::Instruction,
};

/// `SetComputeUnitLimit` of the compute budget program.
fn compute_limit(units: u32) -> Instruction {
    let program_id = anchor_lang::address!("ComputeBudget111111111111111111111111111111");
    Instruction { program_id, accounts: Vec::new(), data: [&[2][..], &units.to_le_bytes()].concat() }
}

/// A configuration of several changes whose window is open.
fn ripe() -> (Cast, Address) {
    let mut cast = Cast::new();
    let changes = [
        ConfigChange::AddSeat { key: key("stranger"), roles: 1 },
        ConfigChange::SetMemberQuota { quota: 5 },
        ConfigChange::SetSoftBounds { key: economics::key("fee_bps"), min: 0, max: 400 },
    ];
    let (at, _) = cast.propose_config("member", &changes);
    cast.queue(&at);
    cast.world.pass_secs(DELAY);
    (cast, at)
}

/// Everything that an execution may change.
fn bytes(world: &World, cast: &Cast, at: &Address) -> [Vec<u8>; 4] {
    [cast.gate.council, cast.gate.policy, *at, cast.gate.payload(at)].map(|address| world.bytes(&address))
}

#[test]
fn a_transaction_that_runs_out_of_compute_leaves_everything_as_it_was() {
    let (mut cast, at) = ripe();
    let before = bytes(&cast.world, &cast, &at);
    let execute = cast.gate.execute_config(at);
    let whole = cast.world.would(&actor("stranger"), execute.clone()).unwrap().units as u32;
    // Besides the gate only the compute budget program itself takes its 150 units.
    for limit in (200..whole).step_by(usize::try_from(whole / 40).unwrap()) {
        let refused = cast.world.send(&[compute_limit(limit), execute.clone()], &[]).expect_err("it is cut off");
        let words = ["ComputationalBudgetExceeded", "ProgramFailedToComplete"];
        assert!(words.iter().any(|word| refused.error.contains(word)), "{limit}: {}", refused.error);
        assert_eq!(before, bytes(&cast.world, &cast, &at), "cut off after {limit} units");
    }
    cast.world.send(&[compute_limit(whole + 300), execute], &[]).unwrap();
    assert_ne!(before, bytes(&cast.world, &cast, &at));
}

#[test]
fn a_configuration_signed_in_advance_with_a_durable_nonce_is_refused() {
    let mut cast = Cast::new();
    let id = cast.id();
    let propose = cast.gate.propose_config(key("member"), id, [0; 32], &[ConfigChange::ClearPause]);
    assert_refused(send_with_nonce(&mut cast.world, propose, &actor("member")), GovernorError::DurableNonce);
    let pause = cast.gate.pause(key("guardian"), economics::pause::ALL, 60);
    send_with_nonce(&mut cast.world, pause, &actor("guardian")).unwrap();
    let alarm = cast.gate.raise_alarm(key("vetoer"));
    send_with_nonce(&mut cast.world, alarm, &actor("vetoer")).unwrap();
}

#[test]
fn the_address_of_an_ended_proposal_is_never_used_again() {
    let mut cast = Cast::new();
    let at = cast.proposed("member", Class::Param, &[(1, 5)]);
    let id = cast.proposal(&at).id;
    let cancel = cast.gate.cancel(key("member"), at);
    cast.send("member", cancel).unwrap();
    let again = cast.gate.propose(key("member"), id, cast.draft(Class::Param, &[(1, 5)]));
    let before = cast.world.bytes(&at);
    assert_refused_with(cast.send("member", again), "Custom(0)");
    assert_eq!(before, cast.world.bytes(&at));
}

#[test]
fn an_account_one_byte_too_long_changes_nothing() {
    let (cast, at) = ripe();
    let mut plain = cast.clone();
    plain.execute(&at).unwrap();
    let expected = bytes(&plain.world, &plain, &at);
    for address in [cast.gate.council, cast.gate.policy, at, cast.gate.payload(&at)] {
        let mut longer = cast.clone();
        let mut account = longer.world.svm.get_account(&address).unwrap();
        account.data.push(255);
        longer.world.svm.set_account(address, account).unwrap();
        let before = bytes(&longer.world, &longer, &at);
        let outcome = longer.execute(&at);
        let after = bytes(&longer.world, &longer, &at);
        match outcome {
            // The byte behind the account's own is neither read nor written.
            Ok(_) => {
                for (plain, longer) in expected.iter().zip(&after) {
                    assert!(longer.starts_with(plain) && longer[plain.len()..].iter().all(|byte| *byte == 255));
                }
            }
            Err(_) => assert_eq!(before, after),
        }
    }
}
