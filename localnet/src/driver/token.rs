//! The instructions of Token-2022 and of the associated-token program that wallets use.

use oracle::chain::Pubkey;
use solana_program::instruction::{AccountMeta, Instruction};
use solana_program::pubkey;

pub const TOKEN_2022: Pubkey = pubkey!("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
const ASSOCIATED_TOKEN: Pubkey = pubkey!("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
const SYSTEM: Pubkey = pubkey!("11111111111111111111111111111111");

/// `AssociatedTokenAccountInstruction::CreateIdempotent`.
const CREATE_IDEMPOTENT: u8 = 1;
/// `TokenInstruction::TransferChecked`.
const TRANSFER_CHECKED: u8 = 12;

/// The token account of `owner` for `mint` at its usual address.
pub fn account_of(owner: &Pubkey, mint: &Pubkey) -> Pubkey {
    Pubkey::find_program_address(&[owner.as_ref(), TOKEN_2022.as_ref(), mint.as_ref()], &ASSOCIATED_TOKEN).0
}

/// Creates `owner`'s token account unless it exists; `payer` pays the rent.
pub fn open(payer: &Pubkey, owner: &Pubkey, mint: &Pubkey) -> Instruction {
    let accounts = vec![
        AccountMeta::new(*payer, true),
        AccountMeta::new(account_of(owner, mint), false),
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
        AccountMeta::new(account_of(from, mint), false),
        AccountMeta::new_readonly(*mint, false),
        AccountMeta::new(account_of(to, mint), false),
        AccountMeta::new_readonly(*from, true),
    ];
    let mut data = vec![TRANSFER_CHECKED];
    data.extend_from_slice(&amount.to_le_bytes());
    data.push(decimals);
    Instruction { program_id: TOKEN_2022, accounts, data }
}

/// Amount in a token account, base units, without fees withheld there; 0 for what is no token account.
pub fn amount(data: &[u8]) -> u64 {
    data.get(64..72).and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes)
}
