//! Which chores are due: pure, from accounts already read.

use economics::{
    bounds::Param,
    emission::{GAUGES, Rate},
    fees::fee_can_change,
    staking::PoolState,
    time::Now,
};
use issuer::{client::Desk, state::Ledger};
use solana_program::instruction::Instruction;
use staking::client::Stakes;

use super::Affairs;
use crate::{
    accounts::MintState,
    chain::{ChainClock, Pubkey},
    units::tokens,
};

/// Token accounts that one `collect` harvests: with the vaults they fit into a transaction.
const HARVEST: usize = 18;
/// Withheld fees below this stay where they are, base units: the transaction would cost more.
const WORTH_COLLECTING: u64 = 100_000;
/// Emission below this waits for more or for the period's end, base units.
const WORTH_EMITTING: u64 = 1_000_000;
/// Positions that one transaction settles.
const SETTLE: usize = 6;

/// What `due` looks at.
#[derive(Clone)]
pub struct Books {
    pub desk: Desk,
    pub now: ChainClock,
    pub ledger: Ledger,
    /// The policy's emission rate, with its last change.
    pub rate: Param,
    /// Version of the policy.
    pub version: u64,
    /// The guardian's pause stops minting.
    pub emission_paused: bool,
    /// The transfer fee that the policy wants, bps.
    pub fee_bps: i64,
    pub mint: MintState,
    pub withheld: Vec<Withheld>,
    pub pools: Vec<PoolBooks>,
    /// Councils' business that anyone may do.
    pub affairs: Affairs,
}

/// One staking pool.
#[derive(Clone, Debug)]
pub struct PoolBooks {
    pub stakes: Stakes,
    pub ledger: PoolState,
    /// Base units in the token account of its rewards.
    pub vault: u64,
    pub seats: Vec<Seat>,
}

/// Fees that wait in a token account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withheld {
    pub account: Pubkey,
    /// Base units.
    pub amount: u64,
}

/// A position with stake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    pub owner: Pubkey,
    pub tier: u8,
    /// Unix second from which a settlement makes warming stake earn; `None` where all of it earns.
    pub active_from: Option<i64>,
}

/// One transaction that nobody has to sign but who pays for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chore {
    /// The instruction that it consists of.
    pub name: &'static str,
    /// What it is about, for people.
    pub detail: String,
    pub instructions: Vec<Instruction>,
}

/// The chores that are due, in an order that holds: what belongs to a period comes before `roll` closes it.
pub fn due(books: &Books) -> Vec<Chore> {
    let mut chores = books.settle();
    chores.extend(books.collect());
    chores.extend(books.emit());
    chores.extend(books.roll());
    chores.extend(books.sync_fee());
    chores.extend(books.affairs.due(books.now()));
    chores
}

impl Books {
    fn settle(&self) -> Vec<Chore> {
        let settle: Vec<Instruction> = self.pools.iter().flat_map(|pool| pool.settle(self.now.unix)).collect();
        let chore = |group: &[Instruction]| Chore {
            name: "settle",
            detail: counted(group.len(), "position"),
            instructions: group.to_vec(),
        };
        settle.chunks(SETTLE).map(chore).collect()
    }

    /// The fullest accounts first, so that dust spread over many accounts costs nothing.
    fn collect(&self) -> Vec<Chore> {
        let vaults = [self.desk.fee_vault, self.desk.staking_vault, self.desk.treasury_vault];
        let (own, mut others): (Vec<Withheld>, Vec<Withheld>) =
            self.withheld.iter().filter(|fees| fees.amount > 0).partition(|fees| vaults.contains(&fees.account));
        others.sort_by_key(|fees| (std::cmp::Reverse(fees.amount), fees.account));
        // Every call harvests the vaults and what waits in the mint; the first one finds it.
        let mut waiting = sum(&own).saturating_add(self.mint.withheld);
        let mut groups: Vec<&[Withheld]> = others.chunks(HARVEST).collect();
        if groups.is_empty() {
            groups.push(&[]);
        }
        let mut chores = Vec::new();
        for group in groups {
            let amount = sum(group).saturating_add(std::mem::take(&mut waiting));
            if amount < WORTH_COLLECTING {
                break;
            }
            let accounts: Vec<Pubkey> = group.iter().map(|fees| fees.account).collect();
            let detail = format!("{:.6} tokens from {}", tokens(amount), counted(accounts.len(), "account"));
            chores.push(Chore { name: "collect", detail, instructions: vec![self.desk.collect(&accounts)] });
        }
        chores
    }

    fn emit(&self) -> Option<Chore> {
        if self.emission_paused {
            return None;
        }
        // How the weights split the amount does not change it.
        let weights: [i64; GAUGES] = [10_000, 0, 0];
        let rate = Rate { param: &self.rate, version: self.version };
        let amount = self.ledger.rules().clone().emit(rate, &weights, self.now()).amount;
        let due = amount >= WORTH_EMITTING || (amount > 0 && self.is_period_over());
        due.then(|| Chore {
            name: "emit",
            detail: format!("{:.6} tokens", tokens(amount)),
            instructions: vec![self.desk.emit()],
        })
    }

    fn roll(&self) -> Option<Chore> {
        let secs = self.now.unix.saturating_sub(self.ledger.period_start);
        self.is_period_over().then(|| Chore {
            name: "roll",
            detail: format!("a period of {secs} s"),
            instructions: vec![self.desk.roll()],
        })
    }

    fn is_period_over(&self) -> bool {
        self.now.unix >= self.ledger.period_start.saturating_add_unsigned(self.ledger.breaker.period_secs)
    }

    fn now(&self) -> Now {
        Now { unix: self.now.unix, slot: self.now.slot, epoch: self.now.epoch }
    }

    fn sync_fee(&self) -> Option<Chore> {
        let set = self.mint.newer_fee;
        let due = self.fee_bps != i64::from(set.bps) && fee_can_change(set.epoch, self.now.epoch);
        due.then(|| Chore {
            name: "sync_fee",
            detail: format!("{} to {} bps", set.bps, self.fee_bps),
            instructions: vec![self.desk.sync_fee()],
        })
    }
}

impl PoolBooks {
    /// Everybody whose warm-up is over; where there is nobody, one position brings the pool forward once per window,
    /// so that rewards flow in their window and not all at once when somebody looks.
    fn settle(&self, now: i64) -> Vec<Instruction> {
        let ready = |seat: &&Seat| seat.active_from.is_some_and(|from| from <= now);
        let mut seats: Vec<&Seat> = self.seats.iter().filter(ready).collect();
        if seats.is_empty() && self.is_behind(now) {
            seats.extend(self.seats.first());
        }
        seats.into_iter().map(|seat| self.stakes.in_tier(seat.tier).settle(seat.owner)).collect()
    }

    /// A window is over, and there is something to bring forward.
    fn is_behind(&self, now: i64) -> bool {
        let stream = &self.ledger.stream;
        let over = now >= stream.window_start.saturating_add_unsigned(stream.window_secs);
        over && (stream.held() > 0 || self.vault > self.ledger.accounted)
    }
}

fn sum(fees: &[Withheld]) -> u64 {
    fees.iter().map(|fees| fees.amount).fold(0, u64::saturating_add)
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
