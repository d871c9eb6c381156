//! An exhaustive search through all lives of a proposal in small councils.
//!
//! Every event by every seat at every second and slot of a bounded clock, while an adversary
//! may show a looser or stricter rule, remove a voter or move the configuration at each step.

use economics::{Now, lifecycle::*};
use std::collections::HashSet;

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

/// How often each state was reached, by its code.
type Ends = [usize; 8];

struct Search {
    rule: ClassRule,
    seats: u8,
    lives: Vec<(ClassRule, u64, u16)>,
    seen: HashSet<World>,
    ends: Ends,
}

impl Search {
    fn new(rule: ClassRule, seats: u8) -> Self {
        let all = (1u16 << seats) - 1;
        let looser = ClassRule { delay_secs: 0, delay_slots: 0, approvals: 1, vetoes: seats, ..rule };
        let stricter = ClassRule {
            delay_secs: rule.delay_secs + 1,
            delay_slots: rule.delay_slots + 1,
            approvals: (rule.approvals + 1).min(seats),
            vetoes: 1,
            ..rule
        };
        let lives = vec![(rule, 0, all), (looser, 0, all), (stricter, 0, all), (rule, 0, all & !1), (rule, 1, all)];
        Self { rule, seats, lives, seen: HashSet::new(), ends: [0; 8] }
    }

    fn run(mut self) -> Ends {
        let live = Live { rule: &self.rule, config_seqno: 0, voters: self.all(), vetoers: self.all() };
        let first = Lifecycle::open(&live, Now::default()).unwrap();
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

    /// The clock goes on by a second, a slot, or both, a little beyond the last possible end.
    fn ticks(&self, world: &World) -> Vec<World> {
        let end = world.proposal().latest_end() + 2;
        if world.unix > end || !world.proposal().state().is_open() {
            return Vec::new();
        }
        let slots = [world.slot, (world.slot + 1).min(4)];
        let mut next: Vec<World> =
            slots.iter().map(|slot| World { unix: world.unix + 1, slot: *slot, ..*world }).collect();
        next.push(World { slot: slots[1], ..*world });
        next
    }

    fn events(&self, world: &World) -> Vec<World> {
        let mut next = Vec::new();
        for (rule, config_seqno, voters) in &self.lives {
            let live = Live { rule, config_seqno: *config_seqno, voters: *voters, vetoers: self.all() };
            let seats = 0..=self.seats;
            let events = seats.flat_map(|s| [Event::Approve(s), Event::Unapprove(s), Event::Veto(s)]);
            for event in events.chain([Event::Cancel, Event::Execute, Event::Expire]) {
                let answer = world.proposal().apply(event, &live, world.now());
                if let Ok(after) = answer {
                    self.judge(world, event, &live, &after);
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
    fn judge(&self, world: &World, event: Event, live: &Live, after: &Lifecycle) {
        let before = world.proposal();
        assert!(before.state().is_open(), "an end is an end: {event:?} on {before:?}");
        self.frozen_stays_frozen(&before, after);
        assert_eq!(after.approvals & !self.all(), 0);
        assert_eq!(after.approvals & after.vetoes, 0, "nobody stands on both sides");
        assert!(!matches!(event, Event::Approve(_)) || world.unix <= before.voting_until, "a late approval");
        assert!(live.config_seqno == 0 || after.state() == State::Stale);
        match after.state() {
            State::Executed => self.executed_rightly(world, event, live),
            State::Rejected | State::Vetoed => {
                assert!(matches!(event, Event::Veto(_)));
                assert!(after.vetoes.count_ones() >= u32::from(self.rule.vetoes.min(live.rule.vetoes)));
                assert_eq!(after.state() == State::Vetoed, before.state() == State::Queued);
            }
            State::Cancelled => assert_eq!(event, Event::Cancel),
            State::Expired => {
                assert_eq!(event, Event::Expire);
                assert!(world.unix > before.voting_until || before.state() == State::Queued);
                assert!(before.state() == State::Active || world.unix > before.eta + self.rule.window_secs as i64);
            }
            State::Stale => assert!(event == Event::Expire && live.config_seqno == 1),
            State::Active => assert_eq!((after.queued_at, after.queued_slot, after.eta), (0, 0, 0)),
            State::Queued => {
                let needed = u32::from(self.rule.approvals);
                assert!(after.approvals.count_ones() >= needed, "queued below the threshold");
                assert!(before.state() == State::Queued || world.unix <= before.voting_until);
            }
        }
        let closed = if after.state().is_open() { 0 } else { world.unix };
        assert_eq!(after.closed_at, closed);
    }

    fn frozen_stays_frozen(&self, a: &Lifecycle, b: &Lifecycle) {
        let frozen = |p: &Lifecycle| (p.config_seqno, p.created_at, p.created_slot, p.delay_secs, p.delay_slots);
        assert_eq!(frozen(a), frozen(b));
        let rest = |p: &Lifecycle| (p.voting_until, p.window_secs, p.threshold, p.veto_threshold);
        assert_eq!(rest(a), rest(b));
    }

    fn executed_rightly(&self, world: &World, event: Event, live: &Live) {
        let before = world.proposal();
        assert_eq!((event, before.state()), (Event::Execute, State::Queued));
        let counted = (before.approvals & live.voters).count_ones();
        assert!(counted >= u32::from(self.rule.approvals.max(live.rule.approvals)), "below the threshold");
        let (since, slot) = world.held_since.expect("threshold held");
        let delay = self.rule.delay_secs.max(live.rule.delay_secs) as i64;
        assert!(world.unix >= since + delay, "early by the clock");
        assert!(world.slot >= slot + self.rule.delay_slots.max(live.rule.delay_slots).max(1), "early by slots");
        assert!(world.unix <= before.queued_at + delay + self.rule.window_secs as i64, "late");
    }

    /// From every open state there is a way out under an unchanged rule: execution for what is
    /// queued in time, and expiry for everything, no later than the locks end.
    fn something_can_finish(&self, world: &World) {
        let p = world.proposal();
        if !p.state().is_open() {
            return;
        }
        let live = Live { rule: &self.rule, config_seqno: 0, voters: self.all(), vetoers: self.all() };
        let over = Now { unix: p.latest_end() + 1, slot: world.slot, epoch: 0 };
        assert_eq!(p.apply(Event::Expire, &live, over).map(|p| p.state()), Ok(State::Expired));
        if p.state() == State::Queued {
            let w = p.window(&live);
            assert!(w.opens <= w.closes);
            for unix in [w.opens, w.closes] {
                let then = Now { unix, slot: u64::MAX, epoch: 0 };
                assert_eq!(p.apply(Event::Execute, &live, then).map(|p| p.state()), Ok(State::Executed));
            }
        }
    }
}

#[test]
fn in_every_small_council_no_proposal_executes_early_late_or_below_its_threshold() {
    for seats in 1..=3 {
        for approvals in 1..=seats {
            for vetoes in 1..=seats {
                for bits in 0..16u64 {
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
                    let ends = Search::new(rule, seats).run();
                    let reached = ends.iter().filter(|count| **count > 0).count();
                    assert_eq!(reached, 8, "{seats} seats, {rule:?}: every state is reached: {ends:?}");
                }
            }
        }
    }
}
