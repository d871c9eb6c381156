//! Errors of the issuer: 6100 and up, append only, one fact each.

use anchor_lang::prelude::*;
use economics::distribution::Refusal;

/// What the program refuses, and why.
#[error_code(offset = 0)]
#[derive(Debug, PartialEq, Eq)]
pub enum IssuerError {
    #[msg("this policy does not belong to this council or issuer")]
    WrongPolicy = 6100,
    #[msg("only the creator of the council creates its issuer")]
    NotCreator = 6101,
    #[msg("the genesis of the policy is not sealed")]
    NotSealed = 6102,
    #[msg("the policy lacks one of the eight standard parameters of an economy")]
    ParamMissing = 6103,
    #[msg("the policy's fee is negative or above 10 000 bps")]
    FeeOutOfRange = 6104,
    #[msg("not an initialized mint of Token-2022 with room for extensions")]
    NotAMint = 6105,
    #[msg("this is not the mint of this issuer")]
    WrongMint = 6106,
    #[msg("the mint must have 6 decimals")]
    WrongDecimals = 6107,
    #[msg("the mint already has a supply")]
    SupplyNotZero = 6108,
    #[msg("the mint has a freeze authority")]
    FreezeAuthority = 6109,
    #[msg("the mint has an extension other than transfer fee, metadata pointer and metadata")]
    ExtensionNotAllowed = 6110,
    #[msg("the mint has no transfer fee extension")]
    FeeMissing = 6111,
    #[msg("the mint authority is not the issuer's")]
    WrongMintAuthority = 6112,
    #[msg("the authority over the transfer fee is not the issuer's")]
    WrongFeeAuthority = 6113,
    #[msg("the authority over withheld fees is not the issuer's")]
    WrongWithdrawAuthority = 6114,
    #[msg("the mint's transfer fee is not the policy's")]
    FeeNotPolicy = 6115,
    #[msg("the mint caps its transfer fee; the maximum must be u64::MAX, because 0 would mean no fee")]
    FeeMaximum = 6116,
    #[msg("the emission schedule contradicts itself or is above the constants of the program")]
    ScheduleTooHigh = 6117,
    #[msg("the breaker is zero or above the constant of the program")]
    BreakerOutOfRange = 6118,
    #[msg("a period must last from 1 second to 31 days")]
    PeriodOutOfRange = 6119,
    #[msg("the genesis supply must be above zero and at most the cap")]
    GenesisSupply = 6120,
    #[msg("not the pool of the staking program for this policy and mint")]
    WrongPool = 6121,
    #[msg("not the vault that this issuer or pool uses")]
    WrongVault = 6122,
    #[msg("not a Token-2022 account of this mint")]
    WrongTokenAccount = 6123,
    #[msg("not the program address that signs here")]
    WrongAuthority = 6124,
    #[msg("these are not the metrics of this issuer")]
    WrongMetrics = 6125,
    #[msg("the mint already has, or already awaits, the policy's fee")]
    FeeInSync = 6126,
    #[msg("an earlier fee change has not acted yet; setting again would restart its two epochs")]
    FeePending = 6127,
    #[msg("more accounts to harvest than one call takes")]
    TooManySources = 6128,
    #[msg("the period is not over")]
    PeriodNotOver = 6129,
    #[msg("the mint's supply is above what was ever minted")]
    SupplyAboveMinted = 6130,
    #[msg("the books of the issuer would not add up")]
    InvariantBroken = 6131,
    #[msg("a name takes 1 to 32 bytes, a symbol 1 to 10, a uri 1 to 200")]
    LabelOutOfRange = 6132,
    #[msg("the mint's metadata pointer must name the mint itself and have no authority")]
    WrongMetadataPointer = 6133,
    #[msg("the mint already has metadata, or has others than the issuer's")]
    WrongMetadata = 6134,
    #[msg("not a kind of gauge that can be added, or not the kind of this pool")]
    GaugeKind = 6135,
    #[msg("all eight gauges are in use")]
    GaugesFull = 6136,
    #[msg("this vault or this weight is a gauge already")]
    GaugeTwice = 6137,
    #[msg("the weight is not in the group of the standard weights")]
    GaugeNotCoupled = 6138,
    #[msg("the accounts are not those of the registered gauges, each in its place")]
    GaugeAccounts = 6139,
    #[msg("only the economy's authority signs this, by a proposal of class action")]
    NotEconomy = 6140,
    #[msg("a list of shares needs at least one share and a sum above zero")]
    ListEmpty = 6141,
    #[msg("the window of a list must not be empty, over, or longer than 400 days")]
    ListWindow = 6142,
    #[msg("the contributors' vault does not hold the sum beyond what earlier lists still owe")]
    ListNotFunded = 6143,
    #[msg("four lists are open already; close one whose window is over")]
    ListsFull = 6144,
    #[msg("no list of this number is open")]
    NoSuchList = 6145,
    #[msg("the window of the list has not begun")]
    ListNotOpenYet = 6146,
    #[msg("the window of the list is over")]
    ListOver = 6147,
    #[msg("the window of the list still runs")]
    ListStillOpen = 6148,
    #[msg("the shares paid would exceed the sum of the list")]
    ListExceeded = 6149,
    #[msg("the owner of this token account, this amount and this place are not in the list")]
    NotInList = 6150,
    #[msg("this share was paid already")]
    ShareClaimed = 6151,
}

impl From<Refusal> for IssuerError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::EmptyList => Self::ListEmpty,
            Refusal::UnsoundWindow => Self::ListWindow,
            Refusal::NotFunded => Self::ListNotFunded,
            Refusal::NoFreeSlot => Self::ListsFull,
            Refusal::NoSuchList => Self::NoSuchList,
            Refusal::NotOpenYet => Self::ListNotOpenYet,
            Refusal::OverAlready => Self::ListOver,
            Refusal::AboveTotal => Self::ListExceeded,
            Refusal::StillOpen => Self::ListStillOpen,
        }
    }
}
