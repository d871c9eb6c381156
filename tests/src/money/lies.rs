//! The checks themselves: books that are wrong somewhere, and chains that break a promise, have to be noticed.

use economics::{Now, key::EMISSION_RATE};

use super::{
    action::Action,
    cast::{VISITOR, rewards},
    draw::Draw,
    play::{Player, Sabotage},
    shrink::shrink,
    stage::{BIRTHS, Stage},
    state::State,
    tokens::{Coin, Place},
};

/// Books with one small defect each: the comparison has to find it, and to name a short sequence.
const DEFECTS: &[(&str, Sabotage)] = &[
    ("emission forgets its remainder", |action, books| {
        if *action == Action::Emit {
            books.ledger.carry = [0; 2];
        }
    }),
    ("a roll takes a unit from the treasury", |action, books| {
        if *action == Action::Roll {
            let treasury = books.tokens.held.entry((Coin::Main, Place::Treasury));
            treasury.and_modify(|held| held.amount = held.amount.saturating_sub(1));
        }
    }),
    ("a settlement ages a voice", |action, books| {
        if let Action::Settle { seat } = action {
            books.stakes.entry(*seat).and_modify(|stake| stake.card.checkpoints[1].since -= 1);
        }
    }),
    ("a deposit warms up one second less", |action, books| {
        if let Action::Stake { seat, .. } = action {
            books.stakes.entry(*seat).and_modify(|stake| stake.state.active_from -= 1);
        }
    }),
    ("a fee change acts one epoch early", |action, books| {
        if *action == Action::SyncFee && books.tokens.newer.epoch == books.now.epoch + 2 {
            books.tokens.newer.epoch -= 1;
        }
    }),
    ("a claim leaves a fraction behind", |action, books| {
        if let Action::Claim { seat } = action {
            books.stakes.entry(*seat).and_modify(|stake| stake.state.owed_fraction = 0);
        }
    }),
];

#[test]
fn books_with_a_small_defect_are_found_out_and_the_sequence_shrinks_to_what_shows_it() {
    let stage = Stage::open(BIRTHS[1]);
    for (name, sabotage) in DEFECTS {
        let fails = |actions: &[Action]| {
            let mut player = Player { sabotage: Some(*sabotage), ..Player::new(stage.clone()) };
            player.play(actions).is_err()
        };
        let found = (0..40).map(|seed| Draw::sequence(seed, 60)).find(|actions| fails(actions));
        let least = shrink(&found.unwrap_or_else(|| panic!("{name} passed unnoticed")), fails);
        assert!(least.len() <= 8, "{name}: {least:?}");
    }
}

/// Makes the chain say something else.
type Lie = fn(&mut State);

/// What each promise is there for.
const LIES: &[(&str, Lie)] = &[
    ("a unit out of nothing", |it| it.tokens.supply += 1),
    ("a unit that lies nowhere", |it| purse(it, 0, -1)),
    ("tokens taken from one and given to another", |it| {
        purse(it, 0, -1);
        purse(it, 1, 1);
    }),
    ("minted and not told", |it| it.ledger.ever_minted += 1),
    ("burned and not told", |it| it.ledger.burned += 1 << 40),
    ("a gauge that got more than was minted", |it| it.ledger.gauge_minted[3] += 1),
    ("more pending than the cap leaves", |it| it.ledger.pending = u64::MAX),
    ("a liquidity share out of nothing", |it| {
        it.tokens.held.entry((Coin::Lp, Place::Wallet(0))).and_modify(|held| held.amount += 1);
    }),
    ("active stake of nobody", |it| it.pools[0].active += 1),
    ("a share of nobody", |it| it.pools[1].shares += 1),
    ("stake of nobody", |it| it.pools[0].totals.staked += 1),
    ("a staker too many", |it| it.pools[2].totals.stakers += 1),
    ("cooling of nobody", |it| it.pools[0].cooling += 1),
    ("a pool that does not add up", |it| it.pools[0].stream.queued += 1),
    ("a short vault", |it| {
        let short = it.pools[0].accounted - 1;
        it.tokens.held.entry(rewards(0)).and_modify(|held| held.amount = short);
    }),
    ("a reward out of nothing", |it| stake(it).state.owed += 1),
    ("the smallest fraction of a reward", |it| it.pools[0].acc_carry ^= 1),
    ("a reward paid and not told", |it| it.pools[0].totals.rewards_paid += 1),
    ("a reward that never arrived", |it| {
        it.pools[2].stream.queued += 1 << 60;
        it.pools[2].accounted += 1 << 60;
        it.tokens.held.entry(rewards(2)).and_modify(|held| held.amount += 1 << 60);
    }),
    ("principal moved away", |it| stake(it).state.warming += 1),
    ("a voice given away", |it| stake(it).card.delegate = [9; 32]),
    ("a list that owes what is not there", |it| {
        it.lists.slots[0].total = u64::MAX;
        it.lists.slots[0].claimed = 0;
    }),
    ("a share marked and not paid", |it| {
        let open = it.shares.iter().position(|shares| shares[VISITOR].amount > 0).expect("a list with a share");
        it.marks[open].words[0] ^= 1 << VISITOR;
    }),
    ("a treasury that lost a unit", |it| {
        it.tokens.held.entry((Coin::Main, Place::Treasury)).and_modify(|held| held.amount -= 1);
        purse(it, 0, 1);
    }),
];

#[test]
fn every_promise_finds_the_lies_it_is_there_for() {
    let stage = Stage::open(BIRTHS[1]);
    let player = lived_in(&stage);
    let idle = Action::EpochLength { secs: 1 };
    player.flows.clone().check(&idle, &player.books).expect("the truth passes");
    for (name, lie) in LIES {
        let mut told = player.books.clone();
        lie(&mut told);
        assert!(player.flows.clone().check(&idle, &told).is_err(), "{name} passed unnoticed");
    }
}

#[test]
fn an_emission_above_the_breaker_is_noticed() {
    let player = Player::new(Stage::open(BIRTHS[0]));
    let emitted = |amount: u64, secs: i64| {
        let mut it = player.books.clone();
        it.now = Now { unix: it.now.unix + secs, ..it.now };
        it.tokens.mint_to((Coin::Main, Place::Treasury), amount);
        it.ledger.ever_minted += amount;
        it.ledger.gauge_minted[2] += amount;
        it
    };
    let limit = player.books.ledger.base_supply / 200;
    player.flows.clone().check(&Action::Emit, &emitted(limit, 1)).expect("the limit is allowed");
    assert!(player.flows.clone().check(&Action::Emit, &emitted(limit + 1, 1)).is_err());
    assert!(player.books.param(EMISSION_RATE).value > 0);
}

/// An economy that has everything to lie about.
fn lived_in(stage: &Stage) -> Player {
    let players = (0..100).map(|seed| {
        let mut player = Player::new(stage.clone());
        player.play(&Draw::sequence(seed, 80)).expect("the sequence is sound");
        player
    });
    let rich = |player: &Player| {
        let books = &player.books;
        let lists = books.shares.iter().any(|shares| shares[VISITOR].amount > 0);
        let treasury = books.tokens.amount((Coin::Main, Place::Treasury)) > 0;
        lists && treasury && books.pools.iter().all(|pool| pool.totals.stakers > 0) && books.pools[0].accounted > 0
    };
    players.into_iter().find(rich).expect("one of a hundred sequences has it all")
}

fn purse(it: &mut State, who: usize, by: i64) {
    let at = (Coin::Main, Place::Wallet(who));
    it.tokens.held.entry(at).and_modify(|held| held.amount = held.amount.wrapping_add_signed(by));
}

fn stake(it: &mut State) -> &mut super::state::Stake {
    it.stakes.values_mut().find(|stake| stake.state.staked() > 0).expect("a position with stake")
}
