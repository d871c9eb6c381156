//! The end of a sequence: forks that ask what could have been, then everybody leaves.

use economics::staking::{MAX_LOCK_SECS, MAX_UNBOND_SECS};

use super::{
    action::{Action, Amount, Wait},
    cast::{STAKED, TIERS, VISITOR, WALLETS},
    play::Player,
    state::Seat,
    tokens::{Coin, Place},
};

impl Player {
    /// What has to hold wherever a sequence stops.
    pub fn finish(&mut self) -> Result<(), String> {
        self.the_order_of_settlements_does_not_matter()?;
        for (pool, tiers) in TIERS.into_iter().enumerate() {
            self.a_visitor_gains_nothing((pool, VISITOR, tiers - 1))?;
        }
        self.everybody_leaves()
    }

    fn run(&mut self, actions: &[Action]) -> Result<(), String> {
        self.play(actions).map_err(|broken| broken.why)
    }

    fn each(&self, act: fn(Seat) -> Action) -> Vec<Action> {
        self.books.stakes.keys().map(|seat| act(*seat)).collect()
    }

    /// One settlement of every seat in one order or the other leaves everybody with the same, to the last fraction.
    fn the_order_of_settlements_does_not_matter(&self) -> Result<(), String> {
        let there = self.each(|seat| Action::Settle { seat });
        let back: Vec<Action> = there.iter().rev().copied().collect();
        // What is warming becomes active at its own settlement; so everybody looks twice.
        let (mut one, mut other) = (self.fork(), self.fork());
        one.run(&[&there[..], &there].concat())?;
        other.run(&[&back[..], &there].concat())?;
        match one.books.difference(&other.books) {
            None => Ok(()),
            Some(difference) => Err(format!("the order of settlements matters\n{difference}")),
        }
    }

    /// Whoever stakes and leaves at once has at most what it came with, however long it waits before it goes.
    fn a_visitor_gains_nothing(&self, seat: Seat) -> Result<(), String> {
        let mut fork = self.fork();
        let wealth =
            |of: &Self| [Coin::Main, Coin::Lp].map(|coin| of.books.tokens.amount((coin, Place::Wallet(VISITOR))));
        let had = wealth(&fork);
        fork.run(&[
            Action::Stake { seat, amount: Amount::All },
            Action::Emit,
            Action::Unstake { seat, amount: Amount::All },
            Action::Emit,
            Action::Wait(Wait::Secs(MAX_LOCK_SECS)),
            Action::Withdraw { seat },
            Action::Claim { seat },
        ])?;
        let has = wealth(&fork);
        let lossless = STAKED[seat.0] == Coin::Lp && !self.is_paused_for_deposits();
        if has[0] > had[0] || has[1] > had[1] || lossless && has[1] != had[1] {
            return Err(format!("a visitor of {seat:?} came with {had:?} and left with {has:?}"));
        }
        Ok(())
    }

    fn is_paused_for_deposits(&self) -> bool {
        self.books.is_paused(economics::pause::DEPOSITS)
    }

    /// Principal comes back under every pause and parameter; two rounds, because one request may wait behind another.
    fn everybody_leaves(&mut self) -> Result<(), String> {
        debug_assert!(self.books.stakes.keys().all(|(_, who, _)| *who < WALLETS));
        let wait = [Action::Wait(Wait::Secs(MAX_LOCK_SECS + 2 * MAX_UNBOND_SECS as u64))];
        let withdraw = self.each(|seat| Action::Withdraw { seat });
        let settle = self.each(|seat| Action::Settle { seat });
        let unstake = self.each(|seat| Action::Unstake { seat, amount: Amount::All });
        let claim = self.each(|seat| Action::Claim { seat });
        let forever = [Action::Pause { bits: u8::MAX, secs: 1 << 40 }];
        let steps = [&forever[..], &wait, &withdraw, &settle, &wait, &settle, &unstake, &wait, &withdraw, &claim];
        self.run(&steps.concat())?;
        self.flows.closed(&self.books)
    }
}
