//! The few words that this program exchanges with SPL Token and Token-2022.
//!
//! Balances are read from the account's live bytes each time, so nothing here can be a stale copy after a CPI.

use anchor_lang::cpi::InstructionAccount;
use anchor_lang::programs::{Token, Token2022};
use anchor_lang::{CpiHandle, CpiHandleMut, Id, prelude::*, unchecked_invoke_signed_fixed};
use anchor_spl::token_2022_cpi::instructions::{GetAccountDataSize, InitializeAccount3, TransferChecked};

use crate::error::StakingError;

/// Token account: mint 32, owner 32, then the amount.
const AMOUNT_OFFSET: usize = 64;
/// Mint: authority 36, supply 8, then decimals, initialized, freeze authority's tag.
const DECIMALS_OFFSET: usize = 44;
const INITIALIZED_OFFSET: usize = 45;
const FREEZE_TAG_OFFSET: usize = 46;
/// A mint without extensions ends here.
const MINT_LEN: usize = 82;
/// With extensions, the account's type follows at this offset (1 = mint), then type-length-value records.
const TYPE_OFFSET: usize = 165;
const TYPE_MINT: u8 = 1;
const TLV_OFFSET: usize = 166;

/// Extensions that leave principal alone: transfer fee (credited by vault delta), metadata pointer, metadata.
/// Everything else (permanent delegate, hook, pausable, default frozen, …) could move or trap what people stake.
const ALLOWED_EXTENSIONS: [u16; 3] = [1, 18, 19];

/// Tokens in a token account right now, base units; 0 where there is none.
pub fn amount(account: &AccountView) -> u64 {
    account.try_borrow().ok().and_then(|data| read_u64(&data, AMOUNT_OFFSET)).unwrap_or(0)
}

/// Decimals of a mint that cannot trap principal.
///
/// Errors: `NotAMint`, `FreezeAuthorityPresent`, `ExtensionNotAllowed`.
pub fn check_mint(mint: &AccountView) -> Result<u8> {
    let extensible = mint.owned_by(&Token2022::id());
    require!(extensible || mint.owned_by(&Token::id()), StakingError::NotAMint);
    let data = mint.try_borrow()?;
    let typed = data.len() == MINT_LEN || extensible && data.get(TYPE_OFFSET) == Some(&TYPE_MINT);
    require!(typed && data.get(INITIALIZED_OFFSET) == Some(&1), StakingError::NotAMint);
    let freeze_tag = data.get(FREEZE_TAG_OFFSET..FREEZE_TAG_OFFSET.saturating_add(4));
    require!(freeze_tag == Some([0u8; 4].as_slice()), StakingError::FreezeAuthorityPresent);
    check_extensions(data.get(TLV_OFFSET..).unwrap_or(&[]))?;
    data.get(DECIMALS_OFFSET).copied().ok_or(StakingError::NotAMint.into())
}

/// Walks the type-length-value records; type 0 ends them.
fn check_extensions(mut records: &[u8]) -> Result<()> {
    while let [t0, t1, l0, l1, rest @ ..] = records {
        let kind = u16::from_le_bytes([*t0, *t1]);
        if kind == 0 {
            return Ok(());
        }
        require!(ALLOWED_EXTENSIONS.contains(&kind), StakingError::ExtensionNotAllowed);
        records = rest.get(usize::from(u16::from_le_bytes([*l0, *l1]))..).ok_or(StakingError::NotAMint)?;
    }
    Ok(())
}

/// A vault that does not exist yet.
pub struct NewVault<'a> {
    pub payer: &'a AccountView,
    pub vault: &'a AccountView,
    pub mint: &'a AccountView,
    pub token_program: &'a Address,
    /// The pool: only it can move what the vault holds.
    pub owner: &'a Address,
}

impl NewVault<'_> {
    /// Creates the token account at its program address.
    ///
    /// Errors: `WrongTokenProgram` if the mint is another program's.
    pub fn create(self, seeds: &[&[u8]]) -> Result<()> {
        let Self { payer, vault, mint, token_program, owner } = self;
        require!(mint.owned_by(token_program), StakingError::WrongTokenProgram);
        GetAccountDataSize { mint, extensions: &[], token_program }.invoke()?;
        let space = anchor_lang::pinocchio::cpi::get_return_data()
            .and_then(|data| read_u64(data.as_slice(), 0))
            .and_then(|len| usize::try_from(len).ok())
            .ok_or(StakingError::NotAMint)?;
        anchor_lang::create_account_signed(payer, vault, space, token_program, seeds)?;
        InitializeAccount3 { account: vault, mint, owner, token_program }.invoke()
    }
}

/// One `TransferChecked`: who pays, who receives, who signs.
pub struct Transfer<'a> {
    pub from: CpiHandleMut<'a>,
    pub mint: CpiHandle<'a>,
    pub to: CpiHandleMut<'a>,
    pub authority: CpiHandle<'a>,
    pub decimals: u8,
}

impl<'a> Transfer<'a> {
    /// Moves `amount`; the mint's transfer fee stays withheld in the destination.
    /// `signer` = seeds of a program address that signs, or empty. A refusal of the token program ends the transaction.
    pub fn send(self, token_program: &'a Address, amount: u64, signer: &'a [&'a [&'a [u8]]]) {
        let [a0, a1, a2, a3, a4, a5, a6, a7] = amount.to_le_bytes();
        let data = [TransferChecked::DISCRIMINATOR, a0, a1, a2, a3, a4, a5, a6, a7, self.decimals];
        let metas = [
            InstructionAccount::writable(self.from.address()),
            InstructionAccount::readonly(self.mint.address()),
            InstructionAccount::writable(self.to.address()),
            InstructionAccount::readonly_signer(self.authority.address()),
        ];
        let handles = [self.from.into(), self.mint, self.to.into(), self.authority];
        unchecked_invoke_signed_fixed(token_program, &data, &metas, &handles, signer);
    }
}

fn read_u64(data: &[u8], offset: usize) -> Option<u64> {
    let bytes = data.get(offset..offset.checked_add(8)?)?;
    Some(u64::from_le_bytes(bytes.try_into().ok()?))
}
