//! Contributors' shares by segment: who earned a part of the newest weeks, from finalized events.
//!
//! Loyal stakers share by stake that is older than the window and was not asked back in it, users get back at most half of the transfer fees that they paid,
//! providers share by what they stake in pools of other mints, and everyone who spoke on the newest proposal gets the same.
//! The rules are those by which the twin pays (`twin::payroll`), so what was compared there is what is paid here.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;
use twin::{
    Habits,
    rewards::{SEGMENTS, Segment, Weights},
};

use crate::store::Observation;

/// What a list pays for.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Unix seconds; stake and use count between them.
    pub from: i64,
    pub to: i64,
}

/// Shares by owner, and how they came about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// (owner, base units), by owner.
    pub shares: BTreeMap<String, u64>,
    /// In the order of `Segment::ALL`.
    pub parts: Vec<Part>,
}

/// One segment's part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Part {
    pub segment: &'static str,
    /// bps of the whole.
    pub weight: u16,
    pub people: u32,
    /// Base units given; the rest of the part stays in the vault.
    pub given: u64,
    pub left: u64,
}

/// Deals `total` base units out to the owners in `people`; nobody else gets anything.
pub fn draft(
    events: &[Observation],
    people: &BTreeSet<String>,
    window: Window,
    weights: &Weights,
    total: u64,
) -> Draft {
    let earned = Earned::read(events, window);
    let bases: [&BTreeMap<String, f64>; SEGMENTS] = [&earned.loyal, &earned.fees, &earned.liquidity, &earned.voices];
    // Largest part of their fees that users get back; faking use then costs more than it brings.
    let rebate_cap = Habits::default().rebate_cap;
    let mut draft = Draft::default();
    for segment in Segment::ALL {
        let weight = weights[segment.index()];
        let pot = (u128::from(total) * u128::from(weight) / 10_000) as u64;
        let basis = bases[segment.index()].iter().filter(|(owner, part)| **part > 0.0 && people.contains(*owner));
        let whole: f64 = basis.clone().map(|(_, part)| part).sum();
        let rate = if whole > 0.0 { pot as f64 / whole } else { 0.0 };
        let rate = if segment == Segment::User { rate.min(rebate_cap) } else { rate };
        let mut part = Part { segment: segment.name(), weight, left: pot, ..Part::default() };
        for (owner, basis) in basis {
            // ROUNDING: down, so that a part is never exceeded.
            let share = ((rate * basis) as u64).min(part.left);
            if share > 0 {
                *draft.shares.entry(owner.clone()).or_default() += share;
                (part.people, part.given, part.left) = (part.people + 1, part.given + share, part.left - share);
            }
        }
        draft.parts.push(part);
    }
    draft
}

/// What each segment's part is shared by, per owner.
#[derive(Default)]
struct Earned {
    loyal: BTreeMap<String, f64>,
    fees: BTreeMap<String, f64>,
    liquidity: BTreeMap<String, f64>,
    voices: BTreeMap<String, f64>,
}

impl Earned {
    fn read(events: &[Observation], window: Window) -> Self {
        let mut earned = Self::default();
        let foreign: BTreeSet<&str> = events
            .iter()
            .filter(|row| row.kind == "pool_created" && text(row, "stake_mint") != text(row, "reward_mint"))
            .map(|row| text(row, "pool"))
            .collect();
        let spoken = events.iter().rev().find(|row| row.kind == "voiced" && row.unix <= window.to);
        for row in events.iter().filter(|row| row.finalized && row.unix <= window.to) {
            let is_new = row.unix > window.from;
            let owner = text(row, "owner");
            let pool = if foreign.contains(text(row, "pool")) { &mut earned.liquidity } else { &mut earned.loyal };
            match row.kind.as_str() {
                "staked" if !is_new || foreign.contains(text(row, "pool")) => add(pool, owner, number(row, "credited")),
                "compounded" if !is_new => add(pool, owner, number(row, "amount")),
                "unstake_requested" if is_new && !foreign.contains(text(row, "pool")) => {
                    pool.insert(owner.into(), 0.0);
                }
                "unstake_requested" => add(pool, owner, -number(row, "amount")),
                "transfer" if is_new => add(&mut earned.fees, text(row, "from"), number(row, "fee")),
                "voiced" if spoken.is_some_and(|last| text(last, "proposal") == text(row, "proposal")) => {
                    earned.voices.insert(text(row, "speaker").into(), 1.0);
                }
                _ => {}
            }
        }
        earned
    }
}

fn add(sums: &mut BTreeMap<String, f64>, owner: &str, amount: f64) {
    *sums.entry(owner.into()).or_default() += amount;
}

fn text<'a>(row: &'a Observation, field: &str) -> &'a str {
    row.payload.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn number(row: &Observation, field: &str) -> f64 {
    row.payload.get(field).and_then(Value::as_u64).unwrap_or(0) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn event(unix: i64, kind: &str, payload: Value) -> Observation {
        let (signature, source) = (String::new(), String::new());
        Observation { slot: 1, signature, index: 0, unix, source, kind: kind.into(), payload, finalized: true }
    }

    fn events() -> Vec<Observation> {
        let staked = |unix, owner: &str, amount: u64| {
            event(unix, "staked", json!({ "pool": "own", "owner": owner, "credited": amount }))
        };
        vec![
            event(0, "pool_created", json!({ "pool": "lp", "stake_mint": "LP", "reward_mint": "TRIM" })),
            event(0, "pool_created", json!({ "pool": "own", "stake_mint": "TRIM", "reward_mint": "TRIM" })),
            staked(10, "ann", 300),
            staked(10, "bob", 100),
            staked(10, "cid", 900),
            staked(150, "dan", 5_000),
            event(160, "unstake_requested", json!({ "pool": "own", "owner": "cid", "amount": 1 })),
            event(170, "transfer", json!({ "from": "dan", "to": "eve", "amount": 1_000, "fee": 10 })),
            event(171, "staked", json!({ "pool": "lp", "owner": "eve", "credited": 7 })),
            event(172, "voiced", json!({ "proposal": "old", "speaker": "ann" })),
            event(173, "voiced", json!({ "proposal": "new", "speaker": "bob" })),
            event(174, "voiced", json!({ "proposal": "new", "speaker": "vault" })),
        ]
    }

    fn dealt(weights: Weights) -> Draft {
        let people = ["ann", "bob", "cid", "dan", "eve"].map(String::from).into();
        draft(&events(), &people, Window { from: 100, to: 200 }, &weights, 10_000)
    }

    #[test]
    fn each_segment_shares_its_part_by_what_its_people_did() {
        let draft = dealt([4_000, 1_000, 2_000, 3_000]);
        let share = |owner: &str| draft.shares.get(owner).copied().unwrap_or(0);
        assert_eq!(share("ann"), 3_000, "three quarters of the loyal stake; the older proposal counts no more");
        assert_eq!(share("bob"), 1_000 + 3_000, "a quarter, and the only voice of a person");
        assert_eq!(share("cid"), 0, "stake was asked back");
        assert_eq!(share("dan"), 5, "half of the fees and no more; the stake is young");
        assert_eq!(share("eve"), 2_000);
        let user = &draft.parts[Segment::User.index()];
        assert_eq!((user.people, user.given, user.left), (1, 5, 995));
    }

    #[test]
    fn no_more_is_given_than_there_is_and_what_nobody_earned_stays() {
        let all = dealt([2_500; 4]);
        assert!(all.shares.values().sum::<u64>() <= 10_000);
        let nobody = draft(&[], &BTreeSet::new(), Window { from: 0, to: 1 }, &[2_500; 4], 10_000);
        assert!(nobody.shares.is_empty() && nobody.parts.iter().all(|part| part.left == 2_500));
    }
}
