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
    accounts::{self, DecodeError, MintState, TokenState, kind_filter},
    chain::{Account, ChainError, Commitment, Pubkey, Rpc, TOKEN_2022},
    config::Economy,
    store::{Observation, Store, StoreError},
};

/// Market history that a snapshot holds, seconds.
const MARKET_SECS: i64 = 180 * 86_400;

/// Pool number of the economy's staking pool.
const POOL_INDEX: u8 = 0;

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
    pub pool: Pool,
    pub treasury: TokenState,
    pub contributors: TokenState,
    /// Every token account of the mint.
    pub tokens: Vec<(Pubkey, TokenState)>,
    pub positions: Vec<Position>,
    /// Addresses that are the economy's own, not people's.
    pub own: Vec<Pubkey>,
}

const CLOCK: Pubkey = solana_program::pubkey!("SysvarC1ock11111111111111111111111111111111");

/// Looks at the chain; take it *before* the ingest round whose events it is compared with.
pub async fn read_state(rpc: &Rpc, economy: &Economy) -> Result<State, SnapshotError> {
    let rpc = rpc.at(Commitment::Finalized);
    let desk = Desk::new(economy.council, economy.mint, POOL_INDEX);
    let at = [
        economy.council,
        economy.policy,
        economy.issuer,
        economy.mint,
        economy.pool,
        desk.treasury_vault,
        desk.contributors_vault,
        CLOCK,
    ];
    let (slot, found) = rpc.accounts_with_slot(&at).await?;
    let get = |index: usize| found.get(index).and_then(Option::as_ref);
    let clock = get(7).and_then(|account| crate::chain::decode_clock(&account.data));
    let clock = clock.ok_or(DecodeError::Missing { kind: "clock", address: CLOCK })?;
    let tokens = rpc.program_accounts(&TOKEN_2022, &[(0, economy.mint.to_bytes().to_vec())]).await?;
    let tokens = tokens
        .iter()
        .filter(|(_, account)| account.data.len() >= 165)
        .map(|(key, account)| Ok((*key, TokenState::decode(key, Some(account))?)));
    let positions = rpc
        .program_accounts(&staking::ID, &[kind_filter::<Position>(), (8, economy.pool.to_bytes().to_vec())])
        .await?;
    Ok(State {
        // A node that answers with a newer state than it says is taken at the state's own clock.
        slot: slot.max(clock.slot),
        at: Moment { unix: clock.unix, slot: clock.slot, epoch: clock.epoch },
        council: accounts::decode(&at[0], get(0))?,
        policy: accounts::decode(&at[1], get(1))?,
        issuer: accounts::decode(&at[2], get(2))?,
        mint: MintState::decode(&at[3], get(3))?,
        pool: accounts::decode(&at[4], get(4))?,
        treasury: TokenState::decode(&at[5], get(5))?,
        contributors: TokenState::decode(&at[6], get(6))?,
        tokens: tokens.collect::<Result<_, DecodeError>>()?,
        positions: positions
            .iter()
            .map(|(key, account): &(Pubkey, Account)| accounts::decode(key, Some(account)))
            .collect::<Result<_, _>>()?,
        own: vec![
            desk.economy,
            desk.withdraw_authority,
            desk.mint_authority,
            desk.fee_authority,
            economy.pool,
            economy.issuer,
        ],
    })
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
    let stream = &state.pool.state.stream;
    let undistributed = stream.queued.saturating_add(stream.streaming.saturating_sub(stream.streamed));
    let kept = [state.treasury.amount, state.contributors.amount, undistributed];
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
        staked: state.pool.state.totals.staked,
        stakers: state.pool.state.totals.stakers,
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
        window_secs: state.pool.state.stream.window_secs,
        warmup_secs: state.pool.state.warmup_secs,
        voting_secs: class.voting_secs,
        delay_secs: class.delay_secs,
        execute_secs: class.window_secs,
        delay_slots: class.delay_slots,
        quota: oracle.map_or(0, |seat| seat.quota),
        open: oracle.map_or(0, |seat| seat.open),
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
