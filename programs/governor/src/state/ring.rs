//! The accounts of the economy's other programs, as the gate reads them: by owner, address and first bytes.

use {
    crate::{error::GovernorError, state::Links},
    anchor_lang::{
        address_eq,
        pinocchio::account::{AccountView, Ref},
        prelude::*,
    },
    economics::{metrics::Ring, voice::VoiceCard},
};

/// `sha256("account:Metrics")[..8]`: the issuer's closed periods.
const METRICS: [u8; 8] = [107, 166, 28, 232, 196, 144, 206, 195];
/// `sha256("account:Position")[..8]`: what a staker has in a pool.
const POSITION: [u8; 8] = [170, 188, 143, 228, 122, 64, 247, 208];
/// In front of the ring: discriminator and the issuer's address.
const RING: usize = 40;
/// In front of the card: discriminator.
const CARD: usize = 8;

impl Links {
    /// Whether the council names metrics at all.
    pub fn has_metrics(&self) -> bool {
        !address_eq(&self.metrics, &Address::default())
    }

    /// The ring of closed periods; fails with `WrongMetrics` unless the account is the one that the council names.
    pub fn ring<'a>(&self, account: &'a AccountView) -> Result<Ref<'a, Ring>> {
        let named = self.has_metrics() && address_eq(account.address(), &self.metrics);
        require!(named && account.owned_by(&self.issuer_program), GovernorError::WrongMetrics);
        read(account, &METRICS, RING).ok_or(GovernorError::WrongMetrics.into())
    }

    /// The card of a staker's position; fails with `WrongPosition` unless its program and its pool are named.
    pub fn card(&self, account: &AccountView) -> Result<VoiceCard> {
        require!(account.owned_by(&self.staking_program), GovernorError::WrongPosition);
        let card = *read::<VoiceCard>(account, &POSITION, CARD).ok_or(GovernorError::WrongPosition)?;
        let named = card.pool != [0; 32] && self.pools.iter().any(|pool| pool.as_array() == &card.pool);
        require!(named, GovernorError::WrongPosition);
        Ok(card)
    }
}

/// The `T` that lies `offset` bytes inside an account of the kind `tag`.
fn read<'a, T: bytemuck::Pod>(account: &'a AccountView, tag: &[u8; 8], offset: usize) -> Option<Ref<'a, T>> {
    let end = offset.checked_add(size_of::<T>())?;
    let data = account.try_borrow().ok()?;
    Ref::filter_map(data, |data| {
        let is_kind = data.starts_with(tag);
        data.get(offset..end).filter(|_| is_kind).and_then(|bytes| bytemuck::try_from_bytes(bytes).ok())
    })
    .ok()
}
