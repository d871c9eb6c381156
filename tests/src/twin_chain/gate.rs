//! Policy: a change through the real gate beside the twin's steering.

use economics::{
    Now,
    policy::{Class, Move},
};
use governor::error::GovernorError;
use solana_signer::Signer;
use twin::steering::Proposal;

use super::{
    model::DELAY_SECS,
    play::{Expected, Player, compare},
};
use crate::{
    actions::random::Random,
    money::policy::change_of,
    world::{AI, PARAM, actor},
};

impl Player {
    /// Up to three parameters, each to somewhere near.
    pub fn wish(&self, draw: u64) -> Vec<Move> {
        let (params, mut random) = (&self.twin.chain.levers.params, Random::new(draw));
        let mut moves: Vec<Move> = Vec::new();
        for _ in 0..random.range(1, 3) {
            let place = random.below(params.len() as u64) as usize;
            let step = params[place].spec.step(0, 1);
            let new = params[place].value + random.range(1, 3 * step) as i64 - (3 * step / 2) as i64;
            let is_new = new != params[place].value && moves.iter().all(|change| usize::from(change.param) != place);
            moves.extend(is_new.then(|| Move::new(place as u8, params[place].value, new)));
        }
        moves
    }

    /// One proposal at a time, as in the twin; what equals the live value is no wish there, and is not sent.
    pub fn propose(&mut self, moves: &[Move]) -> Result<(), String> {
        if self.open.is_some() || moves.is_empty() || moves.iter().any(|change| change.new == change.old) {
            return Ok(());
        }
        let verdict = self.verdict(moves, Class::Param);
        if self.twin.propose(moves, Class::Param) != verdict.is_ok() {
            return Err(format!("the twin's steering does not follow its own rules: {verdict:?}"));
        }
        self.proposals = self.proposals.wrapping_add(1);
        let economy = self.stage.economy;
        let draft = economy.draft(&self.stage.world, PARAM, &differences(moves));
        let found = economy.propose(&mut self.stage.world, "member-1", self.proposals, draft);
        self.tally.count("Propose", verdict.is_ok());
        compare(verdict, &found)?;
        if verdict.is_ok() {
            let address = economy.gate.proposal(&[self.proposals; 32]);
            economy.queue(&mut self.stage.world, &address);
            self.open = Some(address);
        }
        Ok(())
    }

    /// What the gate would answer, as far as the twin knows.
    fn verdict(&self, moves: &[Move], class: Class) -> Expected {
        let admitted = self.twin.chain.levers.admits(moves, class, self.twin.chain.now);
        admitted.map_err(|refusal| Some(GovernorError::from(refusal) as u32))
    }

    /// Asks both without doing it; while a proposal is open its locks refuse, which the twin has no need of.
    pub fn ask(&mut self, class: Class, draw: u64) -> Result<(), String> {
        let near = change_of(&self.twin.chain.levers.params, draw, draw >> 8);
        let moves = &if draw.is_multiple_of(3) { self.wish(draw) } else { near };
        if self.open.is_some() || moves.is_empty() {
            return Ok(());
        }
        let (name, number) = if class == Class::Ai { ("oracle", AI) } else { ("member-1", PARAM) };
        let economy = self.stage.economy;
        let draft = economy.draft(&self.stage.world, number, &differences(moves));
        let who = actor(name);
        let found = self.stage.world.would(&who, economy.gate.propose(who.pubkey(), [255; 32], draft));
        let verdict = self.verdict(moves, class);
        self.tally.count("Ask", verdict.is_ok());
        compare(verdict, &found)
    }

    /// Time passes; a proposal comes into force in between, as soon as the twin lets it.
    pub fn wait(&mut self, secs: u64) -> Result<(), String> {
        self.tally.count("Wait", true);
        let Some(proposal) = self.twin.steering.open else { return self.pass(secs) };
        let mut left = secs;
        while left > 0 && !proposal.is_due(self.twin.chain.now) {
            let until_due = self.until_due();
            if until_due == 1 {
                self.the_gate_is_a_second_ahead()?;
            }
            let step = left.min(until_due.saturating_sub(1).max(1));
            self.pass(step)?;
            left -= step;
        }
        if proposal.is_due(self.twin.chain.now) && self.open.is_some() {
            self.execute(&proposal)?;
        }
        self.pass(left)
    }

    /// The twin acts in the first second after the delay; the gate would do the same already now.
    fn the_gate_is_a_second_ahead(&self) -> Result<(), String> {
        let (Some(proposal), Some(address)) = (self.twin.steering.open, self.open) else { return Ok(()) };
        let expected = self.verdict(proposal.moves(), Class::Param);
        let found = self.stage.world.would(&actor("payer"), self.stage.economy.gate.execute(address));
        compare(expected, &found)
    }

    /// Seconds until the open proposal is due in the twin, at least 1.
    fn until_due(&self) -> u64 {
        let Some(proposal) = self.twin.steering.open else { return 1 };
        let at = |secs: u64| {
            let now = self.twin.chain.now;
            proposal.is_due(Now { unix: now.unix + secs as i64, ..now })
        };
        (1..=DELAY_SECS + 1).find(|secs| at(*secs)).unwrap_or(1)
    }

    fn execute(&mut self, proposal: &Proposal) -> Result<(), String> {
        let Some(address) = self.open.take() else { return Ok(()) };
        let done = self.twin.execute(proposal);
        self.tally.count("Execute", done);
        let economy = self.stage.economy;
        let found = economy.execute(&mut self.stage.world, &address);
        if found.is_ok() != done {
            return Err(format!("the twin's execution: {done}, the gate's: {found:?}"));
        }
        if !done {
            economy.cancel(&mut self.stage.world, "member-1", &address).map_err(|why| format!("{why:?}"))?;
        }
        Ok(())
    }
}

fn differences(moves: &[Move]) -> Vec<(u8, i64)> {
    moves.iter().map(|change| (change.param, change.new - change.old)).collect()
}
