//! A snapshot from the store and one consistent look at the chain's accounts.
//!
//! Everything is finalised: accounts as of one slot, and events up to that slot, so both sides of every flow must agree.

mod activity;
mod reconcile;

use governor::state::{Council, Policy};
use issuer::{client::Desk, state::Issuer};
use staking::{Pool, Position};

use super::{GroupView, MarketPoint, Moment, ParamView, PeriodView, Rules, Snapshot, SourceKind, SourceState};
use crate::{
    accounts::{self, DecodeError, MintState, PoolAt, TokenState, kind_filter, read_pools},
    chain::{Account, ChainError, Commitment, Pubkey, Rpc, TOKEN_2022},
    config::Economy,
    store::{Observation, Store, StoreError},
};

/// Market history that a snapshot holds, seconds.
const MARKET_SECS: i64 = 180 * 86_400;

/// Pool number of the economy's standard staking pool.
const POOL_INDEX: u8 = 0;

/// Accounts that a node gives as of one slot.
const MOST_ACCOUNTS: usize = 100;

/// A snapshot that could not be taken, as a fragment after "failed to …".
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    #[error(transparent)]
    Chain(#[from] ChainError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Decode(#[from] DecodeError),
}

impl SnapshotError {
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Chain(error) => error.is_transient(),
            Self::Store(error) => error.is_transient(),
            Self::Decode(_) => false,
        }
    }
}

/// The economy's accounts as of one finalised slot.
pub struct State {
    /// Slot of the state: events up to here must explain it.
    pub slot: u64,
    pub at: Moment,
    pub council: Council,
    pub policy: Policy,
    pub issuer: Issuer,
    pub mint: MintState,
    /// Staking pools, the standard one first.
    pub pools: Vec<PoolAt>,
    pub treasury: TokenState,
    pub contributors: TokenState,
    /// Every token account of the mint.
    pub tokens: Vec<(Pubkey, TokenState)>,
    /// Of every pool.
    pub positions: Vec<Position>,
    /// Addresses that are the economy's own, not people's.
    pub own: Vec<Pubkey>,
}

const CLOCK: Pubkey = solana_program::pubkey!("SysvarC1ock11111111111111111111111111111111");

/// Looks at the chain; take it *before* the ingest round whose events it is compared with.
pub async fn read_state(rpc: &Rpc, economy: &Economy) -> Result<State, SnapshotError> {
    let rpc = rpc.at(Commitment::Finalized);
    let desk = Desk::new(economy.council, economy.mint, POOL_INDEX);
    let further = read_pools(&rpc, &economy.policy, &economy.mint).await?.into_iter().map(|it| it.address);
    let further: Vec<Pubkey> = further.filter(|address| *address != economy.pool).collect();
    let fixed = [
        economy.council,
        economy.policy,
        economy.issuer,
        economy.mint,
        desk.treasury_vault,
        desk.contributors_vault,
        CLOCK,
        economy.pool,
    ];
    let at: Vec<Pubkey> = fixed.into_iter().chain(further).take(MOST_ACCOUNTS).collect();
    let (slot, found) = rpc.accounts_with_slot(&at).await?;
    let get = |index: usize| found.get(index).and_then(Option::as_ref);
    let clock = get(6).and_then(|account| crate::chain::decode_clock(&account.data));
    let clock = clock.ok_or(DecodeError::Missing { kind: "clock", address: CLOCK })?;
    let tokens = rpc.program_accounts(&TOKEN_2022, &[(0, economy.mint.to_bytes().to_vec())]).await?;
    let tokens = tokens
        .iter()
        .filter(|(_, account)| account.data.len() >= 165)
        .map(|(key, account)| Ok((*key, TokenState::decode(key, Some(account))?)));
    let pools = at.iter().zip(&found).skip(fixed.len() - 1);
    let pools = pools.map(|(address, account)| Ok(PoolAt { address: *address, pool: read_pool(address, account)? }));
    let pools = pools.collect::<Result<Vec<_>, DecodeError>>()?;
    let mut positions = Vec::new();
    for pool in &pools {
        let filters = [kind_filter::<Position>(), (8, pool.address.to_bytes().to_vec())];
        positions.extend(rpc.program_accounts(&staking::ID, &filters).await?);
    }
    let own = [desk.economy, desk.withdraw_authority, desk.mint_authority, desk.fee_authority, desk.distributor];
    Ok(State {
        // A node that answers with a newer state than it says is taken at the state's own clock.
        slot: slot.max(clock.slot),
        at: Moment { unix: clock.unix, slot: clock.slot, epoch: clock.epoch },
        council: accounts::decode(&at[0], get(0))?,
        policy: accounts::decode(&at[1], get(1))?,
        issuer: accounts::decode(&at[2], get(2))?,
        mint: MintState::decode(&at[3], get(3))?,
        treasury: TokenState::decode(&at[4], get(4))?,
        contributors: TokenState::decode(&at[5], get(5))?,
        tokens: tokens.collect::<Result<_, DecodeError>>()?,
        positions: positions
            .iter()
            .map(|(key, account): &(Pubkey, Account)| accounts::decode(key, Some(account)))
            .collect::<Result<_, _>>()?,
        own: own.into_iter().chain([economy.issuer]).chain(pools.iter().map(|pool| pool.address)).collect(),
        pools,
    })
}

fn read_pool(address: &Pubkey, account: &Option<Account>) -> Result<Pool, DecodeError> {
    accounts::decode(address, account.as_ref())
}

impl State {
    /// Pools in which the mint itself is staked.
    fn own_pools(&self) -> impl Iterator<Item = &Pool> {
        self.pools.iter().filter(|it| it.stakes_what_it_pays()).map(|it| &it.pool)
    }

    /// Rewards that reached a pool and are nobody's yet, base units.
    fn undistributed(&self) -> u64 {
        self.pools.iter().map(|it| it.pool.rules().stream.held()).fold(0, u64::saturating_add)
    }

    /// What lies in further gauges that belong to the economy itself, base units.
    fn in_further_vaults(&self) -> u64 {
        let own = |gauge: &&issuer::state::Gauge| gauge.kind == issuer::gauge::VAULT;
        let vaults: Vec<Pubkey> = self.issuer.gauges().iter().filter(own).map(|gauge| gauge.vault).collect();
        let held = self.tokens.iter().filter(|(address, _)| vaults.contains(address)).map(|(_, token)| token.amount);
        held.fold(0, u64::saturating_add)
    }
}

/// Puts the state together with what the store knows up to its slot; `agrees` is a second node's verdict.
pub fn build_snapshot(store: &Store, state: &State, source: &str, agrees: bool) -> Result<Snapshot, SnapshotError> {
    let mut events: Vec<Observation> = store.observations_since(i64::MIN)?;
    events.retain(|row| row.finalized && row.slot <= state.slot);
    let periods: Vec<PeriodView> =
        store.periods()?.into_iter().filter(|row| row.end <= state.at.unix).map(PeriodView::from).collect();
    let people = activity::People::read(state, &events);
    let market = market(store, state.at.unix)?;
    let ledger = &state.issuer.ledger;
    let further = state.in_further_vaults();
    let kept = [state.treasury.amount, state.contributors.amount, further, state.undistributed()];
    let totals = || state.own_pools().map(|pool| pool.state.totals);
    Ok(Snapshot {
        at: state.at,
        policy: state.issuer.policy.to_string(),
        policy_version: state.policy.version,
        config_seqno: state.council.config_seqno,
        params: (0..).zip(state.policy.rules()).map(|(index, param)| ParamView::new(index, param)).collect(),
        groups: state.policy.groups().iter().map(GroupView::from).collect(),
        rules: rules(state),
        supply: state.mint.supply,
        ever_minted: ledger.ever_minted,
        burned: ledger.burned,
        staked: totals().map(|it| it.staked).fold(0, u64::saturating_add),
        stakers: totals().map(|it| it.stakers).fold(0, u64::saturating_add),
        treasury: state.treasury.amount,
        circulating: kept.iter().fold(state.mint.supply, |left, part| left.saturating_sub(*part)),
        withheld: state.tokens.iter().map(|(_, token)| token.withheld).fold(state.mint.withheld, u64::saturating_add),
        activity: periods.iter().map(|period| people.activity(period.start, period.end)).collect(),
        reconciliation: reconcile::reconcile(state, &events, &periods),
        periods,
        sources: sources(source, agrees, state, &market),
        market,
        flows: people.flows(state.at.unix),
        wallets: people.wallets,
        slot_from: events.first().map_or(state.slot, |row| row.slot),
        slot_to: state.slot,
    })
}

fn rules(state: &State) -> Rules {
    let ledger = &state.issuer.ledger;
    let class = &state.council.classes[0];
    let oracle = state.council.oracles().first();
    let standard = state.pools.first();
    Rules {
        initial_ppm: ledger.schedule.initial_ppm,
        floor_ppm: ledger.schedule.floor_ppm,
        disinflation_bps: ledger.schedule.disinflation_bps,
        schedule_start: ledger.schedule.start,
        cap: ledger.cap,
        breaker_bps: ledger.breaker.max_bps,
        period_secs: ledger.breaker.period_secs,
        max_transfer_fee: state.mint.newer_fee.maximum,
        newer_fee_bps: state.mint.newer_fee.bps,
        newer_fee_epoch: state.mint.newer_fee.epoch,
        window_secs: standard.map_or(0, |it| it.pool.state.stream.window_secs),
        warmup_secs: standard.map_or(0, |it| it.pool.state.warmup_secs),
        voting_secs: class.voting_secs,
        delay_secs: class.delay_secs,
        execute_secs: class.window_secs,
        delay_slots: class.delay_slots,
        quota: oracle.map_or(0, |seat| seat.quota),
        open: oracle.map_or(0, |seat| seat.open),
        alarm: state.council.level(state.at.unix).code(),
    }
}

fn market(store: &Store, now: i64) -> Result<Vec<MarketPoint>, SnapshotError> {
    let rows = store.market_since(now.saturating_sub(MARKET_SECS))?;
    // What a source dates into the future is not history.
    let known = rows.into_iter().filter(|row| row.observed_at <= now);
    Ok(known
        .map(|row| MarketPoint {
            observed_at: row.observed_at,
            source: row.source,
            price_micro: row.price_micro,
            volume: row.volume,
            liquidity: row.liquidity,
        })
        .collect())
}

/// The chain first, then each market; a market agrees when its newest price is within 5 % of the median of all.
fn sources(chain: &str, agrees: bool, state: &State, market: &[MarketPoint]) -> Vec<SourceState> {
    let mut newest: Vec<&MarketPoint> = Vec::new();
    for point in market {
        newest.retain(|known| known.source != point.source);
        newest.push(point);
    }
    let mut prices: Vec<i64> = newest.iter().map(|point| point.price_micro).collect();
    prices.sort_unstable();
    let median = prices.get(prices.len() / 2).copied().unwrap_or(0);
    let near = |price: i64| price.abs_diff(median).saturating_mul(20) <= median.unsigned_abs();
    let mut sources = vec![SourceState {
        name: chain.into(),
        kind: SourceKind::Chain,
        slot: state.slot,
        unix: state.at.unix,
        agrees,
    }];
    sources.extend(newest.into_iter().map(|point| SourceState {
        name: point.source.clone(),
        kind: SourceKind::Market,
        slot: 0,
        unix: point.observed_at,
        agrees: near(point.price_micro),
    }));
    sources
}

impl From<crate::store::PeriodRow> for PeriodView {
    fn from(row: crate::store::PeriodRow) -> Self {
        Self {
            start: row.start,
            end: row.end,
            supply: row.supply,
            minted: row.minted,
            burned: row.burned,
            fees: row.fees,
            staked: row.staked,
            stakers: row.stakers,
            rewards_paid: row.rewards_paid,
            treasury: row.treasury,
        }
    }
}
