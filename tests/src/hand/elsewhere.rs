//! Keys on machines without a network, and brakes that wait in a drawer.

use super::{base58, hand, hex, key};
use oracle::{
    chain::{Pubkey, advance, read_nonce},
    keys::Signer,
};
use solana_system_interface::instruction as system;

#[test]
fn a_veto_signed_on_a_machine_without_a_network_is_sent_by_one_without_the_key() {
    let (hand, _turn) = hand();
    hand.does("propose emission_rate=79000 -k local:member-1");
    let facts = hand.newest();
    let (member, blockhash) = (hand.funded("member-3"), hand.blockhash());
    let proposal: Pubkey = facts.address.parse().expect("an address");
    let veto = hand.gov.gate.veto(member.pubkey(), proposal, hex(&facts.content_hash));
    let signer = hand.signs_elsewhere(&member, &[veto], blockhash);
    let (address, blockhash) = (member.pubkey(), base58(blockhash));
    let send = format!("veto {} -k {address} --blockhash {blockhash}", facts.number);
    hand.is_told(&send, "--signer PUBKEY=SIGNATURE");
    hand.is_told(&format!("{send} --signer {address}=abc"), "PUBKEY=SIGNATURE in base58");
    hand.is_told(&format!("veto {} -k {address}", facts.number), "signs there with --sign-only");
    let other = base58([7; 32]);
    hand.is_told(&format!("veto {} -k {address} --blockhash {other} --signer {signer}", facts.number), "other bytes");
    hand.does(&format!("{send} --signer {signer}"));
    assert_eq!(hand.newest().vetoes, [address.to_string()]);
    // What the offline machine types gives the same bytes without asking anybody.
    let offline = format!("veto {proposal} --hash {} -k local:member-3 --sign-only", facts.content_hash);
    hand.does(&format!("{offline} --blockhash {blockhash}"));
    hand.is_told(&offline, "--blockhash");
    hand.is_told(&format!("veto {} -k local:member-3 --sign-only --blockhash {blockhash}", facts.number), "address");
    hand.does(&format!("cancel {} -k local:member-1", facts.number));
}

#[test]
fn a_veto_waits_in_a_drawer_under_a_durable_nonce_and_a_vote_does_not() {
    let (hand, _turn) = hand();
    let (member, nonce) = (hand.funded("member-2"), key("nonce-1"));
    let create = system::create_nonce_account(&member.pubkey(), &nonce.pubkey(), &member.pubkey(), 2_000_000);
    hand.runtime.block_on(hand.chain.sender.send(&create, &[&member, &nonce])).expect("a nonce account");
    hand.does("propose stakers_share=3100 treasury_share=1900 -k local:member-1");
    let facts = hand.newest();
    let held = hand.runtime.block_on(read_nonce(&hand.chain.sender.rpc, &nonce.pubkey())).expect("an answer");
    let value = held.expect("a nonce").value;
    let proposal: Pubkey = facts.address.parse().expect("an address");
    let veto = hand.gov.gate.veto(member.pubkey(), proposal, hex(&facts.content_hash));
    let drawer = [advance(&nonce.pubkey(), &member.pubkey()), veto];
    let signer = hand.signs_elsewhere(&member, &drawer, value);
    let under = format!("--nonce {} --blockhash {}", nonce.pubkey(), base58(value));
    hand.is_told(&format!("approve {} -k local:member-2 {under}", facts.number), "refuses votes");
    // Long after any blockhash of that time has died.
    let later = hand.runtime.block_on(hand.gov.clock()).expect("a clock").unix + 120;
    hand.runtime.block_on(hand.chain.time.pass_until(later)).expect("time passes");
    hand.does(&format!("veto {} -k {} {under} --signer {signer}", facts.number, member.pubkey()));
    assert_eq!(hand.newest().vetoes, [member.pubkey().to_string()]);
    hand.does(&format!("cancel {} -k local:member-1", facts.number));
}
