//! Contributors' lists in plain Rust.

use economics::distribution::{Marks, Terms};
use issuer::IssuerError;

use super::super::{
    action::{Amount, Lie},
    cast::VISITOR,
    refused::Refused,
    state::{Share, State},
    tokens::{At, Coin, Place},
};

const VAULT: At = (Coin::Main, Place::Contributors);

/// Shares of a list: one for each wallet and a second for one of them, with the sum `total`.
pub fn shares_of(total: u64, draw: u64) -> Vec<Share> {
    let mut left = total;
    let shares = VISITOR + 1;
    (0..shares)
        .map(|place| {
            let part = (draw >> (4 * place)) % 16;
            let amount = if place + 1 == shares { left } else { (u128::from(left) * u128::from(part) / 16) as u64 };
            left -= amount;
            Share { who: (place + draw as usize) % VISITOR, amount }
        })
        .collect()
}

impl State {
    /// The list that an action means: its number, from 1 on.
    pub fn number(&self, back: u64) -> u64 {
        self.lists.opened.saturating_sub(back)
    }

    /// What a list that is opened now would be about.
    pub fn planned(&self, amount: Amount, draw: u64, opens_in: u64, lasts: u64) -> (Vec<Share>, i64, i64) {
        let free = self.tokens.amount(VAULT).saturating_sub(self.lists.reserved());
        let opens = self.now.unix + opens_in as i64;
        (shares_of(amount.of(free), draw), opens, opens + lasts as i64)
    }

    /// The share that a claim is about, as the liar tells it: the wallet that is to receive it, and the amount.
    pub fn told(&self, back: u64, index: u32, lie: Lie) -> Option<(usize, u64)> {
        let shares = self.shares.get(self.number(back).checked_sub(1)? as usize)?;
        let share = shares.get(index as usize)?;
        Some(match lie {
            Lie::Amount => (share.who, share.amount.saturating_add(1)),
            Lie::Thief(who) => (who, share.amount),
            Lie::Nothing | Lie::Place => (share.who, share.amount),
        })
    }

    pub(super) fn set_root(&mut self, amount: Amount, draw: u64, opens_in: u64, lasts: u64) -> Result<(), Refused> {
        let (shares, opens, closes) = self.planned(amount, draw, opens_in, lasts);
        let total = shares.iter().map(|share| share.amount).sum();
        let terms = Terms { root: [0; 32], leaves: shares.len() as u32, total, opens, closes };
        self.lists.open(&terms, self.tokens.amount(VAULT), self.now).map_err(IssuerError::from)?;
        self.shares.push(shares);
        self.marks.push(Marks::default());
        Ok(())
    }

    pub(super) fn claim_share(&mut self, back: u64, index: u32, lie: Lie) -> Result<(), Refused> {
        let number = self.number(back);
        let (who, amount) = self.told(back, index, lie).ok_or(Refused::Unsent)?;
        self.lists.get(number).map_err(IssuerError::from)?;
        let honest = self.told(back, index, Lie::Nothing) == Some((who, amount)) && lie != Lie::Place;
        if !honest {
            return Err(IssuerError::NotInList.into());
        }
        let marks = &mut self.marks[number as usize - 1];
        if marks.is_marked(index) {
            return Err(IssuerError::ShareClaimed.into());
        }
        marks.mark(index);
        self.lists.claim(number, amount, self.now).map_err(IssuerError::from)?;
        self.send(VAULT, (Coin::Main, Place::Wallet(who)), amount)
    }

    pub(super) fn close_root(&mut self, back: u64) -> Result<(), Refused> {
        self.lists.close(self.number(back), self.now).map_err(IssuerError::from)?;
        Ok(())
    }
}
