//! Proposing, voting, executing; and mistakes.

use super::{hand, hex, hex_of, key};
use oracle::{
    accounts::{TokenState, associated_token_address},
    chain::ensure_funds,
    governance::aloud,
    keys::Signer,
};

#[test]
fn members_approve_by_a_hash_that_was_read_aloud_and_anyone_executes() {
    let (hand, _turn) = hand();
    hand.does("propose unbond_secs=70 -k local:member-1");
    let facts = hand.newest();
    let spoken = aloud::words(&hex(&facts.content_hash)).join("-");
    hand.does(&format!("approve {} -k local:member-1 --hash {}", facts.number, facts.content_hash));
    hand.does(&format!("approve {} -k local:member-2 --hash {spoken}", facts.number));
    hand.pass_delay(facts.number);
    hand.does(&format!("execute {} -k local:stranger-1", facts.number));
    assert_eq!((hand.state(facts.number).as_str(), hand.value("unbond_secs")), ("executed", 70));
}

#[test]
fn three_mistakes_end_with_code_2_say_what_to_do_and_change_nothing() {
    let (hand, _turn) = hand();
    hand.does("propose burn_share=4900 treasury_share=2100 -k local:member-1");
    let facts = hand.newest();
    let other = hex_of(&[9; 32]);
    hand.is_told(&format!("approve {} -k local:member-1 --hash {other}", facts.number), "who reads another proposal");
    hand.is_told("propose fee=120 -k local:member-1", "the policy has emission_rate, fee_bps");
    hand.is_told("propose config member-add nobody --roles vote -k local:member-1", "base58");
    hand.is_told("show 99999", "expected a number from 1 to");
    hand.is_told("pause everything --for 1h -k local:guardian", "ai, execution, emission, deposits");
    let now = hand.newest();
    assert_eq!((now.number, now.approvals.len()), (facts.number, 0));
    hand.does(&format!("cancel {} -k local:member-1", facts.number));
}

#[test]
fn a_change_of_the_council_is_rehearsed_before_anybody_votes_and_made_whole() {
    let (hand, _turn) = hand();
    let newcomer = key("stranger-5").pubkey();
    let add = format!("propose config member-add {newcomer} --roles propose,vote,veto");
    hand.is_told(&format!("{add} -k local:member-1"), "could not be executed");
    let draft = std::env::temp_dir().join(format!("trimtab-draft-{}.txt", std::process::id()));
    let file = draft.display();
    let _ = std::fs::remove_file(&draft);
    hand.does(&format!("{add} --into {file}"));
    for class in ["ai", "param", "emergency", "config"] {
        hand.does(&format!("propose config rule {class} --approvals 3 --vetoes 2 --into {file}"));
    }
    hand.does(&format!("propose config rule action --approvals 4 --vetoes 1 --into {file}"));
    hand.does(&format!(
        "propose config param borrow_rate --value 50000 --min 0 --max 200000 --step 5000 --unit ppm --ai --into {file}"
    ));
    hand.does(&format!("propose config draft {file} -k local:member-2"));
    std::fs::remove_file(&draft).expect("the draft");
    let facts = hand.newest();
    let words = facts.payload.as_ref().expect("a payload").lines.join("\n");
    assert!(words.contains("approvals 2 → 3") && words.contains("add parameter borrow_rate"), "{words}");
    // Taken back again: the other tests count on three members.
    hand.does(&format!("veto {} -k local:member-1", facts.number));
    hand.does(&format!("veto {} -k local:member-3", facts.number));
    assert_eq!(hand.state(facts.number), "rejected");
    hand.does("propose config quota 5 -k local:member-1");
    let facts = hand.newest();
    hand.ripen(&facts);
    hand.does(&format!("execute {}", facts.number));
    let council = hand.runtime.block_on(hand.gov.council()).expect("a council");
    assert_eq!((council.safeguards.member_quota, council.config_seqno), (5, 2));
}

#[test]
fn the_economy_pays_what_was_voted_on_and_refuses_what_the_gate_would_refuse() {
    let (hand, _turn) = hand();
    let receiver = key("stranger-6").pubkey();
    let pay = format!("propose action pay --to {receiver} --sol 1.5 -k local:member-1");
    let rpc = &hand.chain.sender.rpc;
    let treasury = hand.gov.gate.authority;
    if hand.runtime.block_on(rpc.balance(&treasury)).expect("a balance") == 0 {
        hand.is_told(&pay, "send it there first");
    }
    hand.runtime.block_on(ensure_funds(rpc, &treasury, 3_000_000_000)).expect("the faucet gives");
    hand.is_told(
        &format!("propose action raw --program {} --data 00 -k local:member-1", governor::ID),
        "never the gate",
    );
    hand.does(&pay);
    let facts = hand.newest();
    hand.ripen(&facts);
    hand.does(&format!("execute {} -k local:stranger-1", facts.number));
    assert_eq!(hand.runtime.block_on(rpc.balance(&receiver)).expect("a balance"), 1_500_000_000);
}

#[test]
fn brakes_are_pulled_by_hand() {
    let (hand, _turn) = hand();
    hand.does("pause emission,deposits --for 30m -k local:guardian");
    hand.does("alarm raise -k local:member-3");
    let (council, policy) = hand.runtime.block_on(async { (hand.gov.council().await, hand.gov.policy().await) });
    let (council, policy) = (council.expect("a council"), policy.expect("a policy"));
    assert_eq!(policy.paused, economics::pause::EMISSION | economics::pause::DEPOSITS);
    assert!(council.alarm.until1 > 0);
    for look in ["council", "members list", "oracles", "list --open", "council --json", "members list --json"] {
        hand.does(look);
    }
    // The other tests count on calm, and on an emission that goes on.
    let calm = council.alarm.until1.max(policy.paused_until) + 1;
    hand.runtime.block_on(hand.chain.time.pass_until(calm)).expect("time passes");
}

#[test]
fn the_treasury_pays_tokens_that_were_voted_on() {
    let (hand, _turn) = hand();
    // Emission fills the treasury first; the stranger pays for it and gets nothing.
    hand.runs("crank", "-k local:stranger-1").expect("anyone emits");
    let owner = key("creator").pubkey();
    let held = associated_token_address(&owner, &hand.mint);
    let tokens = || TokenState::decode(&held, Some(&hand.account(&held))).expect("a token account").amount;
    let before = tokens();
    let pay = format!("propose action pay-token --mint {} --to {owner} -k local:member-1", hand.mint);
    hand.is_told(&format!("{pay} --amount 0.0000001"), "at most 6 decimals");
    hand.does(&format!("{pay} --amount 2.5"));
    let facts = hand.newest();
    let words = &facts.payload.as_ref().expect("a payload").lines[0];
    assert!(words.starts_with("pay 2.5 tokens of mint"), "{words}");
    hand.ripen(&facts);
    hand.does(&format!("execute {} -k local:stranger-1", facts.number));
    // A transfer fee of 1 % is withheld at the receiver.
    assert_eq!(tokens() - before, 2_475_000);
}
