//! A pack in motion: the hook that the engine calls.

use economics::bounds::Param;

use super::{EXTRA, Figures, Kind, Metrics, Numbers, Pack, Setup, game, lending, network};
use crate::{reading::REMEMBERED, rng::Stream, world::World};

/// Values of the pack's parameters.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Felt {
    /// In force now.
    pub now: [f64; EXTRA],
    /// As people's behaviour answers them: the start's, and the change since times `Demand::elasticity`.
    pub seen: [f64; EXTRA],
}

/// What a rule is shown of a pack.
#[derive(Debug, Clone, Copy)]
pub struct Sight<'a> {
    pub kind: Kind,
    /// The pack's live parameters, known without lag.
    pub params: &'a [Param],
    /// Public figures, as old as the reading beside them.
    pub figures: &'a Figures,
}

/// A pack, what it was at the start, and what was public in the last hours.
#[derive(Debug)]
pub(crate) struct Running {
    kind: Kind,
    pack: Box<dyn Pack>,
    start: [f64; EXTRA],
    seen: Vec<Figures>,
    newest: u32,
}

fn values(params: &[Param]) -> [f64; EXTRA] {
    std::array::from_fn(|place| params.get(place).map_or(0.0, |param| param.value as f64))
}

impl Running {
    /// The pack at the start of `world`, whose agents and market are there already.
    pub fn new(setup: &Setup, world: &World) -> Self {
        let start = values(&setup.params);
        let pack: Box<dyn Pack> = match &setup.numbers {
            Numbers::Lending(numbers) => Box::new(lending::Pool::new(numbers, &start, world)),
            Numbers::Game(numbers) => Box::new(game::Game::new(numbers, &start)),
            Numbers::Network(numbers) => Box::new(network::Network::new(numbers, &start, world)),
        };
        let first = pack.figures(world);
        Self { kind: setup.numbers.kind(), pack, start, seen: vec![first; REMEMBERED], newest: 0 }
    }

    /// What is known of `hour`, or of the nearest hour that is remembered.
    pub fn at(&self, hour: u32) -> &Figures {
        let oldest = self.newest.saturating_sub(REMEMBERED as u32 - 1);
        &self.seen[hour.clamp(oldest, self.newest) as usize % REMEMBERED]
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }
}

impl World {
    /// Plays the pack's hour, if there is a pack.
    pub(crate) fn pack_hour(&mut self, stream: Stream) {
        let Some(mut running) = self.pack.take() else { return };
        let now = values(self.chain.levers.pack());
        let elasticity = self.demand.elasticity;
        let seen = std::array::from_fn(|place| {
            let start = running.start[place];
            (start + elasticity * (now[place] - start)).max(0.0)
        });
        running.pack.hour(self, &Felt { now, seen }, stream);
        let figures = running.pack.figures(self);
        // What is stale or out is as it was; the hour's reading gets the number that follows.
        let said = if self.forces.is_stale || self.forces.is_out { *running.at(self.hour) } else { figures };
        running.newest = self.hour + 1;
        running.seen[running.newest as usize % REMEMBERED] = said;
        self.pack = Some(running);
    }

    /// What a rule sees of the pack in the reading of `hour`.
    pub(crate) fn sight(&self, hour: u32) -> Option<Sight<'_>> {
        let running = self.pack.as_ref()?;
        Some(Sight { kind: running.kind(), params: self.chain.levers.pack(), figures: running.at(hour) })
    }

    /// Metrics of the pack's run so far; `None` without a pack.
    pub fn pack_metrics(&self) -> Option<Metrics> {
        self.pack.as_ref().map(|running| running.pack.metrics())
    }

    /// The pack's public figures now; `None` without a pack.
    pub fn pack_figures(&self) -> Option<Figures> {
        self.pack.as_ref().map(|running| running.pack.figures(self))
    }
}
