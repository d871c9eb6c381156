//! The invariants, each over the chain before and after one action.

use anyhow::{Result, ensure};
use economics::{
    math::{join, to_q64, wide_mul},
    metrics::PERIODS,
};
use solana_address::Address;

use super::{model::Model, snapshot::Snapshot, stage::Stage};

/// Two moments, the books between them, and who signed.
pub struct Step<'a> {
    pub stage: &'a Stage,
    pub model: &'a Model,
    pub before: &'a Snapshot,
    pub after: &'a Snapshot,
    pub signer: Option<Address>,
}

impl Step<'_> {
    pub fn check(&self) -> Result<()> {
        self.money()?;
        self.breaker()?;
        self.metrics()?;
        self.stakes()?;
        self.rewards()?;
        self.owners()?;
        self.gate()
    }

    /// Minted − burned is the supply, the supply keeps the cap, and every unit lies somewhere.
    pub fn money(&self) -> Result<()> {
        let (model, now) = (self.model, self.after);
        let minted = self.stage.genesis_supply + model.minted;
        let burned = model.burned_by_issuer + model.burned_by_holders;
        ensure!(now.supply == minted - burned, "supply {} is not {minted} - {burned}", now.supply);
        ensure!(now.ledger.ever_minted == minted, "the ledger minted {}, not {minted}", now.ledger.ever_minted);
        ensure!(now.ledger.burned == model.burned_by_issuer + model.burned_noticed, "burns of the ledger");
        ensure!(minted <= now.ledger.cap, "{minted} minted, above the cap {}", now.ledger.cap);
        let held: u64 = now.tokens.values().map(|tokens| tokens.amount + tokens.withheld).sum();
        ensure!(held + now.mint_withheld == now.supply, "{held} units lie somewhere, {} exist", now.supply);
        Ok(())
    }

    /// What one period mints stays below the breaker.
    pub fn breaker(&self) -> Result<()> {
        let ledger = &self.after.ledger;
        let minted = self.model.open.minted;
        ensure!(ledger.window_minted == minted, "the window minted {minted}, not {}", ledger.window_minted);
        let base = u128::from(ledger.base_supply);
        let limit = base * u128::from(ledger.breaker.max_bps) / 10_000;
        ensure!(u128::from(minted) <= limit, "{minted} minted in one period, above {limit}");
        Ok(())
    }

    /// Every row of the ring equals the sums of its events, and rows join without a gap.
    pub fn metrics(&self) -> Result<()> {
        let rows = &self.model.rows;
        ensure!(self.after.ring.head == rows.len() as u64, "rows of the ring");
        let from = rows.len().saturating_sub(PERIODS);
        for ((sums, told), row) in rows[from..].iter().zip(self.after.ring.iter()) {
            ensure!(told == row, "the event told {told:?}, the ring holds {row:?}");
            ensure!((row.minted, row.burned, row.fees) == (sums.minted, sums.burned, sums.fees), "{row:?}, {sums:?}");
        }
        for pair in rows.windows(2) {
            ensure!(pair[0].1.end == pair[1].1.start, "periods join");
            let (was, is) = (&pair[0].1, &pair[1].1);
            ensure!(was.supply + is.minted - is.burned == is.supply, "a period's flows explain its supply");
        }
        Ok(())
    }

    /// Positions sum to the pool, the ledger adds up, and the vault covers it.
    pub fn stakes(&self) -> Result<()> {
        let (pool, positions) = (&self.after.pool, &self.after.positions);
        let active: u64 = positions.values().map(|position| position.active).sum();
        let staked: u64 = positions.values().map(|position| position.staked()).sum();
        let cooling: u64 = positions.values().map(|position| position.cooling).sum();
        let stakers = positions.values().filter(|position| position.staked() > 0).count() as u64;
        ensure!(active == pool.active, "active {active} is not {}", pool.active);
        ensure!(staked == pool.totals.staked, "staked {staked} is not {}", pool.totals.staked);
        ensure!(cooling == pool.cooling, "cooling {cooling} is not {}", pool.cooling);
        ensure!(stakers == pool.totals.stakers, "stakers {stakers} is not {}", pool.totals.stakers);
        ensure!(pool.is_conserved(), "the pool's ledger does not add up: {pool:?}");
        ensure!(self.after.vault >= pool.accounted, "the vault holds {}, {pool:?}", self.after.vault);
        Ok(())
    }

    /// To the last 2^-64 of a unit, what the pool owes is what its positions can claim.
    pub fn rewards(&self) -> Result<()> {
        let pool = &self.after.pool;
        let mut claims = u128::from(pool.acc_carry);
        for position in self.after.positions.values() {
            let per_share = join(pool.acc) - join(position.acc_paid);
            let [fraction, whole] = economics::math::limbs(per_share);
            ensure!(whole == 0 || position.active.checked_mul(whole).is_some(), "a claim beyond all numbers");
            claims += to_q64(position.active * whole) + wide_mul(position.active, fraction);
            claims += to_q64(position.owed) + u128::from(position.owed_fraction);
        }
        ensure!(claims == to_q64(pool.owed), "claims {claims} are not what is owed, {}", pool.owed);
        ensure!(pool.totals.rewards_paid == self.model.rewards_paid, "rewards paid");
        Ok(())
    }

    /// Nobody but the signer loses a token or a part of a position; the events tell every principal.
    pub fn owners(&self) -> Result<()> {
        for wallet in self.stage.wallets() {
            let owner = wallet.address();
            let (was, is) = (self.before.principal(&owner), self.after.principal(&owner));
            ensure!(is == self.model.principal.get(&owner).copied().unwrap_or(0), "principal of {owner}");
            if self.signer != Some(owner) {
                ensure!(was == is, "principal of {owner} moved from {was} to {is} without it");
                let (was, is) = (self.before.tokens[&wallet.tokens], self.after.tokens[&wallet.tokens]);
                ensure!(is.amount >= was.amount, "{owner} lost tokens without signing");
            }
        }
        let treasury = self.stage.desk.treasury_vault;
        let contributors = self.stage.desk.contributors_vault;
        for vault in [treasury, contributors] {
            ensure!(self.after.tokens[&vault].amount >= self.before.tokens[&vault].amount, "a vault lost tokens");
        }
        Ok(())
    }
}
