//! The checks themselves: each is told lies, and has to find every one.

use anyhow::Result;
use economics::lifecycle::State;
use solana_address::Address;

use super::{checks::Step, kind::Tally, script, sequence::Player, snapshot::Snapshot, stage::Stage};

type Check = fn(&Step) -> Result<()>;
/// Changes the moment after, or both moments where the change itself would be noticed.
type Lie = fn(&mut Snapshot, &mut Snapshot);

const LIES: &[(&str, Check, Lie)] = &[
    ("a unit out of nothing", |step| step.money(), |_, it| it.supply += 1),
    ("minted and not told", |step| step.money(), |_, it| it.ledger.ever_minted += 1),
    ("burned and not told", |step| step.money(), |_, it| it.ledger.burned += 1),
    ("a unit that lies nowhere", |step| step.money(), |_, it| tokens(it)[0].1.amount -= 1),
    ("minted outside the period", |step| step.breaker(), |_, it| it.ledger.window_minted += 1),
    ("a breaker that lets through", |step| step.breaker(), |_, it| it.ledger.breaker.max_bps = 0),
    ("a row rewritten", |step| step.metrics(), |_, it| it.ring.periods[0].burned += 1),
    ("a row too many", |step| step.metrics(), |_, it| it.ring.head += 1),
    ("active stake of nobody", |step| step.stakes(), |_, it| it.pool.active += 1),
    ("stake of nobody", |step| step.stakes(), |_, it| it.pool.totals.staked += 1),
    ("a staker too many", |step| step.stakes(), |_, it| it.pool.totals.stakers += 1),
    ("cooling of nobody", |step| step.stakes(), |_, it| it.pool.cooling += 1),
    ("a ledger that does not add up", |step| step.stakes(), |_, it| it.pool.stream.queued += 1),
    ("a short vault", |step| step.stakes(), |_, it| it.vault = it.pool.accounted - 1),
    ("a reward out of nothing", |step| step.rewards(), |_, it| position(it, 0).owed += 1),
    ("the smallest fraction of a reward", |step| step.rewards(), |_, it| it.pool.acc_carry ^= 1),
    ("a reward paid and not told", |step| step.rewards(), |_, it| it.pool.totals.rewards_paid += 1),
    (
        "tokens taken from one and given to another",
        |step| step.owners(),
        |_, it| {
            tokens(it)[0].1.amount -= 1;
            tokens(it)[1].1.amount += 1;
        },
    ),
    (
        "principal moved from one to another",
        |step| step.owners(),
        |_, it| {
            position(it, 0).cooling += 1;
            position(it, 1).cooling -= 1;
        },
    ),
    ("a value moved without a proposal", |step| step.policy(), |_, it| it.policy.params[0].value += 1),
    ("a version without a proposal", |step| step.policy(), |_, it| it.policy.version += 1),
    ("bounds moved", |step| step.policy(), |_, it| it.policy.params[0].spec.soft_max += 1),
    (
        "a group that misses its sum",
        |step| step.policy(),
        |was, it| {
            it.policy.params[2].value += 1;
            was.policy.params[2].value += 1;
        },
    ),
    ("another head of the chain", |step| step.chain(), |_, it| it.council.chain_head[31] ^= 1),
    ("a seat swapped", |step| step.council(), |_, it| it.council.seats[0].key = Address::default()),
    ("a seat accepted by somebody else", |step| step.council(), |_, it| it.council.seats[0].accepted ^= 1),
    ("other roles", |step| step.council(), |_, it| it.council.seats[0].roles ^= 4),
    ("a floor lowered", |step| step.council(), |_, it| it.council.floors[0].delay_secs -= 1),
    (
        "a rule below its floor",
        |step| step.council(),
        |was, it| {
            it.council.classes[1].delay_secs = 1;
            was.council.classes[1].delay_secs = 1;
        },
    ),
    ("a rule loosened", |step| step.council(), |_, it| it.council.classes[1].window_secs += 1),
    ("another guardian", |step| step.council(), |_, it| it.council.safeguards.guardian = Address::default()),
    ("a configuration out of nothing", |step| step.council(), |_, it| it.council.config_seqno += 1),
    ("an oracle's model swapped", |step| step.council(), |_, it| it.council.oracles[0].model_hash[0] ^= 1),
    (
        "a key with two places",
        |step| step.council(),
        |was, it| {
            it.council.seats[1].key = it.council.seats[0].key;
            was.council.seats[1].key = was.council.seats[0].key;
        },
    ),
    (
        "a council that cannot act",
        |step| step.council(),
        |was, it| {
            it.council.seats.iter_mut().for_each(|seat| seat.accepted = 0);
            was.council.seats.iter_mut().for_each(|seat| seat.accepted = 0);
        },
    ),
    (
        "an alarm lowered",
        |step| step.brakes(),
        |was, it| {
            was.council.alarm.until1 = 1;
            it.council.alarm.until1 = 0;
        },
    ),
    ("a pause by nobody", |step| step.brakes(), |_, it| (it.policy.paused, it.policy.paused_until) = (1, it.unix + 1)),
    (
        "a pause cleared",
        |step| step.brakes(),
        |was, it| {
            (was.policy.paused, was.policy.paused_until) = (1, it.unix + 1);
            (it.policy.paused, it.policy.paused_until) = (0, 0);
        },
    ),
    ("the treasury robbed", |step| step.treasury(), |_, it| it.treasury -= 1),
    ("a voice out of nothing", |step| step.proposals(), |_, it| active(it).turnout.objection += 1),
    ("a proposal counted twice", |step| step.chain(), |_, it| it.council.proposal_count += 1),
    ("an ended proposal revived", |step| step.proposals(), |_, it| ended(it).life.state = State::Active.code()),
    ("an ended proposal rewritten", |step| step.proposals(), |_, it| ended(it).life.closed_at += 1),
    ("executed without approvals", |step| step.proposals(), |_, it| active(it).life.state = State::Executed.code()),
    (
        "content swapped",
        |step| step.proposals(),
        |was, it| {
            active(it).moves[0].new += 1;
            active(was).moves[0].new += 1;
        },
    ),
    ("a quota that forgets", |step| step.counters(), |_, it| it.council.oracles[0].open += 1),
    ("a member's quota that forgets", |step| step.counters(), |_, it| it.council.seats[0].open += 1),
    ("a guardian's quota that forgets", |step| step.counters(), |_, it| it.council.guardian_open += 1),
    (
        "two open proposals for one parameter",
        |step| step.one_open_proposal_per_parameter(),
        |_, it| {
            let until = it.unix + 1;
            let mut twin = *active(it);
            twin.life.voting_until = until;
            active(it).life.voting_until = until;
            it.proposals.insert(Address::default(), twin);
        },
    ),
];

#[test]
fn every_check_finds_the_lies_it_is_there_for() {
    let player = lived_in();
    let step = |before: &Snapshot, after: &Snapshot, check: Check| {
        let step = Step { stage: &player.stage, model: &player.model, before, after, signer: None };
        check(&step)
    };
    step(&player.now, &player.now, |step| step.check()).expect("the truth passes");
    for (name, check, lie) in LIES {
        let (mut before, mut after) = (player.now.clone(), player.now.clone());
        lie(&mut before, &mut after);
        assert!(step(&before, &after, *check).is_err(), "{name} passed unnoticed");
    }
}

/// A sequence that has everything to lie about: rows, positions, an open and an ended proposal.
fn lived_in() -> Player {
    let stage = Stage::open();
    let rich = |player: &Player| {
        let proposals = || player.now.proposals.values().map(|proposal| proposal.state());
        let cooling = player.now.positions.values().nth(1).is_some_and(|position| position.cooling > 0);
        let current = player.now.council.config_seqno == 1;
        let rows = current && player.now.ring.head > 1 && player.model.open.minted > 0;
        rows && cooling
            && player.now.proposals.values().any(|it| it.state() == State::Active && it.class < 2)
            && proposals().any(|state| !state.is_open())
    };
    let play = |seed| Player::play(&stage, &script::of_seed(seed, 120), None, &mut Tally::default());
    let mut players = (0..100).map(|seed| play(seed).expect("the invariants hold"));
    players.find(rich).expect("one of a hundred sequences has it all")
}

fn tokens(it: &mut Snapshot) -> Vec<(&Address, &mut super::snapshot::Tokens)> {
    it.tokens.iter_mut().filter(|(_, tokens)| tokens.amount > 1).collect()
}

fn position(it: &mut Snapshot, place: usize) -> &mut economics::staking::PositionState {
    it.positions.values_mut().nth(place).expect("enough positions")
}

fn active(it: &mut Snapshot) -> &mut governor::Proposal {
    let moves = |proposal: &&mut governor::Proposal| proposal.state() == State::Active && proposal.class < 2;
    it.proposals.values_mut().find(moves).expect("an open proposal")
}

fn ended(it: &mut Snapshot) -> &mut governor::Proposal {
    it.proposals.values_mut().find(|proposal| !proposal.state().is_open()).expect("an ended proposal")
}
