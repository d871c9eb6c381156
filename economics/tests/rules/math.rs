use economics::math::*;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn mul_div_floor_and_ceil_bracket_the_exact_quotient(a: u64, b: u64, d in prop_oneof![any::<u64>(), 0u64..20_000]) {
        let exact = |up: u128| (d > 0)
            .then(|| (u128::from(a) * u128::from(b)).div_ceil(u128::from(d)) * up
                + u128::from(a) * u128::from(b) / u128::from(d) * (1 - up))
            .and_then(|q| u64::try_from(q).ok());
        prop_assert_eq!(mul_div_floor(a, b, d), exact(0));
        prop_assert_eq!(mul_div_ceil(a, b, d), exact(1));
    }

    #[test]
    fn wide_division_inverts_wide_multiplication(a: u128, b: u128, r: u128, d in 1u128..) {
        // q·d + r < (q + 1)·d, so dividing q·d by d gives q back, through 256 bits.
        prop_assert_eq!(mul_div_floor_u128(a, d, d), Some(a));
        let q = mul_div_floor_u128(a, b, d);
        let fits = mul_div_floor_u128(a, b, u128::MAX);
        prop_assert!(fits.is_some());
        if let Some(q) = q {
            prop_assert!(wide_le(q, d, a, b));
            if let Some(above) = q.checked_add(1) {
                prop_assert!(!wide_le(above, d, a, b));
            }
        } else {
            prop_assert!(wide_le(u128::MAX, d, a, b));
        }
        let _ = r;
    }

    #[test]
    fn narrow_division_equals_the_compilers_own(
        high: u64, low: u64, d in prop_oneof![any::<u64>(), 1u64..20_000, (0u32..64, any::<u64>()).prop_map(|(bits, d)| d >> bits)],
        near in 0u64..3, scale in 0u32..64,
    ) {
        // Anything; and the operands just below the divisor, where a guessed digit is most often too large.
        for high in [high, high >> scale, d.wrapping_sub(near), high.checked_rem(d).unwrap_or(0)] {
            for low in [low, low >> scale, 0, u64::MAX, !low] {
                let n = join([low, high]);
                let exact = (high < d).then(|| ((n / u128::from(d)) as u64, (n % u128::from(d)) as u64));
                prop_assert_eq!(div_wide(high, low, d), exact);
            }
        }
    }

    #[test]
    fn limbs_join_again(v: u128) {
        prop_assert_eq!(join(limbs(v)), v);
        prop_assert_eq!(limbs(v), [v as u64, (v >> 64) as u64]);
    }

    #[test]
    fn q64_product_is_exact(a: u64, whole in 0u64..1 << 32, fraction: u64) {
        let rate = join([fraction, whole]);
        let exact = u128::from(a) * u128::from(whole) + ((u128::from(a) * u128::from(fraction)) >> 64);
        let low = a.wrapping_mul(fraction);
        prop_assert_eq!(q64_mul(a, rate), u64::try_from(exact).ok().map(|w| (w, low)));
    }
}

/// `q × d <= a × b`, by long multiplication in 32-bit digits.
fn wide_le(q: u128, d: u128, a: u128, b: u128) -> bool {
    product(q, d) <= product(a, b)
}

/// Digits of `a × b`, most significant first, so that arrays compare as numbers.
fn product(a: u128, b: u128) -> [u64; 8] {
    let digit = |v: u128, i: usize| (v >> (32 * i)) & 0xffff_ffff;
    let mut out = [0u64; 8];
    let mut carry = 0u128;
    for place in 0..8 {
        let mut sum = carry;
        for i in 0..4 {
            if place >= i && place - i < 4 {
                sum += digit(a, i) * digit(b, place - i);
            }
        }
        out[7 - place] = (sum & 0xffff_ffff) as u64;
        carry = sum >> 32;
    }
    assert_eq!(carry, 0);
    out
}

#[test]
fn division_by_zero_is_none() {
    assert_eq!(mul_div_floor(1, 1, 0), None);
    assert_eq!(mul_div_ceil(1, 1, 0), None);
    assert_eq!(mul_div_floor_u128(1, 1, 0), None);
    assert_eq!(mul_div_floor_u128(u128::MAX, u128::MAX, 0), None);
}

#[test]
fn narrow_division_holds_at_every_edge_of_its_digits() {
    let mut edges = vec![0, 1, 2, 3];
    for bit in [31, 32, 33, 62, 63] {
        edges.extend([(1u64 << bit) - 1, 1 << bit, (1 << bit) + 1]);
    }
    edges.extend([u64::MAX - 1, u64::MAX, 0xffff_ffff_0000_0000, 0x8000_0000_ffff_ffff, 0x7fff_ffff_0000_0001]);
    for d in &edges {
        for (high, low) in edges.iter().flat_map(|high| edges.iter().map(move |low| (*high, *low))) {
            let n = join([low, high]);
            let exact = (high < *d).then(|| ((n / u128::from(*d)) as u64, (n % u128::from(*d)) as u64));
            assert_eq!(div_wide(high, low, *d), exact, "{high} {low} / {d}");
        }
    }
}

#[test]
fn the_largest_numbers_do_not_overflow() {
    let m = u64::MAX;
    assert_eq!(mul_div_floor(m, m, m), Some(m));
    assert_eq!(mul_div_ceil(m, m, m), Some(m));
    assert_eq!(mul_div_ceil(m, m, m - 1), None);
    assert_eq!(mul_div_ceil(m - 1, m, m), Some(m - 1));
    let w = u128::MAX;
    assert_eq!(mul_div_floor_u128(w, w, w), Some(w));
    assert_eq!(mul_div_floor_u128(w, w, w - 1), None);
    assert_eq!(q64_mul(m, w), None);
    assert_eq!(q64_mul(1, w), Some((m, m)));
    assert_eq!(to_q64(m), w - u128::from(m));
}
