//! What the programs hold and do: mint, fees, staking. Every number comes from `economics`.

use economics::{
    emission::{IssuerState, Reading},
    fees::{split, transfer_fee},
    staking::{PoolState, PositionState},
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
        }
    }

    /// Mints what is due and brings it to the gauges, collects and splits the fees, closes the period.
    pub fn crank(&mut self) -> Cranked {
        let emission = self.issuer.emit(self.levers.rate(), &self.levers.weights(), self.now);
        let [stakers, contributors, treasury] = emission.gauges;
        self.vault = self.vault.saturating_add(stakers);
        self.contributors = self.contributors.saturating_add(contributors);
        self.treasury = self.treasury.saturating_add(treasury);
        self.supply = self.supply.saturating_add(emission.amount);
        self.pool.settle(self.now.unix, self.vault);
        let parts = split(self.withheld, self.levers.burn_bps(), self.levers.stakers_bps());
        self.withheld = 0;
        self.supply = self.supply.saturating_sub(parts.burn);
        self.issuer.book_fees(parts.total());
        self.issuer.book_supply(self.supply);
        self.vault = self.vault.saturating_add(parts.stakers);
        self.treasury = self.treasury.saturating_add(parts.treasury);
        let reading = Reading { supply: self.supply, pool: self.pool.totals, treasury: self.treasury };
        // Refused only where a period is longer than a day; then it is rolled later.
        let _ = self.issuer.roll(self.levers.rate(), &reading, self.now);
        Cranked {
            minted: emission.amount,
            to_stakers: stakers,
            to_contributors: contributors,
            fees: parts.total(),
            fees_to_stakers: parts.stakers,
            burned: parts.burn,
        }
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

    /// Stakes what arrives of `tokens`; whether it was taken.
    pub fn stake(&mut self, position: &mut PositionState, tokens: u64) -> bool {
        let net = tokens - self.fee(tokens);
        let taken = self.pool.settle(self.now.unix, self.vault).stake(position, net).is_ok();
        if taken {
            self.withheld = self.withheld.saturating_add(tokens - net);
            self.vault = self.vault.saturating_add(net);
        }
        taken
    }

    /// Asks stake back; nothing happens while an earlier request runs.
    pub fn request_unstake(&mut self, position: &mut PositionState, tokens: u64) -> bool {
        let tokens = tokens.min(position.staked());
        let unbond = self.levers.unbond_secs();
        self.pool.settle(self.now.unix, self.vault).request_unstake(position, tokens, unbond).is_ok()
    }

    /// Pays out what has cooled down; gives what arrives.
    pub fn withdraw(&mut self, position: &mut PositionState) -> u64 {
        let out = self.pool.settle(self.now.unix, self.vault).withdraw(position);
        out.map_or(0, |tokens| self.pay(tokens))
    }

    /// Pays out rewards; gives what arrives.
    pub fn claim(&mut self, position: &mut PositionState) -> u64 {
        let out = self.pool.settle(self.now.unix, self.vault).claim(position);
        out.map_or(0, |tokens| self.pay(tokens))
    }

    /// Stake that was active before the start.
    pub fn open_position(&mut self, position: &mut PositionState, staked: u64) -> bool {
        let now = self.now.unix;
        if self.pool.settle(now, self.vault).stake(position, staked).is_err() {
            return false;
        }
        self.vault = self.vault.saturating_add(staked);
        // Warmed up long ago; no reward has flowed yet, so the order does not matter.
        position.active_from = now;
        self.pool.settle(now, self.vault).position(position);
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

    fn pay(&mut self, tokens: u64) -> u64 {
        self.vault = self.vault.saturating_sub(tokens);
        self.transferred(tokens)
    }
}
