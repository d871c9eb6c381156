//! Seats, roles and numbers of votes.

use crate::policy::Class;

/// Role bit: may propose.
pub const PROPOSE: u8 = 1;
/// Role bit: may approve.
pub const VOTE: u8 = 2;
/// Role bit: may veto.
pub const VETO: u8 = 4;
/// All role bits that exist.
pub const ROLES: u8 = PROPOSE | VOTE | VETO;

/// Seats per council: one bit each in a `u16`.
pub const MAX_SEATS: usize = 16;

/// Fewest approvals of a council with `voters` voting seats: `max(2, ⌈n/2⌉)`.
pub const fn majority(voters: u8) -> u8 {
    let half = voters.div_ceil(2);
    if half < 2 { 2 } else { half }
}

/// Two thirds of `voters`, rounded up: `⌈2n/3⌉`.
pub const fn two_thirds(voters: u8) -> u8 {
    let third = voters / 3;
    voters.saturating_sub(third)
}

/// Fewest approvals that a class may ask of `voters` voting seats, never below two:
/// ai and param half, emergency and config two thirds, action one more than two thirds (at most all).
pub const fn fewest_approvals(class: Class, voters: u8) -> u8 {
    let fewest = match class {
        Class::Ai | Class::Param => majority(voters),
        Class::Emergency | Class::Config => two_thirds(voters),
        Class::Action => {
            let more = two_thirds(voters).saturating_add(1);
            if more > voters { voters } else { more }
        }
    };
    if fewest < 2 { 2 } else { fewest }
}

/// Vetoes that make `threshold` approvals impossible: `n − threshold + 1`.
pub const fn blocking(voters: u8, threshold: u8) -> u8 {
    voters.saturating_sub(threshold).saturating_add(1)
}

/// The bits of the accepted seats that have `role`, from (roles, accepted) in seat order.
pub fn mask(seats: impl IntoIterator<Item = (u8, u8)>, role: u8) -> u16 {
    let mut bit = 1u16;
    let mut mask = 0;
    for (roles, accepted) in seats.into_iter().take(MAX_SEATS) {
        if roles & role != 0 && accepted == 1 {
            mask |= bit;
        }
        bit = bit.wrapping_shl(1);
    }
    mask
}

/// How many seats are in `mask`: 0 to 16.
pub fn count(mask: u16) -> u8 {
    u8::try_from(mask.count_ones()).unwrap_or(16)
}
