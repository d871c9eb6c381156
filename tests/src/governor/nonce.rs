//! Votes signed in advance are refused; brakes signed in advance are welcome.

use {
    crate::world::{AI, Economy, Outcome, World, actor, assert_refused},
    governor::GovernorError,
    solana_address::Address,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    solana_system_interface::instruction::{advance_nonce_account, create_nonce_account},
};

/// Sends `instruction` behind the advance of a durable nonce, as a transaction signed months ago would be.
pub fn send_with_nonce(world: &mut World, instruction: Instruction, signer: &Keypair) -> Outcome {
    let (payer, nonce) = (world.funded("payer"), actor("nonce"));
    if world.bytes(&nonce.pubkey()).is_empty() {
        let create = create_nonce_account(&payer.pubkey(), &nonce.pubkey(), &payer.pubkey(), 10_000_000);
        world.send(&create, &[&nonce]).unwrap();
    }
    let advance = advance_nonce_account(&nonce.pubkey(), &payer.pubkey());
    world.send(&[advance, instruction], &[signer])
}

fn proposed() -> (World, Economy, Address) {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let proposal = economy.proposed(&mut world);
    (world, economy, proposal)
}

#[test]
fn an_approval_signed_in_advance_with_a_durable_nonce_is_refused() {
    let (mut world, economy, proposal) = proposed();
    let member = actor("member-1");
    let content = economy.proposal(&world, &proposal).content_hash;
    let approve = economy.gate.approve(member.pubkey(), proposal, content, 1);
    assert_refused(send_with_nonce(&mut world, approve, &member), GovernorError::DurableNonce);
}

#[test]
fn a_proposal_signed_in_advance_with_a_durable_nonce_is_refused() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let oracle = actor("oracle");
    let mut draft = economy.draft(&world, AI, &[(0, -1)]);
    draft.moves.truncate(1);
    let propose = economy.gate.propose(oracle.pubkey(), [1; 32], draft);
    assert_refused(send_with_nonce(&mut world, propose, &oracle), GovernorError::DurableNonce);
}

#[test]
fn brakes_may_be_signed_in_advance() {
    let (mut world, economy, proposal) = proposed();
    economy.queue(&mut world, &proposal);
    let content = economy.proposal(&world, &proposal).content_hash;
    let (one, three, oracle) = (actor("member-1"), actor("member-3"), actor("oracle"));
    let unapprove = economy.gate.unapprove(one.pubkey(), proposal);
    send_with_nonce(&mut world, unapprove, &one).unwrap();
    let veto = economy.gate.veto(three.pubkey(), proposal, content);
    send_with_nonce(&mut world, veto, &three).unwrap();
    let cancel = economy.gate.cancel(oracle.pubkey(), proposal);
    send_with_nonce(&mut world, cancel, &oracle).unwrap();
}

#[test]
fn another_instruction_of_the_system_program_ahead_is_no_durable_nonce() {
    let (mut world, economy, proposal) = proposed();
    let (payer, member) = (world.funded("payer"), actor("member-1"));
    let content = economy.proposal(&world, &proposal).content_hash;
    let transfer = solana_system_interface::instruction::transfer(&payer.pubkey(), &member.pubkey(), 1);
    let approve = economy.gate.approve(member.pubkey(), proposal, content, 1);
    world.send(&[transfer, approve], &[&member]).unwrap();
}

#[test]
fn a_forged_instructions_sysvar_is_refused() {
    let (mut world, economy, proposal) = proposed();
    let member = actor("member-1");
    let content = economy.proposal(&world, &proposal).content_hash;
    let mut approve = economy.gate.approve(member.pubkey(), proposal, content, 1);
    approve.accounts[3].pubkey = economy.gate.policy;
    assert!(world.send_one(approve, &[&member]).is_err());
    assert_eq!(economy.proposal(&world, &proposal).life.approvals, 0);
}
