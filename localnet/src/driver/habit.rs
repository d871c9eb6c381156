//! What a wallet does today, by its habit: pure, from what it can see and its dice.

use super::world::{Sight, World};
use crate::dice::Dice;

/// The kinds of people in the economy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Habit {
    /// Keeps tokens and rarely touches them.
    Holder,
    /// Stakes most of what it has, compounds every week, leaves only for very low yields.
    LoyalStaker,
    /// Follows or fades the last days' price by selling to and buying from the exchange.
    Trader,
    /// Stakes while the yield beats its hurdle, sells every reward, leaves at once when it does not.
    Farmer,
    /// Receives large unlocks now and then; stakes a part and sells the rest over some days.
    Whale,
    /// Uses the token: pays others small amounts and buys when it runs out.
    Payer,
}

impl Habit {
    /// The habit of wallet `index` out of `count`; the shares are those of [`SHARES`].
    pub fn of(index: usize, count: usize) -> Self {
        let permille = index * 1000 / count.max(1);
        let mut upper = 0;
        for (habit, share) in SHARES {
            upper += share;
            if permille < upper {
                return habit;
            }
        }
        Self::Holder
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Holder => "holder",
            Self::LoyalStaker => "loyal staker",
            Self::Trader => "trader",
            Self::Farmer => "farmer",
            Self::Whale => "whale",
            Self::Payer => "payer",
        }
    }
}

/// Shares of the habits, per mille; whales come first so that even a small economy has one.
pub const SHARES: [(Habit, usize); 6] = [
    (Habit::Whale, 30),
    (Habit::Farmer, 170),
    (Habit::LoyalStaker, 250),
    (Habit::Trader, 180),
    (Habit::Payer, 150),
    (Habit::Holder, 220),
];

/// One thing that a wallet does, by one signed transaction. Amounts in base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Stake(u64),
    RequestUnstake(u64),
    Withdraw,
    Claim,
    /// Tokens to the exchange.
    Sell(u64),
    /// Quote micro units to the exchange, tokens back.
    Buy(u64),
    /// Tokens to another wallet.
    Pay {
        to: usize,
        amount: u64,
    },
}

/// Decides the acts of one wallet for one day, in order.
pub fn decide(habit: Habit, sight: &Sight, world: &World, dice: &mut Dice) -> Vec<Act> {
    let mut acts = Vec::new();
    if sight.cooling > 0 && world.unix >= sight.unlock_at {
        acts.push(Act::Withdraw);
    }
    match habit {
        Habit::Holder => holder(sight, world, dice, &mut acts),
        Habit::LoyalStaker => loyal(sight, world, dice, &mut acts),
        Habit::Trader => trader(sight, world, dice, &mut acts),
        Habit::Farmer => farmer(sight, world, dice, &mut acts),
        Habit::Whale => whale(sight, world, dice, &mut acts),
        Habit::Payer => payer(sight, world, dice, &mut acts),
    }
    acts.retain(|act| act.is_worth_a_transaction());
    acts
}

impl Act {
    /// Nobody signs for less than a hundredth of a token.
    fn is_worth_a_transaction(&self) -> bool {
        match self {
            Self::Stake(amount) | Self::RequestUnstake(amount) | Self::Sell(amount) | Self::Buy(amount) => {
                *amount >= DUST
            }
            Self::Pay { amount, .. } => *amount >= DUST,
            Self::Withdraw | Self::Claim => true,
        }
    }
}

/// 0.01 of a token or of a quote unit.
const DUST: u64 = 10_000;

fn holder(sight: &Sight, world: &World, dice: &mut Dice, acts: &mut Vec<Act>) {
    let hurdle_bps = sight.trait_between(6, 300, 1_200);
    if world.day % 7 == sight.trait_between(2, 0, 6) {
        acts.extend(towards(Ladder { hurdle_bps, span_bps: 1_200, most_bps: 6_000 }, sight, world));
    } else if dice.chance(200) {
        acts.push(pay(sight, world, dice, 200));
    }
}

fn loyal(sight: &Sight, world: &World, _dice: &mut Dice, acts: &mut Vec<Act>) {
    let hurdle_bps = sight.trait_between(1, 100, 500);
    let ladder = Ladder { hurdle_bps, span_bps: 700, most_bps: 9_000 };
    let weekday = sight.trait_between(2, 0, 6);
    if sight.staked() == 0 && sight.cooling == 0 && world.day >= weekday {
        acts.extend(towards(ladder, sight, world));
    } else if world.day % 7 == weekday {
        acts.extend((sight.active > 0).then_some(Act::Claim));
        acts.extend(towards(ladder, sight, world));
    }
}

/// How much of what it has somebody stakes: nothing up to `hurdle_bps` of yield, then more and more,
/// at `hurdle_bps + span_bps` and above `most_bps` of its tokens.
struct Ladder {
    hurdle_bps: u64,
    span_bps: u64,
    most_bps: u64,
}

/// The act that brings the stake near its place on the ladder; small differences are left.
fn towards(ladder: Ladder, sight: &Sight, world: &World) -> Option<Act> {
    let climbed = world.apr_bps.saturating_sub(ladder.hurdle_bps).min(ladder.span_bps);
    let wanted = share(sight.balance + sight.staked() + sight.cooling, ladder.most_bps * climbed / ladder.span_bps);
    if wanted > sight.staked() + sight.staked() / 10 {
        return Some(Act::Stake((wanted - sight.staked()).min(share(sight.balance, 9_500))));
    }
    let falls = wanted < sight.staked() - sight.staked() / 7 && sight.cooling == 0;
    falls.then(|| Act::RequestUnstake((sight.staked() - wanted).min(sight.active)))
}

fn trader(sight: &Sight, world: &World, dice: &mut Dice, acts: &mut Vec<Act>) {
    if !dice.chance(3_500) {
        return;
    }
    let follows = sight.trait_between(3, 0, 1) == 0;
    let moved = world.return_bps(3) + dice.bell(300);
    let buys = if follows { moved > 0 } else { moved < 0 };
    let size = dice.between(200, 900);
    if buys {
        acts.push(Act::Buy(share(world.worth_of(sight.first_balance), size)));
    } else {
        acts.push(Act::Sell(share(sight.balance, size)));
    }
}

fn farmer(sight: &Sight, world: &World, dice: &mut Dice, acts: &mut Vec<Act>) {
    let hurdle_bps = sight.trait_between(4, 600, 2_600);
    let frightened = world.return_bps(7) < -1_500;
    let leaves = world.apr_bps < hurdle_bps || frightened;
    if sight.staked() > 0 && leaves {
        if sight.cooling == 0 && sight.active > 0 {
            acts.push(Act::RequestUnstake(sight.active));
        }
    } else if sight.staked() > 0 {
        if (world.day + sight.trait_between(5, 0, 2)).is_multiple_of(3) {
            acts.push(Act::Claim);
            acts.push(Act::Sell(sight.balance));
        }
    } else if leaves {
        acts.push(Act::Sell(share(sight.balance, 3_000)));
    } else if sight.balance > sight.first_balance / 4 {
        acts.push(Act::Stake(share(sight.balance, 9_800)));
    } else if dice.chance(3_000) {
        acts.push(Act::Buy(share(world.worth_of(sight.first_balance), 3_000)));
    }
}

fn whale(sight: &Sight, world: &World, dice: &mut Dice, acts: &mut Vec<Act>) {
    let hurdle_bps = sight.trait_between(7, 300, 900);
    let unlocked = sight.balance > sight.first_balance / 2;
    if world.day % 5 == sight.trait_between(2, 1, 4) {
        acts.extend(towards(Ladder { hurdle_bps, span_bps: 1_200, most_bps: 7_000 }, sight, world));
    } else if unlocked && world.day > 10 {
        acts.push(Act::Sell(share(sight.balance, dice.between(50, 250))));
    }
}

fn payer(sight: &Sight, world: &World, dice: &mut Dice, acts: &mut Vec<Act>) {
    if sight.balance < sight.first_balance / 2 {
        acts.push(Act::Buy(share(world.worth_of(sight.first_balance), 4_000)));
    } else if dice.chance(6_500) {
        acts.push(pay(sight, world, dice, 250));
    }
}

/// A payment of up to `most_bps` of the balance to some other wallet.
fn pay(sight: &Sight, world: &World, dice: &mut Dice, most_bps: u64) -> Act {
    let others = world.wallets.saturating_sub(1).max(1) as u64;
    let hop = 1 + dice.below(others) as usize;
    let to = (sight.index + hop) % world.wallets.max(1);
    Act::Pay { to, amount: share(sight.balance, dice.between(20, most_bps)) }
}

/// `bps` of an amount, rounded down.
pub fn share(amount: u64, bps: u64) -> u64 {
    u64::try_from(u128::from(amount) * u128::from(bps) / 10_000).unwrap_or(u64::MAX)
}
