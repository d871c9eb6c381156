//! Costs of the issuer, with those of Token-2022 that it calls.

use {
    super::Row,
    crate::issuer::{
        desk::{Bench, DAY, FEE, args},
        list::{CLOSES, OPENS, list},
    },
    economics::key::FEE_BPS,
    solana_signer::Signer,
};

pub fn rows() -> Vec<Row> {
    let mut rows = genesis();
    rows.extend(daily());
    rows.extend(collecting());
    rows.extend(eight_gauges());
    rows.extend(contributing());
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
    let each = (ten - one) / 9;
    vec![("collect (1 account)", one), ("collect (10 accounts)", ten), ("collect (each further account)", each)]
}

fn eight_gauges() -> Vec<Row> {
    let mut bench = Bench::with_weights();
    let gauges = bench.five();
    let add_pool = bench.add(&gauges[0]).unwrap().units;
    let add_vault = bench.add(&gauges[1]).unwrap().units;
    let mut bench = Bench::full();
    bench.wait(DAY);
    let emit = bench.emit().unwrap().units;
    let roll = bench.roll().unwrap().units;
    vec![
        ("add_gauge (pool)", add_pool),
        ("add_gauge (vault)", add_vault),
        ("emit (eight gauges)", emit),
        ("roll (three pools)", roll),
    ]
}

fn contributing() -> Vec<Row> {
    let (mut bench, shares) = (Bench::with_fund(), list(1_000, 1));
    let set_root = bench.open_list(&shares).unwrap().units;
    bench.wait(OPENS);
    let first = bench.claim_own(1, &shares, 0).unwrap().units;
    let second = bench.claim_own(1, &shares, 511).unwrap().units;
    bench.wait(CLOSES);
    let close_root = bench.world.send_one(bench.desk.close_root(1), &[]).unwrap().units;
    vec![
        ("set_root", set_root),
        ("claim_share (first of a page, 1 000 shares)", first),
        ("claim_share (1 000 shares)", second),
        ("close_root", close_root),
    ]
}
