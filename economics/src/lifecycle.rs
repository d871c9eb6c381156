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

use crate::time::Now;
use bytemuck::{Pod, Zeroable};

/// Longest delay and longest voting and execution window in seconds: 14 days.
pub const MAX_SECS: u64 = 14 * 86_400;

/// Where a proposal stands.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Collecting approvals.
    Active = 0,
    /// Approved; its delay runs, then its window.
    Queued = 1,
    Executed = 2,
    /// Vetoed before it was approved.
    Rejected = 3,
    /// Vetoed after it was approved.
    Vetoed = 4,
    /// Taken back by its proposer.
    Cancelled = 5,
    /// Its time is over.
    Expired = 6,
    /// The council's configuration has moved under it.
    Stale = 7,
}

impl State {
    pub const fn from_u8(code: u8) -> Option<Self> {
        match code {
            0 => Some(Self::Active),
            1 => Some(Self::Queued),
            2 => Some(Self::Executed),
            3 => Some(Self::Rejected),
            4 => Some(Self::Vetoed),
            5 => Some(Self::Cancelled),
            6 => Some(Self::Expired),
            7 => Some(Self::Stale),
            _ => None,
        }
    }

    #[allow(clippy::as_conversions, reason = "reads a declared discriminant")]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// Whether the proposal can still change.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Active | Self::Queued)
    }
}

/// What a class of proposals needs.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct ClassRule {
    /// Seconds between approval and execution.
    pub delay_secs: u64,
    /// Slots between approval and execution; both delays have to pass.
    pub delay_slots: u64,
    /// Seconds in which approvals count.
    pub voting_secs: u64,
    /// Seconds in which an approved proposal can be executed once its delay has passed.
    pub window_secs: u64,
    /// Approvals needed.
    pub approvals: u8,
    /// Vetoes that end it.
    pub vetoes: u8,
    /// 1 if proposals of the class are accepted.
    pub enabled: u8,
    pub _pad: [u8; 5],
}
const _: () = assert!(size_of::<ClassRule>() == 40);

impl ClassRule {
    /// Whether the rule can work in a council of `voters` and `vetoers`, and keeps every
    /// window non-empty.
    pub fn is_sound(&self, voters: u8, vetoers: u8) -> bool {
        let within = |secs: u64| (1..=MAX_SECS).contains(&secs);
        (1..=voters).contains(&self.approvals)
            && (1..=vetoers).contains(&self.vetoes)
            && within(self.delay_secs)
            && within(self.voting_secs)
            && within(self.window_secs)
            && self.delay_slots >= 1
            // A slot lasts 400 ms: the delay in slots passes within the delay in seconds.
            && self.delay_slots.saturating_mul(2) <= self.delay_secs.saturating_mul(5)
    }

    /// Whether the rule is at least as strict as `floor`; a floor of 0 asks for nothing.
    pub fn keeps(&self, floor: &Self) -> bool {
        self.approvals >= floor.approvals
            && (self.vetoes <= floor.vetoes || floor.vetoes == 0)
            && self.delay_secs >= floor.delay_secs
            && self.delay_slots >= floor.delay_slots
    }
}

/// The seconds in which an approved proposal can be executed, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub opens: i64,
    pub closes: i64,
}

/// The one place that computes when an approved proposal can be executed; never empty.
pub fn window(queued_at: i64, delay_secs: u64, window_secs: u64) -> Window {
    let opens = queued_at.saturating_add_unsigned(delay_secs);
    Window { opens, closes: opens.saturating_add_unsigned(window_secs) }
}

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
    /// First second of the execution window under the frozen delay; 0 while active.
    /// A stricter live delay moves it: ask [`Lifecycle::window`].
    pub eta: i64,
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
    pub rule: &'a ClassRule,
    pub config_seqno: u64,
    /// Accepted seats that may vote, one bit each.
    pub voters: u16,
    /// Accepted seats that may veto, one bit each.
    pub vetoers: u16,
}

/// Why an event is refused.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The class accepts no proposals.
    ClassDisabled = 101,
    /// Fewer accepted voters than approvals needed.
    NotEnoughVoters = 102,
    /// The proposal has ended.
    Closed = 103,
    /// The time for approvals is over.
    VotingOver = 104,
    /// The time for execution is over.
    WindowOver = 105,
    /// The configuration has moved since the proposal was made.
    ConfigMoved = 106,
    /// The seat may not vote.
    NotAVoter = 107,
    /// The seat may not veto.
    NotAVetoer = 108,
    /// The seat approves already.
    AlreadyApproved = 109,
    /// The seat does not approve.
    NotApproved = 110,
    /// The seat has vetoed.
    AlreadyVetoed = 111,
    /// Not approved by enough seats yet.
    NotQueued = 112,
    /// The delay in seconds has not passed.
    DelaySecsNotElapsed = 113,
    /// The delay in slots has not passed.
    DelaySlotsNotElapsed = 114,
    /// The approvals that count now are fewer than the stricter threshold.
    ThresholdNotMet = 115,
    /// Neither is the time over nor has the configuration moved.
    NotOver = 116,
}

impl Refusal {
    /// The stable number of the variant.
    #[allow(clippy::as_conversions, reason = "reads a declared discriminant")]
    pub const fn code(self) -> u32 {
        self as u32
    }
}

impl Lifecycle {
    /// A new proposal under the live rule.
    pub fn open(live: &Live, now: Now) -> Result<Self, Refusal> {
        let rule = live.rule;
        require(rule.enabled == 1, Refusal::ClassDisabled)?;
        let voters = live.voters.count_ones();
        require(voters >= u32::from(rule.approvals), Refusal::NotEnoughVoters)?;
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
            Event::Cancel => Ok(self.close(State::Cancelled, now)),
            Event::Execute => self.execute(state, live, now),
            Event::Expire => Err(Refusal::NotOver),
        }
    }

    /// The execution window of a queued proposal under the stricter of frozen and live delay.
    pub fn window(&self, live: &Live) -> Window {
        let delay = self.delay_secs.max(live.rule.delay_secs);
        window(self.queued_at, delay, self.window_secs)
    }

    /// The last second at which the proposal can be open: the end of its locks.
    pub fn latest_end(&self) -> i64 {
        window(self.voting_until, self.delay_secs, self.window_secs).closes
    }

    /// [`State`]; `Stale` for a code that does not exist.
    pub fn state(&self) -> State {
        State::from_u8(self.state).unwrap_or(State::Stale)
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
            State::Queued => require(now.unix <= self.window(live).closes, Refusal::WindowOver),
            _ => require(now.unix <= self.voting_until, Refusal::VotingOver),
        }
    }

    fn approve(&self, state: State, seat: u8, live: &Live, now: Now) -> Result<Self, Refusal> {
        let bit = bit(seat);
        require(live.rule.enabled == 1, Refusal::ClassDisabled)?;
        require(live.voters & bit != 0, Refusal::NotAVoter)?;
        require(self.vetoes & bit == 0, Refusal::AlreadyVetoed)?;
        require(self.approvals & bit == 0, Refusal::AlreadyApproved)?;
        let mut next = *self;
        next.approvals |= bit;
        if state == State::Active && next.is_approved(live) {
            next.state = State::Queued.code();
            next.queued_at = now.unix;
            next.queued_slot = now.slot;
            next.eta = window(now.unix, self.delay_secs, self.window_secs).opens;
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
            let end = match state {
                State::Queued => State::Vetoed,
                _ => State::Rejected,
            };
            return Ok(next.close(end, now));
        }
        Ok(next.without_clock_below_threshold(live))
    }

    /// Below the threshold the clock is cleared.
    fn without_clock_below_threshold(mut self, live: &Live) -> Self {
        if !self.is_approved(live) {
            self.state = State::Active.code();
            self.queued_at = 0;
            self.queued_slot = 0;
            self.eta = 0;
        }
        self
    }

    fn execute(&self, state: State, live: &Live, now: Now) -> Result<Self, Refusal> {
        require(live.rule.enabled == 1, Refusal::ClassDisabled)?;
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
        let needed = self.threshold.max(live.rule.approvals);
        (self.approvals & live.voters).count_ones() >= u32::from(needed)
    }
}

/// The bit of a seat; none for an index beyond the sixteenth.
fn bit(seat: u8) -> u16 {
    1u16.checked_shl(u32::from(seat)).unwrap_or(0)
}

#[inline]
fn require(condition: bool, refusal: Refusal) -> Result<(), Refusal> {
    if condition { Ok(()) } else { Err(refusal) }
}
