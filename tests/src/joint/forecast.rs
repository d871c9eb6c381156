//! Forecasts of the oracle, graded by the ring that the issuer wrote.

use {
    super::stage::{Stage, TOKEN},
    crate::{
        issuer::desk::{DAY, YEAR},
        world::{AI, Outcome, assert_refused},
    },
    economics::metrics::{Metric, Period},
    governor::{GovernorError, events::Event},
    solana_address::Address,
};

/// Seconds from the end of a proposal to the measurement.
const HORIZON: u64 = 10_000;

/// The oracle moves emission down and says: `with` of the metric if that is done, `without` if it is not.
fn foretold(stage: &mut Stage, seed: u8, metric: Metric, with: i64, without: i64) -> Address {
    let economy = stage.economy;
    let mut draft = economy.draft(&stage.bench.world, AI, &[(0, -10)]);
    let forecast = &mut draft.provenance.forecast;
    (forecast.metric, forecast.horizon_secs) = (metric.code(), HORIZON);
    (forecast.p50, forecast.p50_without) = (with, without);
    economy.propose(stage.world(), "oracle", seed, draft).expect("the forecast is admitted");
    economy.gate.proposal(&[seed; 32])
}

fn resolve(stage: &mut Stage, proposal: &Address) -> Outcome {
    let resolve = stage.economy.gate.resolve(*proposal, stage.bench.desk.metrics);
    stage.by_anyone(resolve)
}

fn resolved(stage: &mut Stage, proposal: &Address) -> governor::events::Resolved {
    let landed = resolve(stage, proposal).expect("the period that shows it is closed");
    let Event::Resolved(told) = landed.events()[0] else { panic!("{:?}", landed.events()) };
    told
}

/// Staked millionths of the supply.
fn share(row: &Period) -> i64 {
    (u128::from(row.staked) * 1_000_000 / u128::from(row.supply)) as i64
}

/// |a − b| in millionths of `level`.
fn error(a: i64, b: i64, level: i64) -> u32 {
    (a.abs_diff(b) * 1_000_000 / level.unsigned_abs()) as u32
}

#[test]
fn an_executed_forecast_of_the_staked_share_is_graded_by_what_stakers_did() {
    let mut stage = Stage::open();
    let economy = stage.economy;
    stage.holder("ann", 400_000 * TOKEN);
    stage.stakes_all("ann");
    let before = stage.close_period();
    let proposal = foretold(&mut stage, 1, Metric::StakedShare, 500_000, 1);
    economy.queue(stage.world(), &proposal);
    assert_refused(resolve(&mut stage, &proposal), GovernorError::NotDue);
    stage.bench.wait(100);
    economy.execute(stage.world(), &proposal).expect("the delay is over");
    stage.holder("bob", 200_000 * TOKEN);
    stage.stakes_all("bob");
    assert_refused(resolve(&mut stage, &proposal), GovernorError::HorizonNotOver);
    stage.bench.wait(HORIZON as i64);
    assert_refused(resolve(&mut stage, &proposal), GovernorError::PeriodOpen);
    let after = stage.close_period();
    // What happens later is not what was foretold.
    let all = stage.active("bob");
    stage.ask_back("bob", all).expect("an exit");
    stage.close_period();

    let told = resolved(&mut stage, &proposal);
    let (was, came) = (share(&before), share(&after));
    assert!(came > was + 150_000, "{was} and {came}");
    assert_eq!((told.expected, told.actual, told.baseline, told.missed), (500_000, came, was, 0));
    assert_eq!((told.error_model, told.error_naive), (error(500_000, came, came), error(was, came, came)));
    assert_eq!(economy.council(&stage.bench.world).oracles[0].score.graded, 1);
    assert_refused(resolve(&mut stage, &proposal), GovernorError::NotDue);
}

#[test]
fn a_forecast_whose_proposal_stakers_stopped_is_graded_by_what_it_said_without_it() {
    let mut stage = Stage::staked();
    let proposal = foretold(&mut stage, 1, Metric::StakedShare, 1, 480_000);
    let landed = stage.object("bob", &proposal).expect("two fifths of the stake");
    assert_eq!(landed.event_names(), ["Voiced", "Rejected"]);
    let after = stage.close_period();
    let told = resolved(&mut stage, &proposal);
    assert_eq!((told.expected, told.actual), (480_000, share(&after)));
}

#[test]
fn forecasts_of_inflation_and_of_fees_are_graded_by_what_was_minted_burned_and_collected() {
    let mut stage = Stage::staked();
    let economy = stage.economy;
    let supply = stage.bench.supply();
    let start = stage.bench.issuer().ledger.period_start;
    let proposals =
        [(1, Metric::NetInflation, 70_000), (2, Metric::Fees, 1_000 * TOKEN as i64)].map(|(seed, metric, said)| {
            let proposal = foretold(&mut stage, seed, metric, 1, said);
            economy.cancel(stage.world(), "oracle", &proposal).expect("its own");
            proposal
        });
    // 100 000 tokens move: 1 000 are fees, of which 30 per cent are burned.
    let before: u64 = collected(&mut stage);
    stage.holder("dave", 100_000 * TOKEN);
    let fees = before + collected(&mut stage);
    stage.bench.wait(DAY / 2);
    stage.bench.emit().expect("emit never fails");
    let row = stage.close_period();
    assert_eq!((row.start, row.fees), (start, fees));
    let grown = i128::from(stage.bench.supply()) - i128::from(supply);
    let yearly = grown * 1_000_000 * i128::from(YEAR) / (i128::from(supply) * i128::from(row.end - row.start));

    let [inflation, daily] = [resolved(&mut stage, &proposals[0]), resolved(&mut stage, &proposals[1])];
    assert_eq!((i128::from(inflation.actual), inflation.expected), (yearly, 70_000));
    assert_eq!(i128::from(daily.actual), i128::from(fees) * i128::from(DAY) / i128::from(row.end - row.start));
    assert_eq!((daily.expected, daily.metric), (1_000 * TOKEN as i64, Metric::Fees.code()));
    stage.bench.assert_books_close();
}

/// Collects from every account, and gives the fees.
fn collected(stage: &mut Stage) -> u64 {
    let sources = stage.bench.opened.clone();
    let landed = stage.bench.collect(&sources).expect("anyone collects");
    let all = crate::issuer::desk::events(&landed);
    let fees = all.iter().find_map(|event| match event {
        issuer::events::Event::Collected(told) => Some(told.fees),
        _ => None,
    });
    fees.unwrap_or(0)
}
