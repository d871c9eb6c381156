//! One sequence: choose, act, read the log into the books, check.

use super::{
    act::{Actor, Attempt},
    checks::Step,
    kind::{Kind, Tally},
    model::Model,
    random::Random,
    snapshot::Snapshot,
    stage::Stage,
};

const DAY: u64 = 86_400;
/// Slots of an epoch at 400 ms each: two days.
const EPOCH_SECS: u64 = 2 * DAY;

/// Plays sequence `seed`; panics with seed, step and action where an invariant breaks.
pub fn play(stage: &Stage, seed: u64, actions: u32, tally: &mut Tally) {
    let player = Player::after(stage, seed, actions, tally);
    for proposal in player.now.proposals.values() {
        *tally.ended.entry(format!("{:?}", proposal.state())).or_default() += 1;
    }
}

/// An economy in the middle of a sequence.
pub struct Player {
    pub stage: Stage,
    random: Random,
    pub model: Model,
    pub now: Snapshot,
}

impl Player {
    /// The economy after so many actions of sequence `seed`.
    pub fn after(stage: &Stage, seed: u64, actions: u32, tally: &mut Tally) -> Self {
        let mut player = Self::new(stage.clone(), seed);
        let mut kind = Kind::Emit;
        for step in 0..actions {
            kind = Kind::choose(&mut player.random, kind);
            if let Err(broken) = player.act(kind, tally) {
                panic!("ACTIONS_SEED={seed}, step {step}, {kind:?}: {broken:?}");
            }
        }
        player
    }

    fn new(stage: Stage, seed: u64) -> Self {
        let now = Snapshot::take(&stage, std::iter::empty());
        let values = now.policy.params().iter().map(|param| param.value).collect();
        Self { stage, random: Random::new(seed), model: Model::new(values), now }
    }

    fn act(&mut self, kind: Kind, tally: &mut Tally) -> anyhow::Result<()> {
        let signer = match kind {
            Kind::JumpSeconds | Kind::JumpToMoment | Kind::JumpDays | Kind::JumpEpochs => {
                self.jump(kind);
                *tally.done.entry(kind).or_default() += 1;
                None
            }
            _ => {
                let mut actor = Actor { stage: &self.stage, now: &self.now, random: &mut self.random };
                let Some(attempt) = actor.attempt(kind) else { return Ok(()) };
                let signer = attempt.signer;
                self.send(kind, attempt, tally)?;
                signer
            }
        };
        let proposals = self.model.proposals.clone();
        let after = Snapshot::take(&self.stage, proposals.into_iter());
        if kind == Kind::Burn {
            self.model.burned_by_holders += self.now.supply - after.supply;
        }
        let step = Step { stage: &self.stage, model: &self.model, before: &self.now, after: &after, signer };
        step.check()?;
        self.now = after;
        Ok(())
    }

    fn jump(&mut self, kind: Kind) {
        let secs = match kind {
            Kind::JumpSeconds => self.random.range(1, 150),
            Kind::JumpToMoment => self.secs_to_a_moment(),
            Kind::JumpDays => self.random.range(DAY / 4, 20 * DAY),
            _ => EPOCH_SECS * self.random.range(1, 3),
        };
        self.stage.advance(secs);
    }

    /// Seconds to around the moment at which something changes: one before it, at it, or one after.
    fn secs_to_a_moment(&mut self) -> u64 {
        let now = self.now.unix;
        let mut next = self.now.moments();
        next.retain(|moment| *moment > now + 1);
        next.sort_unstable();
        next.truncate(4);
        let nearest = next.first().filter(|_| self.random.chance(60));
        let moment = nearest.or(self.random.pick(&next)).copied().unwrap_or(now + 2);
        (moment - now - 1).unsigned_abs() + self.random.below(3)
    }

    fn send(&mut self, kind: Kind, attempt: Attempt, tally: &mut Tally) -> anyhow::Result<()> {
        match self.stage.send(attempt.instruction) {
            Ok(log) => {
                anyhow::ensure!(attempt.entitled, "{:?} did what it has no right to", attempt.signer);
                *tally.done.entry(kind).or_default() += 1;
                self.stage.tell(&log, &mut self.model);
            }
            Err(_) if !attempt.entitled => tally.refused_strangers += 1,
            Err(refused) => *tally.refused.entry((kind, refused.error)).or_default() += 1,
        }
        Ok(())
    }
}
