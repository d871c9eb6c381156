//! Many sequences on all cores; the first that breaks an invariant is cut down and printed.

use std::{
    num::NonZero,
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

use super::{
    kind::Tally,
    script::{self, Step},
    sequence::{Broken, Defect, Player},
    shrink::shrink,
    stage::Stage,
};

/// What to play.
#[derive(Clone, Copy)]
pub struct Plan {
    /// Seeds of the sequences: this one and those after it.
    pub first: u64,
    pub sequences: u64,
    /// Actions per sequence.
    pub actions: u32,
}

/// A sequence that breaks an invariant, and the least of it that still does.
#[derive(Debug)]
pub struct Found {
    pub seed: u64,
    pub least: Vec<Step>,
    /// Where the least sequence breaks, and how.
    pub broken: Broken,
}

/// Plays all sequences; what succeeded, or the first that broke.
pub fn run(stage: &Stage, plan: Plan) -> Result<Tally, Found> {
    let next = AtomicU64::new(plan.first);
    let end = plan.first + plan.sequences;
    let work = || {
        let mut tally = Tally::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= end {
                return Ok(tally);
            }
            let steps = script::of_seed(seed, plan.actions);
            if let Err(broken) = Player::play(stage, &steps, None, &mut tally) {
                next.store(end, Ordering::Relaxed);
                return Err(least(stage, None, seed, steps, broken));
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let mut sum = Tally::default();
        for worker in workers {
            sum.join(worker.join().expect("a worker does not panic")?);
        }
        Ok(sum)
    })
}

/// The least part of `steps` that still breaks an invariant.
pub fn least(stage: &Stage, defect: Option<Defect>, seed: u64, mut steps: Vec<Step>, broken: Broken) -> Found {
    let play = |steps: &[Step]| Player::play(stage, steps, defect, &mut Tally::default()).err();
    steps.truncate(broken.place + 1);
    let least = shrink(steps, |steps| play(steps).is_some());
    let broken = play(&least).expect("it was kept because it fails");
    Found { seed, least, broken }
}

impl std::fmt::Display for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let Self { seed, least, broken } = self;
        writeln!(f, "sequence {seed} breaks an invariant; the least of it that does:")?;
        writeln!(f, "  ACTIONS='{}' cargo test -p tests actions", script::print(least))?;
        write!(f, "after step {} of {}: {:?}", broken.place + 1, least.len(), broken.error)
    }
}
