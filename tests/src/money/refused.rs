//! Why an action did not happen.

use economics::staking;
use issuer::IssuerError;
use staking::Refusal;

use ::staking::StakingError;

/// The error that the bytecode has to answer with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Of our program, with its number.
    Code(u32),
    /// Of the token program or the framework.
    Elsewhere,
    /// There is nothing to send: no list, no such share.
    Unsent,
}

impl Refused {
    /// What a transaction's custom error number says.
    pub fn of(code: Option<u32>) -> Self {
        match code {
            Some(code @ 6_100..6_300) => Self::Code(code),
            _ => Self::Elsewhere,
        }
    }
}

impl From<IssuerError> for Refused {
    fn from(error: IssuerError) -> Self {
        Self::Code(error as u32)
    }
}

impl From<StakingError> for Refused {
    fn from(error: StakingError) -> Self {
        Self::Code(error as u32)
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        StakingError::from(refusal).into()
    }
}
