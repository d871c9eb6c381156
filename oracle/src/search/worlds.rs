//! The worlds that the history cannot tell apart, and the luck in which candidates are compared.

use std::ops::Range;

use economics::policy::Move;
use rayon::prelude::*;
use twin::{
    Agent, Kind, Outcome, Scenario, play_all,
    rewards::{SEGMENTS, Segment},
};

use super::{Known, calibrate};

/// Scenarios of the chain's moment, each with its part of the runs.
pub(super) struct Worlds {
    seed: u64,
    parts: Vec<(Scenario, u32)>,
}

impl Worlds {
    /// As many members of the calibrated ensemble as `search.worlds` says, each fitted to this chain's fees and volatility.
    pub fn of(known: &Known, seed: u64) -> Self {
        let spec = &known.objectives.search;
        let members = calibrate::members(spec.worlds, seed);
        let fitted = members.par_iter().map(|member| calibrate::scenario(known, member));
        let scenarios: Vec<Scenario> = fitted.collect();
        let edge = |world: u32| spec.seeds * world / spec.worlds.max(1);
        let parts = (0..).zip(scenarios).map(|(world, scenario)| (scenario, edge(world + 1) - edge(world)));
        Self { seed, parts: parts.collect() }
    }

    /// The same worlds with other luck.
    pub fn with_luck(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// Outcomes of each candidate (an empty list of moves is holding), run by run; run `n` of every candidate has the same world and luck.
    ///
    /// After its moves a candidate holds: they alone are what people approve, and what their forecast is graded by.
    pub fn play(&self, candidates: &[Vec<Move>]) -> Vec<Vec<Outcome>> {
        let mut all: Vec<Vec<Outcome>> = vec![Vec::new(); candidates.len()];
        for (scenario, seed, runs) in self.parts() {
            let played = play_all(scenario, candidates, seed, runs.end as u32);
            all.iter_mut().zip(played).for_each(|(sum, outcomes)| sum.extend(outcomes));
        }
        all
    }

    /// Which segments of the contributors' list anybody in these worlds belongs to.
    pub fn segments(&self) -> [bool; SEGMENTS] {
        let anybody = |is_one: fn(&Agent) -> bool| {
            self.parts.first().is_some_and(|(scenario, _)| scenario.agents.iter().any(is_one))
        };
        Segment::ALL.map(|segment| match segment {
            Segment::Loyal | Segment::Voter => anybody(|agent| agent.staked > 0),
            Segment::User => anybody(|agent| agent.kind == Kind::Utility),
            Segment::Provider => anybody(|agent| agent.kind == Kind::Provider),
        })
    }

    /// Each world with its seed and runs.
    pub fn parts(&self) -> impl Iterator<Item = (&Scenario, u64, Range<u64>)> {
        let seeded = (self.seed..=u64::MAX).chain(0..).zip(&self.parts);
        seeded.map(|(seed, (scenario, runs))| (scenario, seed, 0..u64::from(*runs)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{features, objectives::Objectives, segment, snapshot::example};

    #[test]
    fn the_runs_are_dealt_out_over_all_worlds_and_each_has_luck_of_its_own() {
        let snapshot = example::economy(20, 40, 1);
        let features = features::build(&snapshot);
        let segments = segment::segment(&snapshot, &features, None);
        let mut objectives = Objectives::default();
        (objectives.search.seeds, objectives.search.worlds) = (11, 3);
        let known = Known {
            snapshot: &snapshot,
            features: &features,
            forecasts: &[],
            segments: &segments,
            objectives: &objectives,
        };
        let worlds = Worlds::of(&known, u64::MAX);
        let runs: Vec<u64> = worlds.parts().map(|(_, _, runs)| runs.end).collect();
        assert_eq!((runs.iter().sum::<u64>(), runs.len()), (11, 3));
        let played = worlds.play(&[vec![]]).remove(0);
        assert!(played.len() == 11 && played.windows(2).all(|pair| pair[0].price != pair[1].price));
    }
}
