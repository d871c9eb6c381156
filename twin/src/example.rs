//! A plausible economy of any size, for the benchmark, the tests and a first look.

use economics::{
    bounds::{AI_OK, Budget, Param, Spec},
    emission::{Breaker, Schedule},
    key::STANDARD,
    time::{DAY, Now},
};

use crate::{
    agents::{Agent, Kind},
    market::Market,
    rng::Stream,
    scenario::{Demand, Issued, PARAMS, Scenario},
};

const TOKEN: u64 = 1_000_000;
const SUPPLY: u64 = 100_000_000 * TOKEN;

/// `agents` agents of all kinds who hold half of a supply of 100 million; a calm market; 8 % emission, 0.5 % fee.
pub fn economy(agents: usize, steps: u32) -> Scenario {
    let start = Now { unix: 1_800_000_000, slot: 1_000_000, epoch: 500 };
    let schedule = Schedule { initial_ppm: 150_000, floor_ppm: 15_000, disinflation_bps: 1_500, start: start.unix };
    let breaker = Breaker { period_secs: DAY as u64, max_bps: 50 };
    let params = params(start);
    Scenario {
        start,
        steps,
        mark: 3.min(steps),
        params,
        issuer: Issued { schedule, breaker, cap: 10 * SUPPLY, ever_minted: SUPPLY, supply: SUPPLY }
            .ledger(&params[0], start),
        window_secs: DAY as u64,
        warmup_secs: DAY as u64,
        max_transfer_fee: u64::MAX,
        fee_bps: 50,
        newer_fee_bps: 50,
        newer_fee_epoch: 0,
        act_after_secs: DAY as u64,
        supply: SUPPLY,
        treasury: SUPPLY / 100,
        contributors: 0,
        market: Market { tokens: SUPPLY / 20, quote: SUPPLY / 20, swap_fee_bps: 30 },
        agents: (0..agents).map(|n| agent(n, agents)).collect(),
        demand: Demand::default(),
        fees_per_day: 3_000 * TOKEN,
        intensity: 1.0,
        groups: Default::default(),
        habits: Default::default(),
        governance: Default::default(),
        rewards: crate::rewards::DEFAULT,
        shocks: vec![],
        path: None,
        pack: None,
    }
}

fn params(start: Now) -> [Param; PARAMS] {
    let values = [80_000, 50, 5_000, 3_000, 2_000, 6_000, 2_500, 1_500, 3 * DAY];
    std::array::from_fn(|index| {
        let spec = Spec {
            hard_min: 0,
            hard_max: 1_000_000,
            soft_min: 0,
            soft_max: 1_000_000,
            step_up_abs: 10_000,
            step_down_abs: 10_000,
            step_up_bps: 0,
            step_down_bps: 0,
            min_interval_secs: 0,
            min_interval_epochs: 0,
            group: 0,
            decimals: 0,
            unit: 0,
            safe_direction: 0,
            budget_30d: u64::MAX,
            flags: AI_OK,
            _pad: [0; 4],
        };
        let past = Now { unix: start.unix - 30 * DAY, ..start };
        Param { budget: Budget::new(values[index], past), ..Param::new(STANDARD[index], values[index], spec, past) }
    })
}

fn agent(n: usize, count: usize) -> Agent {
    let kind = Kind::ALL[n % Kind::ALL.len()];
    let mut draws = Stream::new(1, 0).draws(n as u32, 0);
    let whole = (SUPPLY / 2) as f64 / count as f64 * (0.5 + draws.uniform());
    let staked_part = match kind {
        Kind::Staker | Kind::Voter | Kind::Validator => 0.9,
        Kind::Farmer => 0.8,
        Kind::Whale => 0.4,
        _ => 0.0,
    };
    let staked = (whole * staked_part) as u64;
    Agent {
        locked: if kind == Kind::Whale { (whole * 0.3) as u64 } else { 0 },
        pooled: 0,
        kind,
        liquid: whole as u64 - staked,
        staked,
        quote: (whole * 0.02) as u64,
        response: 0.2 + 0.6 * draws.uniform(),
        threshold: 0.5 + 0.5 * draws.uniform(),
        loss_tolerated: 0.2 + 0.5 * draws.uniform(),
        activity: 0.1 + 0.5 * draws.uniform(),
    }
}
