//! The same economy in plain Rust over `economics`: what every action has to do to every number.
//!
//! No account, no instruction and no code of the programs: only their promises, and the rules that they share.

mod issue;
mod list;
mod stake;

use super::{
    action::{Action, Hole},
    cast::{STAKED, rewards, vault},
    refused::Refused,
    state::{Seat, State},
    tokens::{At, Coin, Place},
};

impl State {
    /// Does one action; a refused one changes nothing.
    pub fn act(&mut self, action: &Action) -> Result<(), Refused> {
        let before = self.clone();
        let done = self.attempt(action);
        if done.is_err() {
            *self = before;
        }
        done
    }

    fn attempt(&mut self, action: &Action) -> Result<(), Refused> {
        match *action {
            Action::Stake { seat, amount } => self.stake(seat, amount.of(self.purse(seat))),
            Action::Unstake { seat, amount } => self.unstake(seat, amount.of(self.staked(seat))),
            Action::Withdraw { seat } => self.withdraw(seat),
            Action::Claim { seat } => self.claim(seat),
            Action::Compound { seat } => self.compound(seat),
            Action::Settle { seat } => self.settle(seat),
            Action::Delegate { seat, to } => self.delegate(seat, to),
            Action::Steal { seat, .. } => self.steal(seat),
            Action::Transfer { who, to, coin, amount } => {
                let from = (coin, Place::Wallet(who));
                self.send(from, (coin, Place::Wallet(to)), amount.of(self.tokens.amount(from)))
            }
            Action::Donate { who, to, amount } => {
                let to = hole(to);
                let from = (to.0, Place::Wallet(who));
                self.send(from, to, amount.of(self.tokens.amount(from)))
            }
            Action::Burn { who, amount } => {
                let from = (Coin::Main, Place::Wallet(who));
                self.tokens.burn(from, amount.of(self.tokens.amount(from)))
            }
            Action::Emit => self.emit(),
            Action::SyncFee => self.sync_fee(),
            Action::Roll => self.roll(),
            Action::Collect { sources } => self.collect(sources),
            Action::AddGauge => self.add_gauge(),
            Action::SetRoot { amount, draw, opens_in, lasts } => self.set_root(amount, draw, opens_in, lasts),
            Action::ClaimShare { back, index, lie } => self.claim_share(back, index, lie),
            Action::CloseRoot { back } => self.close_root(back),
            Action::Change { .. } | Action::Pause { .. } | Action::EpochLength { .. } | Action::Wait(_) => Ok(()),
        }
    }

    /// What a seat's wallet can stake.
    pub fn purse(&self, seat: Seat) -> u64 {
        self.tokens.amount((STAKED[seat.0], Place::Wallet(seat.1)))
    }

    pub fn staked(&self, seat: Seat) -> u64 {
        self.stakes.get(&seat).map_or(0, |stake| stake.state.staked())
    }

    fn send(&mut self, from: At, to: At, amount: u64) -> Result<(), Refused> {
        self.tokens.transfer(from, to, amount, self.now.epoch).map(|_| ())
    }
}

/// The token account behind a hole.
pub fn hole(hole: Hole) -> At {
    match hole {
        Hole::Vault(pool) => vault(pool),
        Hole::Rewards(pool) => rewards(pool),
        Hole::Treasury => (Coin::Main, Place::Treasury),
        Hole::Plain => (Coin::Main, Place::Plain),
        Hole::Contributors => (Coin::Main, Place::Contributors),
        Hole::Fees => (Coin::Main, Place::Fees),
    }
}
