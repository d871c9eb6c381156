//! `add_param`: put one parameter under the gate during genesis.
//!
//! Promises:
//! - only the creator, and only before the seal;
//! - the key is new, the bounds are consistent and the value lies inside them;
//! - parameters keep the order in which they were added.

use {
    super::GenesisPolicy,
    crate::{
        error::GovernorError,
        events::ParamAdded,
        genesis,
        state::{Param, Policy, Spec},
    },
    anchor_lang::prelude::*,
    economics::{bounds, time::Now},
};

impl GenesisPolicy {
    pub fn add_param(&mut self, key: [u8; 16], value: i64, spec: Spec, now: Now) -> Result<()> {
        self.council.check_unsealed()?;
        require!(genesis::is_name(&key), GovernorError::BadParamKey);
        require!(self.policy.index_of(&key).is_none(), GovernorError::DuplicateParamKey);
        genesis::check_spec(&spec, &self.policy.groups)?;
        require!(bounds::Spec::from(spec).is_sound(value), GovernorError::ValueOutOfBounds);

        let param = self.policy.push_param(bounds::Param::new(key, value, spec.into(), now).into())?;

        emit!(ParamAdded {
            council: *self.council.address(),
            policy: *self.policy.address(),
            key,
            value,
            unix: now.unix,
            slot: now.slot,
            param,
            _pad: [0; 7],
        });
        Ok(())
    }
}

impl Policy {
    fn push_param(&mut self, param: Param) -> Result<u8> {
        let index = self.params_len;
        let place = self.params.get_mut(usize::from(index)).ok_or(GovernorError::TooManyParams)?;
        *place = param;
        self.params_len = index.checked_add(1).ok_or(GovernorError::Arithmetic)?;
        Ok(index)
    }
}
