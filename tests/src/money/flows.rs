//! What came in and what went out, counted by the token balances alone; the promises are checked against it.

mod count;
mod promises;

use std::collections::BTreeMap;

use economics::emission::BREAKER_CEILING_BPS;

use super::{
    action::Action,
    state::{Seat, State},
};

macro_rules! ensure {
    ($condition:expr, $($words:tt)+) => {
        if !$condition {
            return Err(format!($($words)+));
        }
    };
}
use ensure;

/// One seat's money so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Account {
    /// Principal: by deposits, by compounding, and taken out.
    staked: u128,
    compounded: u128,
    withdrawn: u128,
    /// Rewards taken out.
    claimed: u128,
}

impl Account {
    fn left(&self) -> Option<u128> {
        (self.staked + self.compounded).checked_sub(self.withdrawn)
    }
}

/// The flows since the beginning.
#[derive(Clone)]
pub struct Flows {
    before: State,
    genesis: u64,
    /// Liquidity shares that exist.
    lp_supply: u128,
    minted: u64,
    burned: u64,
    /// Minted since the last roll, and the limit that held then.
    period: (u64, u64),
    /// Second, amount and limit of every emission.
    emissions: Vec<(i64, u64, u64)>,
    seats: BTreeMap<Seat, Account>,
    /// Rewards that reached each pool.
    arrived: Vec<u128>,
    /// Paid out of the contributors' vault.
    shares_paid: u128,
}

impl Flows {
    pub fn new(state: &State) -> Self {
        Self {
            genesis: state.tokens.supply,
            lp_supply: state.tokens.liquidity(),
            minted: 0,
            burned: 0,
            period: (0, limit(state)),
            emissions: Vec::new(),
            seats: BTreeMap::new(),
            arrived: vec![0; state.pools.len()],
            shares_paid: 0,
            before: state.clone(),
        }
    }

    /// Counts what the action moved, then checks every promise.
    pub fn check(&mut self, action: &Action, now: &State) -> Result<(), String> {
        self.count_supply(action, now)?;
        self.count_pools(action, now)?;
        self.count_shares(action, now)?;
        self.promises(action, now)?;
        self.before = now.clone();
        Ok(())
    }
}

/// What the open period may mint, by the constants of the program and not by its function.
fn limit(state: &State) -> u64 {
    let bps = state.ledger.breaker.max_bps.min(BREAKER_CEILING_BPS);
    (u128::from(state.ledger.base_supply) * u128::from(bps) / 10_000) as u64
}
