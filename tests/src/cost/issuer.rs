//! Costs of the issuer, with those of Token-2022 that it calls.

use {
    super::Row,
    crate::issuer::desk::{Bench, DAY, FEE, args},
    economics::key::FEE_BPS,
    solana_signer::Signer,
};

pub fn rows() -> Vec<Row> {
    let mut rows = genesis();
    rows.extend(daily());
    rows.extend(collecting());
    rows
}

fn genesis() -> Vec<Row> {
    let mut bench = Bench::before_create();
    vec![("create", bench.create(args()).unwrap().units)]
}

fn daily() -> Vec<Row> {
    let mut bench = Bench::new();
    bench.wait(1);
    let nothing = bench.emit().unwrap().units;
    bench.wait(DAY);
    let emit = bench.emit().unwrap().units;
    let roll = bench.roll().unwrap().units;
    bench.publish(FEE_BPS, i64::from(FEE) + 1);
    let sync_fee = bench.sync_fee().unwrap().units;
    vec![("emit (three gauges)", emit), ("emit (too little to mint)", nothing), ("sync_fee", sync_fee), ("roll", roll)]
}

fn collecting() -> Vec<Row> {
    let mut bench = Bench::new();
    let holders: Vec<_> = (0..10).map(|_| bench.open(&bench.creator.pubkey())).collect();
    let mut cost = |sources: usize| {
        for holder in &holders {
            bench.transfer(*holder, 1_000_000).unwrap();
        }
        bench.collect(&holders[..sources]).unwrap().units
    };
    let (one, ten) = (cost(1), cost(10));
    vec![("collect (1 account)", one), ("collect (10 accounts)", ten)]
}
