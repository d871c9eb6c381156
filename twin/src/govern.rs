//! Reports, proposals and votes: what a rule gets to know, and what becomes of what it wishes.

use economics::policy::Class;

use crate::{
    HOURS,
    reading::{REMEMBERED, Reading},
    rewards::is_sound,
    rng::Stream,
    rule::{Bundle, Rule, Seen},
    shock::Capture,
    voice::{PROPOSAL, ROUTINE},
    world::World,
};

impl World {
    /// Remembers what sources say of this hour; they may be late, silent or wrong.
    pub(crate) fn report(&mut self, truth: Reading) {
        let last = *self.memory.at(self.hour - 1);
        let said = match (self.forces.is_stale, self.forces.is_out) {
            (true, _) => last,
            (false, true) => Reading {
                price: last.price,
                price_24h: last.price_24h,
                return_24h: last.return_24h,
                volatility: last.volatility,
                volume_24h: last.volume_24h,
                organic_24h: last.organic_24h,
                liquidity: last.liquidity,
                exit_liquidity: last.exit_liquidity,
                ..truth
            },
            (false, false) => Reading { price: truth.price * self.forces.spike, ..truth },
        };
        self.memory.push(self.hour, said);
    }

    /// Asks the rule when its time has come, and proposes what it wishes.
    pub(crate) fn ask(&mut self, rule: &mut dyn Rule) {
        if let Some(capture) = self.forces.capture
            && self.hour.is_multiple_of(HOURS as u32)
        {
            self.propose_hostile(&capture);
        }
        if !self.hour.is_multiple_of(self.governance.decide_every_hours.max(1)) {
            return;
        }
        let lag = self.governance.lag_hours.saturating_add(self.forces.lag_hours).min(REMEMBERED as u32 - 1);
        let reading = self.memory.at(self.hour.saturating_sub(lag));
        let (levers, at) = (&self.chain.levers, self.chain.now.unix);
        let bundle = rule.decide(&Seen {
            hour: self.hour,
            now: self.chain.now,
            params: &levers.params,
            groups: &levers.groups,
            pending: self.steering.open.is_some(),
            rewards: self.lists.live,
            rewards_open: self.lists.is_open(at),
            reading,
            age_hours: self.hour - reading.hour,
            pack: self.sight(reading.hour),
            memory: &self.memory,
        });
        self.steering.control.asked += 1;
        let held = self.steering.control.held;
        self.steering.propose(&bundle, levers, self.governance.class, self.chain.now, self.delay_secs);
        if let Some(wished) = bundle.wished_rewards() {
            let control = &mut self.steering.control;
            if self.lists.propose(wished, at) {
                control.held = held;
            }
            control.refused += u32::from(!is_sound(&wished));
        }
    }

    /// The furthest admissible move towards the captor's value, by members' class.
    fn propose_hostile(&mut self, capture: &Capture) {
        let (now, levers) = (self.chain.now, &self.chain.levers);
        let seen = Seen {
            hour: self.hour,
            now,
            params: &levers.params,
            groups: &levers.groups,
            pending: self.steering.open.is_some(),
            rewards: self.lists.live,
            rewards_open: false,
            reading: self.memory.at(self.hour),
            age_hours: 0,
            pack: self.sight(self.hour),
            memory: &self.memory,
        };
        let mut bundle = Bundle::hold();
        bundle.set(capture.param, seen.reach(capture.param, capture.value));
        self.steering.propose_hostile(&bundle, levers, Class::Param, now, self.delay_secs);
    }

    /// Puts an ordinary proposal, which moves no parameter, to the vote of stakers.
    pub(crate) fn routine(&mut self, stream: Stream) {
        let every = self.governance.routine_every_days.saturating_mul(HOURS as u32);
        if every > 0 && self.hour.is_multiple_of(every) {
            let turnout = self.vote(&[], stream, ROUTINE);
            self.tally.turnout(&turnout);
        }
    }

    /// Lets a list of rewards act whose delay has passed; votes on a proposal whose delay has passed, and ends it.
    pub(crate) fn close_proposal(&mut self, stream: Stream) {
        if self.lists.act(self.chain.now.unix) {
            self.steering.control.executed += 1;
            self.steering.control.lists += 1;
        }
        let Some(proposal) = self.steering.open else { return };
        if !proposal.is_due(self.chain.now) {
            return;
        }
        let captured = self.forces.capture.map_or(0.0, |capture| capture.weight);
        let turnout = self.vote(proposal.moves(), stream, PROPOSAL);
        // What is captured never objects to its own proposal.
        let objections =
            if proposal.is_hostile { turnout.objections * (1.0 - captured).max(0.0) } else { turnout.objections };
        let limit = self.governance.voice_veto_bps as f64 / 1e4;
        let is_vetoed = !proposal.is_given && limit > 0.0 && objections >= limit;
        self.tally.turnout(&turnout);
        self.steering.close(&proposal, is_vetoed, &mut self.chain.levers, self.chain.now);
    }
}
