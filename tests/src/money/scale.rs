//! Many positions: what an action costs does not depend on how many others there are, and the books still add up.

use economics::{
    math::{join, limbs, to_q64, wide_mul},
    staking::{PoolState, PositionState},
};
use solana_address::Address;
use staking::Pool;

use super::{
    action::{Action, Amount, Hole},
    stage::{BIRTHS, Stage},
    tokens::{Coin, Place},
};
use crate::actions::random::Random;

const POSITIONS: usize = 100_000;
/// Sizes of the pool at which an action is measured on the bytecode.
const SIZES: [u64; 5] = [1, 10, 100, 1_000, 5_000];
/// Compute units that an action may differ by between the smallest and the largest pool: the length of divisions.
const SPREAD: u64 = 400;

#[test]
fn a_hundred_thousand_positions_share_to_the_last_fraction() {
    let window = 86_400;
    let mut pool = PoolState::open(window, window, 0).expect("a sound window");
    let mut positions = vec![PositionState::default(); POSITIONS];
    let (mut random, mut now, mut vault, mut claimed) = (Random::new(5), 0i64, 0u64, 0u64);
    for step in 0..4 * POSITIONS {
        let who = if step < POSITIONS { step } else { random.below(POSITIONS as u64) as usize };
        let position = &mut positions[who];
        now += random.below(40) as i64;
        vault += random.below(2_000);
        let arrivals = vault;
        let mut settled = pool.settle(now, arrivals);
        match random.below(4) {
            0 if step >= POSITIONS => claimed += settled.claim(position).inspect(|amount| vault -= amount).unwrap_or(0),
            1 if step >= POSITIONS => {
                let staked = position.staked();
                let _ = settled.request_unstake(position, random.below(staked + 1), 60);
            }
            2 if step >= POSITIONS => {
                let _ = settled.withdraw(position).inspect(|amount| vault -= amount);
            }
            _ => {
                let amount = random.range(1, 1_000_000);
                settled.stake(position, amount).expect("room for a stake");
                vault += amount;
            }
        }
        assert!(pool.is_conserved(), "step {step}: {pool:?}");
    }
    assert!(claimed > 0 && pool.totals.stakers > POSITIONS as u64 / 2, "{pool:?}");
    let claims: u128 = positions.iter().map(|position| claim(&pool, position)).sum();
    assert_eq!(claims + u128::from(pool.acc_carry), to_q64(pool.owed), "what is owed is what can be claimed");
    assert_eq!(positions.iter().map(|position| position.active).sum::<u64>(), pool.active);
    assert_eq!(positions.iter().map(|position| position.staked()).sum::<u64>(), pool.totals.staked);
}

/// What a position can claim, in 2⁻⁶⁴ units.
fn claim(pool: &PoolState, position: &PositionState) -> u128 {
    let [fraction, whole] = limbs(join(pool.acc) - join(position.acc_paid));
    let unsettled = to_q64(position.active * whole) + wide_mul(position.active, fraction);
    unsettled + to_q64(position.owed) + u128::from(position.owed_fraction)
}

#[test]
fn on_the_bytecode_an_action_costs_the_same_among_one_and_among_thousands() {
    let mut stage = Stage::open(BIRTHS[0]);
    let mut table: Vec<[u64; 4]> = Vec::new();
    let mut population = 0;
    for size in SIZES {
        while population < size {
            stage.settle_in(population);
            population += 1;
        }
        table.push(stage.clone().measure());
    }
    let pool: Pool = stage.world.load(&stage.cast.stakes(0, 0).pool);
    assert_eq!(pool.state.totals.stakers, population);
    println!("stake, settle, claim, request_unstake by positions {SIZES:?}: {table:?}");
    for action in 0..4 {
        let units = || table.iter().map(|row| row[action]);
        let (least, most) = (units().min().unwrap_or(0), units().max().unwrap_or(0));
        assert!(least > 0 && most - least <= SPREAD, "action {action} costs {:?}", units().collect::<Vec<_>>());
    }
}

impl Stage {
    /// Somebody new stakes in the first pool.
    fn settle_in(&mut self, number: u64) {
        let mut bytes = [7; 32];
        bytes[..8].copy_from_slice(&number.to_le_bytes());
        let owner = Address::new_from_array(bytes);
        self.world.svm.airdrop(&owner, 10_000_000).expect("the faucet gives");
        // The purse is another one's, so the owner has to be let in: the first wallet's tokens, signed by it.
        let purse = self.cast.at((Coin::Main, Place::Wallet(0)));
        self.world.poke(&purse, |data| data[32..64].copy_from_slice(owner.as_ref()));
        let stake = self.cast.stakes(0, 0).stake(owner, purse, 1_000_000 + number);
        self.send(&[stake]).unwrap_or_else(|refused| panic!("{refused:?}"));
        let first = self.cast.wallets[0];
        self.world.poke(&purse, |data| data[32..64].copy_from_slice(first.as_ref()));
    }

    /// Compute units of stake, settle, claim and request_unstake of one wallet among the others.
    fn measure(mut self) -> [u64; 4] {
        let seat = (0, 1, 0);
        self.units(Action::Stake { seat, amount: Amount::Share(1_000) });
        self.units(Action::Donate { who: 2, to: Hole::Vault(0), amount: Amount::Share(100) });
        let stake = self.units(Action::Stake { seat, amount: Amount::Share(1_000) });
        self.later();
        let settle = self.units(Action::Settle { seat });
        self.later();
        let claim = self.units(Action::Claim { seat });
        [stake, settle, claim, self.units(Action::Unstake { seat, amount: Amount::Share(5_000) })]
    }

    fn units(&mut self, action: Action) -> u64 {
        let instruction = self.instruction(&self.state(), &action).expect("something to send");
        self.send(&[instruction]).unwrap_or_else(|refused| panic!("{action:?}: {refused:?}")).units
    }

    /// Three days, with rewards on the way.
    fn later(&mut self) {
        for _ in 0..3 {
            self.pass(86_400);
            self.units(Action::Donate { who: 2, to: Hole::Vault(0), amount: Amount::Share(100) });
        }
    }
}
