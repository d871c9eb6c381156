//! The policy that a scenario starts with: the parameters of the committed genesis, with its limits.

use std::collections::BTreeMap;

use economics::{
    bounds::{AI_OK, Budget, EMERGENCY_OK, Param, Spec},
    emission::{Breaker, Schedule},
    group::Group,
    key::{FEE_BPS, STANDARD, key},
    time::{DAY, Now},
};
use serde::Deserialize;

use crate::{
    market::Market,
    packs::{self, Numbers, Setup},
    scenario::{Issued, PARAMS, Scenario},
};

const TEXT: &str = include_str!("../../../migrations/0001-economy.toml");

/// The moment at which every file's run begins.
pub(super) const START: Now = Now { unix: 1_800_000_000, slot: 1_000_000, epoch: 500 };

/// When every parameter was last changed: a month before `now`.
fn past(now: Now) -> Now {
    Now { unix: now.unix - 30 * DAY, epoch: now.epoch - 15, ..now }
}

/// What of the genesis concerns the twin; the rest is for the chain.
#[derive(Deserialize)]
struct Genesis {
    group_sums: Vec<i64>,
    token: Token,
    param: Vec<Row>,
    profile: BTreeMap<String, Profile>,
}

#[derive(Deserialize)]
struct Token {
    initial_ppm: u64,
    floor_ppm: u64,
    disinflation_bps: u64,
    breaker_bps: u64,
}

#[derive(Deserialize)]
struct Profile {
    min_interval_secs: u64,
    window_secs: u64,
    warmup_secs: u64,
    period_secs: u64,
}

/// One parameter as the files of `migrations` write it.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub key: String,
    pub value: i64,
    hard: [i64; 2],
    soft: [i64; 2],
    step_abs: [u64; 2],
    #[serde(default)]
    step_bps: [u32; 2],
    #[serde(default)]
    min_interval_epochs: u32,
    budget_30d: u64,
    #[serde(default)]
    group: u8,
    #[serde(default)]
    ai: bool,
    #[serde(default)]
    emergency: bool,
    #[serde(default)]
    safe_direction: i8,
}

impl Row {
    pub fn spec(&self, min_interval_secs: u64) -> Spec {
        Spec {
            hard_min: self.hard[0],
            hard_max: self.hard[1],
            soft_min: self.soft[0],
            soft_max: self.soft[1],
            step_up_abs: self.step_abs[0],
            step_down_abs: self.step_abs[1],
            step_up_bps: self.step_bps[0],
            step_down_bps: self.step_bps[1],
            min_interval_secs,
            min_interval_epochs: self.min_interval_epochs,
            group: self.group,
            decimals: 0,
            unit: 0,
            safe_direction: self.safe_direction,
            budget_30d: self.budget_30d,
            flags: (AI_OK * u32::from(self.ai)) | (EMERGENCY_OK * u32::from(self.emergency)),
            _pad: [0; 4],
        }
    }
}

fn genesis() -> Genesis {
    toml::from_str(TEXT).expect("the committed genesis is read by a test")
}

/// Keys of the standard parameters.
pub(super) fn names() -> Vec<String> {
    genesis().param.into_iter().map(|row| row.key).collect()
}

/// The genesis' parameters with other values, last changed a month before `now`; (key, reason) of what cannot be.
pub(super) fn params(values: &BTreeMap<String, i64>, now: Now) -> Result<[Param; PARAMS], (String, String)> {
    let Genesis { param: rows, profile, group_sums, .. } = genesis();
    if let Some(unknown) = values.keys().find(|name| !rows.iter().any(|row| row.key == **name)) {
        let known: Vec<_> = rows.iter().map(|row| row.key.as_str()).collect();
        return Err((unknown.clone(), format!("no parameter of this name; expected one of {}", known.join(", "))));
    }
    let past = past(now);
    let interval = profile["mainnet"].min_interval_secs;
    let mut params = [Param::new(STANDARD[0], 0, rows[0].spec(interval), past); PARAMS];
    for (place, standard) in STANDARD.iter().enumerate() {
        let row = rows.iter().find(|row| key(&row.key) == *standard).expect("the genesis has every standard parameter");
        let value = values.get(&row.key).copied().unwrap_or(row.value);
        let spec = row.spec(interval);
        if !spec.is_sound(value) {
            return Err((row.key.clone(), format!("expected {} to {}, found {value}", spec.min(), spec.max())));
        }
        params[place] = Param { budget: Budget::new(value, past), ..Param::new(*standard, value, spec, past) };
    }
    for (place, target) in group_sums.iter().enumerate() {
        let members = || rows.iter().enumerate().filter(|(_, row)| usize::from(row.group) == place + 1);
        let value = |row: &Row| params.iter().find(|param| param.key == key(&row.key)).map_or(0, |param| param.value);
        let sum: i64 = members().map(|(_, row)| value(row)).sum();
        if sum != *target {
            let all: Vec<_> = members().map(|(_, row)| row.key.as_str()).collect();
            let written = all.iter().find(|name| values.contains_key(**name)).unwrap_or(&all[0]);
            return Err((written.to_string(), format!("{} sum to {sum}, expected {target}", all.join(", "))));
        }
    }
    Ok(params)
}

/// The pack of these numbers, with the values of its parameters that `values` states; the interval is the economy's.
pub(super) fn pack(numbers: Numbers, values: &BTreeMap<String, i64>) -> Result<Setup, (String, String)> {
    packs::setup(numbers, values, genesis().profile["mainnet"].min_interval_secs, past(START))
}

/// An economy of `supply` base units under the genesis' rules, with nobody in it; values were checked before.
pub(super) fn scenario(values: &BTreeMap<String, i64>, supply: u64) -> Scenario {
    let params = params(values, START).expect("values are checked when the file is parsed");
    let Genesis { group_sums, token, profile, .. } = genesis();
    let mainnet = &profile["mainnet"];
    let schedule = Schedule {
        initial_ppm: token.initial_ppm,
        floor_ppm: token.floor_ppm,
        disinflation_bps: token.disinflation_bps,
        start: START.unix,
    };
    let breaker = Breaker { period_secs: mainnet.period_secs, max_bps: token.breaker_bps };
    let fee_bps = u16::try_from(params[FEE_BPS].value).unwrap_or(0);
    let mut groups = [Group::default(); economics::group::MAX_GROUPS];
    groups.iter_mut().zip(&group_sums).for_each(|(group, sum)| *group = Group::sums_to(*sum));
    Scenario {
        start: START,
        steps: 1,
        mark: 1,
        params,
        groups,
        issuer: Issued { schedule, breaker, cap: supply.saturating_mul(2), ever_minted: supply, supply }
            .ledger(&params[0], START),
        window_secs: mainnet.window_secs,
        warmup_secs: mainnet.warmup_secs,
        max_transfer_fee: u64::MAX,
        fee_bps,
        newer_fee_bps: fee_bps,
        newer_fee_epoch: 0,
        act_after_secs: 0,
        supply,
        treasury: 0,
        contributors: 0,
        market: Market { tokens: 1, quote: 1, swap_fee_bps: 0 },
        agents: Vec::new(),
        demand: Default::default(),
        fees_per_day: 0,
        intensity: 1.0,
        habits: Default::default(),
        governance: Default::default(),
        rewards: crate::rewards::DEFAULT,
        shocks: Vec::new(),
        path: None,
        pack: None,
    }
}
