//! One day of the economy, from the morning's look around to the evening's price.

use super::flight::{Flown, Job, fly};
use super::habit::{Habit, decide, share};
use super::jobs::Clerk;
use super::population::{Population, Wallet};
use super::sight::{Public, sights};
use super::token;
use super::world::{Sight, World};
use crate::dice::Dice;
use crate::market::{MarketServer, Pool, Quote, demand};
use anyhow::Result;
use oracle::chain::{ChainClock, Rpc, Sender};
use oracle::config::Economy;
use oracle::keeper;
use oracle::keys::{Keypair, Signer, local_key};
use staking::client::Stakes;
use std::sync::Arc;

/// First price of one token, micro quote units.
const FIRST_PRICE: u64 = 1_000_000;
/// Part of the exchange's tokens that is in its pool, 1e-4; the rest are its customers' deposits.
const RESERVE_SHARE: u64 = 8_000;
/// Fee of the exchange, 1e-4.
const EXCHANGE_FEE_BPS: u64 = 30;
/// A whale's tranche unlocks every so many days and is this part of its endowment, 1e-4.
const UNLOCK_EVERY: u64 = 10;
const UNLOCK_SHARE: u64 = 1_000;

/// What happens on a day beside habits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Events {
    /// The market's feed stands still: the quote grows old.
    pub outage: bool,
    /// Two wallets pass the same tokens back and forth.
    pub wash: bool,
}

/// What a day was like.
#[derive(Clone, Debug, Default)]
pub struct Day {
    pub flown: Flown,
    /// Closing price, micro quote units.
    pub price_micro: u64,
    pub apr_bps: u64,
    pub supply: u64,
    pub staked: u64,
}

/// Drives one economy.
pub struct Driver {
    rpc: Rpc,
    sender: Sender,
    economy: Economy,
    people: Population,
    stakes: Stakes,
    pool: Pool,
    server: MarketServer,
    seed: u64,
    first_supply: u64,
    prices: Vec<u64>,
    worker: Arc<Keypair>,
}

impl Driver {
    /// Takes over a population that has settled in; starts the market's server.
    pub async fn start(
        sender: Sender,
        economy: Economy,
        people: Population,
        seed: u64,
        now: ChainClock,
    ) -> Result<Self> {
        let rpc = sender.rpc.clone();
        let public = Public::read(&rpc, &economy).await?;
        let reserve = share(people.desk.endowment, RESERVE_SHARE);
        let pool = Pool { tokens: reserve, quote: reserve, fee_bps: EXCHANGE_FEE_BPS };
        let first =
            Quote { price_micro: FIRST_PRICE, volume_micro: 0, liquidity_micro: reserve, observed_at: now.unix };
        Ok(Self {
            stakes: Stakes::new(economy.policy, economy.mint, 0),
            server: MarketServer::start(first).await?,
            worker: Arc::new(local_key("worker-000")?.keypair),
            prices: vec![FIRST_PRICE],
            first_supply: public.supply,
            rpc,
            sender,
            economy,
            people,
            pool,
            seed,
        })
    }

    /// Where the market answers.
    pub fn market_url(&self) -> &str {
        self.server.url()
    }

    /// Before the first day people find their places: one look around and one act each; no chores, no trade with the world.
    pub async fn arrive(&mut self, step: u64, now: ChainClock) -> Result<Flown> {
        let (public, sights) = self.look().await?;
        let world = self.world(step, now, &public);
        let lanes = self.act(&world, &sights, public.fee_bps, &mut 0);
        Ok(fly(&self.sender, lanes).await)
    }

    /// When the open metrics period may be closed, Unix seconds.
    pub async fn period_end(&self) -> Result<i64> {
        let public = Public::read(&self.rpc, &self.economy).await?;
        Ok(public.period_start.saturating_add_unsigned(public.period_secs))
    }

    /// Plays day `day` (from 1) at `now`.
    pub async fn day(&mut self, day: u64, now: ChainClock, events: Events) -> Result<Day> {
        let (public, sights) = self.look().await?;
        let world = self.world(day, now, &public);
        let mut flown = Flown::default();
        flown.add(fly(&self.sender, vec![self.chores().await?]).await);

        let mut volume = 0;
        let mut lanes = self.act(&world, &sights, public.fee_bps, &mut volume);
        lanes.extend(self.unlocks(day));
        if events.wash {
            lanes.push(self.wash(&sights));
        }
        flown.add(fly(&self.sender, lanes).await);

        volume += self.outside_demand(day, public.supply);
        self.prices.push(self.pool.price_micro());
        if !events.outage {
            self.publish(now.unix, volume);
        }
        Ok(Day {
            flown,
            price_micro: self.pool.price_micro(),
            apr_bps: public.apr_bps,
            supply: public.supply,
            staked: public.staked,
        })
    }

    async fn look(&self) -> Result<(Public, Vec<Sight>)> {
        let public = Public::read(&self.rpc, &self.economy).await?;
        Ok((public, sights(&self.rpc, &self.people, &self.stakes, self.seed).await?))
    }

    /// What the keeper would do now, for a worker without rights.
    async fn chores(&self) -> Result<Vec<Job>> {
        let due = keeper::due(&keeper::read(&self.rpc, &self.economy).await?);
        let job = |chore: keeper::Chore| Job {
            name: chore.name,
            instructions: chore.instructions,
            signers: vec![self.worker.clone()],
        };
        Ok(due.into_iter().map(job).collect())
    }

    fn world(&self, day: u64, now: ChainClock, public: &Public) -> World {
        World {
            day,
            unix: now.unix,
            prices: self.prices.clone(),
            apr_bps: public.apr_bps,
            wallets: self.people.wallets.len(),
        }
    }

    /// Every wallet's decisions as lanes.
    fn act(&mut self, world: &World, sights: &[Sight], fee_bps: u64, volume: &mut u64) -> Vec<Vec<Job>> {
        let mut clerk = Clerk { people: &self.people, stakes: &self.stakes, pool: &mut self.pool, volume, fee_bps };
        let mut lanes = Vec::with_capacity(sights.len());
        for (wallet, sight) in self.people.wallets.iter().zip(sights) {
            let mut dice = Dice::named(self.seed, &[ACTS, sight.index as u64, world.day]);
            lanes.push(clerk.lane(wallet, &decide(wallet.habit, sight, world, &mut dice)));
        }
        lanes
    }

    /// On unlock days the holder of the genesis supply pays out the whales' tranches.
    fn unlocks(&self, day: u64) -> Vec<Vec<Job>> {
        if !day.is_multiple_of(UNLOCK_EVERY) {
            return Vec::new();
        }
        let holder = &self.people.holder;
        let whales = self.people.wallets.iter().filter(|wallet| wallet.habit == Habit::Whale);
        let unlock = |whale: &Wallet| {
            let amount = share(whale.endowment, UNLOCK_SHARE);
            let from = holder.pubkey();
            let transfer = token::transfer(&from, &whale.address, &self.people.mint, amount, self.people.decimals);
            vec![Job { name: "unlock", instructions: vec![transfer], signers: vec![holder.clone()] }]
        };
        whales.map(unlock).collect()
    }

    /// The two largest traders pass tokens back and forth to fake activity.
    fn wash(&self, sights: &[Sight]) -> Vec<Job> {
        let mut traders: Vec<_> =
            self.people.wallets.iter().zip(sights).filter(|(wallet, _)| wallet.habit == Habit::Trader).collect();
        traders.sort_by_key(|(_, sight)| std::cmp::Reverse(sight.balance));
        let [(one, sight), (other, _), ..] = traders.as_slice() else { return Vec::new() };
        let amount = sight.balance * 6 / 10;
        let pass = |round: u64| {
            let (from, to) = if round.is_multiple_of(2) { (one, other) } else { (other, one) };
            let sent = share(amount, 10_000 - 150 * round); // each pass loses the fee
            let transfer = token::transfer(&from.address, &to.address, &self.people.mint, sent, self.people.decimals);
            Job { name: "wash", instructions: vec![transfer], signers: vec![from.key.clone()] }
        };
        (0..WASH_ROUNDS).map(pass).collect()
    }

    /// The rest of the world trades; returns its volume.
    fn outside_demand(&mut self, day: u64, supply: u64) -> u64 {
        let anchor = demand::anchor_micro(FIRST_PRICE, day, self.first_supply, supply);
        let flow = demand::flow_bps(self.seed, day, self.pool.price_micro(), anchor);
        if flow >= 0 {
            let quote = share(self.pool.quote, flow.unsigned_abs());
            self.pool.buy(quote);
            return quote;
        }
        let tokens = share(self.pool.tokens, flow.unsigned_abs());
        self.pool.sell(tokens)
    }

    fn publish(&self, unix: i64, volume: u64) {
        let quote = Quote {
            price_micro: self.pool.price_micro(),
            volume_micro: volume,
            liquidity_micro: self.pool.quote,
            observed_at: unix,
        };
        self.server.publish(quote);
    }
}

/// Names the draws of decisions.
const ACTS: u64 = 0x6163_7473;
/// Passes of a wash burst.
const WASH_ROUNDS: u64 = 10;
