//! What the programs hold and do: mint, fees, staking. Every number comes from `economics`.

use economics::{
    emission::{self, Emission, IssuerState, Reading},
    fees::{split, transfer_fee},
    metrics::Period,
    staking::{PoolState, PositionState, Refusal, Settled},
    time::Now,
};

use crate::{levers::Levers, scenario::Scenario};

/// The on-chain half of an economy; amounts in base units.
#[derive(Debug, Clone, Copy)]
pub struct Chain {
    pub pool: PoolState,
    /// Balance of the pool's token account.
    pub vault: u64,
    pub levers: Levers,
    pub issuer: IssuerState,
    pub now: Now,
    pub max_transfer_fee: u64,
    /// Fee that the mint takes now, bps.
    pub fee_bps: u16,
    pub supply: u64,
    pub treasury: u64,
    pub contributors: u64,
    /// Fees withheld in token accounts.
    pub withheld: u64,
    /// The part of `withheld` that collections paid on their own transfers: fees already counted once.
    pub withheld_again: u64,
}

/// What one collection moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Collected {
    /// Fees not counted before.
    pub fees: u64,
    pub burned: u64,
    /// What arrived.
    pub to_stakers: u64,
    pub to_treasury: u64,
}

/// What one crank of the day moved.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cranked {
    pub minted: u64,
    pub to_stakers: u64,
    pub to_contributors: u64,
    pub fees: u64,
    pub fees_to_stakers: u64,
    pub burned: u64,
    /// The period that was over; none where a period is longer than a day.
    pub closed: Option<Period>,
}

impl Chain {
    /// The chain at the start of a scenario, before anyone has staked.
    pub fn new(scenario: &Scenario) -> Self {
        let window = scenario.window_secs.clamp(1, economics::staking::MAX_WINDOW_SECS);
        let warmup = scenario.warmup_secs.min(economics::staking::MAX_WINDOW_SECS);
        Self {
            pool: PoolState::open(window, warmup, scenario.start.unix)
                .expect("the window was clamped to what a pool takes"),
            vault: 0,
            levers: Levers::new(scenario),
            issuer: scenario.issuer,
            now: scenario.start,
            max_transfer_fee: scenario.max_transfer_fee,
            fee_bps: scenario.fee_bps,
            supply: scenario.supply,
            treasury: scenario.treasury,
            contributors: scenario.contributors,
            withheld: 0,
            withheld_again: 0,
        }
    }

    /// Lets the clock come to `now`, and with it the fee of its epoch.
    pub fn tick(&mut self, now: Now) {
        self.now = now;
        self.fee_bps = self.levers.fee_bps(now);
    }

    /// The chores of a day: `emit`, a settlement of the pool, `collect`, `roll`.
    pub fn crank(&mut self) -> Cranked {
        let emission = self.emit();
        self.pool.settle(self.now.unix, self.vault);
        let collected = self.collect();
        let [to_stakers, to_contributors, _] = emission.gauges;
        Cranked {
            minted: emission.amount,
            to_stakers,
            to_contributors,
            fees: collected.fees,
            fees_to_stakers: collected.to_stakers,
            burned: collected.burned,
            closed: self.roll().ok(),
        }
    }

    /// Mints what is due and brings it to the gauges.
    pub fn emit(&mut self) -> Emission {
        let emission = self.issuer.emit(self.levers.rate(), &self.levers.weights(), self.now);
        let [stakers, contributors, treasury] = emission.gauges;
        self.vault = self.vault.saturating_add(stakers);
        self.contributors = self.contributors.saturating_add(contributors);
        self.treasury = self.treasury.saturating_add(treasury);
        self.supply = self.supply.saturating_add(emission.amount);
        emission
    }

    /// Collects every withheld fee and splits it; the two transfers pay the fee again, and the next collection brings that back.
    pub fn collect(&mut self) -> Collected {
        let withdrawn = std::mem::take(&mut self.withheld);
        let parts = split(withdrawn, self.levers.burn_bps(), self.levers.stakers_bps());
        self.supply = self.supply.saturating_sub(parts.burn);
        let (to_stakers, to_treasury) = (self.transferred(parts.stakers), self.transferred(parts.treasury));
        self.vault = self.vault.saturating_add(to_stakers);
        self.treasury = self.treasury.saturating_add(to_treasury);
        let recirculated = withdrawn.min(self.withheld_again);
        self.withheld_again = (self.withheld_again - recirculated).saturating_add(self.withheld);
        let fees = withdrawn - recirculated;
        self.issuer.book_fees(fees);
        self.issuer.book_supply(self.supply);
        Collected { fees, burned: parts.burn, to_stakers, to_treasury }
    }

    /// Closes the period that is over and gives its metrics.
    pub fn roll(&mut self) -> Result<Period, emission::Refusal> {
        let reading = Reading { supply: self.supply, pool: self.pool.totals, treasury: self.treasury };
        self.issuer.roll(self.levers.rate(), &reading, self.now)
    }

    /// Fee of a transfer of `tokens`.
    pub fn fee(&self, tokens: u64) -> u64 {
        transfer_fee(tokens, self.fee_bps, self.max_transfer_fee).min(tokens)
    }

    /// Withholds the fee of a transfer and gives what arrives.
    pub fn transferred(&mut self, tokens: u64) -> u64 {
        let fee = self.fee(tokens);
        self.withheld = self.withheld.saturating_add(fee);
        tokens - fee
    }

    /// Stakes what arrives of `tokens`, and gives it.
    pub fn stake(&mut self, position: &mut PositionState, tokens: u64) -> Result<u64, Refusal> {
        let net = tokens - self.fee(tokens);
        self.settled(|pool| pool.stake(position, net))?;
        self.vault = self.vault.saturating_add(net);
        Ok(self.transferred(tokens))
    }

    /// Asks stake back.
    pub fn request_unstake(&mut self, position: &mut PositionState, tokens: u64) -> Result<(), Refusal> {
        let unbond = self.levers.unbond_secs();
        self.settled(|pool| pool.request_unstake(position, tokens, unbond))
    }

    /// Pays out what has cooled down; gives what arrives.
    pub fn withdraw(&mut self, position: &mut PositionState) -> Result<u64, Refusal> {
        let tokens = self.settled(|pool| pool.withdraw(position))?;
        Ok(self.pay(tokens))
    }

    /// Pays out rewards; gives what arrives. Where nothing is owed it is the settlement that people would send instead.
    pub fn claim(&mut self, position: &mut PositionState) -> Result<u64, Refusal> {
        let tokens = self.pool.settle(self.now.unix, self.vault).claim(position)?;
        Ok(self.pay(tokens))
    }

    /// Credits rewards and activates what has warmed up.
    pub fn settle(&mut self, position: &mut PositionState) {
        self.pool.settle(self.now.unix, self.vault).position(position);
    }

    /// Stake that was active before the start.
    pub fn open_position(&mut self, position: &mut PositionState, staked: u64) -> bool {
        if self.settled(|pool| pool.stake(position, staked)).is_err() {
            return false;
        }
        self.vault = self.vault.saturating_add(staked);
        // Warmed up long ago; no reward has flowed yet, so the order does not matter.
        position.active_from = self.now.unix;
        self.settle(position);
        true
    }

    /// Staked share of supply.
    pub fn staked_share(&self) -> f64 {
        self.pool.totals.staked as f64 / self.supply.max(1) as f64
    }

    /// Whether the ledgers of pool and issuer close.
    pub fn is_sound(&self) -> bool {
        self.pool.is_conserved() && self.vault >= self.pool.accounted && self.issuer.is_sound()
    }

    /// One step on the pool at this second; what is refused leaves it as it was.
    fn settled<T>(&mut self, step: impl FnOnce(&mut Settled<'_>) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let mut pool = self.pool;
        let done = step(&mut pool.settle(self.now.unix, self.vault))?;
        self.pool = pool;
        Ok(done)
    }

    fn pay(&mut self, tokens: u64) -> u64 {
        self.vault = self.vault.saturating_sub(tokens);
        self.transferred(tokens)
    }
}
