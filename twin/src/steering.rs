//! From a rule's wish to the policy: whole bundles, admitted by the chain's own rules, after the delay, twice checked.

use economics::{
    Now,
    policy::{Class, MAX_MOVES, Move},
    time::elapsed,
};
use serde::{Deserialize, Serialize};

use crate::{levers::Levers, packs::EXTRA, rule::Bundle, scenario::PARAMS};

/// How a policy was steered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    /// Times a rule was asked, and held.
    pub asked: u32,
    pub held: u32,
    /// Bundles that became a proposal, and that were refused at proposal or execution.
    pub proposed: u32,
    pub refused: u32,
    /// Proposals ended by objections of stakers.
    pub vetoed: u32,
    /// Bundles and single moves that came into force.
    pub executed: u32,
    pub moves: u32,
    /// Lists of rewards that came into force; each is one of `executed`.
    pub lists: u32,
    /// Moves against the direction of the parameter's last move.
    pub flips: u32,
    /// A captor's bundles that came into force, and that were stopped by objections; they count nowhere else.
    pub hostile: u32,
    pub hostile_vetoed: u32,
}

/// A bundle on its way.
#[derive(Debug, Clone, Copy)]
pub struct Proposal {
    moves: [Move; MAX_MOVES],
    len: usize,
    class: Class,
    act_at: i64,
    /// The caller has admitted it; it is not judged again.
    pub is_given: bool,
    /// It came from a captured seat.
    pub is_hostile: bool,
}

impl Proposal {
    fn new(given: &[Move], class: Class, now: Now, delay_secs: u64) -> Self {
        let (mut moves, len) = ([Move::default(); MAX_MOVES], given.len().min(MAX_MOVES));
        moves[..len].copy_from_slice(&given[..len]);
        let act_at = now.unix.saturating_add_unsigned(delay_secs);
        Self { moves, len, class, act_at, is_given: false, is_hostile: false }
    }

    pub fn moves(&self) -> &[Move] {
        &self.moves[..self.len]
    }

    pub fn is_due(&self, now: Now) -> bool {
        elapsed(self.act_at, now.unix) > 0
    }
}

/// The proposal under way, and what became of the earlier ones.
#[derive(Debug, Clone, Copy, Default)]
pub struct Steering {
    pub open: Option<Proposal>,
    pub control: Control,
    directions: [i8; PARAMS + EXTRA],
}

impl Steering {
    /// Queues moves that the caller has admitted.
    pub fn give(&mut self, moves: &[Move], now: Now, delay_secs: u64) {
        if !moves.is_empty() {
            self.open = Some(Proposal { is_given: true, ..Proposal::new(moves, Class::Ai, now, delay_secs) });
        }
    }

    /// Proposes what `bundle` wishes beyond the live values; refused as a whole where the chain would refuse it.
    pub fn propose(&mut self, bundle: &Bundle, levers: &Levers, class: Class, now: Now, delay_secs: u64) {
        let (moves, len) = changes(bundle, levers);
        if len == 0 && !bundle.is_overfull() {
            self.control.held += 1;
        } else if self.open.is_some() || bundle.is_overfull() || levers.admits(&moves[..len], class, now).is_err() {
            self.control.refused += 1;
        } else {
            self.control.proposed += 1;
            self.open = Some(Proposal::new(&moves[..len], class, now, delay_secs));
        }
    }

    /// The same for a captured seat; it takes the place of nothing that is under way.
    pub fn propose_hostile(&mut self, bundle: &Bundle, levers: &Levers, class: Class, now: Now, delay_secs: u64) {
        let (moves, len) = changes(bundle, levers);
        if self.open.is_none() && levers.admits(&moves[..len], class, now).is_ok() {
            self.open = Some(Proposal { is_hostile: true, ..Proposal::new(&moves[..len], class, now, delay_secs) });
        }
    }

    /// Ends the proposal: in force if nobody stopped it and the live values still admit it.
    pub fn close(&mut self, proposal: &Proposal, is_vetoed: bool, levers: &mut Levers, now: Now) {
        self.open = None;
        let admitted = proposal.is_given || levers.admits(proposal.moves(), proposal.class, now).is_ok();
        let counter = match (proposal.is_hostile, is_vetoed, admitted) {
            (true, true, _) => &mut self.control.hostile_vetoed,
            (false, true, _) => &mut self.control.vetoed,
            (true, false, false) => return,
            (false, false, false) => &mut self.control.refused,
            (true, false, true) => &mut self.control.hostile,
            (false, false, true) => &mut self.control.executed,
        };
        *counter += 1;
        if admitted && !is_vetoed {
            levers.publish(proposal.moves(), now);
            if !proposal.is_hostile {
                proposal.moves().iter().for_each(|change| self.count(change));
            }
        }
    }

    fn count(&mut self, change: &Move) {
        let direction = (change.new - change.old).signum() as i8;
        if let Some(last) = self.directions.get_mut(usize::from(change.param)) {
            self.control.moves += 1;
            self.control.flips += u32::from(*last == -direction);
            *last = direction;
        }
    }
}

/// The moves that a bundle makes beyond the live values; an unknown parameter stays in, for the chain to refuse.
fn changes(bundle: &Bundle, levers: &Levers) -> ([Move; MAX_MOVES], usize) {
    let (mut moves, mut len) = ([Move::default(); MAX_MOVES], 0);
    for (param, new) in bundle.wanted() {
        let live = levers.param(param).map_or(new.wrapping_add(1), |found| found.value);
        if live != new {
            moves[len] = Move::new(param as u8, live, new);
            len += 1;
        }
    }
    (moves, len)
}
