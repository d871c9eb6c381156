//! Who may do what, on the running system: the keys of the play against its own gate.

use super::{Played, played};
use oracle::{
    audit::Log,
    chain::SendError,
    governance::{GovError, Governance},
    keys::{Keypair, local_key},
    plan::draft,
    submit,
};

#[test]
fn a_stranger_cannot_propose() {
    let played = played();
    let _turn = played.turn();
    let stranger = funded(played, "stranger-1");
    let error =
        played.runtime.block_on(gate(played).propose_param(&stranger, &[("fee_bps", 90)], "")).expect_err("no seat");
    assert_refused(&error);
}

#[test]
fn neither_a_stranger_nor_the_oracle_can_vote_on_a_proposal() {
    let played = played();
    let _turn = played.turn();
    let member = key("member-1");
    played.runtime.block_on(async {
        let gate = gate(played);
        let (proposal, _) =
            gate.propose_param(&member, &[("unbond_secs", 300_000)], "").await.expect("a member proposes");
        for name in ["stranger-1", "oracle"] {
            let voter = funded_in(played, name).await;
            assert_refused(&gate.approve(&voter, &proposal).await.expect_err("no vote"));
            assert_refused(&gate.veto(&voter, &proposal).await.expect_err("no veto"));
            assert_refused(&gate.unapprove(&voter, &proposal).await.expect_err("nothing to take back"));
            assert_refused(&gate.cancel(&voter, &proposal).await.expect_err("not its proposal"));
            assert_refused(&gate.execute(&voter, &proposal).await.expect_err("not approved"));
        }
        assert_eq!(gate.show(&proposal).await.expect("it is there").state, "active");
        gate.cancel(&member, &proposal).await.expect("the proposer cancels");
    });
}

#[test]
fn the_oracle_cannot_propose_as_a_member() {
    let played = played();
    let _turn = played.turn();
    let oracle = key("oracle");
    let error =
        played.runtime.block_on(gate(played).propose_param(&oracle, &[("fee_bps", 90)], "")).expect_err("no seat");
    assert_refused(&error);
}

#[test]
fn the_same_decision_cannot_be_submitted_twice() {
    let played = played();
    let _turn = played.turn();
    let log = Log::open(&played.dir).expect("the log");
    let decision = log.records().iter().find(|record| record.verdict.is_propose()).expect("a proposal");
    let root = log.merkle_root_of(decision.number).expect("a root");
    let draft = draft(decision, root, decision.number, "").expect("a draft");
    let (oracle, council) = (key("oracle"), played.config.economy.council);
    played.runtime.block_on(async {
        let gate = gate(played);
        let before = gate.council().await.expect("the council").proposal_count;
        let receipt = submit::submit(&played.chain.sender, &council, &oracle, &draft).await.expect("it is found");
        assert_eq!(receipt.signature, "", "nothing was sent");
        let again = gate.gate.propose(oracle_address(&oracle), draft.id.0, submit::arguments(&draft));
        let error = played.chain.sender.send(&[again], &[&oracle]).await.expect_err("the address is taken");
        assert!(matches!(error, SendError::Refused(_)), "{error}");
        assert_eq!(gate.council().await.expect("the council").proposal_count, before);
    });
}

fn gate(played: &Played) -> Governance {
    Governance::new(played.chain.sender.clone(), played.config.economy.council)
}

fn key(name: &str) -> Keypair {
    local_key(name).expect("a known name").keypair
}

fn oracle_address(key: &Keypair) -> oracle::chain::Pubkey {
    oracle::keys::Signer::pubkey(key)
}

/// A key that can pay for its transactions.
fn funded(played: &Played, name: &str) -> Keypair {
    played.runtime.block_on(funded_in(played, name))
}

async fn funded_in(played: &Played, name: &str) -> Keypair {
    let key = key(name);
    let sender = &played.chain.sender;
    oracle::deploy::ensure_funds(&sender.rpc, &oracle_address(&key), 100_000_000).await.expect("the faucet gives");
    key
}

/// A program said no; the network or the wallet did not.
fn assert_refused(error: &GovError) {
    assert!(matches!(error, GovError::Send(SendError::Refused(_))), "{error}");
}
