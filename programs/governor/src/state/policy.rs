//! `Policy`: the published parameters of one economy, the only account that readers need.

use {
    crate::{error::GovernorError, state::Move},
    anchor_lang::prelude::*,
    bytemuck::{Pod, Zeroable},
    economics::{
        bounds, group,
        policy::{self as rules, Request},
        time::Now,
    },
};

/// Bounds of one parameter.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct Spec {
    /// Lowest value ever possible; immutable after genesis.
    pub hard_min: i64,
    /// Highest value ever possible; immutable after genesis.
    pub hard_max: i64,
    /// Governed lower bound, not below `hard_min`.
    pub soft_min: i64,
    /// Governed upper bound, not above `hard_max`.
    pub soft_max: i64,
    /// Largest step up in the parameter's unit; the larger of this and `step_up_bps` holds.
    pub step_up_abs: u64,
    /// Largest step down in the parameter's unit; the larger of this and `step_down_bps` holds.
    pub step_down_abs: u64,
    /// Largest step up in basis points of the old value.
    pub step_up_bps: u32,
    /// Largest step down in basis points of the old value.
    pub step_down_bps: u32,
    /// Shortest time between two changes, in seconds.
    pub min_interval_secs: u64,
    /// Shortest time between two changes, in epochs of the chain.
    pub min_interval_epochs: u32,
    /// Coupled group that the parameter belongs to, counted from 1; 0 is none.
    pub group: u8,
    /// Decimal places for display.
    pub decimals: u8,
    /// Unit for display: 0 plain, 1 ppm per year, 2 basis points, 3 seconds, 4 token base units.
    pub unit: u8,
    /// Direction that is safe in an emergency: −1 down, +1 up, 0 none.
    pub safe_direction: i8,
    /// Largest net movement within 30 days, in the parameter's unit.
    pub budget_30d: u64,
    /// Bits: `AI_OK` = 1, `EMERGENCY_OK` = 2.
    pub flags: u32,
    pub _pad: [u8; 4],
}

/// Lowest and highest value held in each of the last seven 5-day buckets.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct Budget {
    /// Lowest value held in the bucket.
    pub lo: [i64; 7],
    /// Highest value held in the bucket.
    pub hi: [i64; 7],
    /// Number of the newest bucket: unix seconds divided by five days.
    pub bucket: i64,
}

/// Reservation of a parameter by one open proposal.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct Lock {
    /// Number of the proposal that holds the parameter; 0 is none.
    pub proposal: u64,
    /// Unix second after which the lock has ended on its own.
    pub until: i64,
}

/// One governed parameter.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct Param {
    /// Name in ASCII, padded with zeroes.
    pub key: [u8; 16],
    /// Value in force since `changed_at`.
    pub value: i64,
    /// Value in force before `changed_at`.
    pub previous: i64,
    /// Unix second of the last change; for a parameter of genesis the second of its creation.
    pub changed_at: i64,
    /// Epoch of the last change.
    pub changed_epoch: u64,
    pub spec: Spec,
    pub budget: Budget,
    pub lock: Lock,
}

/// Rule that couples parameters.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct Group {
    /// 0 unused, 1 the values sum to `target`.
    pub kind: u8,
    pub _pad: [u8; 7],
    pub target: i64,
}

/// The published parameters of one economy.
///
/// Other programs read it as `Account<governor::Policy>`; an account of a foreign owner is refused on load.
#[account]
pub struct Policy {
    /// The council that this policy obeys.
    pub council: Address,
    /// Grows by exactly one with every executed proposal; 0 at genesis.
    pub version: u64,
    /// Unix second of the last publication.
    pub published_at: i64,
    /// Last unix second of the guardian's pause; it ends on its own.
    pub paused_until: i64,
    /// What the pause stops: bits of `economics::pause`.
    pub paused: u8,
    /// Parameters in use; the rest of `params` is zero.
    pub params_len: u8,
    pub bump: u8,
    pub _pad: [u8; 5],
    pub groups: [Group; 4],
    pub params: [Param; 32],
}

// The mirrors above exist for the IDL; their bytes are those of `economics`.
const _: () = {
    assert!(size_of::<Param>() == size_of::<bounds::Param>());
    assert!(size_of::<Group>() == size_of::<group::Group>());
    assert!(size_of::<Move>() == size_of::<rules::Move>());
    assert!(rules::MAX_PARAMS == 32 && rules::MAX_MOVES == 8 && group::MAX_GROUPS == 4);
};

impl Policy {
    /// The parameters in use, in their order.
    pub fn params(&self) -> &[Param] {
        self.params.get(..usize::from(self.params_len)).unwrap_or(&[])
    }

    /// The parameter at `index`.
    pub fn param(&self, index: u8) -> Option<&Param> {
        self.params().get(usize::from(index))
    }

    /// The place of the parameter called `key`.
    pub fn index_of(&self, key: &[u8; 16]) -> Option<u8> {
        self.params().iter().position(|p| p.key == *key).and_then(|i| u8::try_from(i).ok())
    }

    /// The parameter called `key`.
    pub fn param_by_key(&self, key: &[u8; 16]) -> Option<&Param> {
        self.params().iter().find(|p| p.key == *key)
    }

    /// Whether the guardian's pause stops `what` (a bit of `economics::pause`) at the unix second `now`.
    pub fn is_paused(&self, what: u8, now: i64) -> bool {
        economics::pause::stops(self.paused, self.paused_until, what, now)
    }

    /// The parameters in use, as the rules see them.
    pub fn rules(&self) -> &[bounds::Param] {
        bytemuck::cast_slice(self.params())
    }

    /// The couplings, as the rules see them.
    pub fn groups(&self) -> &[group::Group] {
        bytemuck::cast_slice(&self.groups)
    }

    fn rules_mut(&mut self) -> &mut [bounds::Param] {
        let used = self.params.get_mut(..usize::from(self.params_len)).unwrap_or(&mut []);
        bytemuck::cast_slice_mut(used)
    }

    /// Whether `moves` may be published as `request` asks; refuses, never clamps.
    pub fn admit(&self, moves: &[Move], request: &Request) -> Result<()> {
        rules::admit_moves(self.rules(), self.groups(), bytemuck::cast_slice(moves), request)
            .map_err(|refusal| GovernorError::from(refusal).into())
    }

    /// Writes the moves.
    pub fn publish(&mut self, moves: &[Move], now: Now) -> Result<()> {
        rules::publish(self.rules_mut(), bytemuck::cast_slice(moves), now)
            .map_err(|refusal| GovernorError::from(refusal).into())
    }

    /// Raises the version by one.
    pub fn raise_version(&mut self, now: Now) -> Result<()> {
        self.version = self.version.checked_add(1).ok_or(GovernorError::Arithmetic)?;
        self.published_at = now.unix;
        Ok(())
    }

    /// Reserves the moved parameters for proposal `number` until the second `until`.
    pub fn lock(&mut self, moves: &[Move], number: u64, until: i64) {
        rules::lock(self.rules_mut(), bytemuck::cast_slice(moves), number, until);
    }

    /// Frees the parameters that proposal `number` holds.
    pub fn unlock(&mut self, moves: &[Move], number: u64) {
        rules::unlock(self.rules_mut(), bytemuck::cast_slice(moves), number);
    }

    /// Gives the parameter called `key` other governed bounds; the bounds before.
    pub fn set_soft_bounds(&mut self, key: &[u8; 16], min: i64, max: i64) -> Result<[i64; 2]> {
        let param = self.rules_mut().iter_mut().find(|param| param.key == *key).ok_or(GovernorError::UnknownParam)?;
        let old = [param.spec.soft_min, param.spec.soft_max];
        (param.spec.soft_min, param.spec.soft_max) = (min, max);
        require!(param.spec.is_sound(param.value), GovernorError::BadSpec);
        Ok(old)
    }

    /// Frees every parameter.
    pub fn unlock_all(&mut self) {
        rules::unlock_all(self.rules_mut());
    }

    /// Every parameter inside its bounds, every group keeping its rule.
    pub fn invariant(&self) -> Result<()> {
        rules::invariant(self.rules(), self.groups()).map_err(|_| GovernorError::InvariantBroken.into())
    }
}

impl Param {
    /// The parameter, as the rules see it.
    pub fn rules(&self) -> &bounds::Param {
        bytemuck::cast_ref(self)
    }
}

impl From<bounds::Param> for Param {
    fn from(param: bounds::Param) -> Self {
        bytemuck::cast(param)
    }
}

impl From<Spec> for bounds::Spec {
    fn from(spec: Spec) -> Self {
        bytemuck::cast(spec)
    }
}

impl From<bounds::Spec> for Spec {
    fn from(spec: bounds::Spec) -> Self {
        bytemuck::cast(spec)
    }
}

impl From<group::Group> for Group {
    fn from(group: group::Group) -> Self {
        bytemuck::cast(group)
    }
}
