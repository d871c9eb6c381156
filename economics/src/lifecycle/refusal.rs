//! Why an event is refused.

/// Why an event is refused.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The class accepts no proposals.
    ClassDisabled = 101,
    /// Fewer accepted voters than approvals needed.
    NotEnoughVoters = 102,
    /// The proposal has ended.
    Closed = 103,
    /// The time for approvals is over.
    VotingOver = 104,
    /// The time for execution is over.
    WindowOver = 105,
    /// The configuration has moved since the proposal was made.
    ConfigMoved = 106,
    /// The seat may not vote.
    NotAVoter = 107,
    /// The seat may not veto.
    NotAVetoer = 108,
    /// The seat approves already.
    AlreadyApproved = 109,
    /// The seat does not approve.
    NotApproved = 110,
    /// The seat has vetoed.
    AlreadyVetoed = 111,
    /// Not approved by enough seats yet.
    NotQueued = 112,
    /// The delay in seconds has not passed.
    DelaySecsNotElapsed = 113,
    /// The delay in slots has not passed.
    DelaySlotsNotElapsed = 114,
    /// The approvals that count now are fewer than the stricter threshold.
    ThresholdNotMet = 115,
    /// Neither is the time over nor has the configuration moved.
    NotOver = 116,
    /// The alarm shuts the class.
    ShutByAlarm = 117,
}

impl Refusal {
    /// The stable number of the variant.
    #[allow(clippy::as_conversions, reason = "reads a declared discriminant")]
    pub const fn code(self) -> u32 {
        self as u32
    }
}
