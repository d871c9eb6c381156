//! Voices of stakers, and the alarm that anyone proves.

use super::{hand, key};
use economics::{
    metrics::{Period, Ring},
    voice::{Checkpoint, VoiceCard},
};
use oracle::keys::Signer;

/// In front of the ring in the issuer's metrics: discriminator and issuer.
const RING: usize = 40;
/// `sha256("account:Position")[..8]`.
const POSITION: [u8; 8] = [170, 188, 143, 228, 122, 64, 247, 208];

#[test]
fn a_staker_objects_and_anyone_proves_the_alarm_from_the_metrics() {
    let (hand, _turn) = hand();
    let now = hand.runtime.block_on(hand.gov.clock()).expect("a clock").unix;
    let links = hand.runtime.block_on(hand.gov.council()).expect("a council").safeguards.links;
    // Two closed periods in which half of the stake left, and two positions of one staker: what the issuer and the
    // staking program would have written.
    let period = |end: i64, staked: u64| Period { start: end - 10, end, supply: 10_000, staked, ..Period::default() };
    let mut metrics = hand.account(&links.metrics).data;
    let mut ring: Ring = bytemuck::pod_read_unaligned(&metrics[RING..RING + size_of::<Ring>()]);
    ring.push(&period(now - 15, 2_000));
    ring.push(&period(now - 5, 1_000));
    metrics[RING..RING + size_of::<Ring>()].copy_from_slice(bytemuck::bytes_of(&ring));
    hand.sets(&links.metrics, &links.issuer_program, &metrics);
    let staker = hand.funded("stranger-8").pubkey();
    for (name, weight) in [("position-1", 100), ("position-2", 250)] {
        let since = Checkpoint { since: now - 1_000, weight };
        let card = VoiceCard {
            pool: links.pools[0].to_bytes(),
            owner: staker.to_bytes(),
            delegate: [0; 32],
            checkpoints: [Checkpoint::default(), since],
        };
        let bytes = [&POSITION[..], bytemuck::bytes_of(&card)].concat();
        hand.sets(&key(name).pubkey(), &links.staking_program, &bytes);
    }

    hand.does("propose gauge_contrib=2100 gauge_treasury=900 -k local:member-1");
    let facts = hand.newest();
    hand.is_told(&format!("voice object {} -k local:stranger-9", facts.number), "found 0 positions");
    let one = key("position-1").pubkey();
    hand.does(&format!("voice object {} --position {one} -k local:stranger-8", facts.number));
    let turnout = hand.newest().turnout;
    assert_eq!((turnout.objection, turnout.base, hand.state(facts.number).as_str()), (100, 1_000, "active"));
    hand.does(&format!("voice object {} -k local:stranger-8", facts.number));
    assert_eq!((hand.newest().turnout.objection, hand.state(facts.number).as_str()), (350, "rejected"));
    hand.does(&format!("voice close {} -k local:stranger-8", facts.number));
    hand.is_told(&format!("voice close {} -k local:stranger-8", facts.number), "failed to find a voice");

    hand.does("alarm prove 0 -k local:stranger-1");
    let until = hand.runtime.block_on(hand.gov.council()).expect("a council").alarm.until1;
    assert!(until > now);
    hand.runtime.block_on(hand.chain.time.pass_until(until + 1)).expect("time passes");
}
