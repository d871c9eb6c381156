//! Why a change of parameters is refused.

/// Why a change of parameters is refused: one fact per variant.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The class of the proposal may not move this parameter.
    NotAllowedForClass = 1,
    /// The value that the proposer saw is not the value now.
    StaleOldValue = 2,
    /// The new value equals the old one.
    NoChange = 3,
    /// Below the hard or soft minimum.
    BelowMin = 4,
    /// Above the hard or soft maximum.
    AboveMax = 5,
    /// Farther than one step.
    StepTooLarge = 6,
    /// Too few seconds since the last change.
    TooSoonSecs = 7,
    /// Too few epochs since the last change.
    TooSoonEpochs = 8,
    /// Too far from a value held in the last 30 days.
    BudgetExceeded = 9,
    /// Another open proposal holds the parameter.
    Locked = 10,
    /// Only one parameter of a coupled group moves.
    GroupIncomplete = 11,
    /// The values of a coupled group miss their sum.
    GroupSum = 12,
    /// No parameter at this place.
    UnknownParam = 13,
    /// Two moves of the same parameter.
    DuplicateParam = 14,
    /// A proposal without moves.
    NoMoves = 15,
    /// More moves than a proposal may hold.
    TooManyMoves = 16,
    /// The parameter names a group that has no rule.
    UnknownGroup = 17,
    /// The limits contradict each other or the value.
    UnsoundSpec = 18,
    /// Two parameters with the same key.
    DuplicateKey = 19,
    /// More parameters than a policy may hold.
    TooManyParams = 20,
    /// An emergency may move the parameter only the other way.
    UnsafeDirection = 21,
}

impl Refusal {
    /// The stable number of the variant.
    #[allow(clippy::as_conversions, reason = "reads a declared discriminant")]
    pub const fn code(self) -> u32 {
        self as u32
    }
}
