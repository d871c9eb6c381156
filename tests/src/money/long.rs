//! Ten years of random cranking: after each call every conserved quantity is exactly where it was.

use economics::time::{DAY, YEAR};

use super::{
    action::{Action, Amount, Wait},
    draw::Draw,
    play::Player,
    stage::{BIRTHS, Birth, Stage},
    state::State,
    tokens::{Coin, Place},
};
use crate::actions::random::Random;

const YEARS: i64 = 10;

/// `∫ base × min(rate, ceiling) dt` of what was lived through, by hand: base units × ppm × seconds.
struct Integral {
    until: i64,
    sum: u128,
}

impl Integral {
    fn new(state: &State) -> Self {
        Self { until: state.ledger.accrued_to, sum: 0 }
    }

    /// Lives from the last look to `now` under the rate and the base that held before the action that ends it.
    fn live(&mut self, before: &State, now: i64) {
        let schedule = &before.ledger.schedule;
        let rate = before.param(economics::key::EMISSION_RATE).value as u64;
        while self.until < now {
            let year = (self.until - schedule.start) / YEAR;
            let end = now.min(schedule.start + (year + 1) * YEAR);
            let ceiling =
                (0..year).fold(schedule.initial_ppm, |ppm, _| ppm * (10_000 - schedule.disinflation_bps) / 10_000);
            let ppm = rate.min(ceiling.max(schedule.floor_ppm));
            let secs = (end - self.until) as u64;
            self.sum += u128::from(before.ledger.base_supply) * u128::from(ppm) * u128::from(secs);
            self.until = end;
        }
    }
}

/// What the ledger made of it: minted, unassigned and pending units, and the remainder below one.
fn accrued(state: &State, genesis: u64) -> u128 {
    let ledger = &state.ledger;
    let units = u128::from(ledger.ever_minted - genesis) + u128::from(ledger.unassigned) + u128::from(ledger.pending);
    units * 31_536_000 * 1_000_000 + economics::math::join(ledger.carry)
}

#[test]
fn ten_years_of_random_cranking_leave_no_conserved_quantity_a_unit_off() {
    let mut player = Player::new(Stage::open(Birth { room: 1 << 62, ..BIRTHS[0] }));
    let genesis = player.books.tokens.supply;
    let (start, mut random) = (player.books.now.unix, Random::new(10));
    let mut integral = Integral::new(&player.books);
    while player.books.now.unix < start + YEARS * 365 * DAY {
        for action in days_work(&mut random) {
            let before = player.books.clone();
            player.play(&[action]).unwrap_or_else(|broken| panic!("{}", broken.why));
            integral.live(&before, player.books.now.unix);
        }
    }
    player.play(&[Action::Emit]).expect("the last emission");
    let ledger = &player.books.ledger;
    assert_eq!(accrued(&player.books, genesis), integral.sum, "emission drifted");
    assert!(ledger.ever_minted > genesis + genesis / 10, "ten years minted next to nothing");
    assert!(player.books.ring.head > 1_000 && ledger.burned > 0 && ledger.fees_collected > 0, "{ledger:?}");
    player.finish().expect("everybody goes home with all that is theirs");
    println!("{YEARS} years: {:?}, supply {genesis} to {}", player.tally.done, player.books.tokens.supply);
}

/// What happens on some day, or while nobody looks for some weeks.
fn days_work(random: &mut Random) -> Vec<Action> {
    let who = random.below(5) as usize;
    let mut work = match random.below(30) {
        // A change of the policy, seen before and after; what a reader does that misses changes is another test's.
        0 => vec![Action::Emit, Action::Change { param: random.number(), distance: random.number() }, Action::Emit],
        1 => vec![Action::Emit, Action::Wait(Wait::Secs(random.below(40) * DAY as u64 + 1)), Action::SyncFee],
        2..=8 => vec![Action::Emit],
        9..=13 => vec![Action::Emit, Action::Collect { sources: random.number() }],
        14 => vec![Action::Transfer {
            who,
            to: (who + 1) % 5,
            coin: Coin::Main,
            amount: Amount::Share(random.below(500)),
        }],
        15 => vec![Action::Burn { who, amount: Amount::Share(random.below(20)) }],
        _ => Draw::sequence(random.number(), 2).into_iter().filter(|action| action.seat().is_some()).collect(),
    };
    work.push(Action::Wait(Wait::Secs(random.range(3_600, 100_000))));
    if random.chance(85) {
        work.push(Action::Roll);
    }
    work
}

/// A policy that moved twice while nobody called: emission takes the lower values, so nothing is minted that no value allowed.
#[test]
fn a_year_without_a_call_and_many_changes_never_mint_more_than_the_values_held() {
    for seed in 0..30 {
        let mut player = Player::new(Stage::open(BIRTHS[2]));
        let (mut random, genesis) = (Random::new(seed), player.books.tokens.supply);
        let mut integral = Integral::new(&player.books);
        for _ in 0..random.range(2, 12) {
            let param = economics::key::EMISSION_RATE as u64;
            let change = Action::Change { param, distance: random.number() };
            for action in [Action::Wait(Wait::Secs(random.below(60 * DAY as u64) + 1)), change] {
                let before = player.books.clone();
                player.play(&[action]).unwrap_or_else(|broken| panic!("{}", broken.why));
                integral.live(&before, player.books.now.unix);
            }
        }
        player.play(&[Action::Emit]).expect("the first call");
        let found = accrued(&player.books, genesis);
        assert!(found <= integral.sum, "seed {seed}: {found} accrued, the values allow {}", integral.sum);
        assert_eq!(player.books.tokens.amount((Coin::Main, Place::Fees)), 0);
    }
}
