//! The books under everything at once: random days of an economy, with the count of every unit after each step.

use economics::key::{BURN_SHARE, EMISSION_RATE, FEE_BPS, STAKERS_SHARE, TREASURY_SHARE};
use solana_address::Address;

use super::desk::*;

/// A small generator, so that a failing case has a number.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

fn step(bench: &mut Bench, holders: &[Address], random: &mut Random) {
    let holder = holders[random.below(holders.len() as u64) as usize];
    match random.below(10) {
        0 => drop(bench.emit().expect("emit never fails")),
        1 | 2 => drop(bench.collect(&[holder, holder, bench.desk.policy]).expect("collect never fails")),
        3 => drop(bench.collect(holders).expect("collect never fails")),
        4 => drop(bench.roll()),
        5 => drop(bench.sync_fee()),
        6 => drop(bench.burn(1 + random.below(1_000_000)).expect("the creator has enough")),
        7 => publish(bench, random),
        8 => bench.next_epoch(),
        _ => drop(bench.transfer(holder, 1 + random.below(1_000_000_000)).expect("the creator has enough")),
    }
    bench.wait(random.below(2 * DAY as u64) as i64);
}

fn publish(bench: &mut Bench, random: &mut Random) {
    let burn = random.below(10_001) as i64;
    let stakers = random.below(10_001 - burn as u64) as i64;
    bench.publish(BURN_SHARE, burn);
    bench.publish(STAKERS_SHARE, stakers);
    bench.publish(TREASURY_SHARE, 10_000 - burn - stakers);
    bench.publish(FEE_BPS, random.below(600) as i64);
    bench.publish(EMISSION_RATE, random.below(200_000) as i64);
}

#[test]
fn random_days_lose_no_unit_and_the_books_close_after_each_step() {
    for seed in 1..=20 {
        let mut random = Random(0x9e37_79b9_7f4a_7c15u64.wrapping_mul(seed));
        let mut bench = Bench::new();
        let holders: Vec<_> = (0..4).map(|_| bench.holder(1_000)).collect();
        for number in 0..40 {
            step(&mut bench, &holders, &mut random);
            if number % 4 == 0 {
                bench.emit().expect("emit never fails");
                bench.assert_books_close();
            }
        }
        let (issuer, metrics) = (bench.issuer(), bench.metrics());
        let ledger = issuer.ledger;
        assert!(ledger.ever_minted <= CAP, "seed {seed}");
        assert!(issuer.burned_by_collect <= ledger.burned, "seed {seed}");
        assert_eq!(ledger.ever_minted - GENESIS, ledger.gauge_minted.iter().sum::<u64>(), "seed {seed}");
        let rows: u64 = metrics.rules().iter().map(|row| row.minted).sum();
        assert_eq!(rows + ledger.window_minted, ledger.ever_minted - GENESIS, "seed {seed}");
        let burned: u64 = metrics.rules().iter().map(|row| row.burned).sum();
        assert_eq!(burned + ledger.period_burned, ledger.burned, "seed {seed}");
    }
}
