//! States that no instruction makes, or that only other parts of the economy make.

use std::mem::offset_of;

use economics::staking::{PoolState, PositionState};
use solana_address::Address;
use solana_signer::Signer;
use staking::{Pool, Position};

use super::bench::Bench;
use crate::world::actor;

impl Bench {
    /// Overwrites the pool's ledger, as no instruction could.
    pub fn poke_pool(&mut self, change: impl FnOnce(&mut PoolState)) {
        let (at, size) = (8 + offset_of!(Pool, state), size_of::<PoolState>());
        self.world.poke(&self.stakes.pool, |data| change(bytemuck::from_bytes_mut(&mut data[at..][..size])));
    }

    /// Overwrites the ledger of a position, as no instruction could.
    pub fn poke_position(&mut self, name: &str, change: impl FnOnce(&mut PositionState)) {
        let at = self.stakes.position(&actor(name).pubkey());
        let (from, size) = (8 + offset_of!(Position, state), size_of::<PositionState>());
        self.world.poke(&at, |data| change(bytemuck::from_bytes_mut(&mut data[from..][..size])));
    }

    /// Overwrites the amount in a token account, as no instruction could.
    pub fn poke_tokens(&mut self, at: &Address, amount: u64) {
        self.world.poke(at, |data| data[64..72].copy_from_slice(&amount.to_le_bytes()));
    }

    /// Overwrites the policy's pause, as the guardian would set it.
    pub fn poke_pause(&mut self, bits: u8, until: i64) {
        let paused = 8 + offset_of!(governor::Policy, paused);
        let until_at = 8 + offset_of!(governor::Policy, paused_until);
        self.world.poke(&self.stakes.policy, |data| {
            data[paused] = bits;
            data[until_at..until_at + 8].copy_from_slice(&until.to_le_bytes());
        });
    }

    /// Overwrites the policy's unbonding time, as an executed proposal within wider bounds would.
    pub fn poke_unbond(&mut self, secs: i64) {
        let at = 8 + offset_of!(governor::Policy, params);
        let at = at + economics::key::UNBOND_SECS * size_of::<governor::Param>();
        let at = at + offset_of!(governor::Param, value);
        self.world.poke(&self.stakes.policy, |data| data[at..at + 8].copy_from_slice(&secs.to_le_bytes()));
    }
}
