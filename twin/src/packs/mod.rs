//! Domain packs: a market of another kind on top of the economy, with its own few agents, parameters, public figures and metrics.
//!
//! ```text
//! Scenario.pack (numbers + parameters) ──► World.pack ──hour by hour──► figures that rules see, metrics of the run
//! ```
//!
//! A pack is called once per hour, after the agents; it acts on the economy only through outsiders' tokens, the market, burning and the contributors' purse, so every token stays accounted for.
//! Its parameters stand behind the standard ones and go through the same gate: one bundle may move both, and is admitted whole or refused whole.
//! Without a pack nothing is called and no random number is drawn.

mod built_in;
pub mod game;
mod genesis;
pub mod lending;
pub mod network;
mod running;

pub use built_in::{BUILT_IN, built_in};
pub use genesis::migration;
pub(crate) use genesis::{names, setup};
pub use running::Sight;
pub(crate) use running::{Felt, Running};

use economics::bounds::Param;
use serde::{Deserialize, Serialize};

use crate::{rng::Stream, world::World};

/// Most parameters that a pack may have.
pub const EXTRA: usize = 6;

/// Public figures of a pack, and metrics of a run.
pub const FIGURES: usize = 8;
pub const METRICS: usize = 12;

/// What a rule may see of a pack, in the order of the pack's `FIGURE_NAMES`; unused places are 0.
pub type Figures = [f64; FIGURES];
/// What a run of a pack is judged by, in the order of the pack's `METRIC_NAMES`; unused places are 0.
pub type Metrics = [f64; METRICS];

/// The packs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A money market: suppliers, borrowers, a kinked curve of rates.
    Lending,
    /// A game that pays in a reward token: a faucet, sinks, players.
    Game,
    /// A network of operators whose use burns tokens at a fixed price in money.
    Network,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Lending, Self::Game, Self::Network];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Lending => "lending",
            Self::Game => "game",
            Self::Network => "network",
        }
    }

    /// Names of the public figures, in their order.
    pub const fn figures(self) -> &'static [&'static str] {
        match self {
            Self::Lending => &lending::FIGURE_NAMES,
            Self::Game => &game::FIGURE_NAMES,
            Self::Network => &network::FIGURE_NAMES,
        }
    }

    /// Names of the metrics, in their order.
    pub const fn metrics(self) -> &'static [&'static str] {
        match self {
            Self::Lending => &lending::METRIC_NAMES,
            Self::Game => &game::METRIC_NAMES,
            Self::Network => &network::METRIC_NAMES,
        }
    }
}

/// Numbers of a pack's agents and market.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Numbers {
    Lending(lending::Numbers),
    Game(game::Numbers),
    Network(network::Numbers),
}

impl Numbers {
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Lending(_) => Kind::Lending,
            Self::Game(_) => Kind::Game,
            Self::Network(_) => Kind::Network,
        }
    }
}

/// A pack as a scenario begins with it.
#[derive(Debug, Clone)]
pub struct Setup {
    pub numbers: Numbers,
    /// At most [`EXTRA`]; bundles name them by `PARAMS + place`.
    pub params: Vec<Param>,
}

/// What every pack does.
pub(crate) trait Pack: std::fmt::Debug + Send {
    /// Plays the hour; `felt` is the pack's policy as it is and as people perceive it.
    fn hour(&mut self, world: &mut World, felt: &Felt, stream: Stream);
    /// Public figures at the end of the hour.
    fn figures(&self, world: &World) -> Figures;
    /// Metrics of the run so far.
    fn metrics(&self) -> Metrics;
}

/// A number between `low` and `high`, evenly, by `u` in [0, 1).
pub(crate) fn between(low: f64, high: f64, u: f64) -> f64 {
    low + (high - low) * u
}
