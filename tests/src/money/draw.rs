//! Sequences by seed.

use economics::{pause, time::DAY};

use super::{
    action::{Action, Amount, Hole, Lie, Wait, seat},
    cast::{POOLS, VISITOR},
    state::Seat,
    tokens::Coin,
};
use crate::actions::random::Random;

const DAY_SECS: u64 = DAY as u64;
/// Seconds of an epoch: a test validator's, slots of 200 ms, of 400 ms, and a slow chain's.
const EPOCHS: [u64; 5] = [13, 3_600, 86_400, 172_800, 604_800];

/// Draws actions; seats that were staked in are drawn again.
pub struct Draw {
    random: Random,
    staked: Vec<Seat>,
}

impl Draw {
    /// The actions of sequence `seed`.
    pub fn sequence(seed: u64, length: usize) -> Vec<Action> {
        let mut draw = Self { random: Random::new(seed), staked: Vec::new() };
        let mut actions: Vec<Action> = Vec::with_capacity(length);
        while actions.len() < length {
            let follower = actions.last().and_then(|last| draw.follow(*last));
            actions.push(follower.unwrap_or_else(|| draw.action()));
        }
        actions
    }

    /// Every second time what plausibly follows the last action, so that sequences get somewhere.
    fn follow(&mut self, last: Action) -> Option<Action> {
        if self.random.chance(50) {
            return None;
        }
        let moment = Action::Wait(Wait::Moment(self.random.below(4), self.random.below(3)));
        let seat = self.known();
        let choices = match last {
            Action::Stake { .. } => [moment, Action::Emit, moment, Action::Settle { seat }],
            Action::Unstake { seat, .. } => [moment, moment, Action::Withdraw { seat }, Action::Claim { seat }],
            Action::Emit => [moment, moment, self.set_root(), Action::Roll],
            Action::SyncFee => {
                let fee = Action::Change { param: economics::key::FEE_BPS as u64, distance: self.random.number() };
                [fee, fee, Action::Wait(Wait::Epochs(1)), Action::SyncFee]
            }
            Action::SetRoot { .. } | Action::ClaimShare { .. } => [self.claim_share(); 4],
            Action::Change { .. } => [Action::SyncFee, Action::Emit, Action::Wait(Wait::Epochs(2)), Action::Roll],
            Action::Wait(_) => [
                Action::Settle { seat },
                Action::Claim { seat },
                Action::Compound { seat },
                Action::Withdraw { seat: self.known() },
            ],
            _ => return None,
        };
        self.random.pick(&choices).copied()
    }

    fn action(&mut self) -> Action {
        let (who, to) = (self.wallet(), self.wallet());
        match self.random.below(128) {
            0..=15 => self.stake(),
            16..=23 => Action::Unstake { seat: self.known(), amount: self.amount() },
            24..=30 => Action::Withdraw { seat: self.known() },
            31..=39 => Action::Claim { seat: self.known() },
            40..=44 => Action::Compound { seat: self.known() },
            45..=49 => Action::Settle { seat: self.known() },
            50 => self.steal(),
            51 => Action::Delegate { seat: self.known(), to: self.random.chance(70).then_some(to) },
            52..=57 => {
                let coin = if self.random.chance(75) { Coin::Main } else { Coin::Lp };
                Action::Transfer { who, to, coin, amount: self.amount() }
            }
            58..=62 => Action::Donate { who, to: self.hole(), amount: Amount::Share(self.random.below(200)) },
            63..=64 => Action::Burn { who, amount: Amount::Share(self.random.below(200)) },
            65..=73 => Action::Emit,
            74..=76 => Action::SyncFee,
            77..=81 => Action::Roll,
            82..=86 => Action::Collect { sources: self.random.number() },
            87 => Action::AddGauge,
            88..=89 => self.set_root(),
            90..=94 => self.claim_share(),
            95 => Action::CloseRoot { back: self.random.below(4) },
            96..=101 => Action::Change { param: self.random.number(), distance: self.random.number() },
            102 => self.pause(),
            103 => Action::EpochLength { secs: *self.random.pick(&EPOCHS).unwrap_or(&1) },
            _ => Action::Wait(self.wait()),
        }
    }

    fn stake(&mut self) -> Action {
        let seat = if self.random.chance(50) { self.known() } else { seat(self.random.number()) };
        if !self.staked.contains(&seat) {
            self.staked.push(seat);
        }
        Action::Stake { seat, amount: self.amount() }
    }

    fn steal(&mut self) -> Action {
        let (seat, what) = (self.known(), self.random.number());
        let by = (seat.1 + 1 + self.random.below(VISITOR as u64 - 1) as usize) % VISITOR;
        Action::Steal { seat, by, what }
    }

    /// Mostly a seat that was staked in.
    fn known(&mut self) -> Seat {
        let known = self.random.pick(&self.staked).copied();
        known.filter(|_| self.random.chance(95)).unwrap_or_else(|| seat(self.random.number()))
    }

    fn wallet(&mut self) -> usize {
        self.random.below(VISITOR as u64) as usize
    }

    fn amount(&mut self) -> Amount {
        match self.random.below(24) {
            0 => Amount::Nothing,
            1 => Amount::One,
            2 | 3 => Amount::All,
            4 => Amount::OneTooMany,
            5 => Amount::Absurd(self.random.below(3)),
            _ => Amount::Share(self.random.range(1, 6_000)),
        }
    }

    fn hole(&mut self) -> Hole {
        let pool = self.random.below(POOLS as u64) as usize;
        match self.random.below(8) {
            0 => Hole::Treasury,
            1 => Hole::Contributors,
            2 => Hole::Fees,
            3 => Hole::Plain,
            4 | 5 => Hole::Vault(pool),
            _ => Hole::Rewards(pool),
        }
    }

    fn set_root(&mut self) -> Action {
        let opens_in = if self.random.chance(60) { 0 } else { self.random.below(20 * DAY_SECS) };
        let lasts = self.random.range(1, 40 * DAY_SECS);
        let amount = match self.amount() {
            Amount::Share(share) => Amount::Share(share / 2),
            other => other,
        };
        Action::SetRoot { amount, draw: self.random.number(), opens_in, lasts }
    }

    fn claim_share(&mut self) -> Action {
        let lie = match self.random.below(12) {
            0 => Lie::Amount,
            1 => Lie::Thief(self.wallet()),
            2 => Lie::Place,
            _ => Lie::Nothing,
        };
        let back = if self.random.chance(70) { 0 } else { self.random.below(4) };
        Action::ClaimShare { back, index: self.random.below(8) as u32, lie }
    }

    fn pause(&mut self) -> Action {
        let bits = *self.random.pick(&[pause::EMISSION, pause::DEPOSITS, pause::ALL]).unwrap_or(&0);
        Action::Pause { bits, secs: self.random.range(1, pause::MAX_SECS) }
    }

    fn wait(&mut self) -> Wait {
        match self.random.below(20) {
            0..=5 => Wait::Secs(self.random.range(1, 200)),
            6..=12 => Wait::Moment(self.random.below(4), self.random.below(3)),
            13..=15 => Wait::Secs(self.random.range(DAY_SECS / 4, 20 * DAY_SECS)),
            16 | 17 => Wait::Epochs(self.random.range(1, 3)),
            18 => Wait::Secs(self.random.range(30 * DAY_SECS, 400 * DAY_SECS)),
            _ => Wait::Secs(self.random.range(DAY_SECS, 6 * 365 * DAY_SECS)),
        }
    }
}
