//! Rewards that arrive in lumps and flow evenly: what comes in one window flows in the next.

use crate::{math::mul_div_floor, time::elapsed};
use bytemuck::{Pod, Zeroable};

/// Rewards between their arrival and their distribution, in base units.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct Stream {
    /// Waiting for the next window.
    pub queued: u64,
    /// What flows in the open window.
    pub streaming: u64,
    /// Part of `streaming` that has flown already.
    pub streamed: u64,
    pub window_start: i64,
    /// Length of a window; never 0.
    pub window_secs: u64,
}
const _: () = assert!(size_of::<Stream>() == 40);

impl Stream {
    pub fn open(window_secs: u64, now: i64) -> Self {
        Self { queued: 0, streaming: 0, streamed: 0, window_start: now, window_secs }
    }

    /// Moves time to `now` and takes out what has become due since the last call.
    ///
    /// Within a window `⌊streaming × elapsed / window⌋` has flown in all, so rounding delays
    /// and never loses. At its end the rest is due and the queue begins to flow; when a whole
    /// further window has passed, the queue is due as well. A clock that goes back does nothing.
    pub fn advance(&mut self, now: i64) -> u64 {
        let past = elapsed(self.window_start, now);
        if past < self.window_secs {
            return self.flow(past);
        }
        let rest = self.streaming.saturating_sub(self.streamed);
        let into = past.checked_rem(self.window_secs).unwrap_or(0);
        self.window_start = now.saturating_sub_unsigned(into);
        self.streamed = 0;
        self.streaming = self.queued;
        self.queued = 0;
        if past.saturating_sub(into) == self.window_secs {
            rest.saturating_add(self.flow(into))
        } else {
            let queue = self.streaming;
            self.streaming = 0;
            rest.saturating_add(queue)
        }
    }

    fn flow(&mut self, past: u64) -> u64 {
        let target = mul_div_floor(self.streaming, past, self.window_secs).unwrap_or(0).max(self.streamed);
        let due = target.saturating_sub(self.streamed);
        self.streamed = target;
        due
    }

    /// Puts `amount` into the queue of the next window.
    pub fn arrive(&mut self, amount: u64) {
        self.queued = self.queued.saturating_add(amount);
    }

    /// What is inside: queued, and streaming but not yet due.
    pub fn held(&self) -> u64 {
        self.queued.saturating_add(self.streaming.saturating_sub(self.streamed))
    }
}
