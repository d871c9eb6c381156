//! Scenarios as people write them: TOML, read strictly.
//!
//! ```text
//! text ──parse──► ScenarioFile ──build(agents, traits)──► Scenario
//! ```
//!
//! Nothing is guessed: an unknown field, a number outside its range or a word that is no kind is refused, with its line and the reason.
//! What a file leaves out has the defaults that `docs/twin.md` lists. No file is opened here; the caller reads the text.

mod built_in;
mod genesis;
mod lines;
mod mix;
mod shocks;

pub use built_in::{BUILT_IN, STANDARD_MIX, built_in};
pub(crate) use genesis::Row;
pub use mix::{Group, Span};
pub use shocks::ShockRow;

use economics::policy::Class;
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    MAX_STEPS, UNIT,
    habits::Habits,
    knobs::knobs,
    packs::{self, Numbers},
    reading::REMEMBERED,
    rewards,
    scenario::{Demand, Governance, Scenario},
};

/// Why a file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct FileError {
    /// Counted from 1.
    pub line: usize,
    pub reason: String,
}

knobs! {
    /// Size and shape of the economy at the start; tokens are whole tokens.
    Size {
        /// Tokens that exist.
        supply: 100_000_000.0 in 1_000.0..=10_000_000_000.0,
        /// Quote per token.
        price: 1.0 in 0.000_001..=1_000_000.0,
        /// Part of the supply that agents hold; what nobody holds belongs to outsiders.
        held: 0.85 in 0.0..=1.0,
        /// Part of the supply that lies in the market.
        depth: 0.05 in 0.000_001..=1.0,
        /// Part of the supply that the treasury has.
        treasury: 0.02 in 0.0..=1.0,
        /// Fee that stays in the market, bps.
        swap_fee_bps: 30.0 in 0.0..=1_000.0,
        /// Transfer fees per day before the start, tokens; part of the yield that stakers are used to.
        fees_per_day: 0.0 in 0.0..=1_000_000_000.0,
        /// Multiplier of what traders trade and users spend.
        intensity: 1.0 in 0.0..=100.0,
    }
}

/// Values of parameters by key.
type Values = std::collections::BTreeMap<String, i64>;

/// A scenario as it is written.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    pub name: String,
    /// What happens, for people.
    pub about: String,
    pub days: u32,
    /// Day on which an effect is read; the last one by default.
    pub mark: Option<u32>,
    #[serde(default)]
    pub economy: Size,
    /// Values of parameters by key; the genesis' values where absent.
    #[serde(default)]
    pub policy: Values,
    #[serde(default)]
    pub governance: GovernanceRow,
    /// Who earns what the contributors' gauge emits.
    #[serde(default)]
    pub rewards: RewardsRow,
    #[serde(default)]
    pub demand: Demand,
    #[serde(default)]
    pub habits: Habits,
    /// The standard mix where absent.
    #[serde(default)]
    pub agents: Vec<Group>,
    #[serde(default)]
    pub shock: Vec<ShockRow>,
    /// At most one domain pack, with its numbers.
    pub lending: Option<packs::lending::Numbers>,
    pub game: Option<packs::game::Numbers>,
    pub network: Option<packs::network::Numbers>,
}

/// `Governance` in hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GovernanceRow {
    /// From a proposal until it can be executed.
    pub delay_hours: u32,
    pub lag_hours: u32,
    pub decide_every_hours: u32,
    pub voice_veto_bps: u64,
    pub routine_every_days: u32,
}

impl Default for GovernanceRow {
    fn default() -> Self {
        let Governance { decide_every_hours, lag_hours, voice_veto_bps, routine_every_days, .. } =
            Governance::default();
        Self { delay_hours: 36, lag_hours, decide_every_hours, voice_veto_bps, routine_every_days }
    }
}

/// `rewards::Weights` by segment, bps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RewardsRow {
    pub loyal: u16,
    pub user: u16,
    pub provider: u16,
    pub voter: u16,
}

impl Default for RewardsRow {
    fn default() -> Self {
        let [loyal, user, provider, voter] = rewards::DEFAULT;
        Self { loyal, user, provider, voter }
    }
}

impl RewardsRow {
    /// In the order of `Segment::ALL`.
    pub fn weights(&self) -> rewards::Weights {
        [self.loyal, self.user, self.provider, self.voter]
    }
}

/// Reads a scenario.
pub fn parse(text: &str) -> Result<ScenarioFile, FileError> {
    let mut file: ScenarioFile = read(text)?;
    if file.agents.is_empty() {
        file.agents = mix(STANDARD_MIX)?;
    } else {
        mix::check(text, &file.agents)?;
    }
    file.check(text)?;
    shocks::check(text, &file.shock)?;
    Ok(file)
}

/// Reads a file that has nothing but `[[agents]]`, to take the place of a scenario's.
pub fn mix(text: &str) -> Result<Vec<Group>, FileError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Mix {
        agents: Vec<Group>,
    }
    let Mix { agents } = read(text)?;
    mix::check(text, &agents)?;
    Ok(agents)
}

/// Reads a file that has nothing but `[[shock]]`, to be added to a scenario's.
pub fn shocks(text: &str) -> Result<Vec<ShockRow>, FileError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Shocks {
        shock: Vec<ShockRow>,
    }
    let Shocks { shock } = read(text)?;
    shocks::check(text, &shock)?;
    Ok(shock)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, FileError> {
    toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start).min(text.len());
        let line = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        FileError { line, reason: error.message().trim().replace('\n', "; ") }
    })
}

impl ScenarioFile {
    fn check(&self, text: &str) -> Result<(), FileError> {
        let fault = |table: &str, key: &str, reason: String| lines::refuse(text, table, 0, key, reason);
        let days = 1..=MAX_STEPS as u32;
        if !days.contains(&self.days) {
            return fault("", "days", format!("expected 1 to {MAX_STEPS}, found {}", self.days));
        }
        if let Some(mark) = self.mark.filter(|mark| !(1..=self.days).contains(mark)) {
            return fault("", "mark", format!("expected 1 to {}, found {mark}", self.days));
        }
        let knobs =
            [("economy", self.economy.fault()), ("demand", self.demand.fault()), ("habits", self.habits.fault())];
        for (table, found) in knobs {
            if let Some((key, reason)) = found {
                return fault(table, key, reason);
            }
        }
        let parts = self.economy.held + self.economy.depth + self.economy.treasury;
        if parts > 1.0 {
            return fault(
                "economy",
                "held",
                format!("held, depth and treasury are {parts} of the supply; expected at most 1"),
            );
        }
        let row = &self.governance;
        let most = REMEMBERED as u32 - 1;
        let hours = [
            ("delay_hours", row.delay_hours, 0, 720),
            ("lag_hours", row.lag_hours, 0, most),
            ("decide_every_hours", row.decide_every_hours, 1, 720),
            ("routine_every_days", row.routine_every_days, 0, MAX_STEPS as u32),
        ];
        for (key, found, low, high) in hours {
            if !(low..=high).contains(&found) {
                return fault("governance", key, format!("expected {low} to {high}, found {found}"));
            }
        }
        if row.voice_veto_bps > 10_000 {
            return fault(
                "governance",
                "voice_veto_bps",
                format!("expected 0 to 10 000, found {}", row.voice_veto_bps),
            );
        }
        if !rewards::is_sound(&self.rewards.weights()) {
            return fault("rewards", "loyal", "the segments earn more than 10 000 together".into());
        }
        let (standard, own) = self.check_pack(text)?;
        let refused = |(key, reason): (String, String)| lines::error(text, "policy", 0, &key, reason);
        genesis::params(&standard, genesis::START).map_err(refused)?;
        self.numbers().map_or(Ok(()), |numbers| genesis::pack(numbers, &own).map(|_| ()).map_err(refused))
    }

    /// At most one pack, its numbers within their ranges; gives the values of standard parameters and those of the pack's.
    fn check_pack(&self, text: &str) -> Result<(Values, Values), FileError> {
        let faults = [
            ("lending", self.lending.map(|numbers| numbers.fault())),
            ("game", self.game.map(|numbers| numbers.fault())),
            ("network", self.network.map(|numbers| numbers.fault())),
        ];
        let stated: Vec<_> = faults.iter().filter(|(_, fault)| fault.is_some()).collect();
        if let [_, (second, _), ..] = stated[..] {
            return lines::refuse(text, second, 0, second, "a scenario has one domain pack at most".into());
        }
        for (table, fault) in &faults {
            if let Some(Some((key, reason))) = fault {
                return lines::refuse(text, table, 0, key, reason.clone());
            }
        }
        Ok(self.values())
    }

    /// The pack that the file has.
    pub fn numbers(&self) -> Option<Numbers> {
        let game = || self.game.map(Numbers::Game);
        self.lending.map(Numbers::Lending).or_else(game).or_else(|| self.network.map(Numbers::Network))
    }

    /// Stated values of standard parameters, and of the pack's.
    fn values(&self) -> (Values, Values) {
        let names = self.numbers().map_or(Vec::new(), |numbers| packs::names(numbers.kind()));
        let (own, standard) = self.policy.clone().into_iter().partition(|(key, _)| names.contains(key));
        (standard, own)
    }

    /// The scenario with this many agents, whose traits are drawn by `traits`.
    pub fn build(&self, agents: usize, traits: u64) -> Scenario {
        let supply = (self.economy.supply * UNIT) as u64;
        let part = |of: f64| (self.economy.supply * UNIT * of) as u64;
        let (standard, own) = self.values();
        let mut scenario = genesis::scenario(&standard, supply);
        scenario.pack = self.numbers().and_then(|numbers| genesis::pack(numbers, &own).ok());
        scenario.steps = self.days;
        scenario.mark = self.mark.unwrap_or(self.days);
        scenario.act_after_secs = u64::from(self.governance.delay_hours) * 3_600;
        scenario.treasury = part(self.economy.treasury);
        scenario.market.tokens = part(self.economy.depth);
        scenario.market.quote = (part(self.economy.depth) as f64 * self.economy.price).max(1.0) as u64;
        scenario.market.swap_fee_bps = self.economy.swap_fee_bps as u64;
        scenario.demand = self.demand;
        scenario.habits = self.habits;
        scenario.fees_per_day = (self.economy.fees_per_day * UNIT) as u64;
        scenario.intensity = self.economy.intensity;
        scenario.governance = Governance {
            decide_every_hours: self.governance.decide_every_hours,
            lag_hours: self.governance.lag_hours,
            class: Class::Ai,
            voice_veto_bps: self.governance.voice_veto_bps,
            routine_every_days: self.governance.routine_every_days,
        };
        scenario.rewards = self.rewards.weights();
        scenario.shocks = self.shock.iter().map(ShockRow::shock).collect();
        mix::settle(&mut scenario, &self.agents, agents, part(self.economy.held), traits);
        scenario
    }
}

#[cfg(test)]
mod tests;
