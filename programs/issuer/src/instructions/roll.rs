//! `roll`: close a metrics period.
//!
//! Promises:
//! - anyone may call it once the period is over; a period that nobody closed in time is simply longer;
//! - emission is accrued on the old base before the new one is taken;
//! - stake is the sum over the registered pools in which this mint is staked, each at its registered address
//!   and owned by the staking program.

use anchor_lang::prelude::*;
use economics::emission::Reading;
use economics::metrics::{Period, PoolTotals};
use economics::time::Now;
use governor::state::Policy;

use crate::error::IssuerError;
use crate::events::PeriodRolled;
use crate::ledger::tell_burn;
use crate::state::{Issuer, Metrics};
use crate::token::{account, mint};
use crate::{gauge, pool};

/// Remaining accounts: the registered pools in which this mint is staked, in the order of the gauges.
#[derive(Accounts)]
pub struct Roll {
    #[account(mut)]
    pub issuer: Account<Issuer>,
    #[account(mut, address = issuer.metrics @ IssuerError::WrongMetrics)]
    pub metrics: Account<Metrics>,
    #[account(address = issuer.policy @ IssuerError::WrongPolicy)]
    pub policy: Account<Policy>,
    #[account(address = issuer.mint @ IssuerError::WrongMint)]
    pub mint: UncheckedAccount,
    #[account(address = issuer.treasury_vault() @ IssuerError::WrongVault)]
    pub treasury_vault: UncheckedAccount,
}

impl Roll {
    pub fn roll(&mut self, pools: &[AccountView], now: Now) -> Result<()> {
        let reading = self.read(pools)?;
        let by_holders = self.issuer.note_supply(reading.supply)?;
        let rate = self.issuer.rate(&self.policy)?;
        let closed = self.issuer.ledger.rules_mut().roll(rate, &reading, now);
        let row = closed.map_err(|_| IssuerError::PeriodNotOver)?;
        self.metrics.rules_mut().push(&row);
        self.issuer.invariant(reading.supply)?;
        tell_burn(&self.issuer, by_holders, false, now);
        self.tell(&row, now);
        Ok(())
    }

    fn read(&self, pools: &[AccountView]) -> Result<Reading> {
        Ok(Reading {
            supply: mint::supply(self.mint.account())?,
            pool: self.totals(pools)?,
            treasury: account::amount(self.treasury_vault.account())?,
        })
    }

    fn totals(&self, pools: &[AccountView]) -> Result<PoolTotals> {
        let gauges = self.issuer.gauges().iter().filter(|gauge| gauge.kind == gauge::STAKING);
        require!(gauges.clone().count() == pools.len(), IssuerError::GaugeAccounts);
        let mut sum = PoolTotals::default();
        for (gauge, account) in gauges.zip(pools) {
            require!(*account.address() == gauge.pool, IssuerError::WrongPool);
            let totals = pool::read(account)?.totals;
            sum.staked = sum.staked.saturating_add(totals.staked);
            sum.stakers = sum.stakers.saturating_add(totals.stakers);
            sum.rewards_paid = sum.rewards_paid.saturating_add(totals.rewards_paid);
        }
        Ok(sum)
    }

    fn tell(&self, row: &Period, now: Now) {
        emit!(PeriodRolled {
            issuer: *self.issuer.address(),
            mint: self.issuer.mint,
            unix: now.unix,
            slot: now.slot,
            number: self.metrics.ring.head.saturating_sub(1),
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
            base_supply: self.issuer.ledger.base_supply,
            pending: self.issuer.ledger.pending,
        });
    }
}
