//! The accounts: zero-copy, fixed size, every byte named.
//!
//! The arithmetic over them lives in `economics::staking`; here are bytes, seeds and `invariant()`.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use economics::{key::Key, staking as rules, voice};

use crate::error::StakingError;

/// Seed of a pool: `["pool", policy, mint, [index]]`.
pub const POOL_SEED: &[u8] = b"pool";
/// Seed of the vault of the principal: `["vault", pool]`.
pub const VAULT_SEED: &[u8] = b"vault";
/// Seed of the vault of rewards in another mint: `["rewards", pool]`.
pub const REWARDS_SEED: &[u8] = b"rewards";
/// Seed of a position: `["position", pool, owner, [tier]]`.
pub const POSITION_SEED: &[u8] = b"position";
/// The creator of an economy opens pools with numbers below this; every number is open to the economy's authority.
pub const CREATORS_POOLS: u8 = 8;
/// The policy's parameter that holds the unbonding time in seconds.
pub const UNBOND_KEY: Key = economics::key("unbond_secs");

/// What a pool holds and has paid.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct PoolTotals {
    /// Base units staked: active and warming.
    pub staked: u64,
    /// Positions with stake.
    pub stakers: u64,
    /// Rewards ever claimed or compounded, base units.
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

/// Terms of a deposit.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct Tier {
    /// Seconds from the deposit before which nothing can be withdrawn; 0: only the cooldown.
    pub lock_secs: u64,
    /// Shares per staked unit, bps; 0 marks an empty place.
    pub multiplier_bps: u64,
}

/// What a pool is opened with; nothing here can be changed later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct PoolTerms {
    /// Arrivals of one window flow through the next; seconds.
    pub window_secs: u64,
    /// Seconds before new stake earns; at least one window.
    pub warmup_secs: u64,
    /// What a deposit can choose from: from none to the longest lock, then empty places.
    pub tiers: [Tier; 4],
}

/// A pool's ledger.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct PoolState {
    pub totals: PoolTotals,
    /// Stake that earns.
    pub active: u64,
    /// Shares of the active stake: what rewards are divided by.
    pub shares: u64,
    /// Stake asked back and not yet withdrawn.
    pub cooling: u64,
    /// Rewards distributed and not yet claimed.
    pub owed: u64,
    pub stream: Stream,
    /// Seconds before new stake earns; at least one window.
    pub warmup_secs: u64,
    /// Rewards per share since the beginning, Q64.64 (low, high).
    pub acc: [u64; 2],
    /// Remainder of the last distribution, in 2^-64 base units.
    pub acc_carry: u64,
    /// Base units of the reward vault that the ledger knows of; with the principal where it lies there too.
    pub accounted: u64,
    /// 1: the principal lies in a vault of its own, and no reward can be staked. 0: one vault for both.
    pub principal_apart: u64,
    /// What a deposit can choose from.
    pub tiers: [Tier; 4],
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
    /// Before this unix second nothing can be withdrawn; fixed at the last deposit.
    pub locked_until: i64,
    /// Place of the position's terms among the pool's tiers.
    pub tier: u8,
    pub _pad: [u8; 7],
}

/// Active stake from one moment on.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Checkpoint {
    /// Unix second from which `weight` has been active without interruption.
    pub since: i64,
    /// Base units of active stake.
    pub weight: u64,
}

/// How much a position weighs in a vote; the first bytes after the discriminator, at the same place for ever.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct VoiceCard {
    pub pool: Address,
    pub owner: Address,
    /// Who speaks for the position; zeroes: the owner.
    pub delegate: Address,
    /// The checkpoint before the newest, then the newest.
    pub checkpoints: [Checkpoint; 2],
}

/// A pool: who stakes one mint under one policy. The first bytes are those of `economics::staking::PoolCard`.
#[account]
pub struct Pool {
    /// The governor's policy that holds the unbonding time.
    pub policy: Address,
    /// What is staked.
    pub stake_mint: Address,
    /// Token account of the principal, owned by this pool.
    pub vault: Address,
    /// What stakers earn.
    pub reward_mint: Address,
    /// Token account whose arrivals are rewards, owned by this pool; the vault itself where both mints are one.
    pub reward_vault: Address,
    pub state: PoolState,
    /// Place of `unbond_secs` in the policy.
    pub unbond_param: u8,
    /// Number among the pools of the same policy and mint.
    pub index: u8,
    /// Decimals of the mint.
    pub decimals: u8,
    /// Decimals of the reward's mint.
    pub reward_decimals: u8,
    pub bump: u8,
    pub vault_bump: u8,
    pub reward_vault_bump: u8,
    pub _pad: u8,
}

/// What one owner has in one tier of a pool. It stays when it is empty, so an address is never used twice.
#[account]
pub struct Position {
    pub card: VoiceCard,
    pub state: PositionState,
    pub bump: u8,
    pub _pad: [u8; 7],
}

// The mirrors above exist for the IDL; their bytes are those of `economics`.
const _: () = {
    assert!(size_of::<PoolTotals>() == size_of::<rules::PoolTotals>());
    assert!(size_of::<Stream>() == size_of::<economics::stream::Stream>());
    assert!(size_of::<PoolState>() == size_of::<rules::PoolState>());
    assert!(size_of::<PositionState>() == size_of::<rules::PositionState>());
    assert!(size_of::<Tier>() == size_of::<rules::Tier>());
    assert!(size_of::<VoiceCard>() == size_of::<voice::VoiceCard>());
    assert!(size_of::<rules::PoolCard>() == std::mem::offset_of!(Pool, state) + size_of::<rules::PoolTotals>());
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

    /// The ledger is conserved, and the reward vault holds at least what it accounts for.
    ///
    /// Asked after everything that takes in or pays rewards. Exits do not ask: whatever went wrong, principal leaves.
    pub fn invariant(&self, reward_vault_amount: u64) -> Result<()> {
        require!(self.rules().is_conserved(), StakingError::LedgerBroken);
        require!(reward_vault_amount >= self.state.accounted, StakingError::VaultShort);
        Ok(())
    }

    /// Whether rewards and principal lie in one vault, because both mints are one.
    pub fn has_one_vault(&self) -> bool {
        self.state.principal_apart == 0
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

    /// Writes how much stake speaks now. Called after everything that may have changed it; without a change it does nothing.
    pub fn record(&mut self, now: i64) {
        let active = self.state.active;
        bytemuck::cast_mut::<VoiceCard, voice::VoiceCard>(&mut self.card).record(active, now);
    }
}
