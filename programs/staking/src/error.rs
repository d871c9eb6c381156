//! Every reason for which the program refuses, one fact per variant; append only, numbers are never reused.

use anchor_lang::prelude::*;
use economics::staking::Refusal;

#[error_code(offset = 0)]
#[derive(Debug, PartialEq, Eq)]
pub enum StakingError {
    // Stake and rewards
    #[msg("the transfer fee ate the whole deposit: nothing arrived in the vault")]
    NothingCredited = 6200,
    #[msg("the amount must be above zero")]
    ZeroAmount = 6201,
    #[msg("more than this position has staked")]
    InsufficientStake = 6202,
    #[msg("an earlier unstake of this position waits to be withdrawn, and this one would delay it")]
    UnstakePending = 6203,
    #[msg("this position has asked nothing back")]
    NothingToWithdraw = 6204,
    #[msg("the unbonding time has not passed")]
    StillCooling = 6205,
    #[msg("no whole unit of reward is due to this position")]
    NothingToClaim = 6206,

    // Creation
    #[msg("a window lasts from one second to 30 days")]
    WindowOutOfRange = 6207,
    #[msg("warm-up lasts from one window to 30 days")]
    WarmupOutOfRange = 6208,
    #[msg("the policy has no parameter unbond_secs")]
    UnbondParamMissing = 6209,
    #[msg("the genesis of the economy is not sealed")]
    GenesisNotSealed = 6210,
    #[msg("pools are opened by the economy's authority, and those with numbers below 8 also by its creator")]
    NotCreator = 6211,
    #[msg("the council is not the policy's")]
    WrongCouncil = 6212,
    #[msg("not an initialized mint of SPL Token or Token-2022")]
    NotAMint = 6213,
    #[msg("a mint with a freeze authority could trap principal")]
    FreezeAuthorityPresent = 6214,
    #[msg("the mint has an extension that could move or trap principal")]
    ExtensionNotAllowed = 6215,

    // Accounts
    #[msg("the policy is not the pool's")]
    WrongPolicy = 6216,
    #[msg("the mint is not the pool's")]
    WrongMint = 6217,
    #[msg("the vault is not the pool's")]
    WrongVault = 6218,
    #[msg("the position is not of this pool")]
    WrongPool = 6219,
    #[msg("the position is not the signer's")]
    NotOwner = 6220,

    // Pools with tiers, pools with two vaults, pauses
    #[msg("the guardian has paused deposits; exits stay open")]
    DepositsPaused = 6221,
    #[msg("the pool has no such tier")]
    NoSuchTier = 6222,
    #[msg("tiers: 1 to 4 without gaps, locks growing up to 4 years, multipliers of 1x to 10x that never fall")]
    TiersOutOfRange = 6223,
    #[msg("rewards of another mint than the stake's cannot be staked")]
    NotCompoundable = 6224,
    #[msg("the token program is not the mint's")]
    WrongTokenProgram = 6225,
    #[msg("a pool with two vaults needs its reward vault, and only such a pool takes it")]
    RewardVaultExpected = 6226,

    // Never expected
    #[msg("an amount left its range")]
    Overflow = 6297,
    #[msg("the parts of the ledger do not add up")]
    LedgerBroken = 6298,
    #[msg("the vault holds less than it owes")]
    VaultShort = 6299,
}

impl From<Refusal> for StakingError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::ZeroAmount => Self::ZeroAmount,
            Refusal::InsufficientStake => Self::InsufficientStake,
            Refusal::UnstakePending => Self::UnstakePending,
            Refusal::NothingToWithdraw => Self::NothingToWithdraw,
            Refusal::StillCooling => Self::StillCooling,
            Refusal::NothingToClaim => Self::NothingToClaim,
            Refusal::UnsoundWindow => Self::WindowOutOfRange,
            Refusal::Overflow => Self::Overflow,
            Refusal::NoSuchTier => Self::NoSuchTier,
            Refusal::UnsoundTiers => Self::TiersOutOfRange,
            Refusal::NotCompoundable => Self::NotCompoundable,
        }
    }
}
