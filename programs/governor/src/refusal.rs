//! Which error each refusal of the rules becomes.

use {
    crate::error::GovernorError,
    economics::{alarm, bounds::Refusal, config, lifecycle, pause, score},
};

impl From<Refusal> for GovernorError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotAllowedForClass => Self::NotAllowedForClass,
            Refusal::StaleOldValue => Self::StaleOldValue,
            Refusal::NoChange => Self::NoChange,
            Refusal::BelowMin => Self::BelowMin,
            Refusal::AboveMax => Self::AboveMax,
            Refusal::StepTooLarge => Self::StepTooLarge,
            Refusal::TooSoonSecs => Self::TooSoonSecs,
            Refusal::TooSoonEpochs => Self::TooSoonEpochs,
            Refusal::BudgetExceeded => Self::BudgetExceeded,
            Refusal::Locked => Self::Locked,
            Refusal::GroupIncomplete => Self::GroupIncomplete,
            Refusal::GroupSum => Self::GroupSum,
            Refusal::UnknownParam => Self::UnknownParam,
            Refusal::DuplicateParam => Self::DuplicateParam,
            Refusal::NoMoves => Self::NoMoves,
            Refusal::TooManyMoves => Self::TooManyMoves,
            Refusal::UnknownGroup => Self::UnknownGroup,
            Refusal::UnsoundSpec => Self::BadSpec,
            Refusal::DuplicateKey => Self::DuplicateParamKey,
            Refusal::TooManyParams => Self::TooManyParams,
            Refusal::UnsafeDirection => Self::UnsafeDirection,
        }
    }
}

impl From<lifecycle::Refusal> for GovernorError {
    fn from(refusal: lifecycle::Refusal) -> Self {
        use lifecycle::Refusal;
        match refusal {
            Refusal::ClassDisabled => Self::ClassDisabled,
            Refusal::NotEnoughVoters => Self::CouncilNotReady,
            Refusal::Closed => Self::ProposalClosed,
            Refusal::VotingOver => Self::VotingOver,
            Refusal::WindowOver => Self::WindowOver,
            Refusal::ConfigMoved => Self::ConfigChanged,
            Refusal::NotAVoter | Refusal::NotAVetoer => Self::RoleMissing,
            Refusal::AlreadyApproved => Self::AlreadyApproved,
            Refusal::NotApproved => Self::NotApproved,
            Refusal::AlreadyVetoed => Self::AlreadyVetoed,
            Refusal::NotQueued => Self::NotQueued,
            Refusal::DelaySecsNotElapsed => Self::DelayNotElapsedSecs,
            Refusal::DelaySlotsNotElapsed => Self::DelayNotElapsedSlots,
            Refusal::ThresholdNotMet => Self::ApprovalsMissing,
            Refusal::NotOver => Self::NotExpired,
            Refusal::ShutByAlarm => Self::ShutByAlarm,
        }
    }
}

impl From<config::Refusal> for GovernorError {
    fn from(refusal: config::Refusal) -> Self {
        use config::Refusal;
        match refusal {
            Refusal::BadFlag => Self::ClassNotAvailable,
            Refusal::NoClassEnabled => Self::NoClassEnabled,
            Refusal::Duration => Self::DurationOutOfRange,
            Refusal::BelowFloor => Self::BelowFloor,
            Refusal::ThresholdAboveVoters => Self::ThresholdAboveVoters,
            Refusal::ThresholdTooLow => Self::ThresholdBelowMajority,
            Refusal::VetoesBelowBlocking => Self::VetoesBelowBlocking,
            Refusal::VetoesAboveSeats => Self::VetoesAboveSeats,
            Refusal::Bricked => Self::CouncilBricked,
        }
    }
}

impl From<pause::Refusal> for GovernorError {
    fn from(refusal: pause::Refusal) -> Self {
        use pause::Refusal;
        match refusal {
            Refusal::UnknownBits => Self::BadPauseBits,
            Refusal::BadLength => Self::BadPauseLength,
            Refusal::TooSoon => Self::PauseTooSoon,
        }
    }
}

impl From<alarm::Refusal> for GovernorError {
    fn from(refusal: alarm::Refusal) -> Self {
        use alarm::Refusal;
        match refusal {
            Refusal::CoolingDown => Self::AlarmCoolingDown,
            Refusal::NoRule => Self::NoAlarmRule,
            Refusal::PeriodMissing => Self::PeriodMissing,
            Refusal::EvidenceTooOld => Self::EvidenceTooOld,
            Refusal::EvidenceUsed => Self::EvidenceUsed,
            Refusal::NotProved => Self::NotProved,
        }
    }
}

impl From<score::Refusal> for GovernorError {
    fn from(refusal: score::Refusal) -> Self {
        use score::Refusal;
        match refusal {
            Refusal::UnknownMetric => Self::UnknownMetric,
            Refusal::HorizonOutOfRange => Self::HorizonOutOfRange,
            Refusal::Overdue => Self::ForecastOverdue,
            Refusal::TooManyDue => Self::TooManyForecasts,
            Refusal::NotDue => Self::NotDue,
            Refusal::TooEarly => Self::HorizonNotOver,
            Refusal::PeriodOpen => Self::PeriodOpen,
        }
    }
}
