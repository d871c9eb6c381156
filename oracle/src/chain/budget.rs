//! Compute-budget instructions.

use solana_program::{instruction::Instruction, pubkey, pubkey::Pubkey};

const COMPUTE_BUDGET: Pubkey = pubkey!("ComputeBudget111111111111111111111111111111");

/// Largest compute limit of a transaction, units.
pub const MAX_COMPUTE_UNITS: u32 = 1_400_000;

/// Asks for `units` compute units.
pub fn compute_limit(units: u32) -> Instruction {
    let mut data = vec![2];
    data.extend_from_slice(&units.min(MAX_COMPUTE_UNITS).to_le_bytes());
    Instruction { program_id: COMPUTE_BUDGET, accounts: vec![], data }
}

/// Offers `micro_lamports` (1e-6 lamports) per compute unit.
pub fn compute_price(micro_lamports: u64) -> Instruction {
    let mut data = vec![3];
    data.extend_from_slice(&micro_lamports.to_le_bytes());
    Instruction { program_id: COMPUTE_BUDGET, accounts: vec![], data }
}
