//! Why a pool refuses.

/// One fact per variant; the numbers are stable.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// An amount of 0.
    ZeroAmount = 201,
    /// More than the position has staked.
    InsufficientStake = 202,
    /// The position's earlier request has not been withdrawn yet, and this one would delay it.
    UnstakePending = 203,
    /// Nothing was asked back.
    NothingToWithdraw = 204,
    /// The cooldown has not passed.
    StillCooling = 205,
    /// No whole unit of reward is owed.
    NothingToClaim = 206,
    /// Window of 0 seconds, or window or warm-up beyond [`super::MAX_WINDOW_SECS`].
    UnsoundWindow = 207,
    /// More than the ledger can hold.
    Overflow = 208,
    /// The pool has no tier at this place.
    NoSuchTier = 209,
    /// No tier, a gap between tiers, a multiplier or lock out of range, or a longer lock that earns less.
    UnsoundTiers = 210,
    /// Rewards of another mint than the stake's cannot be staked.
    NotCompoundable = 211,
}

impl Refusal {
    /// The stable number of the variant.
    #[allow(clippy::as_conversions, reason = "reads a declared discriminant")]
    pub const fn code(self) -> u32 {
        self as u32
    }
}
