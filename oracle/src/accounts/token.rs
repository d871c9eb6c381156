//! Token-2022 mints and token accounts.

use solana_program::pubkey;
use spl_token_2022_interface::{
    extension::{
        BaseStateWithExtensions, StateWithExtensions,
        transfer_fee::{TransferFeeAmount, TransferFeeConfig},
    },
    state::{Account as TokenAccount, Mint},
};

use super::{DecodeError, TOKEN_2022};
use crate::chain::{Account, Pubkey};

/// Derives and creates the token accounts that wallets use by convention.
pub const ASSOCIATED_TOKEN: Pubkey = pubkey!("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");

/// One of a mint's two transfer-fee settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeeSetting {
    /// First epoch in which it acts.
    pub epoch: u64,
    pub bps: u16,
    /// Largest fee of one transfer, base units.
    pub maximum: u64,
}

/// What we read of a mint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MintState {
    /// Base units that exist.
    pub supply: u64,
    pub decimals: u8,
    pub older_fee: FeeSetting,
    pub newer_fee: FeeSetting,
    /// Fees harvested into the mint and not yet withdrawn.
    pub withheld: u64,
}

impl MintState {
    pub fn decode(address: &Pubkey, account: Option<&Account>) -> Result<Self, DecodeError> {
        let data = owned("mint", address, account)?;
        let mint = StateWithExtensions::<Mint>::unpack(data)
            .map_err(|_| DecodeError::Kind { kind: "mint", address: *address })?;
        let fees = mint.get_extension::<TransferFeeConfig>().ok();
        let setting = |fee: &spl_token_2022_interface::extension::transfer_fee::TransferFee| FeeSetting {
            epoch: fee.epoch.into(),
            bps: fee.transfer_fee_basis_points.into(),
            maximum: fee.maximum_fee.into(),
        };
        Ok(Self {
            supply: mint.base.supply,
            decimals: mint.base.decimals,
            older_fee: fees.map(|fees| setting(&fees.older_transfer_fee)).unwrap_or_default(),
            newer_fee: fees.map(|fees| setting(&fees.newer_transfer_fee)).unwrap_or_default(),
            withheld: fees.map(|fees| fees.withheld_amount.into()).unwrap_or_default(),
        })
    }
}

/// What we read of a token account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenState {
    pub mint: Pubkey,
    pub owner: Pubkey,
    /// Spendable base units.
    pub amount: u64,
    /// Fees withheld here and not yet harvested.
    pub withheld: u64,
}

impl TokenState {
    pub fn decode(address: &Pubkey, account: Option<&Account>) -> Result<Self, DecodeError> {
        let data = owned("token account", address, account)?;
        let token = StateWithExtensions::<TokenAccount>::unpack(data)
            .map_err(|_| DecodeError::Kind { kind: "token account", address: *address })?;
        let withheld = token.get_extension::<TransferFeeAmount>().map(|fee| fee.withheld_amount.into()).unwrap_or(0);
        Ok(Self { mint: token.base.mint, owner: token.base.owner, amount: token.base.amount, withheld })
    }
}

fn owned<'a>(kind: &'static str, address: &Pubkey, account: Option<&'a Account>) -> Result<&'a [u8], DecodeError> {
    let account = account.ok_or(DecodeError::Missing { kind, address: *address })?;
    if account.owner == TOKEN_2022 {
        return Ok(&account.data);
    }
    Err(DecodeError::Owner { kind, address: *address, found: account.owner })
}

/// The token account that wallets use by convention for a mint of Token-2022.
pub fn associated_token_address(owner: &Pubkey, mint: &Pubkey) -> Pubkey {
    associated_token_address_of(owner, mint, &TOKEN_2022)
}

/// The same for a mint of either token program.
pub fn associated_token_address_of(owner: &Pubkey, mint: &Pubkey, program: &Pubkey) -> Pubkey {
    Pubkey::find_program_address(&[owner.as_ref(), program.as_ref(), mint.as_ref()], &ASSOCIATED_TOKEN).0
}
