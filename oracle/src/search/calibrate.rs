//! From a snapshot to the twin's scenario.

use economics::{
    bounds::Param,
    emission::{Breaker, Schedule},
    key::{EMISSION_RATE, FEE_BPS, STANDARD},
};
use referee::ensemble::{Ensemble, Member};
use twin::{
    Demand, Outcome, Scenario,
    agents::{Agent, Kind},
    market::Market,
    play_all,
    rng::Stream,
    scenario::{Issued, PARAMS},
};

use super::Known;
use crate::{
    detect::robust::median,
    features::{DAY, Features},
    segment::{DORMANT, FARMER, LOYAL, Segments, TRADER, WHALE},
    snapshot::{ParamView, Rules, Snapshot, WalletActivity},
};

/// Daily volatility that is believed before there are data, and how many observations that belief is worth.
const PRIOR_VOLATILITY: f64 = 0.03;
const PRIOR_WEIGHT: f64 = 5.0;
/// Market depth where no source tells one, as a share of supply.
const DEFAULT_DEPTH: f64 = 0.02;
/// Most tokens that the modelled market may hold, as a share of supply.
const MOST_DEPTH: f64 = 0.2;
/// Money beside tokens, as a share of the wallet's worth.
const CASH: f64 = 0.05;
/// Days of a year.
const YEAR_DAYS: f64 = 365.0;
/// Days, runs and rounds of the fit.
const FIT_DAYS: u32 = 15;
const FIT_RUNS: u32 = 12;
const FIT_ROUNDS: usize = 4;
/// Stream of the traits that cannot be observed.
const TRAITS: u64 = 0xCA11B;

/// The twin at the snapshot's moment.
///
/// Calibrated: supply, stake, fees, rules, market depth, volatility, and one agent per wallet by segment (small wallets are merged where there are too many).
/// Revealed preference: what everyone stakes now is what everyone likes at the present yield.
/// What the chain's own history does not fix (how the crowd answers) is the `member`'s.
pub fn scenario(known: &Known, member: &Member) -> Scenario {
    let Known { snapshot, features, segments, objectives, .. } = *known;
    let spec = &objectives.search;
    let params = params(snapshot);
    let rules = &snapshot.rules;
    let start = snapshot.at.into();
    let schedule = Schedule {
        initial_ppm: rules.initial_ppm,
        floor_ppm: rules.floor_ppm,
        disinflation_bps: rules.disinflation_bps,
        start: rules.schedule_start,
    };
    let breaker = Breaker { period_secs: rules.period_secs.max(1), max_bps: rules.breaker_bps };
    let market = market(snapshot);
    let contributors = snapshot.supply.saturating_sub(snapshot.circulating).saturating_sub(snapshot.treasury);
    let mut agents = agents(snapshot, segments, spec.agents as usize);
    fit_into_supply(&mut agents, snapshot, market.tokens.saturating_add(contributors));
    let mut scenario = Scenario {
        start,
        steps: spec.horizon_days,
        mark: spec.effect_days,
        params,
        issuer: Issued {
            schedule,
            breaker,
            cap: rules.cap,
            ever_minted: snapshot.ever_minted,
            supply: snapshot.supply,
        }
        .ledger(&params[EMISSION_RATE], start),
        window_secs: rules.window_secs,
        warmup_secs: rules.warmup_secs,
        max_transfer_fee: rules.max_transfer_fee,
        fee_bps: u16::try_from(params[FEE_BPS].previous).unwrap_or(0),
        newer_fee_bps: rules.newer_fee_bps,
        newer_fee_epoch: rules.newer_fee_epoch,
        act_after_secs: act_after(rules),
        supply: snapshot.supply,
        treasury: snapshot.treasury,
        contributors,
        market,
        agents,
        demand: demand(features, member),
        fees_per_day: fees_per_day(features),
        intensity: 1.0,
        groups: Default::default(),
        habits: Default::default(),
        governance: Default::default(),
        rewards: spec.rewards,
        shocks: Vec::new(),
        path: None,
        pack: None,
    };
    fit(&mut scenario);
    scenario
}

/// Members of the calibrated ensemble, drawn without regard to their distance; the same for the same seed.
pub fn members(count: u32, seed: u64) -> Vec<Member> {
    let ensemble = Ensemble::built_in().expect("the committed ensemble is read by a test of the referee");
    let draws = (0..count).map(|n| Stream::new(seed, 0xE5).draws(n, 0).bits());
    draws.map(|seed| *ensemble.inner(seed)).collect()
}

/// The crowd of this chain's volatility that answers as the member's does; its volatility and the intensity are fitted afterwards.
fn demand(features: &Features, member: &Member) -> Demand {
    let crowd = Demand::default();
    Demand {
        volatility: volatility(features),
        reversion: (crowd.reversion * member.reversion).min(1.0),
        turbulence: (crowd.turbulence * member.turbulence).clamp(1.0, 100.0),
        switching: (crowd.switching * member.switching).min(1.0),
        leverage: (crowd.leverage * member.leverage).min(20.0),
        elasticity: (crowd.elasticity * member.elasticity).min(4.0),
        ..crowd
    }
}

/// Typical fees of a day: median of the last week, base units.
fn fees_per_day(features: &Features) -> u64 {
    let fees = features.get("fees");
    let week = &fees[fees.len().saturating_sub(7)..];
    (median(week) * twin::UNIT).max(0.0) as u64
}

/// Makes the twin's fees those that were really paid (by what its traders trade and its users spend), and its volatility the one that was seen (by the luck of outsiders).
fn fit(scenario: &mut Scenario) {
    let wanted = (scenario.fees_per_day as f64 / twin::UNIT, scenario.demand.volatility);
    for _ in 0..FIT_ROUNDS {
        let trial = Scenario { steps: FIT_DAYS, mark: FIT_DAYS, ..scenario.clone() };
        let runs = play_all(&trial, &[vec![]], TRAITS, FIT_RUNS).concat();
        let mean = |of: fn(&Outcome) -> f64| runs.iter().map(of).sum::<f64>() / runs.len().max(1) as f64;
        let (fees, volatility) =
            (mean(|run| run.fees) / f64::from(FIT_DAYS), mean(|run| run.volatility) / YEAR_DAYS.sqrt());
        if wanted.0 > 0.0 && fees > 0.0 {
            scenario.intensity = (scenario.intensity * (wanted.0 / fees).clamp(0.2, 5.0)).clamp(0.02, 50.0);
        }
        if volatility > 0.0 {
            scenario.demand.volatility =
                (scenario.demand.volatility * (wanted.1 / volatility).clamp(0.5, 2.0)).clamp(0.002, 0.3);
        }
    }
}

/// Members take about a quarter of the voting time, then the delay runs.
pub fn act_after(rules: &Rules) -> u64 {
    (rules.voting_secs / 4).min(DAY as u64).saturating_add(rules.delay_secs)
}

/// Place of a key in the twin.
pub fn place(key: &str) -> Option<usize> {
    STANDARD.iter().position(|standard| *standard == economics::key(key))
}

fn params(snapshot: &Snapshot) -> [Param; PARAMS] {
    std::array::from_fn(|index| {
        let found = snapshot.params.iter().find(|view| place(&view.key) == Some(index));
        found.map_or_else(|| Param::from(&ParamView::default()), Param::from)
    })
}

fn market(snapshot: &Snapshot) -> Market {
    let supply = snapshot.supply as f64;
    let (price, known) =
        snapshot.last_price().map_or((1.0, 0.0), |p| (p.price_micro.max(1) as f64 / 1e6, p.liquidity as f64));
    let tokens = if known > 0.0 { known / price } else { supply * DEFAULT_DEPTH };
    let tokens = tokens.clamp(1e6, (supply * MOST_DEPTH).max(1e6));
    Market { tokens: tokens as u64, quote: (tokens * price).max(1.0) as u64, swap_fee_bps: 30 }
}

/// Daily volatility: root mean square of the returns, drawn towards a prior while they are few.
fn volatility(features: &Features) -> f64 {
    let returns = features.get("log_return").get(1..).unwrap_or(&[]);
    let squares: f64 = returns.iter().map(|r| r * r).sum();
    let prior = PRIOR_WEIGHT * PRIOR_VOLATILITY * PRIOR_VOLATILITY;
    let per_step = ((squares + prior) / (returns.len() as f64 + PRIOR_WEIGHT)).sqrt();
    let steps_per_day = DAY as f64 / features.step_secs.max(1) as f64;
    (per_step * steps_per_day.sqrt()).clamp(0.005, 0.15)
}

fn agents(snapshot: &Snapshot, segments: &Segments, most: usize) -> Vec<Agent> {
    let median = median_trader(snapshot, segments);
    let mut order: Vec<usize> = (0..snapshot.wallets.len()).filter(|&i| wealth(&snapshot.wallets[i]) > 0).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(wealth(&snapshot.wallets[i])), i));
    let alone = if order.len() > most { most / 2 } else { order.len() };
    let mut agents: Vec<Agent> =
        order[..alone].iter().map(|&i| agent(snapshot, i, kind(snapshot, segments, i, median))).collect();
    agents.extend(merged(snapshot, segments, &order[alone..], most - alone.min(most)));
    agents
}

/// The many small wallets as few agents of the same kinds, each the sum of its wallets.
fn merged(snapshot: &Snapshot, segments: &Segments, rest: &[usize], slots: usize) -> Vec<Agent> {
    if rest.is_empty() || slots == 0 {
        return Vec::new();
    }
    let median = median_trader(snapshot, segments);
    let mut by_kind: Vec<(Kind, usize)> = rest.iter().map(|&i| (kind(snapshot, segments, i, median), i)).collect();
    by_kind.sort();
    let size = by_kind.len().div_ceil(slots.saturating_sub(SEEN.len()).max(1));
    let mut agents = Vec::with_capacity(slots);
    for group in by_kind.chunk_by(|a, b| a.0 == b.0) {
        for part in group.chunks(size) {
            let members = part.iter().map(|&(kind, i)| agent(snapshot, i, kind));
            agents.extend(members.reduce(|sum, one| Agent {
                liquid: sum.liquid.saturating_add(one.liquid),
                staked: sum.staked.saturating_add(one.staked),
                quote: sum.quote.saturating_add(one.quote),
                ..sum
            }));
        }
    }
    agents
}

fn agent(snapshot: &Snapshot, i: usize, kind: Kind) -> Agent {
    let wallet = &snapshot.wallets[i];
    let mut traits = Stream::new(TRAITS, 0).draws(i as u32, 0);
    let price = snapshot.last_price().map_or(1.0, |point| point.price_micro as f64 / 1e6);
    let age = snapshot.at.unix.saturating_sub(wallet.first_seen).max(1) as f64;
    let periods = (age / snapshot.rules.period_secs.max(1) as f64).max(1.0);
    let per_period = wallet.transfers as f64 / periods;
    let worth = wealth(wallet) as f64 * price;
    let spent = wallet.sent as f64 / periods * price;
    Agent {
        liquid: wallet.balance,
        staked: wallet.staked,
        quote: if kind == Kind::Utility { spent.min(worth) } else { worth * CASH } as u64,
        response: if wallet.staked > 0 { 0.2 + 0.6 * traits.uniform() } else { 0.2 * traits.uniform() },
        threshold: if wallet.staked > 0 { 0.5 + 0.5 * traits.uniform() } else { 1.0 + traits.uniform() },
        loss_tolerated: 0.2 + 0.5 * traits.uniform(),
        activity: (per_period / (1.0 + per_period)).clamp(0.05, 0.9),
        ..Agent::of(kind)
    }
}

/// Kinds that a snapshot's wallets can be taken for.
const SEEN: [Kind; 8] = [
    Kind::Holder,
    Kind::Staker,
    Kind::NoiseTrader,
    Kind::TrendTrader,
    Kind::ValueTrader,
    Kind::Farmer,
    Kind::Whale,
    Kind::Utility,
];
/// Strategies of traders; a snapshot does not show them, so they are dealt evenly.
const STRATEGIES: [Kind; 3] = [Kind::NoiseTrader, Kind::TrendTrader, Kind::ValueTrader];

/// The segment's habit; the poorer half of the traders are taken for users.
fn kind(snapshot: &Snapshot, segments: &Segments, i: usize, median: u64) -> Kind {
    match segment_name(segments, i) {
        WHALE => Kind::Whale,
        LOYAL => Kind::Staker,
        FARMER => Kind::Farmer,
        TRADER if wealth(&snapshot.wallets[i]) < median => Kind::Utility,
        TRADER => STRATEGIES[i % STRATEGIES.len()],
        _ => Kind::Holder,
    }
}

fn wealth(wallet: &WalletActivity) -> u64 {
    wallet.balance.saturating_add(wallet.staked)
}

fn segment_name(segments: &Segments, i: usize) -> &str {
    let label = segments.labels.get(i).copied().unwrap_or(0);
    segments.segments.get(usize::from(label)).map_or(DORMANT, |segment| segment.name.as_str())
}

/// Median wealth of the wallets in segments of traders.
fn median_trader(snapshot: &Snapshot, segments: &Segments) -> u64 {
    let traders = (0..snapshot.wallets.len()).filter(|&i| segment_name(segments, i) == TRADER);
    let mut all: Vec<u64> = traders.map(|i| wealth(&snapshot.wallets[i])).collect();
    all.sort_unstable();
    all.get(all.len() / 2).copied().unwrap_or(0)
}

/// Where wallets, treasury and market together exceed the supply (the market's tokens are then in wallets that we see), liquid balances shrink evenly.
fn fit_into_supply(agents: &mut [Agent], snapshot: &Snapshot, elsewhere: u64) {
    let staked: u64 = agents.iter().fold(0, |sum, agent| sum.saturating_add(agent.staked));
    let liquid: u64 = agents.iter().fold(0, |sum, agent| sum.saturating_add(agent.liquid));
    let taken = staked.saturating_add(snapshot.treasury).saturating_add(elsewhere);
    let room = snapshot.supply.saturating_sub(taken);
    if liquid > room {
        let part = room as f64 / liquid as f64;
        agents.iter_mut().for_each(|agent| agent.liquid = (agent.liquid as f64 * part) as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features,
        objectives::{Objectives, SearchSpec},
        segment,
        snapshot::example,
    };

    fn scenario_of(snapshot: &Snapshot, most: u32) -> Scenario {
        let features = features::build(snapshot);
        let segments = segment::segment(snapshot, &features, None);
        let mut objectives = Objectives::default();
        objectives.search = SearchSpec { agents: most, ..objectives.search };
        let known =
            Known { snapshot, features: &features, forecasts: &[], segments: &segments, objectives: &objectives };
        scenario(&known, &members(1, 1)[0])
    }

    fn made(wallets: usize, most: u32) -> (Snapshot, Scenario) {
        let snapshot = example::economy(20, wallets, 1);
        let scenario = scenario_of(&snapshot, most);
        (snapshot, scenario)
    }

    #[test]
    fn the_twin_starts_with_the_chains_supply_and_stake() {
        let (snapshot, scenario) = made(100, 200);
        let world = twin::world::World::new(&scenario);
        assert!(world.is_conserved());
        assert!((world.staked_share() - snapshot.staked_share()).abs() < 1e-6);
        assert_eq!(scenario.agents.len(), 100);
        for kind in SEEN {
            assert!(scenario.agents.iter().any(|agent| agent.kind == kind), "{kind:?}");
        }
    }

    #[test]
    fn many_wallets_are_merged_without_losing_a_token() {
        let (snapshot, scenario) = made(300, 50);
        assert!(scenario.agents.len() <= 50 + SEEN.len(), "{}", scenario.agents.len());
        let staked: u64 = scenario.agents.iter().map(|agent| agent.staked).sum();
        assert_eq!(staked, snapshot.wallets.iter().map(|wallet| wallet.staked).sum::<u64>());
    }

    #[test]
    fn an_empty_snapshot_still_makes_a_world() {
        let scenario = scenario_of(&Snapshot::default(), 200);
        assert!(twin::world::World::new(&scenario).is_conserved());
    }
}
