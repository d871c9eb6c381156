//! The few instructions of the token programs that people sign themselves.

use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use solana_system_interface::instruction::create_account;

use super::{
    cast::Cast,
    tokens::{At, Coin},
};

pub const DECIMALS: u8 = 6;
/// A mint without extensions, and a token account without and with the record of withheld fees.
const MINT_LEN: u64 = 82;
const PLAIN_LEN: u64 = 165;
const FEE_LEN: u64 = 178;
/// More than the rent of any of them.
const LAMPORTS: u64 = 10_000_000;

impl Cast {
    /// `TransferChecked` (12).
    pub fn transfer(&self, owner: Address, from: At, to: Address, amount: u64) -> Instruction {
        let (mint, program_id) = self.coin(from.0);
        let accounts = vec![
            AccountMeta::new(self.at(from), false),
            AccountMeta::new_readonly(mint, false),
            AccountMeta::new(to, false),
            AccountMeta::new_readonly(owner, true),
        ];
        Instruction { program_id, accounts, data: [&[12][..], &amount.to_le_bytes(), &[DECIMALS]].concat() }
    }

    /// `Burn` (8).
    pub fn burn(&self, owner: Address, from: At, amount: u64) -> Instruction {
        let (mint, program_id) = self.coin(from.0);
        let accounts = vec![
            AccountMeta::new(self.at(from), false),
            AccountMeta::new(mint, false),
            AccountMeta::new_readonly(owner, true),
        ];
        Instruction { program_id, accounts, data: [&[8][..], &amount.to_le_bytes()].concat() }
    }

    /// Creates a token account and gives it to `owner` (`InitializeAccount3`, 18).
    pub fn open(&self, payer: Address, owner: Address, at: At) -> [Instruction; 2] {
        let (mint, program_id) = self.coin(at.0);
        let space = if at.0 == Coin::Main { FEE_LEN } else { PLAIN_LEN };
        let create = create_account(&payer, &self.at(at), LAMPORTS, space, &program_id);
        let accounts = vec![AccountMeta::new(self.at(at), false), AccountMeta::new_readonly(mint, false)];
        [create, Instruction { program_id, accounts, data: [&[18][..], owner.as_ref()].concat() }]
    }

    /// Creates the mint of the liquidity shares without a freeze authority (`InitializeMint2`, 20).
    pub fn create_lp_mint(&self, authority: Address) -> [Instruction; 2] {
        let (mint, program_id) = self.coin(Coin::Lp);
        let create = create_account(&authority, &mint, LAMPORTS, MINT_LEN, &program_id);
        let data = [&[20, DECIMALS][..], authority.as_ref(), &[0]].concat();
        [create, Instruction { program_id, accounts: vec![AccountMeta::new(mint, false)], data }]
    }

    /// `MintTo` (7) of liquidity shares.
    pub fn mint_shares(&self, authority: Address, to: At, amount: u64) -> Instruction {
        let (mint, program_id) = self.coin(Coin::Lp);
        let accounts = vec![
            AccountMeta::new(mint, false),
            AccountMeta::new(self.at(to), false),
            AccountMeta::new_readonly(authority, true),
        ];
        Instruction { program_id, accounts, data: [&[7][..], &amount.to_le_bytes()].concat() }
    }
}
