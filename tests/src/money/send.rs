//! Every action as the instruction that people would send.

use issuer::instructions::ShareArgs;
use solana_address::Address;
use solana_instruction::Instruction;
use staking::client::Stakes;

use super::{
    action::{Action, Lie},
    books::hole,
    cast::{STAKED, named},
    stage::Stage,
    state::{Seat, State},
    tokens::{Coin, Place},
};

impl Stage {
    /// The instruction of an action; `None` where there is nothing to send.
    pub fn instruction(&self, books: &State, action: &Action) -> Option<Instruction> {
        Some(match *action {
            Action::Stake { seat, amount } => {
                let (stakes, owner, purse) = self.seat(seat);
                stakes.stake(owner, purse, amount.of(books.purse(seat)))
            }
            Action::Unstake { seat, amount } => {
                let (stakes, owner, _) = self.seat(seat);
                stakes.request_unstake(owner, amount.of(books.staked(seat)))
            }
            Action::Withdraw { seat } => {
                let (stakes, owner, purse) = self.seat(seat);
                stakes.withdraw(owner, purse)
            }
            Action::Claim { seat } => {
                let (stakes, owner, _) = self.seat(seat);
                stakes.claim(owner, self.cast.at((Coin::Main, Place::Wallet(seat.1))))
            }
            Action::Compound { seat } => self.seat(seat).0.compound(self.cast.wallets[seat.1]),
            Action::Settle { seat } => self.seat(seat).0.settle(self.cast.wallets[seat.1]),
            Action::Delegate { seat, to } => {
                let to = to.map_or(Address::default(), |who| self.cast.wallets[who]);
                self.seat(seat).0.delegate(self.cast.wallets[seat.1], to)
            }
            Action::Transfer { who, to, coin, amount } => {
                let from = (coin, Place::Wallet(who));
                let to = self.cast.at((coin, Place::Wallet(to)));
                self.cast.transfer(self.cast.wallets[who], from, to, amount.of(books.tokens.amount(from)))
            }
            Action::Donate { who, to, amount } => {
                let from = (hole(to).0, Place::Wallet(who));
                let amount = amount.of(books.tokens.amount(from));
                self.cast.transfer(self.cast.wallets[who], from, self.cast.at(hole(to)), amount)
            }
            Action::Burn { who, amount } => {
                let from = (Coin::Main, Place::Wallet(who));
                self.cast.burn(self.cast.wallets[who], from, amount.of(books.tokens.amount(from)))
            }
            Action::Steal { seat, by, what } => self.steal(seat, by, what),
            _ => return self.of_issuer(books, action),
        })
    }

    /// An owner's instruction in which the thief signs and gets.
    fn steal(&self, seat: Seat, by: usize, what: u64) -> Instruction {
        let (stakes, owner, _) = self.seat(seat);
        let (thief, purse) = (self.cast.wallets[by], |coin| self.cast.at((coin, Place::Wallet(by))));
        let mut instruction = match what % 5 {
            0 => stakes.withdraw(owner, purse(STAKED[seat.0])),
            1 => stakes.claim(owner, purse(Coin::Main)),
            2 => stakes.request_unstake(owner, 1),
            3 => stakes.compound(owner),
            _ => stakes.delegate(owner, thief),
        };
        let owners = instruction.accounts.iter_mut().filter(|meta| meta.pubkey == owner);
        owners.for_each(|meta| meta.pubkey = thief);
        instruction
    }

    fn of_issuer(&self, books: &State, action: &Action) -> Option<Instruction> {
        match *action {
            Action::Emit => Some(self.desk.emit()),
            Action::SyncFee => Some(self.desk.sync_fee()),
            Action::Roll => Some(self.desk.roll()),
            Action::Collect { sources } => {
                // The first one twice: what repeats is passed over.
                let sources: Vec<_> = named(sources).take(1).chain(named(sources)).map(|at| self.cast.at(at)).collect();
                Some(self.desk.collect(&sources))
            }
            Action::AddGauge => Some(self.add_gauge()),
            Action::SetRoot { amount, draw, opens_in, lasts } => {
                let (shares, opens, closes) = books.planned(amount, draw, opens_in, lasts);
                Some(self.desk.set_root(&self.published(&shares), opens, closes))
            }
            Action::ClaimShare { back, index, lie } => self.claim_share(books, back, index, lie),
            Action::CloseRoot { back } => Some(self.desk.close_root(books.number(back))),
            _ => None,
        }
    }

    /// A claim as the liar would make it: a list that says what it wishes, with the proof of the true one.
    fn claim_share(&self, books: &State, back: u64, index: u32, lie: Lie) -> Option<Instruction> {
        let (who, amount) = books.told(back, index, lie)?;
        let number = books.number(back);
        let published = self.published(&books.shares[number as usize - 1]);
        let purse = self.cast.at((Coin::Main, Place::Wallet(who)));
        let proven = if lie == Lie::Place { (index + 1) % published.len() } else { index };
        let proof = published.proof(proven)?;
        Some(self.desk.claim_proven(self.payer, purse, ShareArgs { number, index, amount, proof }))
    }

    /// The pool of a seat, its owner, and the owner's purse of what is staked.
    fn seat(&self, (pool, who, tier): Seat) -> (Stakes, Address, Address) {
        let purse = self.cast.at((STAKED[pool], Place::Wallet(who)));
        (self.cast.stakes(pool, tier), self.cast.wallets[who], purse)
    }
}
