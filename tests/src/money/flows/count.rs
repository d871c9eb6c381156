//! Which flow a change of a balance belongs to.

use super::{Action, Flows, State, ensure, limit};
use crate::money::{
    cast::{rewards, vault},
    tokens::{At, Coin, Place},
};

impl Flows {
    pub(super) fn count_supply(&mut self, action: &Action, now: &State) -> Result<(), String> {
        let (was, is) = (self.before.tokens.supply, now.tokens.supply);
        match action {
            Action::Emit => {
                let minted = is.checked_sub(was).ok_or("an emission burned")?;
                self.minted += minted;
                self.period.0 += minted;
                self.emissions.push((now.now.unix, minted, self.period.1));
            }
            Action::Burn { .. } | Action::Collect { .. } => {
                self.burned += was.checked_sub(is).ok_or("a burn minted")?
            }
            Action::Roll if now.ring.head > self.before.ring.head => self.period = (0, limit(now)),
            _ => ensure!(was == is, "the supply went from {was} to {is}"),
        }
        Ok(())
    }

    /// Every change of a vault is a deposit, a withdrawal, a claim, or rewards that arrive.
    pub(super) fn count_pools(&mut self, action: &Action, now: &State) -> Result<(), String> {
        for pool in 0..now.pools.len() {
            let seat = action.seat().filter(|seat| seat.0 == pool);
            if let Some(seat) = seat {
                self.count_seat(action, seat, now)?;
                continue;
            }
            let [gained, in_principal] = [rewards(pool), vault(pool)].map(|at| self.gained(at, now));
            self.arrived[pool] += gained?;
            in_principal?;
        }
        Ok(())
    }

    fn count_seat(&mut self, action: &Action, seat: (usize, usize, u8), now: &State) -> Result<(), String> {
        let (into, out, paid) =
            (self.gained(vault(seat.0), now), self.lost(vault(seat.0), now), self.lost(rewards(seat.0), now));
        let compounded = now.principal(seat).saturating_sub(self.before.principal(seat));
        let account = self.seats.entry(seat).or_default();
        match action {
            Action::Stake { .. } => account.staked += into?,
            Action::Withdraw { .. } => account.withdrawn += out?,
            Action::Claim { .. } => account.claimed += paid?,
            Action::Compound { .. } => {
                account.compounded += u128::from(compounded);
                ensure!(into? + out? + paid? == 0, "compounding moved tokens");
            }
            _ => ensure!(into? + out? + paid? == 0, "{action:?} moved tokens"),
        }
        Ok(())
    }

    pub(super) fn count_shares(&mut self, action: &Action, now: &State) -> Result<(), String> {
        let contributors = (Coin::Main, Place::Contributors);
        match action {
            Action::ClaimShare { .. } => self.shares_paid += self.lost(contributors, now)?,
            _ => {
                self.gained(contributors, now)?;
            }
        }
        Ok(())
    }

    /// What a token account gained; it must not have lost anything.
    pub(super) fn gained(&self, at: At, now: &State) -> Result<u128, String> {
        let (was, is) = (self.before.tokens.amount(at), now.tokens.amount(at));
        is.checked_sub(was).map(u128::from).ok_or(format!("{at:?} went from {was} to {is}"))
    }

    fn lost(&self, at: At, now: &State) -> Result<u128, String> {
        let (was, is) = (self.before.tokens.amount(at), now.tokens.amount(at));
        was.checked_sub(is).map(u128::from).ok_or(format!("{at:?} went from {was} to {is}"))
    }
}
