//! The emission rate for a reader that looks now and then.

use crate::bounds::{LEAST_PIECES, Param, Piece};

/// The governed rate as the policy has it now.
#[derive(Clone, Copy, Debug)]
pub struct Rate<'a> {
    /// Yearly emission in ppm of the base supply, with its past.
    pub param: &'a Param,
    /// Version of the policy, which grows by one with each publication.
    pub version: u64,
}

/// For a reader that is asked at every change and so misses none.
impl<'a> From<&'a Param> for Rate<'a> {
    fn from(param: &'a Param) -> Self {
        Self { param, version: 0 }
    }
}

impl Rate<'_> {
    /// The rate over `[from, to]` for a reader that saw the value `known` of version `seen` at `from`.
    ///
    /// At most one publication since then changed the rate at most once: exact.
    /// Otherwise, or where the value before the last change is not the known one, a change may be hidden:
    /// then the lowest value held in each 5-day bucket counts ([`Param::least_pieces`]).
    pub(super) fn pieces(&self, known: i64, seen: u64, from: i64, to: i64) -> [Piece; LEAST_PIECES] {
        let single = self.version.saturating_sub(seen) <= 1 && self.param.previous == known;
        if !single && self.param.changed_at > from {
            return self.param.least_pieces(known, from, to);
        }
        let mut pieces = [Piece { value: 0, from, to: from }; LEAST_PIECES];
        for (slot, piece) in pieces.iter_mut().zip(self.param.integrate_pieces(known, from, to)) {
            *slot = piece;
        }
        pieces
    }
}
