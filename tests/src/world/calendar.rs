//! How slots and epochs pass with the seconds.

use economics::Now;

use super::{START, World};

/// Epochs of one length, counted from one moment on.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    /// Seconds of an epoch.
    pub length: u64,
    /// Unix second and number at which this length began to count.
    since: i64,
    first: u64,
}

impl Calendar {
    /// From [`START`] on, epochs of `length` seconds.
    pub fn new(length: u64) -> Self {
        Self { length, since: START.unix, first: START.epoch }
    }

    /// From now on, epochs of `length` seconds.
    pub fn change(&mut self, world: &World, length: u64) {
        let now = world.now();
        *self = Self { length, since: now.unix, first: now.epoch };
    }

    /// Lets seconds pass, with the slots and epochs that belong to them.
    pub fn pass(&self, world: &mut World, secs: u64) {
        let now = world.now();
        let unix = now.unix + secs as i64;
        let epoch = self.first + (unix - self.since) as u64 / self.length;
        world.set_now(Now { unix, slot: now.slot + secs * 5 / 2 + 1, epoch });
    }
}
