//! Token movements between owners, from the balances before and after a transaction.
//!
//! What left one owner and reached another is matched largest first; what reached nobody is the transfer fee, withheld in the destination.
//! A transaction with one sender and one receiver is exact; one with several of both keeps every owner's sum exact and pairs by size.

use std::collections::BTreeMap;

use serde_json::json;

use crate::{
    chain::{Pubkey, TokenBalance, TransactionRecord},
    store::Observation,
};

/// One owner's change of balance in a transaction, base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Change {
    owner: Pubkey,
    amount: u64,
}

/// A movement from one owner to another; `None` for mint and burn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    pub from: Option<Pubkey>,
    pub to: Option<Pubkey>,
    /// What left the sender, or what was minted.
    pub amount: u64,
    /// Part of it that did not arrive.
    pub fee: u64,
}

/// `transfer` observations of `mint` in one transaction.
pub fn observations(record: &TransactionRecord, mint: &Pubkey, unix: i64) -> Vec<Observation> {
    let text = |owner: Option<Pubkey>| owner.map(|owner| owner.to_string());
    let row = |(index, movement): (usize, Movement)| Observation {
        slot: record.slot,
        signature: record.signature.clone(),
        index: index as u32,
        unix,
        source: "token".into(),
        kind: "transfer".into(),
        payload: json!({ "from": text(movement.from), "to": text(movement.to), "amount": movement.amount, "fee": movement.fee }),
        finalized: false,
    };
    movements(&record.pre_tokens, &record.post_tokens, mint).into_iter().enumerate().map(row).collect()
}

/// Matches what left with what arrived.
pub fn movements(before: &[TokenBalance], after: &[TokenBalance], mint: &Pubkey) -> Vec<Movement> {
    let (mut sent, mut received) = changes(before, after, mint);
    let by_size = |a: &Change, b: &Change| b.amount.cmp(&a.amount).then(a.owner.cmp(&b.owner));
    sent.sort_by(by_size);
    received.sort_by(by_size);
    let total_in: u64 = received.iter().map(|change| change.amount).fold(0, u64::saturating_add);
    let total_out: u64 = sent.iter().map(|change| change.amount).fold(0, u64::saturating_add);
    if sent.is_empty() {
        return received
            .into_iter()
            .map(|to| Movement { from: None, to: Some(to.owner), amount: to.amount, fee: 0 })
            .collect();
    }
    if received.is_empty() {
        return sent
            .into_iter()
            .map(|from| Movement { from: Some(from.owner), to: None, amount: from.amount, fee: 0 })
            .collect();
    }
    pair(sent, received, total_out.saturating_sub(total_in))
}

/// Pairs by size; the fee is spread over the senders in proportion to what they sent, the rest on the last.
fn pair(sent: Vec<Change>, mut received: Vec<Change>, fee: u64) -> Vec<Movement> {
    let total: u128 = sent.iter().map(|change| u128::from(change.amount)).sum();
    let mut fee_left = fee;
    let mut movements = Vec::new();
    let last = sent.len() - 1;
    for (place, from) in sent.into_iter().enumerate() {
        let share = if place == last {
            fee_left
        } else {
            u64::try_from(u128::from(fee) * u128::from(from.amount) / total.max(1)).unwrap_or(fee_left).min(fee_left)
        };
        fee_left -= share;
        let mut arriving = from.amount.saturating_sub(share);
        let mut own_fee = share;
        while arriving > 0
            && let Some(to) = received.first_mut()
        {
            let amount = arriving.min(to.amount);
            movements.push(Movement {
                from: Some(from.owner),
                to: Some(to.owner),
                amount: amount + own_fee,
                fee: own_fee,
            });
            own_fee = 0;
            arriving -= amount;
            to.amount -= amount;
            if to.amount == 0 {
                received.remove(0);
            }
        }
        if arriving > 0 || own_fee > 0 {
            movements.push(Movement { from: Some(from.owner), to: None, amount: arriving + own_fee, fee: own_fee });
        }
    }
    // More arrived than left: minted in the same transaction.
    movements.extend(received.into_iter().map(|to| Movement {
        from: None,
        to: Some(to.owner),
        amount: to.amount,
        fee: 0,
    }));
    movements
}

fn changes(before: &[TokenBalance], after: &[TokenBalance], mint: &Pubkey) -> (Vec<Change>, Vec<Change>) {
    let mut owners: BTreeMap<Pubkey, i128> = BTreeMap::new();
    for (rows, sign) in [(before, -1), (after, 1)] {
        for row in rows.iter().filter(|row| row.mint == *mint) {
            *owners.entry(row.owner).or_default() += sign * i128::from(row.amount);
        }
    }
    let part = |wanted: fn(i128) -> bool| {
        owners
            .iter()
            .filter(|(_, change)| wanted(**change))
            .map(|(owner, change)| Change {
                owner: *owner,
                amount: u64::try_from(change.unsigned_abs()).unwrap_or(u64::MAX),
            })
            .collect()
    };
    (part(|change| change < 0), part(|change| change > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn balance(owner: u8, amount: u64) -> TokenBalance {
        TokenBalance { account_index: 0, mint: Pubkey::new_from_array([9; 32]), owner: key(owner), amount }
    }

    fn key(owner: u8) -> Pubkey {
        Pubkey::new_from_array([owner; 32])
    }

    fn moved(before: &[TokenBalance], after: &[TokenBalance]) -> Vec<Movement> {
        movements(before, after, &Pubkey::new_from_array([9; 32]))
    }

    #[test]
    fn a_transfer_with_a_fee_is_exact() {
        let found = moved(&[balance(1, 1000), balance(2, 0)], &[balance(1, 0), balance(2, 990)]);
        assert_eq!(found, [Movement { from: Some(key(1)), to: Some(key(2)), amount: 1000, fee: 10 }]);
    }

    #[test]
    fn mint_and_burn_have_one_end() {
        assert_eq!(moved(&[], &[balance(1, 5)]), [Movement { from: None, to: Some(key(1)), amount: 5, fee: 0 }]);
        assert_eq!(
            moved(&[balance(1, 5)], &[balance(1, 2)]),
            [Movement { from: Some(key(1)), to: None, amount: 3, fee: 0 }]
        );
    }

    #[test]
    fn other_mints_do_not_count() {
        let mut foreign = balance(1, 5);
        foreign.mint = key(8);
        assert!(moved(&[], &[foreign]).is_empty());
    }

    #[test]
    fn with_many_ends_every_owners_sum_stays_exact() {
        let found =
            moved(&[balance(1, 100), balance(2, 50)], &[balance(1, 0), balance(2, 0), balance(3, 90), balance(4, 45)]);
        let sent = |owner| found.iter().filter(|m| m.from == Some(key(owner))).map(|m| m.amount).sum::<u64>();
        let got = |owner| found.iter().filter(|m| m.to == Some(key(owner))).map(|m| m.amount - m.fee).sum::<u64>();
        assert_eq!((sent(1), sent(2), got(3), got(4)), (100, 50, 90, 45));
        assert_eq!(found.iter().map(|m| m.fee).sum::<u64>(), 15);
    }
}
