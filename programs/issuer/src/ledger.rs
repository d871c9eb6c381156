//! The issuer's books beyond emission: supply, burns and fees.

use anchor_lang::prelude::*;
use economics::time::Now;

use crate::error::IssuerError;
use crate::events::Burned;
use crate::state::Issuer;

impl Issuer {
    /// Books every burn since the last call: only this program mints, so what is missing was destroyed.
    ///
    /// Returns the amount newly booked. Errors: `SupplyAboveMinted`.
    pub(crate) fn note_supply(&mut self, supply: u64) -> Result<u64> {
        self.ledger.rules_mut().book_supply(supply).ok_or(IssuerError::SupplyAboveMinted.into())
    }

    /// Books the burn of `collect` as the supply shows it; returns the amount.
    ///
    /// Errors: `InvariantBroken` where the supply shrank by anything but `expected`.
    pub(crate) fn note_own_burn(&mut self, supply: u64, expected: u64) -> Result<u64> {
        let burned = self.note_supply(supply)?;
        require!(burned == expected, IssuerError::InvariantBroken);
        self.burned_by_collect = self.burned_by_collect.saturating_add(burned);
        Ok(burned)
    }

    /// Books a withdrawal and the fees that splitting it paid again.
    ///
    /// Returns the part of `withdrawn` that earlier transfers of the issuer had paid, which is no new fee.
    pub(crate) fn note_collected(&mut self, withdrawn: u64, withheld_again: u64) -> u64 {
        let recirculated = withdrawn.min(self.withheld_again);
        self.withheld_again = self.withheld_again.saturating_sub(recirculated).saturating_add(withheld_again);
        self.ledger.rules_mut().book_fees(withdrawn.saturating_sub(recirculated));
        recirculated
    }

    /// What holds after every instruction, given the mint's supply: supply = ever_minted − burned,
    /// and the rules of the ledger (cap, gauges, pending, carry).
    #[inline(never)]
    pub(crate) fn invariant(&self, supply: u64) -> Result<()> {
        let adds_up = self.ledger.ever_minted.checked_sub(self.ledger.burned) == Some(supply);
        let holds = adds_up && self.burned_by_collect <= self.ledger.burned && self.ledger.rules().is_sound();
        require!(holds, IssuerError::InvariantBroken);
        Ok(())
    }
}

/// Tells a burn, if there was one.
#[inline(never)]
pub(crate) fn tell_burn(issuer: &Account<Issuer>, amount: u64, by_issuer: bool, now: Now) {
    if amount > 0 {
        emit!(Burned {
            issuer: *issuer.address(),
            mint: issuer.mint,
            unix: now.unix,
            slot: now.slot,
            amount,
            total: issuer.ledger.burned,
            by_issuer: u64::from(by_issuer),
        });
    }
}
