//! Who receives emission, as a client sees it.

use anchor_lang::prelude::Address;
use economics::emission::MAX_GAUGES;

use crate::{GaugeArgs, Issuer, gauge};

/// One receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feed {
    /// A number of `gauge`.
    pub kind: u8,
    pub vault: Address,
    /// Zeroes where it is no pool.
    pub pool: Address,
}

/// The gauges of an issuer in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    feeds: [Option<Feed>; MAX_GAUGES],
}

impl Line {
    pub(super) fn standard(pool: Address, staking: Address, contributors: Address, treasury: Address) -> Self {
        let none = Address::default();
        Self::of([
            Feed { kind: gauge::STAKING, vault: staking, pool },
            Feed { kind: gauge::CONTRIBUTORS, vault: contributors, pool: none },
            Feed { kind: gauge::TREASURY, vault: treasury, pool: none },
        ])
    }

    /// The gauges that are registered on chain.
    pub fn read(issuer: &Issuer) -> Self {
        Self::of(issuer.gauges().iter().map(|it| Feed { kind: it.kind, vault: it.vault, pool: it.pool }))
    }

    fn of(feeds: impl IntoIterator<Item = Feed>) -> Self {
        let mut line = Self { feeds: [None; MAX_GAUGES] };
        line.feeds.iter_mut().zip(feeds).for_each(|(slot, feed)| *slot = Some(feed));
        line
    }

    /// The receivers in their order.
    pub fn feeds(&self) -> impl Iterator<Item = Feed> + '_ {
        self.feeds.iter().flatten().copied()
    }

    /// Their token accounts: what `emit` names.
    pub fn vaults(&self) -> impl Iterator<Item = Address> + '_ {
        self.feeds().map(|feed| feed.vault)
    }

    /// The pools in which the issuer's own mint is staked: what `roll` names.
    pub fn pools(&self) -> impl Iterator<Item = Address> + '_ {
        self.feeds().filter(|feed| feed.kind == gauge::STAKING).map(|feed| feed.pool)
    }
}

/// A gauge to be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewGauge {
    /// Name of its weight in the policy.
    pub key: [u8; 16],
    /// `gauge::STAKING`, `gauge::LIQUIDITY` or `gauge::VAULT`.
    pub kind: u8,
    /// The pool; for a plain vault nothing.
    pub pool: Option<Address>,
    /// Token account that is minted to: a pool's reward vault, or an account of the economy's authority.
    pub vault: Address,
}

impl NewGauge {
    pub(super) fn args(&self) -> GaugeArgs {
        GaugeArgs { kind: self.kind, key: self.key }
    }

    /// The account that the program examines.
    pub(super) fn receiver(&self) -> Address {
        self.pool.unwrap_or(self.vault)
    }
}
