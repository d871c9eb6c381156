//! The two token instructions that wallets sign themselves.

use oracle::accounts::{TOKEN_2022, associated_token_address};
use oracle::chain::Pubkey;
use solana_program::instruction::{AccountMeta, Instruction};
use solana_program::pubkey;

const ASSOCIATED_TOKEN: Pubkey = pubkey!("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
const SYSTEM: Pubkey = pubkey!("11111111111111111111111111111111");
/// `AssociatedTokenAccountInstruction::CreateIdempotent`.
const CREATE_IDEMPOTENT: u8 = 1;
/// `TokenInstruction::TransferChecked`.
const TRANSFER_CHECKED: u8 = 12;
/// `SystemInstruction::Transfer`.
const SYSTEM_TRANSFER: u32 = 2;

/// Creates `owner`'s token account unless it exists; `payer` pays the rent.
pub fn open(payer: &Pubkey, owner: &Pubkey, mint: &Pubkey) -> Instruction {
    let accounts = vec![
        AccountMeta::new(*payer, true),
        AccountMeta::new(associated_token_address(owner, mint), false),
        AccountMeta::new_readonly(*owner, false),
        AccountMeta::new_readonly(*mint, false),
        AccountMeta::new_readonly(SYSTEM, false),
        AccountMeta::new_readonly(TOKEN_2022, false),
    ];
    Instruction { program_id: ASSOCIATED_TOKEN, accounts, data: vec![CREATE_IDEMPOTENT] }
}

/// Moves `amount` base units between usual token accounts; the mint's fee stays withheld at the destination.
pub fn transfer(from: &Pubkey, to: &Pubkey, mint: &Pubkey, amount: u64, decimals: u8) -> Instruction {
    let accounts = vec![
        AccountMeta::new(associated_token_address(from, mint), false),
        AccountMeta::new_readonly(*mint, false),
        AccountMeta::new(associated_token_address(to, mint), false),
        AccountMeta::new_readonly(*from, true),
    ];
    let mut data = vec![TRANSFER_CHECKED];
    data.extend_from_slice(&amount.to_le_bytes());
    data.push(decimals);
    Instruction { program_id: TOKEN_2022, accounts, data }
}

/// Moves `lamports` to a wallet, for its fees and rent.
pub fn fund(from: &Pubkey, to: &Pubkey, lamports: u64) -> Instruction {
    let accounts = vec![AccountMeta::new(*from, true), AccountMeta::new(*to, false)];
    let mut data = SYSTEM_TRANSFER.to_le_bytes().to_vec();
    data.extend_from_slice(&lamports.to_le_bytes());
    Instruction { program_id: SYSTEM, accounts, data }
}
