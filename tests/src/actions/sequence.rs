//! One sequence: choose, act, read the log into the books, check.

use super::{
    act::{Actor, Attempt},
    checks,
    kind::{Kind, Tally},
    model::Model,
    random::Random,
    script::Step,
    snapshot::Snapshot,
    stage::Stage,
};

const DAY: u64 = 86_400;
/// Slots of an epoch at 400 ms each: two days.
const EPOCH_SECS: u64 = 2 * DAY;

/// A defect planted behind the program's back, after each action of this kind that landed.
pub type Defect = fn(&mut Stage, Kind);

/// Where an invariant broke.
#[derive(Debug)]
pub struct Broken {
    /// Place of the step in its sequence.
    pub place: usize,
    pub error: anyhow::Error,
}

/// An economy in the middle of a sequence.
pub struct Player {
    pub stage: Stage,
    random: Random,
    pub model: Model,
    pub now: Snapshot,
    defect: Option<Defect>,
}

impl Player {
    /// The economy after all steps, or the first one after which an invariant is broken.
    pub fn play(stage: &Stage, steps: &[Step], defect: Option<Defect>, tally: &mut Tally) -> Result<Self, Broken> {
        let mut player = Self::new(stage.clone(), defect);
        for (place, step) in steps.iter().enumerate() {
            player.random = Random::new(u64::from(step.seed));
            player.act(step.kind, tally).map_err(|error| Broken { place, error })?;
        }
        for proposal in player.now.proposals.values() {
            *tally.ended.entry(format!("{:?}", proposal.state())).or_default() += 1;
        }
        Ok(player)
    }

    fn new(stage: Stage, defect: Option<Defect>) -> Self {
        let now = Snapshot::take(&stage, std::iter::empty());
        let values = now.policy.params().iter().map(|param| param.value).collect();
        Self { stage, random: Random::new(0), model: Model::new(values), now, defect }
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
        let step = checks::Step { stage: &self.stage, model: &self.model, before: &self.now, after: &after, signer };
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
                if let Some(defect) = self.defect {
                    defect(&mut self.stage, kind);
                }
            }
            Err(refused) if attempt.exit => anyhow::bail!("an exit was refused: {refused:?}"),
            Err(_) if !attempt.entitled => tally.refused_strangers += 1,
            Err(refused) => *tally.refused.entry((kind, refused.error)).or_default() += 1,
        }
        Ok(())
    }
}
