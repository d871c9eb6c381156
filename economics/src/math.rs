//! Checked arithmetic with named rounding; intermediate results never overflow.

/// One whole in basis points.
pub const BPS: u64 = 10_000;

/// One whole in parts per million.
pub const PPM: u64 = 1_000_000;

/// `⌊a × b / d⌋`; `None` if `d` is 0 or the result exceeds 64 bits.
#[inline]
pub fn mul_div_floor(a: u64, b: u64, d: u64) -> Option<u64> {
    // Most products fit 64 bits, where one instruction divides.
    if let Some(product) = a.checked_mul(b) {
        return product.checked_div(d);
    }
    let [low, high] = limbs(wide_mul(a, b));
    div_wide(high, low, d).map(|(quotient, _)| quotient)
}

/// `⌈a × b / d⌉`; `None` if `d` is 0 or the result exceeds 64 bits.
#[inline]
pub fn mul_div_ceil(a: u64, b: u64, d: u64) -> Option<u64> {
    let up = d.checked_sub(1)?;
    if let Some(product) = a.checked_mul(b).and_then(|p| p.checked_add(up)) {
        return product.checked_div(d);
    }
    // At most (2^64 − 1)^2 + 2^64 − 2, which is below 2^128.
    let [low, high] = limbs(wide_mul(a, b).checked_add(u128::from(up))?);
    div_wide(high, low, d).map(|(quotient, _)| quotient)
}

/// `(high·2^64 + low) / d` as (quotient, remainder); `None` if `d` is 0 or the quotient exceeds 64 bits.
///
/// Knuth, The Art of Computer Programming 2, 4.3.1, algorithm D with two digits to the base 2^32: the machine
/// divides 64 by 64 bits, and a 128-bit division by the compiler's library costs a program thousands of compute units.
pub fn div_wide(high: u64, low: u64, d: u64) -> Option<(u64, u64)> {
    if high >= d {
        return None;
    }
    // Normalised, so that a digit guessed from the divisor's upper half is at most 2 too large; `high < d` stays true.
    let shift = d.leading_zeros();
    let [low, high] = limbs(join([low, high]).wrapping_shl(shift));
    let d = d.wrapping_shl(shift);
    let (upper, rest) = digit(high, low.wrapping_shr(32), d);
    let (lower, rest) = digit(rest, low & HALF, d);
    Some((upper.wrapping_shl(32) | lower, rest.wrapping_shr(shift)))
}

/// The lower half of 64 bits.
const HALF: u64 = 0xffff_ffff;

/// `(high·2^32 + next) / d` for `high < d`, `next < 2^32` and `d ≥ 2^63`: one digit and the remainder.
#[inline]
fn digit(high: u64, next: u64, d: u64) -> (u64, u64) {
    let (d1, d0) = (d.wrapping_shr(32), d & HALF);
    let (mut q, mut rest) = (high.checked_div(d1).unwrap_or(0), high.checked_rem(d1).unwrap_or(0));
    // The guess is at most 2^32 + 1, because high ≤ d1·2^32 + d0 − 1 and d1 ≥ 2^31; so `q·d0` fits 64 bits.
    while q.wrapping_mul(d0) > (rest.wrapping_shl(32) | next) {
        q = q.wrapping_sub(1);
        rest = rest.wrapping_add(d1);
        if rest > HALF {
            break;
        }
    }
    // Both sides modulo 2^64: the difference is below `d`.
    (q, (high.wrapping_shl(32) | next).wrapping_sub(q.wrapping_mul(d)))
}

/// `a × b`, which always fits 128 bits.
#[inline]
pub fn wide_mul(a: u64, b: u64) -> u128 {
    u128::from(a).wrapping_mul(u128::from(b))
}

/// `⌊a × b / d⌋` through 256 bits; `None` if `d` is 0 or the result exceeds 128 bits.
pub fn mul_div_floor_u128(a: u128, b: u128, d: u128) -> Option<u128> {
    let (high, low) = mul_256(a, b);
    if high == 0 {
        return low.checked_div(d);
    }
    if high >= d {
        return None;
    }
    Some(div_256(high, low, d))
}

/// `a × b` as (high, low) halves of 128 bits: schoolbook multiplication by 64-bit limbs.
fn mul_256(a: u128, b: u128) -> (u128, u128) {
    let ([a0, a1], [b0, b1]) = (limbs(a), limbs(b));
    let low = wide_mul(a0, b0);
    let (mid, carry) = wide_mul(a0, b1).overflowing_add(wide_mul(a1, b0));
    let [mid0, mid1] = limbs(mid);
    let (low, low_carry) = low.overflowing_add(join([0, mid0]));
    let high = wide_mul(a1, b1).wrapping_add(join([mid1, u64::from(carry)])).wrapping_add(u128::from(low_carry));
    (high, low)
}

/// `⌊(high·2^128 + low) / d⌋` for `high < d`: one bit of the quotient per step.
fn div_256(high: u128, low: u128, d: u128) -> u128 {
    let (mut rest, mut low, mut quotient) = (high, low, 0u128);
    for _ in 0..128 {
        let spilled = rest.leading_zeros() == 0;
        rest = rest.wrapping_shl(1) | u128::from(low.leading_zeros() == 0);
        low = low.wrapping_shl(1);
        quotient = quotient.wrapping_shl(1);
        if spilled || rest >= d {
            rest = rest.wrapping_sub(d);
            quotient |= 1;
        }
    }
    quotient
}

/// The low and high 64 bits of a 128-bit number: its form in accounts.
#[inline]
pub fn limbs(value: u128) -> [u64; 2] {
    let low = u64::try_from(value & u128::from(u64::MAX)).unwrap_or(u64::MAX);
    let high = u64::try_from(value.wrapping_shr(64)).unwrap_or(u64::MAX);
    [low, high]
}

/// The 128-bit number that [`limbs`] split.
#[inline]
pub fn join([low, high]: [u64; 2]) -> u128 {
    u128::from(high).wrapping_shl(64) | u128::from(low)
}

/// `whole` as Q64.64: 64 integer and 64 fraction bits.
#[inline]
pub fn to_q64(whole: u64) -> u128 {
    u128::from(whole).wrapping_shl(64)
}

/// `amount × rate` for a Q64.64 `rate`, exactly: (whole units, 2^-64ths of a unit).
/// `None` if the whole units exceed 64 bits.
#[inline]
pub fn q64_mul(amount: u64, rate: u128) -> Option<(u64, u64)> {
    let [rate_fraction, rate_whole] = limbs(rate);
    let [fraction, carried] = limbs(wide_mul(amount, rate_fraction));
    let whole = amount.checked_mul(rate_whole)?.checked_add(carried)?;
    Some((whole, fraction))
}
