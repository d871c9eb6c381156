//! The parameters of the policy that an issuer obeys.

use anchor_lang::prelude::*;
use economics::bounds::Param;
use economics::emission::Rate;
use economics::key::{EMISSION_RATE, FEE_BPS, STANDARD};
use governor::state::Policy;

use crate::{error::IssuerError, state::Issuer};

/// Where the first eight standard parameters are in `policy`.
///
/// Errors: `ParamMissing`.
pub fn locate(policy: &Policy) -> Result<[u8; 8]> {
    let mut indices = [0; 8];
    for (slot, key) in indices.iter_mut().zip(STANDARD) {
        let mut in_use = policy.params.iter().take(usize::from(policy.params_len));
        let position = in_use.position(|param| param.key == key);
        *slot = position.and_then(|index| u8::try_from(index).ok()).ok_or(IssuerError::ParamMissing)?;
    }
    Ok(indices)
}

impl Issuer {
    /// The standard parameter at `place` (see `economics::key`), checked to still be the one that `create` found.
    ///
    /// Errors: `ParamMissing`.
    pub(crate) fn param<'p>(&self, policy: &'p Policy, place: usize) -> Result<&'p Param> {
        let index = self.params.get(place).ok_or(IssuerError::ParamMissing)?;
        let param = policy.params.get(usize::from(*index)).ok_or(IssuerError::ParamMissing)?;
        require!(STANDARD.get(place) == Some(&param.key), IssuerError::ParamMissing);
        Ok(param.rules())
    }

    /// The governed transfer fee in bps.
    ///
    /// Errors: `FeeOutOfRange`.
    pub(crate) fn fee_bps(&self, policy: &Policy) -> Result<u16> {
        let bps = u16::try_from(self.param(policy, FEE_BPS)?.value).map_err(|_| IssuerError::FeeOutOfRange)?;
        require!(bps <= 10_000, IssuerError::FeeOutOfRange);
        Ok(bps)
    }

    /// The governed emission rate with its past.
    ///
    /// Errors: `ParamMissing`.
    pub(crate) fn rate<'p>(&self, policy: &'p Policy) -> Result<Rate<'p>> {
        Ok(Rate { param: self.param(policy, EMISSION_RATE)?, version: policy.version })
    }
}
