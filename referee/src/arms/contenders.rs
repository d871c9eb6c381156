//! Who makes the rules that are judged.

use {
    super::{Arm, Tuning},
    twin::rule::Rule,
};

/// Makes the rule of a learned arm for one run; the factor multiplies its answers to what it sees, 1 as frozen.
///
/// It is not told the seed: what it may know is what it is shown.
pub type Learned<'a> = dyn Fn(Arm, f64) -> Option<Box<dyn Rule + Send>> + Sync + 'a;

/// The baselines with their numbers, and the learned arms of whoever evaluates.
#[derive(Clone, Copy)]
pub struct Contenders<'a> {
    pub tuning: &'a Tuning,
    learned: Option<&'a Learned<'a>>,
}

impl<'a> Contenders<'a> {
    /// The baselines alone.
    pub const fn baselines(tuning: &'a Tuning) -> Self {
        Self { tuning, learned: None }
    }

    /// The baselines beside what `learned` makes.
    pub const fn with(tuning: &'a Tuning, learned: &'a Learned<'a>) -> Self {
        Self { tuning, learned: Some(learned) }
    }

    /// A fresh rule for one run; `None` for the clairvoyant arm and for an arm that nobody made.
    pub fn rule(&self, arm: Arm, seed: u64, run: u64) -> Option<Box<dyn Rule + Send>> {
        if arm.is_learned() { self.learned?(arm, 1.0) } else { arm.baseline(self.tuning, seed, run) }
    }

    /// What the failure modes play; `None` where there is no rule to play.
    pub fn contender(self, arm: Arm) -> Option<Contender<'a>> {
        self.rule(arm, 0, 0)?;
        let make = move |gain: f64, seed: u64| match self.learned.filter(|_| arm.is_learned()) {
            Some(learned) => learned(arm, gain),
            None => arm.baseline(&self.tuning.scaled(gain), seed, 0),
        };
        Some(Contender::new(arm.name(), make))
    }
}

impl std::fmt::Debug for Contenders<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let made = |arm: &Arm| self.learned.is_some_and(|learned| learned(*arm, 1.0).is_some());
        let learned: Vec<Arm> = Arm::LEARNED.into_iter().filter(made).collect();
        f.debug_struct("Contenders").field("tuning", self.tuning).field("learned", &learned).finish()
    }
}

/// Makes a rule from a factor on its gains and the seed of the run.
type Make<'a> = dyn Fn(f64, u64) -> Option<Box<dyn Rule + Send>> + Sync + 'a;

/// One rule under examination, an arm or any other.
pub struct Contender<'a> {
    pub name: String,
    make: Box<Make<'a>>,
}

impl<'a> Contender<'a> {
    /// A contender whose rules `make` makes, each for one run; it gives a rule for every factor and seed, or never.
    pub fn new(name: impl Into<String>, make: impl Fn(f64, u64) -> Option<Box<dyn Rule + Send>> + Sync + 'a) -> Self {
        Self { name: name.into(), make: Box::new(make) }
    }

    /// A fresh rule for a run of `seed`, as frozen.
    pub fn rule(&self, seed: u64) -> Option<Box<dyn Rule + Send>> {
        (self.make)(1.0, seed)
    }

    /// The same with every gain multiplied by `gain`.
    pub fn scaled(&self, gain: f64, seed: u64) -> Option<Box<dyn Rule + Send>> {
        (self.make)(gain, seed)
    }
}
