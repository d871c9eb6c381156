//! `migrations/0001-economy.toml`: what an economy is born with.

use std::{collections::BTreeMap, path::Path};

use economics::{
    council::{blocking, fewest_approvals},
    policy::Class as Kind,
};
use governor::{
    Charter,
    state::{AlarmRule, ClassRule, Group, Spec},
};
use serde::Deserialize;

use super::{
    GaugeSpec, MigrateError,
    brakes::{Alarm, Brakes, alarm_rules},
};

/// One profile of the file, ready to be applied.
#[derive(Clone, Debug)]
pub struct Profile {
    pub name: String,
    pub token: TokenSpec,
    pub params: Vec<ParamSpec>,
    /// Receivers of emission beside the staking pool, the contributors and the treasury.
    pub gauges: Vec<GaugeSpec>,
    /// The constitution by class: ai, param, emergency, config, action.
    pub floors: [ClassRule; 5],
    pub groups: [Group; 4],
    pub(super) brakes: Brakes,
    pub(super) alarm_rules: [AlarmRule; 4],
    pub guardian: Option<String>,
    pub creator: Option<String>,
    pub seats: Vec<String>,
    pub oracle: Option<String>,
    /// Proposals that the oracle may have open at once.
    pub oracle_quota: u8,
    /// Staking: reward window and warm-up, seconds.
    pub window_secs: u64,
    pub warmup_secs: u64,
    /// Metrics and breaker period, seconds.
    pub period_secs: u64,
    /// Whether the genesis hands the programs to the gate.
    pub gate_owns_programs: bool,
}

/// The token and its emission, constants of the economy.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenSpec {
    pub name: String,
    pub symbol: String,
    /// Address of a JSON document with description and logo; the economy can change it later.
    pub uri: String,
    /// Base units (6 decimals).
    pub genesis_supply: u64,
    /// Most that may ever be minted, base units.
    pub cap: u64,
    /// Emission ceiling: first and last year, ppm per year, and yearly fall, bps.
    pub initial_ppm: u64,
    pub floor_ppm: u64,
    pub disinflation_bps: u64,
    /// Most that one period may mint, bps of supply; at most 50.
    pub breaker_bps: u64,
}

/// One parameter at genesis.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParamSpec {
    pub key: String,
    pub value: i64,
    /// For display: 0 plain, 1 ppm per year, 2 basis points, 3 seconds, 4 token base units.
    pub unit: u8,
    /// Bounds that nobody can ever change.
    pub hard: [i64; 2],
    /// Bounds that a config proposal can change.
    pub soft: [i64; 2],
    /// Largest step up and down: absolute, and in bps of the value; the larger counts.
    pub step_abs: [u64; 2],
    #[serde(default)]
    pub step_bps: [u32; 2],
    /// Distance between any two values held within 30 days.
    pub budget_30d: u64,
    /// Epochs between two changes where the profile has no say (fees act after two epochs).
    #[serde(default)]
    pub min_interval_epochs: u32,
    /// 1-based coupled group.
    #[serde(default)]
    pub group: u8,
    /// Whether the oracle may move it.
    #[serde(default)]
    pub ai: bool,
    /// Whether an emergency may, and in which direction.
    #[serde(default)]
    pub emergency: bool,
    #[serde(default)]
    pub safe_direction: i8,
    #[serde(skip)]
    min_interval_secs: u64,
}

/// Times of one class of proposals; its thresholds follow from the number of seats.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    pub delay_secs: u64,
    pub delay_slots: u64,
    pub voting_secs: u64,
    pub window_secs: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    token: TokenSpec,
    /// Sums that coupled groups must keep.
    group_sums: Vec<i64>,
    param: Vec<ParamSpec>,
    alarm: Vec<Alarm>,
    #[serde(default)]
    gauge: Vec<GaugeSpec>,
    profile: BTreeMap<String, Variant>,
}

/// A domain pack's file: parameters and nothing else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    param: Vec<ParamSpec>,
}

/// What differs between chains.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Variant {
    creator: Option<String>,
    #[serde(default)]
    seats: Vec<String>,
    oracle: Option<String>,
    oracle_quota: u8,
    min_interval_secs: u64,
    /// False where epochs are too long to wait for: intervals then count seconds only.
    intervals_in_epochs: bool,
    unbond_secs: i64,
    window_secs: u64,
    warmup_secs: u64,
    period_secs: u64,
    ai: Class,
    param: Class,
    emergency: Class,
    config: Class,
    action: Class,
    brakes: Brakes,
    guardian: Option<String>,
    /// Whether the genesis hands the programs to the gate.
    #[serde(default)]
    gate_owns_programs: bool,
}

impl Profile {
    /// Reads profile `name` from a migration file.
    pub fn load(path: &Path, name: &str) -> Result<Self, MigrateError> {
        let text = std::fs::read_to_string(path).map_err(|source| MigrateError::Read { path: path.into(), source })?;
        Self::parse(&text, path, name)
    }

    /// The profile of the file that came with this program.
    pub fn built_in(name: &str) -> Result<Self, MigrateError> {
        Self::parse(
            include_str!("../../../migrations/0001-economy.toml"),
            Path::new("migrations/0001-economy.toml"),
            name,
        )
    }

    /// The profile with the parameters of a domain pack behind its own; `path` is a file of `migrations/packs` or like one.
    pub fn with_pack(mut self, path: &Path) -> Result<Self, MigrateError> {
        let text = std::fs::read_to_string(path).map_err(|source| MigrateError::Read { path: path.into(), source })?;
        let refused = |reason: String| MigrateError::Parse { path: path.into(), reason };
        let pack: Pack = toml::from_str(&text).map_err(|error| refused(error.to_string()))?;
        let interval = self.params.first().map_or(0, |param| param.min_interval_secs);
        for mut param in pack.param {
            param.min_interval_secs = interval;
            let (key, value) = (&param.key, param.value);
            if self.params.iter().any(|known| economics::key(&known.key) == economics::key(key)) {
                return Err(refused(format!("parameter {key}: the economy has one of this name already")));
            }
            if !economics::bounds::Spec::from(param.spec()).is_sound(value) {
                return Err(refused(format!("parameter {key}: {value} or its bounds contradict each other")));
            }
            self.params.push(param);
        }
        let (most, found) = (economics::policy::MAX_PARAMS, self.params.len());
        if found > most {
            return Err(refused(format!("expected at most {most} parameters with the economy's own, found {found}")));
        }
        Ok(self)
    }

    fn parse(text: &str, path: &Path, name: &str) -> Result<Self, MigrateError> {
        let file: File = toml::from_str(text)
            .map_err(|error| MigrateError::Parse { path: path.into(), reason: error.to_string() })?;
        let known = || file.profile.keys().cloned().collect::<Vec<_>>().join(", ");
        let variant = file.profile.get(name).ok_or_else(|| MigrateError::UnknownProfile {
            path: path.into(),
            found: name.into(),
            known: known(),
        })?;
        let alarm_rules =
            alarm_rules(&file.alarm).map_err(|reason| MigrateError::Parse { path: path.into(), reason })?;
        Ok(Self {
            name: name.into(),
            token: file.token.clone(),
            gauges: file.gauge.clone(),
            params: file.param.iter().map(|param| variant.adapt(param)).collect(),
            floors: variant.classes().map(Class::floor),
            groups: groups(&file.group_sums),
            brakes: variant.brakes,
            alarm_rules,
            guardian: variant.guardian.clone(),
            creator: variant.creator.clone(),
            seats: variant.seats.clone(),
            oracle: variant.oracle.clone(),
            oracle_quota: variant.oracle_quota,
            window_secs: variant.window_secs,
            warmup_secs: variant.warmup_secs,
            period_secs: variant.period_secs,
            gate_owns_programs: variant.gate_owns_programs,
        })
    }

    /// The council's rules for `members` seats with all roles: as few approvals as each class may ask, and as many
    /// vetoes as then stand in its way.
    pub fn charter(&self, members: usize) -> Charter {
        let voters = u8::try_from(members).unwrap_or(u8::MAX);
        let kinds = [Kind::Ai, Kind::Param, Kind::Emergency, Kind::Config, Kind::Action];
        let mut classes = self.floors;
        for (rule, kind) in classes.iter_mut().zip(kinds) {
            rule.approvals = fewest_approvals(kind, voters);
            rule.vetoes = blocking(voters, rule.approvals);
        }
        Charter { classes, floors: self.floors, groups: self.groups }
    }

    /// Value of a parameter at genesis.
    pub fn value(&self, key: &str) -> i64 {
        self.params.iter().find(|param| param.key == key).map_or(0, |param| param.value)
    }
}

fn groups(sums: &[i64]) -> [Group; 4] {
    let mut groups = [Group { kind: 0, _pad: [0; 7], target: 0 }; 4];
    groups.iter_mut().zip(sums).for_each(|(group, target)| *group = Group { kind: 1, _pad: [0; 7], target: *target });
    groups
}

impl Variant {
    fn classes(&self) -> [&Class; 5] {
        [&self.ai, &self.param, &self.emergency, &self.config, &self.action]
    }

    fn adapt(&self, param: &ParamSpec) -> ParamSpec {
        let mut param = param.clone();
        param.min_interval_secs = self.min_interval_secs;
        if !self.intervals_in_epochs {
            param.min_interval_epochs = 0;
        }
        if param.key == "unbond_secs" {
            param.value = self.unbond_secs;
            param.hard[0] = param.hard[0].min(self.unbond_secs);
            param.soft[0] = param.soft[0].min(self.unbond_secs);
        }
        param
    }
}

impl Class {
    /// Two approvals at least, of however many seats, and any number of vetoes.
    fn floor(&self) -> ClassRule {
        ClassRule {
            approvals: 2,
            vetoes: 0,
            enabled: 1,
            _pad: [0; 5],
            delay_secs: self.delay_secs,
            delay_slots: self.delay_slots,
            voting_secs: self.voting_secs,
            window_secs: self.window_secs,
        }
    }
}

impl ParamSpec {
    pub fn spec(&self) -> Spec {
        use economics::bounds::{AI_OK, EMERGENCY_OK};
        Spec {
            hard_min: self.hard[0],
            hard_max: self.hard[1],
            soft_min: self.soft[0],
            soft_max: self.soft[1],
            step_up_abs: self.step_abs[0],
            step_down_abs: self.step_abs[1],
            step_up_bps: self.step_bps[0],
            step_down_bps: self.step_bps[1],
            min_interval_secs: self.min_interval_secs,
            min_interval_epochs: self.min_interval_epochs,
            group: self.group,
            decimals: 0,
            unit: self.unit,
            safe_direction: self.safe_direction,
            budget_30d: self.budget_30d,
            flags: if self.ai { AI_OK } else { 0 } | if self.emergency { EMERGENCY_OK } else { 0 },
            _pad: [0; 4],
        }
    }
}
