//! One sequence through the bytecode and through the books, with every number compared and every promise checked.

use economics::{
    Now,
    alarm::Level,
    pause,
    policy::{Class, Move, Request, admit_moves},
};

use super::{
    action::{Action, Wait},
    draw::Draw,
    flows::Flows,
    policy::change_of,
    refused::Refused,
    shrink::shrink,
    stage::{BIRTHS, Stage},
    state::State,
    tally::Tally,
};
use crate::world::PARAM;

/// Changes the books behind their back after an action, to see whether anybody notices.
pub type Sabotage = fn(&Action, &mut State);

/// Where and how a sequence broke.
#[derive(Clone, Debug)]
pub struct Broken {
    pub step: usize,
    pub why: String,
}

/// An economy in the middle of a sequence.
pub struct Player {
    pub stage: Stage,
    pub books: State,
    pub flows: Flows,
    pub tally: Tally,
    /// For tests of the comparison itself.
    pub sabotage: Option<Sabotage>,
}

impl Player {
    pub fn new(stage: Stage) -> Self {
        let books = stage.state();
        Self { flows: Flows::new(&books), stage, books, tally: Tally::default(), sabotage: None }
    }

    /// The same economy, to see what would become of it.
    pub fn fork(&self) -> Self {
        let (books, flows) = (self.books.clone(), self.flows.clone());
        Self { stage: self.stage.clone(), books, flows, tally: Tally::default(), sabotage: self.sabotage }
    }

    /// Plays actions until one breaks something.
    pub fn play(&mut self, actions: &[Action]) -> Result<(), Broken> {
        for (step, action) in actions.iter().enumerate() {
            let done = self.step(action);
            done.map_err(|why| Broken { step, why: format!("{action:?}: {why}") })?;
        }
        Ok(())
    }

    fn step(&mut self, action: &Action) -> Result<(), String> {
        match *action {
            Action::Wait(wait) => self.wait(wait),
            Action::EpochLength { secs } => self.stage.calendar.change(&self.stage.world, secs),
            Action::Change { param, distance } => self.change(param, distance),
            Action::Pause { bits, secs } => self.pause(bits, secs),
            _ => self.both(action)?,
        }
        self.books.now = self.stage.world.now();
        if let Some(sabotage) = self.sabotage {
            sabotage(action, &mut self.books);
        }
        let chain = self.stage.state();
        if let Some(difference) = chain.difference(&self.books) {
            return Err(format!("bytecode ≠ books\n{difference}"));
        }
        self.flows.check(action, &chain)
    }

    /// The same action on both sides: both do it, or both refuse it for the same reason.
    fn both(&mut self, action: &Action) -> Result<(), String> {
        let Some(instruction) = self.stage.instruction(&self.books, action) else { return Ok(()) };
        let expected = self.books.act(action);
        let found = self.stage.send(&[instruction]).map(|_| ()).map_err(|refused| (Refused::of(refused.code), refused));
        match (&expected, &found) {
            (Ok(()), Ok(())) => {
                self.tally.count(action);
                self.after(action);
            }
            (Err(expected), Err((found, _))) if expected == found => {
                *self.tally.refused.entry(format!("{} {found:?}", action.kind())).or_default() += 1;
            }
            _ => return Err(format!("expected {expected:?}, the bytecode gave {found:?}")),
        }
        Ok(())
    }

    /// What an action that was done changes outside the chain.
    fn after(&mut self, action: &Action) {
        match action {
            Action::AddGauge => self.stage.read_line(),
            Action::SetRoot { .. } => self.stage.lists.clone_from(&self.books.shares),
            _ => {}
        }
    }

    fn wait(&mut self, wait: Wait) {
        let secs = match wait {
            Wait::Secs(secs) => secs,
            Wait::Epochs(count) => count * self.stage.calendar.length,
            Wait::Moment(number, after) => {
                let moments = self.books.moments();
                let moment = moments.get(number as usize).or(moments.first()).copied();
                moment.map_or(1, |moment| (moment - self.books.now.unix - 1) as u64 + after)
            }
        };
        self.stage.pass(secs);
        self.tally.count(&Action::Wait(wait));
    }

    fn pause(&mut self, bits: u8, secs: u64) {
        let until = self.books.now.unix + secs as i64;
        self.stage.pause(bits, until);
        self.books.policy.paused = (bits, until);
        self.tally.count(&Action::Pause { bits, secs });
    }

    /// A change through the whole gate, if the rules will admit one.
    fn change(&mut self, param: u64, distance: u64) {
        let moves = change_of(&self.books.policy.params, param, distance);
        let opens = self.stage.world.now();
        let at = |secs: i64| Now { unix: opens.unix + secs, ..opens };
        let policy = self.stage.economy.policy(&self.stage.world);
        let admitted = |now| {
            let params = &self.books.policy.params;
            let request = Request { class: Class::Param, proposal: 0, level: Level::Calm, now };
            admit_moves(params, policy.groups(), &moves, &request).is_ok()
        };
        let (bits, until) = self.books.policy.paused;
        let stopped = pause::stops(bits, until, pause::EXECUTION, at(160).unix);
        if !stopped && admitted(at(60)) && admitted(at(160)) {
            self.stage.pass(60);
            self.enact(&moves);
            self.tally.count(&Action::Change { param, distance });
        }
    }

    fn enact(&mut self, moves: &[Move]) {
        let (seed, economy) = (self.stage.next_change(), self.stage.economy);
        let by: Vec<(u8, i64)> = moves.iter().map(|change| (change.param, change.new - change.old)).collect();
        let proposal = economy.proposed_by(&mut self.stage.world, "member-1", seed, PARAM, &by);
        economy.queue(&mut self.stage.world, &proposal);
        self.stage.pass(100);
        economy.execute(&mut self.stage.world, &proposal).expect("the rules admit the change");
        self.books.publish(moves, self.stage.world.now());
    }
}

/// Plays sequence `seed` on the stage that belongs to it; panics with the least sequence that breaks too.
pub fn play_seed(stages: &[Stage; BIRTHS.len()], seed: u64, length: usize) -> Tally {
    let stage = &stages[seed as usize % BIRTHS.len()];
    let actions = Draw::sequence(seed, length);
    match whole(stage, &actions) {
        Ok(tally) => tally,
        Err(broken) => panic!("{}", report(stage, seed, &actions, &broken)),
    }
}

/// A whole sequence with its end.
fn whole(stage: &Stage, actions: &[Action]) -> Result<Tally, Broken> {
    let mut player = Player::new(stage.clone());
    player.play(actions)?;
    player.finish().map_err(|why| Broken { step: actions.len(), why })?;
    Ok(player.tally)
}

/// The least part of a broken sequence that still breaks, in words that can be pasted into a test.
fn report(stage: &Stage, seed: u64, actions: &[Action], broken: &Broken) -> String {
    let played = &actions[..actions.len().min(broken.step + 1)];
    let least = shrink(played, |some| whole(stage, some).is_err());
    let why = whole(stage, &least).err().map(|broken| broken.why).unwrap_or_default();
    format!("MONEY_SEED={seed} broke at step {}: {}\nleast sequence: {least:?}\n{why}", broken.step, broken.why)
}
