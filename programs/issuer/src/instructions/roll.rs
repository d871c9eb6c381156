//! `roll`: close a metrics period.
//!
//! Promises:
//! - anyone may call it once the period is over; a period that nobody closed in time is simply longer;
//! - emission is accrued on the old base before the new one is taken;
//! - stake comes from the pool that `create` bound, at that address and owned by the staking program.

use anchor_lang::prelude::*;
use economics::emission::Reading;
use economics::key::EMISSION_RATE;
use economics::metrics::Period;
use economics::time::Now;
use governor::state::Policy;

use crate::error::IssuerError;
use crate::events::PeriodRolled;
use crate::ledger::tell_burn;
use crate::pool;
use crate::state::{Issuer, Metrics};
use crate::token::{account, mint};

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
    #[account(address = issuer.staking_pool @ IssuerError::WrongPool)]
    pub staking_pool: UncheckedAccount,
    #[account(address = issuer.treasury_vault @ IssuerError::WrongVault)]
    pub treasury_vault: UncheckedAccount,
}

impl Roll {
    pub fn roll(&mut self, now: Now) -> Result<()> {
        let reading = self.read()?;
        let by_holders = self.issuer.note_supply(reading.supply)?;
        let rate = *self.issuer.param(&self.policy, EMISSION_RATE)?;
        let closed = self.issuer.ledger.rules_mut().roll(&rate, &reading, now);
        let row = closed.map_err(|_| IssuerError::PeriodNotOver)?;
        self.metrics.rules_mut().push(&row);
        self.issuer.invariant(reading.supply)?;
        tell_burn(&self.issuer, by_holders, false, now);
        self.tell(&row, now);
        Ok(())
    }

    fn read(&self) -> Result<Reading> {
        let pool = pool::read(self.staking_pool.account())?;
        Ok(Reading {
            supply: mint::supply(self.mint.account())?,
            pool: pool.totals,
            treasury: account::amount(self.treasury_vault.account())?,
        })
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
