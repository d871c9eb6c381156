//! Gauges: who receives emission, and what makes an account fit to be one.
//!
//! Places 0, 1 and 2 are the standard ones of every issuer: a staking pool of its own mint, the contributors, the treasury.
//! Further places are taken at creation or by the economy itself, and never given back: a weight of 0 silences a gauge.

use anchor_lang::prelude::*;
use economics::emission::TREASURY_GAUGE;
use economics::key::{GAUGE_CONTRIB, GAUGE_STAKING, GAUGE_TREASURY, STANDARD};
use governor::state::{Param, Policy};

use crate::error::IssuerError;
use crate::pool;
use crate::state::{Gauge, GaugeArgs, Issuer};
use crate::token::account;

/// A pool of the staking program in which the issuer's own mint is staked and earned.
pub const STAKING: u8 = 1;
/// The contributors' vault.
pub const CONTRIBUTORS: u8 = 2;
/// The treasury.
pub const TREASURY: u8 = 3;
/// A token account of the economy's authority.
pub const VAULT: u8 = 4;
/// A pool of the staking program in which another mint is staked, and the issuer's own is earned.
pub const LIQUIDITY: u8 = 5;

impl Issuer {
    /// The gauges in use, in their order.
    pub fn gauges(&self) -> &[Gauge] {
        self.gauges.get(..usize::from(self.gauges_len)).unwrap_or(&[])
    }

    /// The vault of the first gauge, which also takes the stakers' part of fees.
    pub fn staking_vault(&self) -> Address {
        self.vault(0)
    }

    /// The contributors' vault.
    pub fn contributors_vault(&self) -> Address {
        self.vault(1)
    }

    /// The treasury, which also takes the rest of fees.
    pub fn treasury_vault(&self) -> Address {
        self.vault(TREASURY_GAUGE)
    }

    fn vault(&self, place: usize) -> Address {
        self.gauges.get(place).map_or(Address::default(), |gauge| gauge.vault)
    }

    /// Takes the three standard gauges in; the caller has examined pool and vaults.
    pub(crate) fn add_standard(&mut self, policy: &Policy, pool: Address, vaults: [Address; 3]) -> Result<()> {
        let [staking, contributors, treasury] = vaults;
        let rows = [
            (STAKING, GAUGE_STAKING, staking, pool),
            (CONTRIBUTORS, GAUGE_CONTRIB, contributors, Address::default()),
            (TREASURY, GAUGE_TREASURY, treasury, Address::default()),
        ];
        for (kind, place, vault, pool) in rows {
            let key = *STANDARD.get(place).ok_or(IssuerError::ParamMissing)?;
            let (param, _) = weight(policy, &key)?;
            self.push(Gauge { kind, param, _pad: [0; 6], key, vault, pool })?;
        }
        Ok(())
    }

    /// Takes a further gauge in; its weight must be coupled with the standard ones.
    ///
    /// `receiver` is the pool, or the vault itself.
    /// Errors: `GaugeKind`, `WrongPool`, `WrongVault`, `ParamMissing`, `GaugeNotCoupled`, `GaugeTwice`, `GaugesFull`.
    #[inline(never)]
    pub(crate) fn add_further(&mut self, policy: &Policy, args: &GaugeArgs, receiver: &AccountView) -> Result<Gauge> {
        let (vault, pool) = match args.kind {
            STAKING | LIQUIDITY => self.examine_pool(args.kind, receiver)?,
            VAULT => self.examine_vault(receiver)?,
            _ => return Err(IssuerError::GaugeKind.into()),
        };
        let (param, weight) = weight(policy, &args.key)?;
        let group = self.param(policy, GAUGE_TREASURY)?.spec.group;
        require!(group != 0 && weight.spec.group == group, IssuerError::GaugeNotCoupled);
        let gauge = Gauge { kind: args.kind, param, _pad: [0; 6], key: args.key, vault, pool };
        self.push(gauge)?;
        Ok(gauge)
    }

    /// The pool's own word for where its rewards arrive is enough: the staking program made both.
    fn examine_pool(&self, kind: u8, account: &AccountView) -> Result<(Address, Address)> {
        let pool = pool::read(account)?;
        let pays = pool.policy == *self.policy.as_array() && pool.reward_mint == *self.mint.as_array();
        require!(pays, IssuerError::WrongPool);
        require!((pool.stake_mint == *self.mint.as_array()) == (kind == STAKING), IssuerError::GaugeKind);
        Ok((Address::from(pool.reward_vault), *account.address()))
    }

    /// Nobody but the economy may ever move or close what it gets.
    fn examine_vault(&self, vault: &AccountView) -> Result<(Address, Address)> {
        let fits = account::is_vault(vault, &self.mint, &self.economy) && !account::has_close_authority(vault);
        require!(fits, IssuerError::WrongVault);
        Ok((*vault.address(), Address::default()))
    }

    fn push(&mut self, gauge: Gauge) -> Result<()> {
        let taken = |other: &Gauge| other.vault == gauge.vault || other.key == gauge.key;
        require!(!self.gauges().iter().any(taken), IssuerError::GaugeTwice);
        let slot = self.gauges.get_mut(usize::from(self.gauges_len)).ok_or(IssuerError::GaugesFull)?;
        *slot = gauge;
        self.gauges_len = self.gauges_len.saturating_add(1);
        Ok(())
    }

    /// The weights of the gauges, bps, for `vaults` in the gauges' order.
    ///
    /// A gauge whose vault is no longer its owner's token account of the mint weighs 0: its part stays unminted.
    /// Errors: `GaugeAccounts` for too few or too many vaults, `WrongVault` for another one, `ParamMissing`.
    pub(crate) fn weights(&self, policy: &Policy, vaults: &[AccountView]) -> Result<[i64; 8]> {
        require!(vaults.len() == self.gauges().len(), IssuerError::GaugeAccounts);
        let mut weights = [0; 8];
        for ((weight, gauge), vault) in weights.iter_mut().zip(self.gauges()).zip(vaults) {
            require!(*vault.address() == gauge.vault, IssuerError::WrongVault);
            if account::is_vault(vault, &self.mint, self.owner(gauge)) {
                let param = policy.params.get(usize::from(gauge.param)).ok_or(IssuerError::ParamMissing)?;
                require!(param.key == gauge.key, IssuerError::ParamMissing);
                *weight = param.value;
            }
        }
        Ok(weights)
    }

    /// Who moves what a gauge got.
    fn owner<'g>(&'g self, gauge: &'g Gauge) -> &'g Address {
        match gauge.kind {
            STAKING | LIQUIDITY => &gauge.pool,
            CONTRIBUTORS => &self.distributor,
            _ => &self.economy,
        }
    }
}

/// The parameter called `key` and its place.
fn weight<'p>(policy: &'p Policy, key: &[u8; 16]) -> Result<(u8, &'p Param)> {
    let place = policy.index_of(key).ok_or(IssuerError::ParamMissing)?;
    Ok((place, policy.param(place).ok_or(IssuerError::ParamMissing)?))
}
