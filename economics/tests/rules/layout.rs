//! Layouts and numbers that accounts, clients and error codes rely on.

use bytemuck::Zeroable;
use economics::{bounds, emission, key, key::STANDARD, lifecycle, staking};
use std::mem::offset_of;

#[test]
fn keys_are_ascii_padded_with_zeros() {
    assert_eq!(&key("fee_bps"), b"fee_bps\0\0\0\0\0\0\0\0\0");
    assert_eq!(&key("0123456789abcdef"), b"0123456789abcdef");
    assert_eq!(&key("0123456789abcdefg"), b"0123456789abcdef");
    assert_eq!(key(""), [0; 16]);
}

#[test]
fn standard_keys_lie_at_their_indices() {
    let expected = [
        (key::EMISSION_RATE, "emission_rate"),
        (key::FEE_BPS, "fee_bps"),
        (key::BURN_SHARE, "burn_share"),
        (key::STAKERS_SHARE, "stakers_share"),
        (key::TREASURY_SHARE, "treasury_share"),
        (key::GAUGE_STAKING, "gauge_staking"),
        (key::GAUGE_CONTRIB, "gauge_contrib"),
        (key::GAUGE_TREASURY, "gauge_treasury"),
        (key::UNBOND_SECS, "unbond_secs"),
    ];
    for (index, name) in expected {
        assert_eq!(STANDARD[index], key(name));
    }
}

#[test]
fn other_programs_find_a_pools_addresses_first_and_then_its_totals() {
    let places = [
        offset_of!(staking::PoolCard, policy),
        offset_of!(staking::PoolCard, stake_mint),
        offset_of!(staking::PoolCard, vault),
        offset_of!(staking::PoolCard, reward_mint),
        offset_of!(staking::PoolCard, reward_vault),
        offset_of!(staking::PoolCard, totals),
    ];
    assert_eq!(places, [0, 32, 64, 96, 128, 160]);
    assert_eq!(offset_of!(staking::PoolState, totals), 0, "the state follows the addresses");
    assert_eq!(offset_of!(staking::PoolTotals, staked), 0);
    assert_eq!(offset_of!(staking::PoolTotals, stakers), 8);
    assert_eq!(offset_of!(staking::PoolTotals, rewards_paid), 16);
}

#[test]
fn a_parameters_fields_lie_where_readers_expect_them() {
    assert_eq!(offset_of!(bounds::Param, value), 16);
    assert_eq!(offset_of!(bounds::Param, previous), 24);
    assert_eq!(offset_of!(bounds::Param, changed_at), 32);
    assert_eq!(offset_of!(bounds::Param, changed_epoch), 40);
    assert_eq!(offset_of!(bounds::Param, spec), 48);
    assert_eq!(offset_of!(bounds::Param, budget), 136);
    assert_eq!(offset_of!(bounds::Param, lock), 256);
}

#[test]
fn refusals_keep_their_numbers() {
    assert_eq!(bounds::Refusal::NotAllowedForClass.code(), 1);
    assert_eq!(bounds::Refusal::BudgetExceeded.code(), 9);
    assert_eq!(bounds::Refusal::TooManyParams.code(), 20);
    assert_eq!(lifecycle::Refusal::ClassDisabled.code(), 101);
    assert_eq!(lifecycle::Refusal::NotOver.code(), 116);
    assert_eq!(staking::Refusal::ZeroAmount.code(), 201);
    assert_eq!(staking::Refusal::Overflow.code(), 208);
    assert_eq!(staking::Refusal::NotCompoundable.code(), 211);
    assert_eq!(emission::Refusal::UnsoundSchedule.code(), 301);
    assert_eq!(emission::Refusal::PeriodNotOver.code(), 303);
}

#[test]
fn every_state_and_class_survives_its_code() {
    for code in 0..=7 {
        assert_eq!(lifecycle::State::from_u8(code).unwrap().code(), code);
    }
    assert_eq!(lifecycle::State::from_u8(8), None);
    for code in 0..=4u8 {
        assert_eq!(economics::policy::Class::from_u8(code).unwrap() as u8, code);
    }
    assert_eq!(economics::policy::Class::from_u8(5), None);
}

#[test]
fn zeroed_accounts_never_panic() {
    let now = economics::Now { unix: i64::MAX, slot: u64::MAX, epoch: u64::MAX };
    let mut pool = staking::PoolState::zeroed();
    let mut position = staking::PositionState::default();
    let _ = pool.settle(now.unix, u64::MAX).stake(&mut position, 0);
    let mut issuer = emission::IssuerState::zeroed();
    let mut param = bounds::Param::zeroed();
    issuer.emit(&param, &[i64::MAX; 3], now);
    param.publish(i64::MIN, now);
    let _ = bounds::admit(&param, i64::MIN, i64::MAX, u64::MAX, now);
}
