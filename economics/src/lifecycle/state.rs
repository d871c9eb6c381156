//! Where a proposal stands.

/// Where a proposal stands.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Collecting approvals.
    Active = 0,
    /// Approved; its delay runs, then its window.
    Queued = 1,
    Executed = 2,
    /// Vetoed before it was approved.
    Rejected = 3,
    /// Vetoed after it was approved.
    Vetoed = 4,
    /// Taken back by its proposer.
    Cancelled = 5,
    /// Its time is over.
    Expired = 6,
    /// The council's configuration has moved under it.
    Stale = 7,
}

impl State {
    pub const fn from_u8(code: u8) -> Option<Self> {
        match code {
            0 => Some(Self::Active),
            1 => Some(Self::Queued),
            2 => Some(Self::Executed),
            3 => Some(Self::Rejected),
            4 => Some(Self::Vetoed),
            5 => Some(Self::Cancelled),
            6 => Some(Self::Expired),
            7 => Some(Self::Stale),
            _ => None,
        }
    }

    #[allow(clippy::as_conversions, reason = "reads a declared discriminant")]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// Whether the proposal can still change.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Active | Self::Queued)
    }
}
