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
