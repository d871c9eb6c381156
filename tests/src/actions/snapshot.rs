//! Everything that the invariants look at, read from the accounts at one moment.

use std::collections::BTreeMap;

use anchor_lang::AccountDeserialize;
use economics::{emission::IssuerState, metrics::Ring, staking as rules};
use governor::{Council, Policy, Proposal};
use solana_address::Address;
use staking::{Pool, Position};

use super::{gate, stage::Stage};

/// A token account: what its owner can spend, and the fees withheld in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    pub amount: u64,
    pub withheld: u64,
}

/// The chain at one moment.
#[derive(Clone)]
pub struct Snapshot {
    pub unix: i64,
    pub slot: u64,
    pub council: Council,
    pub policy: Policy,
    pub proposals: BTreeMap<Address, Proposal>,
    /// Lamports of the economy's own address.
    pub treasury: u64,
    pub ledger: IssuerState,
    pub ring: Ring,
    pub supply: u64,
    /// Fees that were harvested into the mint and not yet withdrawn.
    pub mint_withheld: u64,
    pub pool: rules::PoolState,
    pub vault: u64,
    /// By owner.
    pub positions: BTreeMap<Address, rules::PositionState>,
    /// By token account: wallets and vaults.
    pub tokens: BTreeMap<Address, Tokens>,
}

impl Snapshot {
    pub fn take(stage: &Stage, proposals: impl Iterator<Item = Address>) -> Self {
        let now = stage.now();
        let mint = stage.bytes(&stage.desk.mint).expect("the mint exists");
        let issuer: issuer::Issuer = stage.read(&stage.desk.issuer);
        let metrics: issuer::Metrics = stage.read(&stage.desk.metrics);
        let pool: Pool = stage.read(&stage.stakes.pool);
        let tokens: BTreeMap<_, _> = stage.token_accounts().map(|at| (at, tokens(stage, &at))).collect();
        Self {
            unix: now.unix,
            slot: now.slot,
            council: stage.read(&stage.gate.council),
            policy: stage.read(&stage.gate.policy),
            proposals: proposals.map(|at| (at, stage.read(&at))).collect(),
            treasury: stage.treasury(),
            ledger: *issuer.ledger.rules(),
            ring: *metrics.rules(),
            supply: u64_at(&mint, 36),
            mint_withheld: u64_at(&mint, 166 + 4 + 64),
            pool: *pool.rules(),
            vault: tokens[&stage.stakes.vault].amount,
            positions: stage.wallets().filter_map(|wallet| position(stage, &wallet.address())).collect(),
            tokens,
        }
    }

    /// The seconds at which a delay, a window, a warm-up, a cooldown or a period ends.
    pub fn moments(&self) -> Vec<i64> {
        let open = self.proposals.values().filter(|proposal| proposal.state().is_open());
        let lives = open.flat_map(|proposal| {
            let life = proposal.life;
            [life.voting_until, gate::opens(self, proposal), life.closes]
        });
        let stakes = self.positions.values().flat_map(|position| [position.active_from, position.unlock_at]);
        let window = self.pool.stream.window_start + self.pool.stream.window_secs as i64;
        let period = self.ledger.period_start + self.ledger.breaker.period_secs as i64;
        let alarm = self.council.alarm;
        lives.chain(stakes).chain([window, period, alarm.until1, alarm.until2, self.policy.paused_until]).collect()
    }

    /// What `owner` has put in and not taken out: staked and asked back.
    pub fn principal(&self, owner: &Address) -> u64 {
        self.positions.get(owner).map_or(0, |position| position.staked() + position.cooling)
    }
}

fn position(stage: &Stage, owner: &Address) -> Option<(Address, rules::PositionState)> {
    let data = stage.bytes(&stage.stakes.position(owner))?;
    let position = Position::try_deserialize(&mut &data[..]).ok()?;
    Some((*owner, *position.rules()))
}

fn tokens(stage: &Stage, at: &Address) -> Tokens {
    let data = stage.bytes(at).unwrap_or_default();
    Tokens { amount: u64_at(&data, 64), withheld: withheld(data.get(166..).unwrap_or_default()) }
}

/// Walks the records kind, length, value of a token account to the withheld fees (kind 2).
fn withheld(records: &[u8]) -> u64 {
    let [kind, _, len, _, value @ ..] = records else { return 0 };
    match kind {
        0 => 0,
        2 => u64_at(value, 0),
        _ => withheld(value.get(usize::from(*len)..).unwrap_or_default()),
    }
}

fn u64_at(data: &[u8], offset: usize) -> u64 {
    data.get(offset..offset + 8).map_or(0, |bytes| u64::from_le_bytes(bytes.try_into().expect("eight bytes")))
}
