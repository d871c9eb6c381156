//! The life of a proposal: a pure function of (state, event, now).
//!
//! ```text
//!            approve ≥ threshold              delay passed, window open
//!  Active ───────────────────────▶ Queued ───────────────────────────▶ Executed
//!    ▲  ◀──── unapprove < threshold ──┘ │
//!    └ veto: Rejected                   └ veto: Vetoed
//!  from both: cancel: Cancelled · time over: Expired · configuration moved: Stale
//! ```
//!
//! Ratchet: of the rule frozen when the proposal was made and the live one, the stricter
//! counts. Loosening never speeds an open proposal; tightening always bites.

mod refusal;
mod rule;
mod state;

pub use refusal::Refusal;
pub use rule::{ClassRule, MAX_SECS, Window, stretched, window};
pub use state::State;

use crate::{alarm::Level, council::count, policy::Class, require, time::Now};
use bytemuck::{Pod, Zeroable};

/// A proposal's votes and clocks, embedded in its account.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Lifecycle {
    /// The council's configuration under which it was made.
    pub config_seqno: u64,
    pub created_at: i64,
    pub created_slot: u64,
    /// When the threshold was reached; 0 while active.
    pub queued_at: i64,
    pub queued_slot: u64,
    /// Frozen at creation.
    pub delay_secs: u64,
    /// Frozen at creation.
    pub delay_slots: u64,
    /// Last second in which approvals count.
    pub voting_until: i64,
    /// Frozen at creation.
    pub window_secs: u64,
    /// Last second of the execution window, fixed when the threshold was reached; 0 while active.
    /// The first one moves with the alarm: ask [`Lifecycle::window`].
    pub closes: i64,
    /// When it ended; 0 while open.
    pub closed_at: i64,
    /// Seats that approve, one bit each.
    pub approvals: u16,
    /// Seats that veto, one bit each.
    pub vetoes: u16,
    /// [`State`] by its code.
    pub state: u8,
    /// Approvals needed, frozen at creation.
    pub threshold: u8,
    /// Vetoes that end it, frozen at creation.
    pub veto_threshold: u8,
    pub _pad: u8,
}
const _: () = assert!(size_of::<Lifecycle>() == 96);

/// What happens to a proposal. Who may cause it is the caller's to check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// By the seat of this index.
    Approve(u8),
    Unapprove(u8),
    Veto(u8),
    /// By stakers whose objections weigh enough.
    Object,
    /// By its proposer.
    Cancel,
    /// By anyone.
    Execute,
    /// By anyone: records that time is over or the configuration has moved.
    Expire,
}

/// The council as it is now.
#[derive(Clone, Copy, Debug)]
pub struct Live<'a> {
    pub class: Class,
    pub rule: &'a ClassRule,
    pub config_seqno: u64,
    /// Accepted seats that may vote, one bit each.
    pub voters: u16,
    /// Accepted seats that may veto, one bit each.
    pub vetoers: u16,
    /// The alarm in force.
    pub level: Level,
}

impl Live<'_> {
    /// Approvals that keep a clock running where `frozen` were needed when the proposal was made: the stricter of both.
    pub fn kept_by(&self, frozen: u8) -> u8 {
        frozen.max(self.rule.approvals)
    }

    /// Approvals that start a clock and execute: one more under a high alarm, but not more than there are voters.
    ///
    /// An alarm alone clears no clock: otherwise one veto of many that are needed would end what was approved in calm.
    pub fn needed(&self, frozen: u8) -> u8 {
        let calm = self.kept_by(frozen);
        let more = calm.saturating_add(self.level.more_approvals());
        more.min(count(self.voters)).max(calm)
    }
}

impl Lifecycle {
    /// A new proposal under the live rule.
    pub fn open(live: &Live, now: Now) -> Result<Self, Refusal> {
        let rule = live.rule;
        require(rule.enabled == 1, Refusal::ClassDisabled)?;
        require(!live.class.is_shut(live.level), Refusal::ShutByAlarm)?;
        require(count(live.voters) >= rule.approvals, Refusal::NotEnoughVoters)?;
        Ok(Self {
            config_seqno: live.config_seqno,
            created_at: now.unix,
            created_slot: now.slot,
            delay_secs: rule.delay_secs,
            delay_slots: rule.delay_slots,
            voting_until: now.unix.saturating_add_unsigned(rule.voting_secs),
            window_secs: rule.window_secs,
            threshold: rule.approvals,
            veto_threshold: rule.vetoes,
            ..Self::default()
        })
    }

    /// The proposal after `event`; the one given stays untouched.
    pub fn apply(&self, event: Event, live: &Live, now: Now) -> Result<Self, Refusal> {
        let state = self.open_state()?;
        if event == Event::Expire {
            return self.expire(state, live, now);
        }
        self.still_runs(state, live, now)?;
        match event {
            Event::Approve(seat) => self.approve(state, seat, live, now),
            Event::Unapprove(seat) => self.unapprove(seat, live),
            Event::Veto(seat) => self.veto(state, seat, live, now),
            Event::Object => Ok(self.close(vetoed(state), now)),
            Event::Cancel => Ok(self.close(State::Cancelled, now)),
            Event::Execute => self.execute(state, live, now),
            Event::Expire => Err(Refusal::NotOver),
        }
    }

    /// The execution window of a queued proposal: it opens after the stricter of frozen and live delay under the
    /// alarm in force, and closes when it was said to.
    pub fn window(&self, live: &Live) -> Window {
        let delay = self.delay_secs.max(live.rule.delay_secs);
        Window { closes: self.closes, ..window(self.queued_at, delay, self.window_secs, live.level) }
    }

    /// The last second at which the proposal can be open: the end of its locks.
    pub fn latest_end(&self) -> i64 {
        self.closes_if_queued(self.voting_until)
    }

    /// [`State`]; `Stale` for a code that does not exist.
    pub fn state(&self) -> State {
        State::from_u8(self.state).unwrap_or(State::Stale)
    }

    /// Fails unless the proposal is open and takes votes or waits: what everything but `Expire` needs.
    pub fn runs(&self, live: &Live, now: Now) -> Result<(), Refusal> {
        self.still_runs(self.open_state()?, live, now)
    }

    fn closes_if_queued(&self, at: i64) -> i64 {
        window(at, self.delay_secs, self.window_secs, Level::Calm).closes
    }

    fn open_state(&self) -> Result<State, Refusal> {
        let state = self.state();
        require(state.is_open(), Refusal::Closed)?;
        Ok(state)
    }

    /// A proposal that is over or stale takes nothing but `Expire`.
    fn still_runs(&self, state: State, live: &Live, now: Now) -> Result<(), Refusal> {
        require(self.config_seqno == live.config_seqno, Refusal::ConfigMoved)?;
        match state {
            State::Queued => require(now.unix <= self.closes, Refusal::WindowOver),
            _ => require(now.unix <= self.voting_until, Refusal::VotingOver),
        }
    }

    fn approve(&self, state: State, seat: u8, live: &Live, now: Now) -> Result<Self, Refusal> {
        let bit = bit(seat);
        require(live.rule.enabled == 1, Refusal::ClassDisabled)?;
        // Also while queued: nobody who comes late props up what an approver takes back.
        require(now.unix <= self.voting_until, Refusal::VotingOver)?;
        require(live.voters & bit != 0, Refusal::NotAVoter)?;
        require(self.vetoes & bit == 0, Refusal::AlreadyVetoed)?;
        require(self.approvals & bit == 0, Refusal::AlreadyApproved)?;
        let mut next = *self;
        next.approvals |= bit;
        if state == State::Active && next.is_approved(live) {
            next.state = State::Queued.code();
            next.queued_at = now.unix;
            next.queued_slot = now.slot;
            next.closes = self.closes_if_queued(now.unix);
        }
        Ok(next)
    }

    fn unapprove(&self, seat: u8, live: &Live) -> Result<Self, Refusal> {
        let bit = bit(seat);
        require(self.approvals & bit != 0, Refusal::NotApproved)?;
        let mut next = *self;
        next.approvals &= !bit;
        Ok(next.without_clock_below_threshold(live))
    }

    fn veto(&self, state: State, seat: u8, live: &Live, now: Now) -> Result<Self, Refusal> {
        let bit = bit(seat);
        require(live.vetoers & bit != 0, Refusal::NotAVetoer)?;
        require(self.vetoes & bit == 0, Refusal::AlreadyVetoed)?;
        let mut next = *self;
        next.vetoes |= bit;
        next.approvals &= !bit;
        let needed = self.veto_threshold.min(live.rule.vetoes);
        if (next.vetoes & live.vetoers).count_ones() >= u32::from(needed) {
            return Ok(next.close(vetoed(state), now));
        }
        Ok(next.without_clock_below_threshold(live))
    }

    /// Below the threshold the clock is cleared.
    fn without_clock_below_threshold(mut self, live: &Live) -> Self {
        if self.counted(live) < live.kept_by(self.threshold) {
            self.state = State::Active.code();
            self.queued_at = 0;
            self.queued_slot = 0;
            self.closes = 0;
        }
        self
    }

    fn execute(&self, state: State, live: &Live, now: Now) -> Result<Self, Refusal> {
        require(live.rule.enabled == 1, Refusal::ClassDisabled)?;
        require(!live.class.is_shut(live.level), Refusal::ShutByAlarm)?;
        require(state == State::Queued, Refusal::NotQueued)?;
        require(self.is_approved(live), Refusal::ThresholdNotMet)?;
        let opens = self.window(live).opens;
        require(now.unix >= opens, Refusal::DelaySecsNotElapsed)?;
        // At least one slot, so that no rule lets a transaction approve and execute.
        let slots = self.delay_slots.max(live.rule.delay_slots).max(1);
        let slot = self.queued_slot.saturating_add(slots);
        require(now.slot >= slot, Refusal::DelaySlotsNotElapsed)?;
        Ok(self.close(State::Executed, now))
    }

    fn expire(&self, state: State, live: &Live, now: Now) -> Result<Self, Refusal> {
        match self.still_runs(state, live, now) {
            Ok(()) => Err(Refusal::NotOver),
            Err(Refusal::ConfigMoved) => Ok(self.close(State::Stale, now)),
            Err(_) => Ok(self.close(State::Expired, now)),
        }
    }

    fn close(&self, state: State, now: Now) -> Self {
        Self { state: state.code(), closed_at: now.unix, ..*self }
    }

    /// Whether the approvals that count now reach the stricter threshold.
    fn is_approved(&self, live: &Live) -> bool {
        self.counted(live) >= live.needed(self.threshold)
    }

    /// The approvals that count now.
    fn counted(&self, live: &Live) -> u8 {
        count(self.approvals & live.voters)
    }
}

/// How a proposal in `state` ends by vetoes or objections.
fn vetoed(state: State) -> State {
    match state {
        State::Queued => State::Vetoed,
        _ => State::Rejected,
    }
}

/// The bit of a seat; none for an index beyond the sixteenth.
fn bit(seat: u8) -> u16 {
    1u16.checked_shl(u32::from(seat)).unwrap_or(0)
}
