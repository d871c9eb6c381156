//! The worlds that arms are played in: scenario files under three levels of shift.

use {
    crate::{cell::Shift, ensemble::Ensemble},
    twin::{
        Scenario,
        file::{self, FileError, Group, ScenarioFile, ShockRow},
    },
};

/// Agents and shocks that training never had: the third level of shift.
#[derive(Debug, Clone)]
pub struct Unseen {
    pub agents: Vec<Group>,
    pub shocks: Vec<ShockRow>,
}

/// Scenarios with what shifts them.
#[derive(Debug, Clone)]
pub struct Suite {
    /// In the order given; names differ.
    pub scenarios: Vec<ScenarioFile>,
    pub ensemble: Ensemble,
    pub unseen: Unseen,
    /// Days and agents of every run.
    pub days: u32,
    pub agents: usize,
}

impl Unseen {
    /// The registered ones.
    pub fn built_in() -> Result<Self, FileError> {
        let agents = file::mix(include_str!("../../scenarios/mixes/nervous.toml"))?;
        let shocks = file::shocks(include_str!("../../scenarios/shocks/unseen.toml"))?;
        Ok(Self { agents, shocks })
    }
}

impl Suite {
    /// `scenarios` in the calibrated worlds.
    pub fn new(scenarios: Vec<ScenarioFile>, days: u32, agents: usize) -> Self {
        let ensemble = Ensemble::built_in().expect("a test reads the committed ensemble");
        let unseen = Unseen::built_in().expect("a test reads the committed overlays");
        Self { scenarios, ensemble, unseen, days, agents }
    }

    /// Every committed scenario in the calibrated worlds.
    pub fn built_in(days: u32, agents: usize) -> Self {
        let parse = |(_, text): &(&str, &str)| file::parse(text).expect("a test reads every committed scenario");
        Self::new(file::BUILT_IN.iter().map(parse).collect(), days, agents)
    }

    /// The scenario called `name` under a shift, with the agents of `seed`.
    pub fn scenario(&self, name: &str, shift: Shift, seed: u64) -> Option<Scenario> {
        let mut file = self.scenarios.iter().find(|file| file.name == name)?.clone();
        file.days = self.days;
        file.mark = file.mark.map(|mark| mark.min(self.days));
        match shift {
            Shift::Same => self.ensemble.inner(seed).apply(&mut file),
            Shift::Outer => self.ensemble.outer(seed).apply(&mut file),
            Shift::Unseen => {
                self.ensemble.inner(seed).apply(&mut file);
                file.agents.clone_from(&self.unseen.agents);
                file.shock.extend(self.unseen.shocks.iter().cloned());
            }
        }
        Some(file.build(self.agents, seed))
    }
}
