//! How far, how fast and how often one parameter may move.

mod budget;
mod refusal;

pub use budget::{BUCKET_SECS, BUCKETS, Budget};
pub use refusal::Refusal;

use crate::{
    key::Key,
    math::{BPS, mul_div_floor},
    require,
    time::{Now, elapsed},
};
use bytemuck::{Pod, Zeroable};

/// `Spec::flags`: an oracle's proposal may move the parameter.
pub const AI_OK: u32 = 1;
/// `Spec::flags`: an emergency proposal may move the parameter.
pub const EMERGENCY_OK: u32 = 2;

/// The limits of one parameter.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct Spec {
    /// Lowest value ever; immutable after creation.
    pub hard_min: i64,
    /// Highest value ever; immutable after creation.
    pub hard_max: i64,
    /// Lowest value allowed now; governed, never outside the hard bounds in effect.
    pub soft_min: i64,
    /// Highest value allowed now; governed.
    pub soft_max: i64,
    /// Largest step upwards in the parameter's unit; the larger of this and `step_up_bps` counts,
    /// so that zero can move.
    pub step_up_abs: u64,
    pub step_down_abs: u64,
    /// Largest step upwards in basis points of the magnitude of the current value.
    pub step_up_bps: u32,
    pub step_down_bps: u32,
    /// Seconds between two changes.
    pub min_interval_secs: u64,
    /// Epochs between two changes; 2 for the transfer fee, which takes two epochs to act.
    pub min_interval_epochs: u32,
    /// Number of the group that the parameter belongs to, from 1; 0 for none.
    pub group: u8,
    /// Decimals for display only.
    pub decimals: u8,
    /// Unit for display only.
    pub unit: u8,
    /// Direction in which an emergency may move it: −1, +1, or 0 for neither.
    pub safe_direction: i8,
    /// Greatest distance between any two values held within 30 days; 0 freezes the parameter.
    pub budget_30d: u64,
    /// [`AI_OK`] | [`EMERGENCY_OK`].
    pub flags: u32,
    pub _pad: [u8; 4],
}
const _: () = assert!(size_of::<Spec>() == 88);

/// The one open proposal that may move the parameter.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Lock {
    /// Number of the proposal; 0 for none.
    pub proposal: u64,
    /// Last second at which the lock holds; it ends on its own after that.
    pub until: i64,
}
const _: () = assert!(size_of::<Lock>() == 16);

/// One governed parameter with its past.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct Param {
    pub key: Key,
    pub value: i64,
    /// Value before `changed_at`.
    pub previous: i64,
    pub changed_at: i64,
    pub changed_epoch: u64,
    pub spec: Spec,
    pub budget: Budget,
    pub lock: Lock,
}
const _: () = assert!(size_of::<Param>() == 272);

/// Whether `param` may go from `old` to `new` at `now`, by at most `half_steps` halves of a step.
///
/// Bounds, step, interval and budget of this one parameter; permission of the class, locks and
/// groups concern the bundle and are [`crate::policy::admit_moves`]'s.
/// A change outside the limits is refused, never clamped.
pub fn admit(param: &Param, old: i64, new: i64, half_steps: u64, now: Now) -> Result<(), Refusal> {
    admit_distance(param, old, new, half_steps, now)?;
    param.interval_passed(now)
}

/// [`admit`] in an emergency: only in the safe direction, and without waiting for the interval.
pub fn admit_emergency(param: &Param, old: i64, new: i64, half_steps: u64, now: Now) -> Result<(), Refusal> {
    let safe = match param.spec.safe_direction {
        1 => new > old,
        -1 => new < old,
        _ => false,
    };
    require(new == old || safe, Refusal::UnsafeDirection)?;
    admit_distance(param, old, new, half_steps, now)
}

fn admit_distance(param: &Param, old: i64, new: i64, half_steps: u64, now: Now) -> Result<(), Refusal> {
    let spec = &param.spec;
    require(param.value == old, Refusal::StaleOldValue)?;
    require(new != old, Refusal::NoChange)?;
    require(new >= spec.min(), Refusal::BelowMin)?;
    require(new <= spec.max(), Refusal::AboveMax)?;
    // Twice the distance against the number of halves: exact also for odd steps.
    let allowed = u128::from(spec.step(old, new)).saturating_mul(u128::from(half_steps));
    require(u128::from(old.abs_diff(new)).saturating_mul(2) <= allowed, Refusal::StepTooLarge)?;
    let near = param.budget.allows(param.value, new, spec.budget_30d, now);
    require(near, Refusal::BudgetExceeded)
}

impl Spec {
    /// Lowest value allowed now: the tighter of the hard and the soft bound.
    #[inline]
    pub fn min(&self) -> i64 {
        self.hard_min.max(self.soft_min)
    }

    /// Highest value allowed now.
    #[inline]
    pub fn max(&self) -> i64 {
        self.hard_max.min(self.soft_max)
    }

    /// Largest step from `old` towards `new`: `max(absolute, ⌊|old| × bps / 10 000⌋)`.
    pub fn step(&self, old: i64, new: i64) -> u64 {
        let (abs, bps) =
            if new > old { (self.step_up_abs, self.step_up_bps) } else { (self.step_down_abs, self.step_down_bps) };
        // Above 64 bits the share exceeds any distance between two values.
        let share = mul_div_floor(old.unsigned_abs(), u64::from(bps), BPS).unwrap_or(u64::MAX);
        abs.max(share)
    }

    /// Whether the limits agree with each other and with `value`.
    pub fn is_sound(&self, value: i64) -> bool {
        self.min() <= value
            && value <= self.max()
            && self.hard_min <= self.soft_min
            && self.soft_max <= self.hard_max
            && (-1..=1).contains(&self.safe_direction)
    }
}

impl Lock {
    /// Whether a proposal other than `proposal` holds the parameter at `now`.
    #[inline]
    pub fn excludes(&self, proposal: u64, now: Now) -> bool {
        self.proposal != 0 && self.proposal != proposal && now.unix <= self.until
    }
}

/// A stretch of time over which a reader may take the parameter as constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    pub value: i64,
    pub from: i64,
    /// Never before `from`; equal to it for an empty piece.
    pub to: i64,
}

/// Pieces of [`Param::least_pieces`]: before the memory, one for each bucket, and since the last change.
pub const LEAST_PIECES: usize = BUCKETS + 2;

impl Param {
    /// A parameter without a past, last changed now.
    pub fn new(key: Key, value: i64, spec: Spec, now: Now) -> Self {
        Self {
            key,
            value,
            previous: value,
            changed_at: now.unix,
            changed_epoch: now.epoch,
            spec,
            budget: Budget::new(value, now),
            lock: Lock::default(),
        }
    }

    /// Takes the value `new` from `now` on; the caller has asked [`admit`].
    pub fn publish(&mut self, new: i64, now: Now) {
        self.budget.record(self.value, new, now);
        self.previous = self.value;
        self.value = new;
        self.changed_at = now.unix;
        self.changed_epoch = now.epoch;
    }

    /// The parameter over `[from, to]` for a reader that last saw the value `known` at `from` and missed no
    /// change but the last one: the older piece, then the newer one; either may be empty.
    ///
    /// Where `previous` is not what it knew, it takes the lower of both up to `changed_at`;
    /// who may have missed more asks [`Param::least_pieces`].
    pub fn integrate_pieces(&self, known: i64, from: i64, to: i64) -> [Piece; 2] {
        let to = to.max(from);
        let turn = self.changed_at.clamp(from, to);
        [Piece { value: self.previous.min(known), from, to: turn }, Piece { value: self.value, from: turn, to }]
    }

    /// The parameter over `[from, to]` for a reader that last saw the value `known` at `from` and may have missed
    /// any number of changes: no piece is above a value that was held in it.
    ///
    /// Up to `changed_at` it is the lowest value held in each 5-day bucket, and what lies before the memory of
    /// 30 to 35 days counts as the lowest value that the parameter can ever have.
    pub fn least_pieces(&self, known: i64, from: i64, to: i64) -> [Piece; LEAST_PIECES] {
        let to = to.max(from);
        let turn = self.changed_at.clamp(from, to);
        let mut pieces = [Piece { value: self.value, from: turn, to }; LEAST_PIECES];
        let lows = self.budget.lows();
        let within = |second: i64| second.max(from).min(turn);
        let memory = lows.first().map_or(turn, |(start, ..)| within(*start));
        let forgotten = Piece { value: self.spec.hard_min.min(known), from, to: memory };
        let held = lows.iter().map(|(start, end, low)| Piece { value: *low, from: within(*start), to: within(*end) });
        for (slot, piece) in pieces.iter_mut().zip(core::iter::once(forgotten).chain(held)) {
            *slot = piece;
        }
        pieces
    }

    fn interval_passed(&self, now: Now) -> Result<(), Refusal> {
        let spec = &self.spec;
        let secs = elapsed(self.changed_at, now.unix);
        let forward = now.unix >= self.changed_at;
        require(forward && secs >= spec.min_interval_secs, Refusal::TooSoonSecs)?;
        let epochs = now.epoch.checked_sub(self.changed_epoch);
        let enough = epochs.is_some_and(|e| e >= u64::from(spec.min_interval_epochs));
        require(enough, Refusal::TooSoonEpochs)
    }
}
