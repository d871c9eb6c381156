//! What people did, from events: per wallet, per period, per pair.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use staking::Position;

use super::State;
use crate::{
    snapshot::{Activity, Flow, WalletActivity},
    store::Observation,
};

/// Transfers older than this are not part of `flows`, seconds.
const FLOW_SECS: i64 = 30 * 86_400;

/// One act of one wallet.
struct Act {
    unix: i64,
    wallet: String,
    what: What,
}

enum What {
    /// To another wallet.
    Sent {
        to: String,
        amount: u64,
        received: u64,
    },
    Staked(u64),
    Unstaked(u64),
    Claimed(u64),
    /// Took out principal; changes only when it was seen.
    Withdrew,
}

/// Everything about people in one snapshot.
pub struct People {
    /// Ordered by address.
    pub wallets: Vec<WalletActivity>,
    acts: Vec<Act>,
}

impl People {
    pub fn read(state: &State, events: &[Observation]) -> Self {
        let own: BTreeSet<String> = state.own.iter().map(ToString::to_string).collect();
        let foreign = state.pools.iter().filter(|pool| !pool.stakes_what_it_pays());
        let foreign: BTreeSet<String> = foreign.map(|pool| pool.address.to_string()).collect();
        let acts: Vec<Act> = events.iter().flat_map(|row| acts_of(row, &own, &foreign)).collect();
        let mut wallets: BTreeMap<String, WalletActivity> = BTreeMap::new();
        acts.iter().for_each(|act| add(&mut wallets, act));
        for (_, token) in &state.tokens {
            let owner = token.owner.to_string();
            if !own.contains(&owner) {
                let wallet = wallet(&mut wallets, &owner);
                wallet.balance = wallet.balance.saturating_add(token.amount);
            }
        }
        let of_the_mint = |position: &&Position| !foreign.contains(&position.card.pool.to_string());
        for position in state.positions.iter().filter(of_the_mint) {
            let stake = &position.state;
            let wallet = wallet(&mut wallets, &position.card.owner.to_string());
            let held = stake.active.saturating_add(stake.warming).saturating_add(stake.cooling);
            wallet.staked = wallet.staked.saturating_add(held);
        }
        staked_secs(&mut wallets, &acts, state.at.unix);
        Self { wallets: wallets.into_values().collect(), acts }
    }

    /// Sums over `start ≤ unix < end`.
    pub fn activity(&self, start: i64, end: i64) -> Activity {
        let mut sums = Activity { start, end, ..Activity::default() };
        let mut active = BTreeSet::new();
        for act in self.acts.iter().filter(|act| (start..end).contains(&act.unix)) {
            active.insert(act.wallet.as_str());
            match &act.what {
                What::Sent { amount, .. } => {
                    sums.transfers += 1;
                    sums.volume = sums.volume.saturating_add(*amount);
                }
                What::Staked(amount) => sums.staked = sums.staked.saturating_add(*amount),
                What::Unstaked(amount) => sums.unstaked = sums.unstaked.saturating_add(*amount),
                What::Claimed(_) | What::Withdrew => {}
            }
        }
        sums.active_wallets = active.len() as u64;
        sums
    }

    /// Transfers per ordered pair over the last 30 days.
    pub fn flows(&self, now: i64) -> Vec<Flow> {
        let place = |address: &str| {
            self.wallets
                .binary_search_by(|wallet| wallet.address.as_str().cmp(address))
                .ok()
                .and_then(|index| u32::try_from(index).ok())
        };
        let mut flows: BTreeMap<(u32, u32), Flow> = BTreeMap::new();
        for act in self.acts.iter().filter(|act| act.unix > now.saturating_sub(FLOW_SECS)) {
            let What::Sent { to, amount, .. } = &act.what else { continue };
            let (Some(from), Some(to)) = (place(&act.wallet), place(to)) else { continue };
            let flow = flows.entry((from, to)).or_insert(Flow {
                from,
                to,
                amount: 0,
                transfers: 0,
                first: act.unix,
                last: act.unix,
            });
            flow.amount = flow.amount.saturating_add(*amount);
            flow.transfers += 1;
            (flow.first, flow.last) = (flow.first.min(act.unix), flow.last.max(act.unix));
        }
        flows.into_values().collect()
    }
}

/// The acts behind an observation; transfers to or from the economy's own accounts are told by the programs' events
/// instead, and of pools in which another mint is staked only the rewards count.
fn acts_of(row: &Observation, own: &BTreeSet<String>, foreign: &BTreeSet<String>) -> Vec<Act> {
    let text = |field: &str| row.payload.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let number = |field: &str| row.payload.get(field).and_then(Value::as_u64).unwrap_or(0);
    let whats = match row.kind.as_str() {
        "transfer" => {
            let (from, to, amount) = (text("from"), text("to"), number("amount"));
            if [&from, &to].iter().any(|side| side.is_empty() || own.contains(*side)) {
                return Vec::new();
            }
            let what = What::Sent { to, amount, received: amount.saturating_sub(number("fee")) };
            return vec![Act { unix: row.unix, wallet: from, what }];
        }
        "claimed" => vec![What::Claimed(number("requested"))],
        _ if foreign.contains(&text("pool")) => vec![],
        "staked" => vec![What::Staked(number("credited"))],
        "compounded" => vec![What::Claimed(number("amount")), What::Staked(number("amount"))],
        "unstake_requested" => vec![What::Unstaked(number("amount"))],
        "withdrawn" => vec![What::Withdrew],
        _ => vec![],
    };
    whats.into_iter().map(|what| Act { unix: row.unix, wallet: text("owner"), what }).collect()
}

fn add(wallets: &mut BTreeMap<String, WalletActivity>, act: &Act) {
    let actor = seen(wallets, &act.wallet, act.unix);
    match &act.what {
        What::Sent { to, amount, received } => {
            actor.sent = actor.sent.saturating_add(*amount);
            actor.transfers += 1;
            let receiver = seen(wallets, to, act.unix);
            receiver.received = receiver.received.saturating_add(*received);
            receiver.transfers += 1;
        }
        What::Unstaked(_) => actor.unstakes += 1,
        What::Claimed(amount) => actor.claimed = actor.claimed.saturating_add(*amount),
        What::Staked(_) | What::Withdrew => {}
    }
}

fn wallet<'a>(wallets: &'a mut BTreeMap<String, WalletActivity>, address: &str) -> &'a mut WalletActivity {
    wallets
        .entry(address.into())
        .or_insert_with(|| WalletActivity { address: address.into(), ..WalletActivity::default() })
}

fn seen<'a>(wallets: &'a mut BTreeMap<String, WalletActivity>, address: &str, unix: i64) -> &'a mut WalletActivity {
    let wallet = wallet(wallets, address);
    if wallet.first_seen == 0 {
        wallet.first_seen = unix;
    }
    wallet.last_seen = unix;
    wallet
}

/// Seconds during which each wallet had stake that it had not asked back.
fn staked_secs(wallets: &mut BTreeMap<String, WalletActivity>, acts: &[Act], now: i64) {
    let mut open: BTreeMap<&str, (u64, i64)> = BTreeMap::new();
    for act in acts {
        let (stake, since) = open.entry(act.wallet.as_str()).or_insert((0, act.unix));
        let before = *stake;
        match &act.what {
            What::Staked(amount) => *stake = stake.saturating_add(*amount),
            What::Unstaked(amount) => *stake = stake.saturating_sub(*amount),
            _ => continue,
        }
        if before > 0 {
            wallet(wallets, &act.wallet).staked_secs += act.unix.saturating_sub(*since).unsigned_abs();
        }
        *since = act.unix;
    }
    for (address, (stake, since)) in open {
        if stake > 0 {
            wallet(wallets, address).staked_secs += now.saturating_sub(since).unsigned_abs();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(unix: i64, from: &str, to: &str, amount: u64) -> Act {
        Act { unix, wallet: from.into(), what: What::Sent { to: to.into(), amount, received: amount - 1 } }
    }

    fn people(acts: Vec<Act>, now: i64) -> People {
        let mut wallets = BTreeMap::new();
        acts.iter().for_each(|act| add(&mut wallets, act));
        staked_secs(&mut wallets, &acts, now);
        People { wallets: wallets.into_values().collect(), acts }
    }

    #[test]
    fn flows_name_wallets_by_their_place_in_the_ordered_list() {
        let people = people(vec![sent(5, "b", "a", 10), sent(6, "b", "a", 10)], 10);
        assert_eq!(people.flows(10), [Flow { from: 1, to: 0, amount: 20, transfers: 2, first: 5, last: 6 }]);
        assert_eq!(people.wallets[0].received, 18);
    }

    #[test]
    fn time_with_stake_counts_until_it_is_asked_back() {
        let stake = |unix, what| Act { unix, wallet: "a".into(), what };
        let people =
            people(vec![stake(10, What::Staked(5)), stake(20, What::Unstaked(5)), stake(50, What::Staked(1))], 60);
        assert_eq!(people.wallets[0].staked_secs, 20);
        assert_eq!(people.wallets[0].unstakes, 1);
    }

    #[test]
    fn compounding_is_a_reward_and_a_stake_and_foreign_stake_is_neither() {
        let row = |kind: &str, pool: &str| Observation {
            slot: 1,
            signature: String::new(),
            index: 0,
            unix: 5,
            source: "staking".into(),
            kind: kind.into(),
            payload: serde_json::json!({ "pool": pool, "owner": "a", "amount": 7, "credited": 9, "requested": 3 }),
            finalized: true,
        };
        let foreign = BTreeSet::from(["lp".to_owned()]);
        let acts = |kind, pool| acts_of(&row(kind, pool), &BTreeSet::new(), &foreign);
        let [claimed, staked] = &acts("compounded", "own")[..] else { panic!("two acts") };
        assert!(matches!((&claimed.what, &staked.what), (What::Claimed(7), What::Staked(7))));
        assert!(matches!(acts("claimed", "lp")[0].what, What::Claimed(3)));
        assert!(acts("staked", "lp").is_empty() && acts("withdrawn", "lp").is_empty());
    }

    #[test]
    fn a_period_counts_its_start_and_not_its_end() {
        let people = people(vec![sent(10, "a", "b", 3), sent(20, "b", "a", 4)], 30);
        let activity = people.activity(10, 20);
        assert_eq!((activity.transfers, activity.volume, activity.active_wallets), (1, 3, 1));
    }
}
