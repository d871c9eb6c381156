//! One sequence through the twin and through the bytecode, with every number compared after each action.

use economics::staking::Refusal;
use issuer::IssuerError;
use solana_instruction::Instruction;
use staking::StakingError;

use super::{
    action::{Action, Amount, sequence},
    model::Twin,
    stage::{BIRTHS, Birth, KEEPER, Stage, WALLETS},
    tally::Tally,
};
use crate::{
    money::{policy::change_of, shrink::shrink},
    world::Outcome,
};

/// Changes the twin behind its back after an action, to see whether anybody notices.
pub type Sabotage = fn(&Action, &mut Twin);

/// Where and how a sequence broke.
#[derive(Clone, Debug)]
pub struct Broken {
    pub step: usize,
    pub why: String,
}

/// A twin and its chain in the middle of a sequence.
#[derive(Clone)]
pub struct Player {
    pub(super) stage: Stage,
    pub(super) twin: Twin,
    pub(super) tally: Tally,
    /// Proposals so far, and the address of the open one.
    pub(super) proposals: u8,
    pub(super) open: Option<solana_address::Address>,
    sabotage: Option<Sabotage>,
}

/// What a program has to answer: nothing, or the number of its error; `None` is for an error of the token program or of the runtime.
pub type Expected = Result<(), Option<u32>>;

fn code(refusal: Refusal) -> Option<u32> {
    Some(StakingError::from(refusal) as u32)
}

impl Player {
    /// A twin of a new economy whose wallets have got their tokens, and whose keeper has a position without stake.
    pub fn open(birth: Birth) -> Self {
        let stage = Stage::open(birth);
        let twin = Twin::of(&stage, birth);
        let (tally, proposals) = (Tally::default(), 0);
        let mut player = Self { stage, twin, tally, proposals, open: None, sabotage: None };
        let shares = (1..WALLETS).map(|to| Action::Transfer { from: 0, to, amount: Amount::Share(2_000) });
        let empty = [
            Action::Stake { who: KEEPER, amount: Amount::Share(100) },
            Action::Unstake { who: KEEPER, amount: Amount::All },
        ];
        let first: Vec<Action> = shares.chain(empty).collect();
        player.play(&first).unwrap_or_else(|broken| panic!("the stage is set: {}", broken.why));
        player.tally = Tally::default();
        player
    }

    /// The same with a twin that goes wrong.
    pub fn sabotaged(&self, sabotage: Sabotage) -> Self {
        Self { sabotage: Some(sabotage), ..self.clone() }
    }

    /// Plays actions until the two differ.
    pub fn play(&mut self, actions: &[Action]) -> Result<(), Broken> {
        for (step, action) in actions.iter().enumerate() {
            self.step(action).map_err(|why| Broken { step, why: format!("{action:?}: {why}") })?;
        }
        Ok(())
    }

    fn step(&mut self, action: &Action) -> Result<(), String> {
        self.act(action)?;
        if let Some(sabotage) = self.sabotage {
            sabotage(action, &mut self.twin);
        }
        if !self.twin.chain.is_sound() {
            return Err("the twin's books do not close".to_owned());
        }
        match self.stage.state().difference(&self.twin.state()) {
            Some(difference) => Err(format!("bytecode ≠ twin\n{difference}")),
            None => Ok(()),
        }
    }

    fn act(&mut self, action: &Action) -> Result<(), String> {
        let kind = action.kind();
        match *action {
            Action::Transfer { from, to, amount } => {
                let amount = amount.of(self.twin.wallets[from]);
                let expected = if self.twin.transfer(from, to, amount) { Ok(()) } else { Err(Some(1)) };
                self.both(kind, expected, self.stage.transfer(from, to, amount))
            }
            Action::Stake { who, amount } => self.stake(who, amount),
            Action::Unstake { who, amount } => {
                let amount = amount.of(self.twin.positions[who].staked());
                let expected = self.twin.unstake(who, amount).map_err(code);
                self.of_position(kind, who, expected, self.stage.stakes.request_unstake(self.owner(who), amount))
            }
            Action::Withdraw { who } => {
                let expected = self.twin.withdraw(who).map_err(code);
                let (owner, tokens) = self.stage.wallets[who];
                self.of_position(kind, who, expected, self.stage.stakes.withdraw(owner, tokens))
            }
            Action::Claim { who } => self.claim(who),
            Action::Settle { who } => {
                if self.stage.position(who).is_some() {
                    self.twin.settle(who);
                    self.both(kind, Ok(()), self.stage.stakes.settle(self.owner(who)))?;
                }
                Ok(())
            }
            Action::Emit | Action::Collect | Action::Roll | Action::Crank | Action::SyncFee => self.chore(action),
            Action::Propose { param, distance } => {
                let moves = change_of(&self.twin.chain.levers.params, param, distance);
                self.propose(&moves)
            }
            Action::Wish { draw } => self.propose(&self.wish(draw)),
            Action::Ask { class, draw } => self.ask(class, draw),
            Action::EpochLength { secs } => {
                self.stage.calendar.change(&self.stage.world, secs);
                Ok(())
            }
            Action::Wait { secs } => self.wait(secs),
            Action::Epochs { count } => self.wait(count * self.stage.calendar.length),
            Action::Moment { number, after } => {
                let moments = self.moments();
                let moment = moments.get(number).or(moments.first()).copied();
                self.wait(moment.map_or(1, |moment| (moment - self.twin.chain.now.unix - 1) as u64 + after))
            }
        }
    }

    fn owner(&self, who: usize) -> solana_address::Address {
        self.stage.wallets[who].0
    }

    /// One instruction: the chain does it, or refuses it for the expected reason.
    fn both(&mut self, kind: &'static str, expected: Expected, instruction: Instruction) -> Result<(), String> {
        let found = self.stage.send(&[instruction]);
        self.tally.count(kind, expected.is_ok());
        compare(expected, &found)
    }

    /// The same about a position; the twin's agents have one from the start, and the chain's refusal of a missing account is the runtime's.
    fn of_position(
        &mut self,
        kind: &'static str,
        who: usize,
        expected: Expected,
        by: Instruction,
    ) -> Result<(), String> {
        let is_open = self.stage.position(who).is_some();
        self.both(kind, if is_open { expected } else { expected.map_err(|_| None) }, by)
    }

    fn stake(&mut self, who: usize, amount: Amount) -> Result<(), String> {
        let amount = amount.of(self.twin.wallets[who]);
        let expected = match amount <= self.twin.wallets[who] {
            // The world never lets an agent stake what it does not have; the token program says no.
            false => Err(Some(1)),
            true => self.twin.stake(who, amount).map_err(|refusal| match refusal {
                // The program has a reason of its own where the fee takes everything.
                Refusal::ZeroAmount if amount > 0 => Some(StakingError::NothingCredited as u32),
                other => code(other),
            }),
        };
        let (owner, tokens) = self.stage.wallets[who];
        self.both("Stake", expected, self.stage.stakes.stake(owner, tokens, amount))
    }

    /// The twin's claim without anything owed is the settlement that people send instead.
    fn claim(&mut self, who: usize) -> Result<(), String> {
        let (owner, tokens) = self.stage.wallets[who];
        let claim = self.stage.stakes.claim(owner, tokens);
        if self.stage.position(who).is_none() {
            return self.both("Claim", Err(None), claim);
        }
        let expected = self.twin.claim(who).map_err(code);
        self.both("Claim", expected, claim)?;
        match expected {
            Ok(()) => Ok(()),
            Err(_) => compare(Ok(()), &self.stage.send(&[self.stage.stakes.settle(owner)])),
        }
    }

    fn chore(&mut self, action: &Action) -> Result<(), String> {
        let (kind, desk) = (action.kind(), self.stage.desk);
        match action {
            Action::Emit => {
                self.twin.chain.emit();
                self.both(kind, Ok(()), desk.emit())
            }
            Action::Collect => {
                self.twin.collect();
                self.both(kind, Ok(()), self.stage.collect())
            }
            Action::Roll => {
                let expected = if self.twin.roll() { Ok(()) } else { Err(Some(IssuerError::PeriodNotOver as u32)) };
                self.both(kind, expected, desk.roll())
            }
            Action::SyncFee => {
                let levers = &self.twin.chain.levers;
                let same = levers.params[economics::key::FEE_BPS].value == i64::from(levers.newer_fee_bps);
                let reason = if same { IssuerError::FeeInSync } else { IssuerError::FeePending };
                let expected = if self.twin.sync_fee() { Ok(()) } else { Err(Some(reason as u32)) };
                self.both(kind, expected, desk.sync_fee())
            }
            _ => self.crank(),
        }
    }

    /// The world's own chores: `emit`, a settlement of nobody's stake, `collect`, and `roll` where the period is over.
    fn crank(&mut self) -> Result<(), String> {
        let over = self.twin.crank();
        let settle = self.stage.stakes.settle(self.owner(KEEPER));
        for instruction in [self.stage.desk.emit(), settle, self.stage.collect()] {
            compare(Ok(()), &self.stage.send(&[instruction]))?;
        }
        let expected = if over { Ok(()) } else { Err(Some(IssuerError::PeriodNotOver as u32)) };
        self.tally.count("Crank", true);
        compare(expected, &self.stage.send(&[self.stage.desk.roll()]))
    }

    pub(super) fn pass(&mut self, secs: u64) -> Result<(), String> {
        if secs > 0 {
            self.stage.pass(secs);
            self.twin.chain.tick(self.stage.world.now());
        }
        Ok(())
    }

    /// The seconds at which a warm-up, a cooldown, a window or a period ends, from now on, in order.
    fn moments(&self) -> Vec<i64> {
        let chain = &self.twin.chain;
        let positions = self.twin.positions.iter().flat_map(|it| [it.active_from, it.unlock_at]);
        let window = chain.pool.stream.window_start + chain.pool.stream.window_secs as i64;
        let period = chain.issuer.period_start + chain.issuer.breaker.period_secs as i64;
        let mut moments: Vec<i64> = positions.chain([window, period]).filter(|at| *at > chain.now.unix + 1).collect();
        moments.sort_unstable();
        moments.dedup();
        moments
    }
}

/// Whether the bytecode did what was expected; an error without a number of its own may be anybody's.
pub fn compare(expected: Expected, found: &Outcome) -> Result<(), String> {
    match (expected, found) {
        (Ok(()), Ok(_)) | (Err(None), Err(_)) => Ok(()),
        (Err(expected), Err(refused)) if expected == refused.code => Ok(()),
        _ => Err(format!("the twin expects {expected:?}, the bytecode gave {found:?}")),
    }
}

/// Plays sequence `seed` on the economy that belongs to it; panics with the least sequence that breaks too.
pub fn play_seed(births: &[Player], seed: u64, length: usize) -> Tally {
    let actions = sequence(seed, length);
    let birth = seed as usize % BIRTHS.len();
    let mut player = births[birth].clone();
    match player.play(&actions) {
        Ok(()) => player.tally,
        Err(broken) => panic!("TWIN_SEED={seed} {}", report(&births[birth], &actions, &broken)),
    }
}

/// The least part of a broken sequence that still breaks, in words that can be pasted into a test.
fn report(birth: &Player, actions: &[Action], broken: &Broken) -> String {
    let played = &actions[..actions.len().min(broken.step + 1)];
    let least = shrink(played, |some| birth.clone().play(some).is_err());
    let why = birth.clone().play(&least).err().map(|broken| broken.why).unwrap_or_default();
    format!("broke at step {}: {}\nleast sequence: {least:?}\n{why}", broken.step, broken.why)
}
