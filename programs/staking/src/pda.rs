//! Addresses of this program's accounts. Each returns the address and its bump.

use anchor_lang::prelude::*;

use crate::{
    ID,
    state::{POOL_SEED, POSITION_SEED, REWARDS_SEED, VAULT_SEED},
};

/// Pool `index` for `mint` under `policy`.
pub fn pool(policy: &Address, mint: &Address, index: u8) -> (Address, u8) {
    find_program_address(&[POOL_SEED, policy.as_ref(), mint.as_ref(), &[index]], &ID)
}

/// Token account of the principal of `pool`; also of its rewards where both mints are one.
pub fn vault(pool: &Address) -> (Address, u8) {
    find_program_address(&[VAULT_SEED, pool.as_ref()], &ID)
}

/// Token account of the rewards of `pool` where they are of another mint.
pub fn reward_vault(pool: &Address) -> (Address, u8) {
    find_program_address(&[REWARDS_SEED, pool.as_ref()], &ID)
}

/// What `owner` has in the tier `tier` of `pool`.
pub fn position(pool: &Address, owner: &Address, tier: u8) -> (Address, u8) {
    find_program_address(&[POSITION_SEED, pool.as_ref(), owner.as_ref(), &[tier]], &ID)
}
