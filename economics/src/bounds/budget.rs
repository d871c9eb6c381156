//! The values held in the last 30 to 35 days, at constant size.

use crate::time::{DAY, Now};
use bytemuck::{Pod, Zeroable};

/// Length of one bucket of the 30-day budget in seconds.
pub const BUCKET_SECS: i64 = 5 * DAY;
/// Buckets remembered: the current one and the six before it, so 30 to 35 days.
pub const BUCKETS: usize = 7;
const BUCKETS_I64: i64 = 7;

/// Lowest and highest value held in each of the last seven 5-day buckets.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct Budget {
    pub lo: [i64; BUCKETS],
    pub hi: [i64; BUCKETS],
    /// Number of the newest bucket written: `unix.div_euclid(5 days)`; it lies at `bucket mod 7`.
    pub bucket: i64,
}
const _: () = assert!(size_of::<Budget>() == 120);

impl Budget {
    /// A past in which only `value` was held.
    pub fn new(value: i64, now: Now) -> Self {
        Self { lo: [value; BUCKETS], hi: [value; BUCKETS], bucket: bucket_of(now) }
    }

    /// Whether `new` is within `distance` of every value held since the start of the bucket six
    /// before the current one, where `held` is the value since the last record.
    pub fn allows(&self, held: i64, new: i64, distance: u64, now: Now) -> bool {
        let near = |value: i64| value.abs_diff(new) <= distance;
        let current = bucket_of(now).max(self.bucket);
        let oldest = current.saturating_sub(BUCKETS_I64).saturating_add(1);
        near(held)
            && (0..BUCKETS_I64)
                .map(|back| self.bucket.saturating_sub(back))
                .take_while(|bucket| *bucket >= oldest)
                .filter_map(|bucket| self.get(bucket))
                .all(|(lo, hi)| near(lo) && near(hi))
    }

    /// Records that `held` was the value until `now` and `new` is from now on.
    pub fn record(&mut self, held: i64, new: i64, now: Now) {
        let current = bucket_of(now).max(self.bucket);
        let passed = current.saturating_sub(self.bucket).min(BUCKETS_I64);
        for back in 0..passed {
            self.set(current.saturating_sub(back), held, held);
        }
        self.bucket = current;
        if let Some((lo, hi)) = self.get(current) {
            self.set(current, lo.min(new), hi.max(new));
        }
    }

    /// The buckets remembered, oldest first: first second, first second after it, lowest value held in it.
    pub(crate) fn lows(&self) -> [(i64, i64, i64); BUCKETS] {
        let oldest = self.bucket.saturating_sub(BUCKETS_I64).saturating_add(1);
        let mut out = [(0, 0, 0); BUCKETS];
        for (row, bucket) in out.iter_mut().zip(oldest..=self.bucket) {
            let start = bucket.saturating_mul(BUCKET_SECS);
            let low = self.get(bucket).map_or(i64::MIN, |(low, _)| low);
            *row = (start, start.saturating_add(BUCKET_SECS), low);
        }
        out
    }

    fn set(&mut self, bucket: i64, lo: i64, hi: i64) {
        let place = place_of(bucket);
        if let (Some(low), Some(high)) = (self.lo.get_mut(place), self.hi.get_mut(place)) {
            (*low, *high) = (lo, hi);
        }
    }

    fn get(&self, bucket: i64) -> Option<(i64, i64)> {
        let place = place_of(bucket);
        Some((*self.lo.get(place)?, *self.hi.get(place)?))
    }
}

// The chain's instruction set has no signed division: both round towards minus infinity by unsigned ones.
// `!n` is `-n - 1`, so a negative number mirrors onto the non-negative ones.
fn bucket_of(now: Now) -> i64 {
    let mirrored = now.unix.max(!now.unix).unsigned_abs();
    let bucket = mirrored.checked_div(BUCKET_SECS.unsigned_abs()).unwrap_or(0);
    let bucket = i64::try_from(bucket).unwrap_or(i64::MAX);
    if now.unix < 0 { !bucket } else { bucket }
}

fn place_of(bucket: i64) -> usize {
    let count = BUCKETS_I64.unsigned_abs();
    let place = bucket.max(!bucket).unsigned_abs().checked_rem(count).unwrap_or(0);
    let place = if bucket < 0 { count.saturating_sub(1).saturating_sub(place) } else { place };
    usize::try_from(place).unwrap_or(0)
}
