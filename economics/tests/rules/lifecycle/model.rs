//! An exhaustive search through all lives of a proposal in small councils.
//!
//! Every event by every seat at every second and slot of a bounded clock, while an adversary may at each step show a
//! looser or stricter rule, remove a voter, take the right to veto away, move the configuration, or let any alarm come
//! or go.
//!
//! Safety: never early by the clock or by slots, never late, never below the threshold of who may vote now, never out
//! of an end. Liveness: from every open state an end can be reached, what is approved has its window under every
//! alarm, and everything is over when the locks end.

use economics::{Now, alarm::Level, lifecycle::*, policy::Class};
use std::collections::HashSet;

const LEVELS: [Level; 3] = [Level::Calm, Level::Raised, Level::High];

/// A proposal, the clock, and since when the frozen threshold has been held without a gap,
/// tracked here from the votes alone.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct World {
    bytes: [u8; size_of::<Lifecycle>()],
    unix: i64,
    slot: u64,
    held_since: Option<(i64, u64)>,
}

impl World {
    fn proposal(&self) -> Lifecycle {
        bytemuck::cast(self.bytes)
    }

    fn now(&self) -> Now {
        Now { unix: self.unix, slot: self.slot, epoch: 0 }
    }
}

/// What the adversary shows.
#[derive(Clone, Copy)]
struct Shown {
    rule: ClassRule,
    config_seqno: u64,
    voters: u16,
    vetoers: u16,
    level: Level,
}

/// How often each state was reached, by its code.
type Ends = [usize; 8];

struct Search {
    class: Class,
    rule: ClassRule,
    seats: u8,
    shown: Vec<Shown>,
    seen: HashSet<World>,
    ends: Ends,
}

impl Search {
    fn new(class: Class, rule: ClassRule, seats: u8) -> Self {
        let all = (1u16 << seats) - 1;
        let plain = Shown { rule, config_seqno: 0, voters: all, vetoers: all, level: Level::Calm };
        let looser = ClassRule { delay_secs: 0, delay_slots: 0, approvals: 1, vetoes: seats, ..rule };
        let stricter = ClassRule {
            delay_secs: rule.delay_secs + 1,
            delay_slots: rule.delay_slots + 1,
            approvals: (rule.approvals + 1).min(seats),
            vetoes: 1,
            ..rule
        };
        let mut shown: Vec<Shown> = LEVELS.map(|level| Shown { level, ..plain }).to_vec();
        shown.extend([
            Shown { rule: looser, ..plain },
            Shown { rule: looser, level: Level::High, ..plain },
            Shown { rule: stricter, ..plain },
            Shown { rule: stricter, level: Level::Raised, ..plain },
            Shown { voters: all & !1, ..plain },
            Shown { voters: all & !1, level: Level::High, ..plain },
            Shown { vetoers: all & !1, ..plain },
            Shown { config_seqno: 1, ..plain },
        ]);
        Self { class, rule, seats, shown, seen: HashSet::new(), ends: [0; 8] }
    }

    fn run(mut self) -> Ends {
        let first = Lifecycle::open(&self.live(&self.calm()), Now::default()).unwrap();
        let mut open = vec![World { bytes: bytemuck::cast(first), unix: 0, slot: 0, held_since: None }];
        while let Some(world) = open.pop() {
            if self.seen.insert(world) {
                self.ends[usize::from(world.proposal().state)] += 1;
                self.something_can_finish(&world);
                open.extend(self.ticks(&world));
                open.extend(self.events(&world));
            }
        }
        self.ends
    }

    fn all(&self) -> u16 {
        (1 << self.seats) - 1
    }

    fn calm(&self) -> Shown {
        Shown { rule: self.rule, config_seqno: 0, voters: self.all(), vetoers: self.all(), level: Level::Calm }
    }

    fn live<'a>(&self, shown: &'a Shown) -> Live<'a> {
        let Shown { rule, config_seqno, voters, vetoers, level } = shown;
        let (config_seqno, voters, vetoers, level) = (*config_seqno, *voters, *vetoers, *level);
        Live { class: self.class, rule, config_seqno, voters, vetoers, level }
    }

    /// The clock goes on by a second, a slot, or both, a little beyond the last possible end.
    fn ticks(&self, world: &World) -> Vec<World> {
        let end = world.proposal().latest_end() + 2;
        if world.unix > end || !world.proposal().state().is_open() {
            return Vec::new();
        }
        let slots = [world.slot, (world.slot + 1).min(3)];
        let mut next: Vec<World> =
            slots.iter().map(|slot| World { unix: world.unix + 1, slot: *slot, ..*world }).collect();
        next.push(World { slot: slots[1], ..*world });
        next
    }

    fn events(&self, world: &World) -> Vec<World> {
        let mut next = Vec::new();
        for shown in &self.shown {
            let seats = 0..=self.seats;
            let events = seats.flat_map(|s| [Event::Approve(s), Event::Unapprove(s), Event::Veto(s)]);
            for event in events.chain([Event::Cancel, Event::Object, Event::Execute, Event::Expire]) {
                let answer = world.proposal().apply(event, &self.live(shown), world.now());
                if let Ok(after) = answer {
                    self.judge(world, event, shown, &after);
                    next.push(self.after(world, &after));
                }
            }
        }
        next
    }

    fn after(&self, world: &World, after: &Lifecycle) -> World {
        let held = after.approvals.count_ones() >= u32::from(self.rule.approvals);
        let since = world.held_since.unwrap_or((world.unix, world.slot));
        World { bytes: bytemuck::cast(*after), held_since: held.then_some(since), ..*world }
    }

    /// What must be true of every step that is not refused.
    fn judge(&self, world: &World, event: Event, shown: &Shown, after: &Lifecycle) {
        let before = world.proposal();
        assert!(before.state().is_open(), "an end is an end: {event:?} on {before:?}");
        self.frozen_stays_frozen(&before, after);
        assert_eq!(after.approvals & !self.all(), 0);
        assert_eq!(after.approvals & after.vetoes, 0, "nobody stands on both sides");
        assert!(!matches!(event, Event::Approve(_)) || world.unix <= before.voting_until, "a late approval");
        assert!(shown.config_seqno == 0 || after.state() == State::Stale);
        match after.state() {
            State::Executed => self.executed_rightly(world, event, shown),
            State::Rejected | State::Vetoed => {
                let counted = (after.vetoes & shown.vetoers).count_ones();
                let enough = counted >= u32::from(self.rule.vetoes.min(shown.rule.vetoes));
                assert!(event == Event::Object || matches!(event, Event::Veto(_)) && enough);
                assert_eq!(after.state() == State::Vetoed, before.state() == State::Queued);
            }
            State::Cancelled => assert_eq!(event, Event::Cancel),
            State::Expired => {
                assert_eq!(event, Event::Expire);
                let over = if before.state() == State::Queued { before.closes } else { before.voting_until };
                assert!(world.unix > over, "expired while time was left");
            }
            State::Stale => assert!(event == Event::Expire && shown.config_seqno == 1),
            State::Active => assert_eq!((after.queued_at, after.queued_slot, after.closes), (0, 0, 0)),
            State::Queued => {
                let needed = u32::from(self.rule.approvals);
                assert!(after.approvals.count_ones() >= needed, "queued below the threshold");
                assert!(before.state() == State::Queued || world.unix <= before.voting_until);
                assert_eq!(after.closes, self.closes(after.queued_at), "the end is fixed when the clock starts");
            }
        }
        let closed = if after.state().is_open() { 0 } else { world.unix };
        assert_eq!(after.closed_at, closed);
    }

    /// The last second of a window, by hand: four times the frozen delay, then the window.
    fn closes(&self, queued_at: i64) -> i64 {
        queued_at + 4 * self.rule.delay_secs as i64 + self.rule.window_secs as i64
    }

    fn frozen_stays_frozen(&self, a: &Lifecycle, b: &Lifecycle) {
        let frozen = |p: &Lifecycle| (p.config_seqno, p.created_at, p.created_slot, p.delay_secs, p.delay_slots);
        assert_eq!(frozen(a), frozen(b));
        let rest = |p: &Lifecycle| (p.voting_until, p.window_secs, p.threshold, p.veto_threshold);
        assert_eq!(rest(a), rest(b));
    }

    fn executed_rightly(&self, world: &World, event: Event, shown: &Shown) {
        let before = world.proposal();
        assert_eq!((event, before.state()), (Event::Execute, State::Queued));
        let (times, more) = match shown.level {
            Level::Calm => (1, 0),
            Level::Raised => (2, 0),
            Level::High => (4, 1),
        };
        assert!(self.class != Class::Ai || shown.level != Level::High, "class ai is shut");
        let calm = u32::from(self.rule.approvals.max(shown.rule.approvals));
        let needed = calm.max((calm + more).min(shown.voters.count_ones()));
        let counted = (before.approvals & shown.voters).count_ones();
        assert!(counted >= needed, "{counted} approvals of those who may vote now, not {needed}");
        let (since, slot) = world.held_since.expect("threshold held");
        let delay = self.rule.delay_secs.max(shown.rule.delay_secs) as i64 * times;
        assert!(since <= before.queued_at && world.unix >= before.queued_at + delay, "early by the clock");
        assert!(world.slot >= slot + self.rule.delay_slots.max(shown.rule.delay_slots).max(1), "early by slots");
        assert!(world.unix <= self.closes(before.queued_at), "late");
    }

    /// From every open state there is a way out: expiry for everything, no later than the locks end and whatever the
    /// adversary shows; and for what is queued, execution, in a window that no alarm makes empty.
    fn something_can_finish(&self, world: &World) {
        let p = world.proposal();
        if !p.state().is_open() {
            return;
        }
        let over = Now { unix: p.latest_end() + 1, slot: world.slot, epoch: 0 };
        for shown in &self.shown {
            let end = if shown.config_seqno == 0 { State::Expired } else { State::Stale };
            let after = p.apply(Event::Expire, &self.live(shown), over).map(|p| p.state());
            assert_eq!(after, Ok(end), "everything is over when the locks end");
        }
        if p.state() == State::Queued {
            self.can_execute(&p);
        }
    }

    fn can_execute(&self, p: &Lifecycle) {
        assert!(p.closes <= p.latest_end(), "the locks last as long");
        for level in LEVELS {
            let shown = Shown { level, ..self.calm() };
            let live = self.live(&shown);
            let window = p.window(&live);
            assert_eq!(window.closes, p.closes, "no alarm moves the end");
            assert!(window.opens + self.rule.window_secs as i64 <= window.closes, "a whole window is left");
            let shut = self.class == Class::Ai && level == Level::High;
            let enough = p.approvals.count_ones() >= u32::from(live.needed(p.threshold));
            for unix in [window.opens, window.closes] {
                let then = Now { unix, slot: u64::MAX, epoch: 0 };
                let after = p.apply(Event::Execute, &live, then).map(|p| p.state());
                let refusal = if shut { Refusal::ShutByAlarm } else { Refusal::ThresholdNotMet };
                let expected = if shut || !enough { Err(refusal) } else { Ok(State::Executed) };
                assert_eq!(after, expected);
                assert!(level != Level::Calm || after.is_ok(), "in calm what is queued can be executed");
            }
        }
    }
}

#[test]
fn in_every_small_council_and_alarm_nothing_executes_early_late_or_below_its_threshold_and_everything_ends() {
    // Class ai differs only in what a high alarm shuts: two sets of times are enough.
    let searches = (0..16).map(|bits| (Class::Param, bits)).chain([3, 12].map(|bits| (Class::Ai, bits)));
    let searches: Vec<_> = searches.collect();
    std::thread::scope(|scope| {
        for part in searches.chunks(searches.len().div_ceil(2)) {
            scope.spawn(|| part.iter().for_each(|(class, bits)| search(*class, *bits)));
        }
    });
}

/// All councils under the times that four bits choose.
fn search(class: Class, bits: u64) {
    for (seats, approvals, vetoes) in councils() {
        let rule = ClassRule {
            delay_secs: 1 + (bits & 1),
            delay_slots: 2 * (bits >> 1 & 1),
            voting_secs: 1 + (bits >> 2 & 1),
            window_secs: 1 + (bits >> 3 & 1),
            approvals,
            vetoes,
            enabled: 1,
            _pad: [0; 5],
        };
        let ends = Search::new(class, rule, seats).run();
        let reached = ends.iter().filter(|count| **count > 0).count();
        assert_eq!(reached, 8, "{seats} seats, {rule:?}: every state is reached: {ends:?}");
    }
}

/// Councils of one to three seats with every pair of thresholds.
fn councils() -> impl Iterator<Item = (u8, u8, u8)> {
    let thresholds = |seats| (1..=seats).flat_map(move |a| (1..=seats).map(move |v| (seats, a, v)));
    (1..=3).flat_map(thresholds)
}
