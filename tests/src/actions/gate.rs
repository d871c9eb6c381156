//! The invariants of the gate, judged by hand and not by the program's own functions.

use anyhow::{Result, ensure};
use economics::{alarm::Level, council::VOTE, lifecycle::State, pause, policy::Class};
use governor::{Council, Proposal};
use solana_address::Address;

use super::{checks::Step, snapshot::Snapshot};

const MONTH: i64 = 30 * 86_400;
const FORTNIGHT: i64 = 14 * 86_400;
/// Longest pause.
const WEEK: i64 = 7 * 86_400;

impl Step<'_> {
    pub fn gate(&self) -> Result<()> {
        self.policy()?;
        self.limits()?;
        self.council()?;
        self.brakes()?;
        self.chain()?;
        self.proposals()?;
        self.counters()?;
        self.one_open_proposal_per_parameter()?;
        self.treasury()
    }

    /// The class that was executed in this step, if one was.
    fn executed(&self) -> Option<(&Address, &Proposal)> {
        let open = self.before.proposals.iter().filter(|(_, was)| was.state().is_open());
        open.map(|(at, _)| (at, &self.after.proposals[at])).find(|(_, is)| is.state() == State::Executed)
    }

    fn executed_class(&self) -> Option<Class> {
        self.executed().and_then(|(_, proposal)| Class::from_u8(proposal.class))
    }

    fn reconfigured(&self) -> bool {
        self.executed_class() == Some(Class::Config)
    }

    /// Values are inside their bounds, groups sum, and only an execution changes them, by one version.
    pub fn policy(&self) -> Result<()> {
        let (was, is) = (&self.before.policy, &self.after.policy);
        is.invariant().map_err(|error| anyhow::anyhow!("the policy breaks its bounds: {error:?}"))?;
        let values: Vec<i64> = is.params().iter().map(|param| param.value).collect();
        ensure!(values == self.model.values, "values {values:?}, told {:?}", self.model.values);
        let executed = u64::from(self.executed().is_some());
        ensure!(self.after.council.executed == self.before.council.executed + executed, "executions counted");
        ensure!(is.version == was.version + executed, "version {} after {}", is.version, was.version);
        let moves = self.executed().map_or(&[][..], |(_, proposal)| proposal.moves());
        ensure!(self.reconfigured() || was.params_len == is.params_len, "a parameter came or went");
        for (place, (old, new)) in was.params().iter().zip(is.params()).enumerate() {
            let hard =
                |spec: &governor::Spec| (spec.hard_min, spec.hard_max, spec.step_up_abs, spec.budget_30d, spec.flags);
            ensure!(old.key == new.key && hard(&old.spec) == hard(&new.spec), "immutable bounds moved");
            ensure!(self.reconfigured() || old.spec == new.spec, "bounds moved without a configuration");
            let moved = moves.iter().any(|change| usize::from(change.param) == place);
            ensure!(moved || (old.value, old.changed_at) == (new.value, new.changed_at), "a value moved");
        }
        Ok(())
    }

    /// Steps, intervals and the 30-day budget, from the history that the events tell.
    pub fn limits(&self) -> Result<()> {
        let Some((_, proposal)) = self.executed() else { return Ok(()) };
        let (class, now) = (Class::from_u8(proposal.class), self.after.unix);
        for change in proposal.moves() {
            let old = &self.before.policy.params[usize::from(change.param)];
            let history = &self.model.history[usize::from(change.param)];
            let [.., (since, held), (at, new)] = history[..] else { anyhow::bail!("a change without a past") };
            ensure!((held, at, new) == (change.old, now, change.new), "told otherwise");
            let halves = match class {
                Some(Class::Ai) if level(&self.before.council, now) == Level::Calm => 2,
                Some(Class::Ai) => 1,
                Some(Class::Param) => 4,
                _ => 8,
            };
            let (abs, bps) = match new > held {
                true => (old.spec.step_up_abs, old.spec.step_up_bps),
                false => (old.spec.step_down_abs, old.spec.step_down_bps),
            };
            let step = u128::from(abs).max(u128::from(held.unsigned_abs()) * u128::from(bps) / 10_000);
            ensure!(u128::from(held.abs_diff(new)) * 2 <= step * halves, "a step from {held} to {new}");
            let rested = since == i64::MIN || now - since >= old.spec.min_interval_secs as i64;
            ensure!(rested || class == Some(Class::Emergency), "changed again after {} s", now - since);
            for pair in history.windows(2) {
                let [(_, value), (until, _)] = pair else { continue };
                let near = value.abs_diff(new) <= old.spec.budget_30d;
                ensure!(near || now - until > MONTH, "{new} is too far from {value}, held {} s ago", now - until);
            }
            if class == Some(Class::Emergency) {
                let safe = old.spec.flags & 2 != 0 && (new - held).signum() == i64::from(old.spec.safe_direction);
                ensure!(safe, "an emergency in an unsafe direction");
            }
        }
        self.emergencies(class)
    }

    fn emergencies(&self, class: Option<Class>) -> Result<()> {
        let gap = self.after.council.safeguards.timing.emergency_gap_secs as i64;
        let last = self.before.council.emergency_at;
        let early = class == Some(Class::Emergency) && last != 0 && self.after.unix - last < gap;
        ensure!(!early, "two emergencies within {} s", self.after.unix - last);
        Ok(())
    }

    /// The constitution never moves; the rest of the council only by a configuration, and it stays able to act.
    pub fn council(&self) -> Result<()> {
        let (was, is) = (&self.before.council, &self.after.council);
        let fixed = |it: &Council| (it.creator, it.name, it.floors, it.sealed_at, it.safeguards.timing);
        ensure!(fixed(was) == fixed(is), "the constitution moved");
        let grown = u64::from(self.reconfigured());
        ensure!(is.config_seqno == was.config_seqno + grown, "configuration {}", is.config_seqno);
        for (rule, floor) in is.classes.iter().zip(&is.floors).filter(|(rule, _)| rule.enabled == 1) {
            let above = rule.delay_secs >= floor.delay_secs
                && rule.delay_slots >= floor.delay_slots
                && rule.approvals >= floor.approvals
                && rule.vetoes <= floor.vetoes;
            ensure!(above && rule.approvals >= 2, "a rule below its floor");
        }
        let config = &is.classes[usize::from(Class::Config.code())];
        let voters = is.accepted_with(VOTE).count_ones();
        ensure!(config.enabled == 1 && voters >= u32::from(config.approvals), "the council is bricked");
        if grown == 0 {
            ensure!(was.classes == is.classes && was.safeguards == is.safeguards, "rules moved");
            for (was, is) in was.seats.iter().zip(&is.seats) {
                ensure!((was.key, was.roles) == (is.key, is.roles), "a seat moved");
                let by_itself = was.accepted == is.accepted || self.signer == Some(is.key);
                ensure!(by_itself, "somebody else accepted a seat");
            }
            for (was, is) in was.oracles.iter().zip(&is.oracles) {
                ensure!((was.key, was.model_hash, was.quota) == (is.key, is.model_hash, is.quota), "an oracle moved");
            }
        }
        let keys: Vec<Address> =
            is.seats().iter().map(|seat| seat.key).chain(is.oracles().iter().map(|o| o.key)).collect();
        let twice = |key: &Address| keys.iter().filter(|other| *other == key).count() > 1;
        ensure!(!keys.iter().any(twice) && !keys.contains(&is.safeguards.guardian), "a key holds two places");
        Ok(())
    }

    /// The alarm falls only by time; a pause comes from the guardian, ends, and leaves a gap.
    pub fn brakes(&self) -> Result<()> {
        let (was, is) = (&self.before.council, &self.after.council);
        ensure!(is.alarm.until1 >= was.alarm.until1 && is.alarm.until2 >= was.alarm.until2, "the alarm was lowered");
        let (before, after) = (&self.before.policy, &self.after.policy);
        let paused = (before.paused, before.paused_until) != (after.paused, after.paused_until);
        if paused && after.paused != 0 {
            ensure!(self.signer == Some(was.safeguards.guardian), "somebody else paused");
            ensure!(after.paused_until - self.after.unix <= WEEK, "a pause of more than a week");
            ensure!(self.after.unix >= was.next_pause_at, "a pause without a gap");
            let length = after.paused_until - self.after.unix;
            ensure!(is.next_pause_at - after.paused_until > length, "a gap shorter than the pause");
        }
        ensure!(!paused || after.paused != 0 || self.reconfigured(), "a pause was cleared");
        let held = matches!(self.executed_class(), Some(Class::Ai | Class::Param));
        let stopped = before.paused & pause::EXECUTION != 0 && self.after.unix <= before.paused_until;
        ensure!(!(held && stopped), "executed under a pause");
        let shut = self.executed_class() == Some(Class::Ai) && level(was, self.after.unix) == Level::High;
        ensure!(!shut, "class ai executed under a high alarm");
        Ok(())
    }

    /// The hash chain recomputes from the events.
    pub fn chain(&self) -> Result<()> {
        ensure!(self.after.council.chain_head == self.model.chain_head, "the chain's head");
        ensure!(self.after.policy.version == self.model.version, "the version");
        ensure!(self.after.council.proposal_count == self.model.proposals.len() as u64, "proposals counted");
        Ok(())
    }

    /// Ended proposals stay as they ended; an execution is neither early nor late; the turnout is what was told.
    pub fn proposals(&self) -> Result<()> {
        for (at, was) in &self.before.proposals {
            let is = &self.after.proposals[at];
            if was.state().is_open() {
                ensure!(is.state() != State::Executed || self.is_timely(was), "{at} was executed at a wrong time");
            } else {
                let graded = Proposal { graded: is.graded, ..*was };
                ensure!(bytemuck::bytes_of(&graded) == bytemuck::bytes_of(is), "{at} changed after its end");
                ensure!(was.graded <= is.graded, "{at} lost its grade");
            }
            ensure!(was.content_hash == is.content_hash && is.content().hash() == is.content_hash, "content of {at}");
            let told = self.model.turnout.get(at).copied().unwrap_or_default();
            ensure!((is.turnout.support, is.turnout.objection) == told, "turnout of {at}");
        }
        Ok(())
    }

    /// Judged by hand: enough of those who may vote now, after the longest delay asked, before the end.
    fn is_timely(&self, was: &Proposal) -> bool {
        let (life, now, council) = (&was.life, self.after, &self.before.council);
        let rule = &council.classes[usize::from(was.class)];
        let voters = council.accepted_with(VOTE);
        let calm = life.threshold.max(rule.approvals);
        let more = if level(council, now.unix) == Level::High { 1 } else { 0 };
        let needed = u32::from(calm).max(u32::from(calm + more).min(voters.count_ones()));
        let longest = stretched(life.delay_secs as i64, 4);
        was.state() == State::Queued
            && life.config_seqno == council.config_seqno
            && (life.approvals & voters).count_ones() >= needed
            && needed >= 2
            && now.unix >= opens(self.before, was)
            && now.unix <= life.queued_at + longest + life.window_secs as i64
            && now.slot >= life.queued_slot + life.delay_slots.max(rule.delay_slots)
    }

    /// What is counted as open is open under this configuration.
    pub fn counters(&self) -> Result<()> {
        let council = &self.after.council;
        let open = |key: &Address| {
            let all = self.after.proposals.values().filter(|proposal| proposal.proposer == *key);
            all.filter(|it| it.state().is_open() && it.life.config_seqno == council.config_seqno).count()
        };
        for seat in council.seats() {
            ensure!(open(&seat.key) == usize::from(seat.open), "open proposals of the member {}", seat.key);
        }
        for oracle in council.oracles() {
            ensure!(open(&oracle.key) == usize::from(oracle.open), "open proposals of the oracle {}", oracle.key);
        }
        let guardian = open(&council.safeguards.guardian);
        ensure!(guardian == usize::from(council.guardian_open), "open proposals of the guardian");
        Ok(())
    }

    /// At most one open proposal per parameter, besides emergencies and what an executed one has displaced.
    pub fn one_open_proposal_per_parameter(&self) -> Result<()> {
        let now = self.after;
        let emergency = |proposal: &Proposal| proposal.class == Class::Emergency.code();
        let shares =
            |a: &Proposal, b: &Proposal| a.moves().iter().any(|m| b.moves().iter().any(|n| n.param == m.param));
        let displaced = |it: &Proposal| {
            let executed = now.proposals.values().filter(|other| emergency(other) && other.state() == State::Executed);
            executed.into_iter().any(|other| other.life.closed_at >= it.life.created_at && shares(it, other))
        };
        let alive = now.proposals.values().filter(|it| {
            let runs = it.state().is_open() && it.life.config_seqno == now.council.config_seqno;
            runs && now.unix <= it.life.rules().latest_end() && !emergency(it) && !displaced(it)
        });
        let mut holders = [0u64; 32];
        for proposal in alive {
            for change in proposal.moves() {
                let other = std::mem::replace(&mut holders[usize::from(change.param)], proposal.number);
                let number = proposal.number;
                ensure!(other == 0, "the open proposals {other} and {number} move the parameter {}", change.param);
            }
        }
        Ok(())
    }

    /// The economy's own money moves only by an executed action.
    pub fn treasury(&self) -> Result<()> {
        let paid = self.after.treasury < self.before.treasury;
        ensure!(!paid || self.executed_class() == Some(Class::Action), "the treasury paid without an action");
        Ok(())
    }
}

/// The alarm in force.
pub fn level(council: &Council, now: i64) -> Level {
    match (now <= council.alarm.until2, now <= council.alarm.until1) {
        (true, _) => Level::High,
        (_, true) => Level::Raised,
        _ => Level::Calm,
    }
}

fn stretched(delay: i64, times: i64) -> i64 {
    (delay * times).min(FORTNIGHT).max(delay)
}

/// The second from which a queued proposal can be executed, with the alarm as it is.
pub fn opens(now: &Snapshot, proposal: &Proposal) -> i64 {
    let times = match level(&now.council, now.unix) {
        Level::Calm => 1,
        Level::Raised => 2,
        Level::High => 4,
    };
    let rule = now.council.classes.get(usize::from(proposal.class)).map_or(0, |rule| rule.delay_secs);
    proposal.life.queued_at + stretched(proposal.life.delay_secs.max(rule) as i64, times)
}
