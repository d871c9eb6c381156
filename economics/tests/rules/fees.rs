use economics::fees::*;
use proptest::prelude::*;

/// Token-2022's own formula, written as in its source: one-unit rounding up, then the maximum.
fn token_2022(amount: u64, bps: u16, max: u64) -> u64 {
    if bps == 0 || amount == 0 {
        return 0;
    }
    let raw = (u128::from(amount) * u128::from(bps)).div_ceil(10_000);
    u64::try_from(raw).unwrap().min(max)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn a_split_conserves_every_unit(amount: u64, burn in -5i64..20_000, stakers in -5i64..20_000) {
        let s = split(amount, burn, stakers);
        prop_assert_eq!(u128::from(s.burn) + u128::from(s.stakers) + u128::from(s.treasury), u128::from(amount));
        prop_assert_eq!(s.total(), amount);
    }

    #[test]
    fn a_split_rounds_down_and_gives_the_treasury_the_rest(amount: u64, burn in 0i64..=10_000, cut in 0i64..=10_000) {
        let stakers = (10_000 - burn).min(cut);
        let s = split(amount, burn, stakers);
        prop_assert_eq!(u128::from(s.burn), u128::from(amount) * burn as u128 / 10_000);
        prop_assert_eq!(u128::from(s.stakers), u128::from(amount) * stakers as u128 / 10_000);
    }

    #[test]
    fn the_transfer_fee_is_token_2022s(amount: u64, bps in 0u16..=10_000, max: u64) {
        prop_assert_eq!(transfer_fee(amount, bps, max), token_2022(amount, bps, max));
        prop_assert_eq!(transfer_fee(amount, bps, u64::MAX), token_2022(amount, bps, u64::MAX));
    }
}

#[test]
fn a_transfer_of_one_unit_is_eaten_by_the_rounded_fee() {
    assert_eq!(transfer_fee(1, 1, u64::MAX), 1);
    assert_eq!(transfer_fee(10_000, 1, u64::MAX), 1);
    assert_eq!(transfer_fee(10_001, 1, u64::MAX), 2);
}

#[test]
fn a_maximum_of_zero_means_no_fee() {
    assert_eq!(transfer_fee(u64::MAX, 10_000, 0), 0);
    assert_eq!(transfer_fee(u64::MAX, 10_000, u64::MAX), u64::MAX);
}

#[test]
fn extreme_shares_never_take_more_than_there_is() {
    assert_eq!(split(u64::MAX, i64::MAX, i64::MAX), Split { burn: u64::MAX, stakers: 0, treasury: 0 });
    assert_eq!(split(u64::MAX, i64::MIN, i64::MIN), Split { burn: 0, stakers: 0, treasury: u64::MAX });
}

#[test]
fn a_fee_cannot_change_while_one_is_pending() {
    // Set in epoch 10, so it acts from epoch 12 on.
    assert!(!fee_can_change(12, 10));
    assert!(!fee_can_change(12, 11));
    assert!(fee_can_change(12, 12));
    assert!(fee_can_change(0, 0));
}
