use super::habit::{Act, Habit, decide};
use super::world::{Sight, World};
use crate::dice::Dice;

const TOKEN: u64 = 1_000_000;

fn world(apr_bps: u64) -> World {
    World { day: 9, unix: 1_000_000, prices: vec![TOKEN; 9], apr_bps, wallets: 50 }
}

fn sight(index: usize) -> Sight {
    Sight { index, seed: 5, balance: 1_000 * TOKEN, first_balance: 1_000 * TOKEN, ..Sight::default() }
}

fn acts_of(habit: Habit, sight: Sight, world: &World) -> Vec<Act> {
    let mut dice = Dice::named(sight.seed, &[sight.index as u64, world.day]);
    decide(habit, &sight, world, &mut dice)
}

#[test]
fn farmers_come_for_a_high_yield_and_leave_a_low_one() {
    let stakes = |act: &Act| matches!(act, Act::Stake(_));
    assert!((0..20).all(|i| acts_of(Habit::Farmer, sight(i), &world(5_000)).iter().any(stakes)));
    let staked = |i| Sight { balance: 0, active: 900 * TOKEN, ..sight(i) };
    let leaves = |act: &Act| *act == Act::RequestUnstake(900 * TOKEN);
    assert!((0..20).all(|i| acts_of(Habit::Farmer, staked(i), &world(100)).iter().any(leaves)));
}

#[test]
fn loyal_stakers_stay_where_farmers_leave() {
    let staked = |i| Sight { active: 900 * TOKEN, ..sight(i) };
    let leaves = |act: &Act| matches!(act, Act::RequestUnstake(_));
    assert!(!(0..20).any(|i| acts_of(Habit::LoyalStaker, staked(i), &world(1_200)).iter().any(leaves)));
    assert!((0..20).any(|i| acts_of(Habit::Farmer, staked(i), &world(1_200)).iter().any(leaves)));
}

#[test]
fn whoever_has_cooled_down_withdraws_first() {
    let cooled = Sight { cooling: 5 * TOKEN, unlock_at: 999_999, ..sight(3) };
    for habit in super::habit::SHARES.map(|(habit, _)| habit) {
        assert_eq!(acts_of(habit, cooled, &world(1_000)).first(), Some(&Act::Withdraw));
    }
    let waiting = Sight { unlock_at: 1_000_001, ..cooled };
    assert!(!acts_of(Habit::Holder, waiting, &world(1_000)).contains(&Act::Withdraw));
}

#[test]
fn nobody_spends_more_than_it_has_or_pays_itself() {
    for habit in super::habit::SHARES.map(|(habit, _)| habit) {
        for index in 0..50 {
            for act in acts_of(habit, sight(index), &world(1_500)) {
                match act {
                    Act::Stake(amount) | Act::Sell(amount) => assert!(amount <= 1_000 * TOKEN),
                    Act::Pay { to, amount } => assert!(to != index && amount <= 1_000 * TOKEN),
                    Act::RequestUnstake(_) => panic!("nothing is staked"),
                    Act::Buy(_) | Act::Withdraw | Act::Claim => {}
                }
            }
        }
    }
}

#[test]
fn even_twenty_wallets_have_every_habit() {
    let habits: std::collections::BTreeSet<Habit> = (0..20).map(|i| Habit::of(i, 20)).collect();
    assert_eq!(habits.len(), 6);
}
