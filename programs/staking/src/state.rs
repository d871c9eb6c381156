//! The accounts: zero-copy, fixed size, every byte named.
//!
//! The arithmetic over them lives in `economics::staking`; here are bytes, seeds and `invariant()`.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use economics::{key::Key, staking as rules};

use crate::error::StakingError;

/// Seed of a pool: `["pool", policy, mint, [index]]`.
pub const POOL_SEED: &[u8] = b"pool";
/// Seed of a vault: `["vault", pool]`.
pub const VAULT_SEED: &[u8] = b"vault";
/// Seed of a position: `["position", pool, owner]`.
pub const POSITION_SEED: &[u8] = b"position";
/// The policy's parameter that holds the unbonding time in seconds.
pub const UNBOND_KEY: Key = economics::key("unbond_secs");

/// The first bytes of a pool after its discriminator, so that other programs can read them at a fixed place.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct PoolTotals {
    /// Base units staked: active and warming.
    pub staked: u64,
    /// Positions with stake.
    pub stakers: u64,
    /// Rewards ever claimed, base units.
    pub rewards_paid: u64,
}

/// Rewards between their arrival and their distribution, base units.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Stream {
    /// Waiting for the next window.
    pub queued: u64,
    /// What flows in the open window.
    pub streaming: u64,
    /// Part of `streaming` that has flown already.
    pub streamed: u64,
    /// Unix second at which the open window began.
    pub window_start: i64,
    /// Length of a window in seconds; never 0.
    pub window_secs: u64,
}

/// A pool's ledger.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct PoolState {
    pub totals: PoolTotals,
    /// Stake that earns.
    pub active: u64,
    /// Stake asked back and not yet withdrawn.
    pub cooling: u64,
    /// Rewards distributed and not yet claimed.
    pub owed: u64,
    pub stream: Stream,
    /// Seconds before new stake earns; at least one window.
    pub warmup_secs: u64,
    /// Rewards per active base unit since the beginning, Q64.64 (low, high).
    pub acc: [u64; 2],
    /// Remainder of the last distribution, in 2^-64 base units.
    pub acc_carry: u64,
    /// Base units of the vault that the ledger knows of.
    pub accounted: u64,
}

/// A position's ledger.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct PositionState {
    /// Stake that earns.
    pub active: u64,
    /// Stake that does not earn yet.
    pub warming: u64,
    /// From this unix second on a settlement makes `warming` active.
    pub active_from: i64,
    /// Stake asked back.
    pub cooling: u64,
    /// From this unix second on `cooling` can be withdrawn; fixed when it was asked back.
    pub unlock_at: i64,
    /// The pool's `acc` up to which this position has been credited.
    pub acc_paid: [u64; 2],
    /// Rewards credited and not yet claimed.
    pub owed: u64,
    /// Fraction of the next reward unit, in 2^-64 base units.
    pub owed_fraction: u64,
}

/// A pool: who stakes one mint under one policy.
#[account]
pub struct Pool {
    pub state: PoolState,
    /// The governor's policy that holds the unbonding time.
    pub policy: Address,
    pub mint: Address,
    /// Token account of principal and rewards, owned by this pool.
    pub vault: Address,
    /// Place of `unbond_secs` in the policy.
    pub unbond_param: u8,
    /// Number among the pools of the same policy and mint.
    pub index: u8,
    /// Decimals of the mint.
    pub decimals: u8,
    pub bump: u8,
    pub vault_bump: u8,
    pub _pad: [u8; 3],
}

/// What one owner has in one pool. It stays when it is empty, so an address is never used twice.
#[account]
pub struct Position {
    pub state: PositionState,
    pub pool: Address,
    pub owner: Address,
    pub bump: u8,
    pub _pad: [u8; 7],
}

// The mirrors above exist for the IDL; their bytes are those of `economics`.
const _: () = {
    assert!(size_of::<PoolTotals>() == size_of::<rules::PoolTotals>());
    assert!(size_of::<Stream>() == size_of::<economics::stream::Stream>());
    assert!(size_of::<PoolState>() == size_of::<rules::PoolState>());
    assert!(size_of::<PositionState>() == size_of::<rules::PositionState>());
};

impl Pool {
    /// The ledger, as the rules see it.
    pub fn rules(&self) -> &rules::PoolState {
        bytemuck::cast_ref(&self.state)
    }

    /// The ledger, for the rules to change.
    pub fn rules_mut(&mut self) -> &mut rules::PoolState {
        bytemuck::cast_mut(&mut self.state)
    }

    /// Begins the ledger.
    pub fn open(&mut self, state: rules::PoolState) {
        self.state = bytemuck::cast(state);
    }

    /// The ledger is conserved, and the vault holds at least what it accounts for.
    ///
    /// Asked after everything that takes in or pays rewards. Exits do not ask: whatever went wrong, principal leaves.
    pub fn invariant(&self, vault_amount: u64) -> Result<()> {
        require!(self.rules().is_conserved(), StakingError::LedgerBroken);
        require!(vault_amount >= self.state.accounted, StakingError::VaultShort);
        Ok(())
    }
}

impl Position {
    /// The ledger, as the rules see it.
    pub fn rules(&self) -> &rules::PositionState {
        bytemuck::cast_ref(&self.state)
    }

    /// The ledger, for the rules to change.
    pub fn rules_mut(&mut self) -> &mut rules::PositionState {
        bytemuck::cast_mut(&mut self.state)
    }
}
