//! Names of parameters, and the places of the standard ones.

/// A parameter's name as it is stored: ASCII, padded with zeros.
pub type Key = [u8; 16];

/// The stored form of `name`. Only the first 16 bytes count, so names must differ within them.
pub const fn key(name: &str) -> Key {
    let mut out = [0; 16];
    let mut free: &mut [u8] = &mut out;
    let mut rest = name.as_bytes();
    while let Some((byte, tail)) = rest.split_first() {
        let Some((slot, after)) = free.split_first_mut() else {
            break;
        };
        *slot = *byte;
        free = after;
        rest = tail;
    }
    out
}

/// Yearly emission in ppm of the base supply.
pub const EMISSION_RATE: usize = 0;
/// Transfer fee in basis points.
pub const FEE_BPS: usize = 1;
/// Share of collected fees that is burned, in basis points (group 1).
pub const BURN_SHARE: usize = 2;
/// Share of collected fees that goes to stakers, in basis points (group 1).
pub const STAKERS_SHARE: usize = 3;
/// Share of collected fees that goes to the treasury, in basis points (group 1).
pub const TREASURY_SHARE: usize = 4;
/// Share of emission that goes to stakers, in basis points (group 2).
pub const GAUGE_STAKING: usize = 5;
/// Share of emission that goes to contributors, in basis points (group 2).
pub const GAUGE_CONTRIB: usize = 6;
/// Share of emission that goes to the treasury, in basis points (group 2).
pub const GAUGE_TREASURY: usize = 7;
/// Seconds between asking for stake back and withdrawing it.
pub const UNBOND_SECS: usize = 8;

/// The standard parameters in their order at genesis.
pub const STANDARD: [Key; 9] = [
    key("emission_rate"),
    key("fee_bps"),
    key("burn_share"),
    key("stakers_share"),
    key("treasury_share"),
    key("gauge_staking"),
    key("gauge_contrib"),
    key("gauge_treasury"),
    key("unbond_secs"),
];
