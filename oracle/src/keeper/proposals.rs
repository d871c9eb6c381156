//! Which proposals wait for anyone: those whose time is over, and forecasts that can be graded.

use economics::{
    lifecycle::Event,
    metrics::{Lookup, Ring},
    time::Now,
};
use governor::{
    client::Gate,
    state::{Council, Proposal},
};

use super::Chore;
use crate::chain::Pubkey;

/// The gate's side of the books.
#[derive(Clone)]
pub struct Affairs {
    pub gate: Gate,
    pub council: Box<Council>,
    /// Every proposal of the council, with its address.
    pub proposals: Vec<(Pubkey, Proposal)>,
    /// The ring that the council names, if it names one.
    pub ring: Option<Box<Ring>>,
}

impl Affairs {
    /// One chore for each proposal that is over and for each forecast that is due and can be seen.
    pub fn due(&self, now: Now) -> Vec<Chore> {
        let mut chores: Vec<Chore> = self.proposals.iter().filter_map(|open| self.expire(open, now)).collect();
        let seats = self.council.oracles().iter();
        let waiting = seats.flat_map(|seat| seat.score.rules().waiting()).filter(|due| due.at <= now.unix);
        chores.extend(waiting.filter(|due| self.is_seen(due.at)).filter_map(|due| self.resolve(due.number)));
        chores
    }

    /// The program's own rule says whether a proposal's time is over.
    fn expire(&self, (address, proposal): &(Pubkey, Proposal), now: Now) -> Option<Chore> {
        proposal.after(Event::Expire, &self.council, now).ok()?;
        Some(Chore {
            name: "expire",
            detail: format!("proposal {}", proposal.number),
            instructions: vec![self.gate.expire(*address)],
        })
    }

    fn is_seen(&self, at: i64) -> bool {
        self.ring.as_ref().is_some_and(|ring| ring.first_from(at) != Lookup::Open)
    }

    fn resolve(&self, number: u64) -> Option<Chore> {
        let (address, _) = self.proposals.iter().find(|(_, proposal)| proposal.number == number)?;
        Some(Chore {
            name: "resolve",
            detail: format!("the forecast of proposal {number}"),
            instructions: vec![self.gate.resolve(*address, self.council.safeguards.links.metrics)],
        })
    }
}

#[cfg(test)]
mod tests {
    use bytemuck::Zeroable;
    use economics::metrics::Period;
    use governor::state::{Lifecycle, OracleSeat};

    use super::*;

    const METRICS: Pubkey = Pubkey::new_from_array([6; 32]);

    fn at(unix: i64) -> Now {
        Now { unix, slot: 0, epoch: 0 }
    }

    /// Proposal 3 is open until second 100; proposal 2 has ended and its forecast is due at second 50.
    fn affairs() -> Affairs {
        let council = Pubkey::new_from_array([5; 32]);
        let mut state = Box::new(Council::zeroed());
        (state.config_seqno, state.oracles_len) = (1, 1);
        state.safeguards.links.metrics = METRICS;
        state.oracles[0] = OracleSeat::zeroed();
        state.oracles[0].score.rules_mut().expect(2, 50);
        let open = Lifecycle { config_seqno: 1, voting_until: 100, ..Lifecycle::zeroed() };
        let ended = Lifecycle { state: 5, ..open };
        let proposal = |number, life| {
            let address = Pubkey::new_from_array([number; 32]);
            (address, Proposal { number: u64::from(number), life, ..Proposal::zeroed() })
        };
        let mut ring = Box::new(Ring::zeroed());
        ring.push(&Period { start: 0, end: 60, ..Period::default() });
        let proposals = vec![proposal(2, ended), proposal(3, open)];
        Affairs { gate: Gate::of(council), council: state, proposals, ring: Some(ring) }
    }

    fn names(affairs: &Affairs, now: i64) -> Vec<String> {
        affairs.due(at(now)).into_iter().map(|chore| format!("{} {}", chore.name, chore.detail)).collect()
    }

    #[test]
    fn a_proposal_is_expired_when_the_program_would_and_not_a_second_earlier() {
        assert_eq!(names(&affairs(), 49), [""; 0]);
        let mut graded = affairs();
        graded.council.oracles[0].score = Zeroable::zeroed();
        assert_eq!(names(&graded, 100), [""; 0]);
        assert_eq!(names(&graded, 101), ["expire proposal 3"]);
        graded.council.config_seqno = 2;
        assert_eq!(names(&graded, 1), ["expire proposal 3"], "it is stale");
    }

    #[test]
    fn a_forecast_is_resolved_when_it_is_due_and_its_period_is_closed() {
        assert_eq!(names(&affairs(), 50), ["resolve the forecast of proposal 2"]);
        let chore = affairs().due(at(50)).remove(0);
        assert_eq!(chore.instructions, [affairs().gate.resolve(Pubkey::new_from_array([2; 32]), METRICS)]);
        let mut early = affairs();
        early.ring = Some(Box::new(Ring::zeroed()));
        assert_eq!(names(&early, 50), [""; 0]);
        early.ring = None;
        assert_eq!(names(&early, 50), [""; 0]);
    }
}
