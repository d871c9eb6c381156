use bytemuck::Zeroable;
use economics::metrics::*;

fn period(number: u64) -> Period {
    Period { supply: number, ..Period::default() }
}

#[test]
fn an_empty_ring_has_no_periods() {
    let ring = Ring::zeroed();
    assert_eq!(ring.iter().count(), 0);
    assert_eq!(ring.latest(), None);
}

#[test]
fn the_ring_keeps_the_last_64_periods_in_order() {
    let mut ring = Ring::zeroed();
    for n in 0..200 {
        ring.push(&period(n));
        let seen: Vec<u64> = ring.iter().map(|p| p.supply).collect();
        let first = (n + 1).saturating_sub(64);
        assert_eq!(seen, (first..=n).collect::<Vec<_>>());
        assert_eq!(ring.latest(), Some(&period(n)));
        assert_eq!(ring.head, n + 1);
    }
}

#[test]
fn the_ring_survives_the_end_of_its_counter() {
    let mut ring = Ring::zeroed();
    ring.head = u64::MAX;
    ring.push(&period(1));
    assert_eq!(ring.iter().count(), 64);
}

fn rolled(ends: impl IntoIterator<Item = (i64, i64)>) -> Ring {
    let mut ring = Ring::zeroed();
    for (start, end) in ends {
        ring.push(&Period { start, end, supply: 100, staked: end.unsigned_abs(), ..Period::default() });
    }
    ring
}

#[test]
fn a_moment_is_looked_up_in_the_period_that_covers_it() {
    let ring = rolled([(0, 10), (10, 20), (20, 30)]);
    let staked = |at| match ring.first_from(at) {
        Lookup::Found(period) => period.staked,
        other => panic!("{other:?}"),
    };
    assert_eq!([staked(5), staked(10), staked(11), staked(30)], [10, 10, 20, 30]);
    assert_eq!(ring.first_from(31), Lookup::Open);
    let before = |at| ring.last_before(at).map(|period| period.end);
    assert_eq!([before(9), before(10), before(29), before(99)], [None, Some(10), Some(20), Some(30)]);
}

#[test]
fn a_period_that_was_written_over_is_gone_and_never_mistaken_for_a_later_one() {
    let ring = rolled((0..70).map(|n| (n * 10, n * 10 + 10)));
    assert_eq!(ring.first_from(60), Lookup::Gone, "the period up to 60 has been written over");
    assert!(matches!(ring.first_from(61), Lookup::Found(period) if period.end == 70));
    assert_eq!(ring.last_before(69), None);
    assert_eq!(rolled([(50, 60)]).first_from(1), Lookup::Found(&rolled([(50, 60)]).periods[0]), "the first ever");
}

#[test]
fn metrics_are_computed_as_in_the_worked_examples() {
    let day = Period {
        start: 0,
        end: 86_400,
        supply: 1_001_000,
        minted: 2_000,
        burned: 1_000,
        fees: 700,
        staked: 300_300,
        ..Period::default()
    };
    assert_eq!(Metric::StakedShare.of(&day, 86_400), 300_000, "300 300 of 1 001 000 is 30 %");
    assert_eq!(Metric::NetInflation.of(&day, 86_400), 365_000, "0.1 % of 1 000 000 in a day is 36.5 % a year");
    assert_eq!(Metric::Fees.of(&day, 86_400), 700);
    let burned = Period { minted: 0, burned: 1_000, supply: 999_000, end: 43_200, ..day };
    assert_eq!(Metric::NetInflation.of(&burned, 86_400), -730_000, "the same, burned in half a day");
    assert_eq!(Metric::Fees.of(&burned, 86_400), 1_400);
}

#[test]
fn every_metric_is_found_again_by_its_number() {
    for metric in Metric::ALL {
        assert_eq!(Metric::from_u8(metric.code()), Some(metric));
        assert_eq!(metric as u8, metric.code());
    }
    assert_eq!((Metric::from_u8(0), Metric::from_u8(4)), (None, None));
}

proptest::proptest! {
    #[test]
    fn no_period_makes_a_metric_panic_or_wrap(numbers in proptest::array::uniform8(proptest::num::u64::ANY), times in proptest::array::uniform2(proptest::num::i64::ANY)) {
        let [supply, minted, burned, fees, staked, stakers, rewards_paid, treasury] = numbers;
        let [start, end] = times;
        let period = Period { start, end, supply, minted, burned, fees, staked, stakers, rewards_paid, treasury };
        for metric in Metric::ALL {
            let value = metric.of(&period, 86_400);
            assert!(metric == Metric::NetInflation || value >= 0);
            assert_eq!(value < 0, value != 0 && metric == Metric::NetInflation && minted < burned);
        }
    }
}
