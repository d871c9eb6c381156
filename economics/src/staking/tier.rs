//! Tiers: who promises to stay longer earns on more shares.

use super::{MAX_LOCK_SECS, MAX_MULTIPLIER_BPS, TIERS};
use crate::math::BPS;
use bytemuck::{Pod, Zeroable};

/// Terms of a deposit. They are the pool's from its opening on and never change.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Tier {
    /// Seconds from the deposit before which nothing can be withdrawn; 0: only the cooldown.
    pub lock_secs: u64,
    /// Shares per staked unit, bps; 0 marks an empty place.
    pub multiplier_bps: u64,
}
const _: () = assert!(size_of::<Tier>() == 16);

/// One tier without a lock.
pub const FLEXIBLE: [Tier; TIERS] = {
    let empty = Tier { lock_secs: 0, multiplier_bps: 0 };
    [Tier { lock_secs: 0, multiplier_bps: BPS }, empty, empty, empty]
};

impl Tier {
    /// `⌊amount × multiplier / 10 000⌋`; `None` if it exceeds 64 bits.
    // ROUNDING: down, against the staker.
    #[inline]
    pub fn shares(&self, amount: u64) -> Option<u64> {
        // With amount = q·10 000 + r this is q·multiplier + ⌊r·multiplier / 10 000⌋: 64 bits suffice.
        let (whole, rest) = (amount.checked_div(BPS)?, amount.checked_rem(BPS)?);
        let rest = rest.checked_mul(self.multiplier_bps)?.checked_div(BPS)?;
        whole.checked_mul(self.multiplier_bps)?.checked_add(rest)
    }

    fn is_sound(&self) -> bool {
        self.lock_secs <= MAX_LOCK_SECS && (BPS..=MAX_MULTIPLIER_BPS).contains(&self.multiplier_bps)
    }
}

/// At least one tier, then only empty places; each further one locks longer and earns no less.
pub fn are_sound(tiers: &[Tier; TIERS]) -> bool {
    let used = tiers.iter().take_while(|tier| tier.multiplier_bps > 0).count();
    let (used, empty) = tiers.split_at(used);
    let grows = |pair: &[Tier]| match pair {
        [less, more] => less.lock_secs < more.lock_secs && less.multiplier_bps <= more.multiplier_bps,
        _ => true,
    };
    let is_empty = |tier: &Tier| *tier == Tier::default();
    !used.is_empty() && used.iter().all(Tier::is_sound) && used.windows(2).all(grows) && empty.iter().all(is_empty)
}

/// The tier with the most shares per unit.
pub fn highest(tiers: &[Tier; TIERS]) -> Tier {
    tiers.iter().copied().max_by_key(|tier| tier.multiplier_bps).unwrap_or_default()
}
