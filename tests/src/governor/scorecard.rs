//! The scorecard: every forecast is graded by the ring, by anyone, and a bad record puts the oracle into the shadow.

use {
    super::outside,
    crate::world::{AI, Economy, METRICS, MODEL_HASH, Outcome, World, actor, assert_refused},
    economics::{
        lifecycle::State,
        metrics::{Metric, Period},
        score::{Grade, MISS},
    },
    governor::{ConfigChange, GovernorError, Scorecard, events::Event},
    solana_address::Address,
    solana_signer::Signer,
};

/// Seconds from the end of a proposal to the measurement, as short as tests like it.
const HORIZON: u64 = 1_000;

/// An economy whose ring shows a staked share of 40 per cent.
fn linked() -> (World, Economy) {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    show(&mut world, &[(-10, 40)]);
    (world, economy)
}

/// The ring shows these (seconds from now, staked per cent); the periods follow each other without gaps.
fn show(world: &mut World, ends: &[(i64, u64)]) {
    let now = world.now().unix;
    let mut start = now - 100_000;
    let periods: Vec<Period> = ends
        .iter()
        .map(|(end, staked)| {
            let period = Period { start, end: now + end, supply: 100, staked: *staked, ..Period::default() };
            start = now + end;
            period
        })
        .collect();
    outside::ring(world, &periods);
}

/// The oracle proposes to move emission by `by` and says: `with` ppm staked with it, `without` ppm without.
fn foretell(world: &mut World, economy: &Economy, seed: u8, by: i64, with: i64, without: i64) -> Outcome {
    let mut draft = economy.draft(world, AI, &[(0, by)]);
    let forecast = &mut draft.provenance.forecast;
    (forecast.metric, forecast.horizon_secs) = (Metric::StakedShare.code(), HORIZON);
    (forecast.p50, forecast.p50_without) = (with, without);
    // What the oracle calls the baseline is not what it is compared with.
    forecast.baseline = -1;
    economy.propose(world, "oracle", seed, draft)
}

fn foretold(world: &mut World, economy: &Economy, seed: u8, with: i64, without: i64) -> Address {
    foretell(world, economy, seed, -10, with, without).expect("the forecast is admitted");
    economy.gate.proposal(&[seed; 32])
}

fn resolve(world: &mut World, economy: &Economy, proposal: &Address) -> Outcome {
    world.send_one(economy.gate.resolve(*proposal, METRICS), &[])
}

fn card(world: &World, economy: &Economy) -> Scorecard {
    economy.council(world).oracles[0].score
}

/// Lets the horizon pass; the ring then shows `staked` per cent.
fn come(world: &mut World, staked: u64) {
    world.pass_secs(HORIZON as i64);
    show(world, &[(-5_000, 40), (0, staked)]);
}

#[test]
fn an_executed_proposal_is_graded_by_its_forecast_with_the_change() {
    let (mut world, economy) = linked();
    let proposal = foretold(&mut world, &economy, 1, 450_000, 400_000);
    economy.queue(&mut world, &proposal);
    world.pass_secs(100);
    economy.execute(&mut world, &proposal).unwrap();
    let closed = world.now().unix;
    assert_eq!(card(&world, &economy).rules().due_of(1), Some(closed + HORIZON as i64));
    come(&mut world, 50);
    let landed = resolve(&mut world, &economy, &proposal).unwrap();

    assert_eq!(landed.event_names(), ["Resolved"]);
    let Event::Resolved(told) = landed.events()[0] else { panic!("{:?}", landed.events()) };
    assert_eq!((told.expected, told.actual, told.baseline), (450_000, 500_000, 400_000));
    assert_eq!((told.error_model, told.error_naive, told.skill_ppm), (100_000, 200_000, 500_000));
    assert_eq!((told.graded, told.missed, told.shadow, told.metric), (1, 0, 0, 1));
    assert_eq!((told.oracle, told.due_at), (actor("oracle").pubkey(), closed + HORIZON as i64));
    let first = card(&world, &economy);
    assert_eq!(first.rules().grades[0], Grade { model: 100_000, naive: 200_000 });
    assert_eq!(economy.proposal(&world, &proposal).graded, 1);
}

#[test]
fn what_was_vetoed_cancelled_or_expired_is_graded_by_its_forecast_without() {
    let (mut world, economy) = linked();
    let vetoed = foretold(&mut world, &economy, 1, 999_000, 500_000);
    for member in ["member-1", "member-2"] {
        economy.veto(&mut world, member, &vetoed).unwrap();
    }
    let cancelled = foretold(&mut world, &economy, 2, 999_000, 500_000);
    economy.cancel(&mut world, "oracle", &cancelled).unwrap();
    let expired = foretold(&mut world, &economy, 3, 999_000, 500_000);
    world.pass_secs(601);
    economy.expire(&mut world, &expired).unwrap();
    come(&mut world, 50);
    for (proposal, state) in [(vetoed, State::Rejected), (cancelled, State::Cancelled), (expired, State::Expired)] {
        assert_eq!(economy.proposal(&world, &proposal).state(), state);
        let landed = resolve(&mut world, &economy, &proposal).unwrap();
        let Event::Resolved(told) = landed.events()[0] else { panic!("{:?}", landed.events()) };
        assert_eq!((told.expected, told.error_model), (500_000, 0));
    }
    assert_eq!(card(&world, &economy).graded, 3);
}

#[test]
fn a_proposal_made_stale_by_a_config_change_is_graded_too() {
    let (mut world, economy) = linked();
    let proposal = foretold(&mut world, &economy, 1, 999_000, 500_000);
    economy.configure(&mut world, 9, &[ConfigChange::SetVoice { veto_bps: 2_000 }]).unwrap();
    economy.expire(&mut world, &proposal).unwrap();
    assert_eq!(economy.proposal(&world, &proposal).state(), State::Stale);
    come(&mut world, 50);
    resolve(&mut world, &economy, &proposal).unwrap();
}

#[test]
fn a_forecast_is_resolved_once_when_its_horizon_is_over_and_its_period_closed() {
    let (mut world, economy) = linked();
    let proposal = foretold(&mut world, &economy, 1, 400_000, 400_000);
    assert_refused(resolve(&mut world, &economy, &proposal), GovernorError::NotDue);
    economy.cancel(&mut world, "oracle", &proposal).unwrap();
    world.pass_secs(HORIZON as i64 - 1);
    show(&mut world, &[(-5_000, 40), (10, 50)]);
    assert_refused(resolve(&mut world, &economy, &proposal), GovernorError::HorizonNotOver);
    world.pass_secs(1);
    show(&mut world, &[(-5_000, 40), (-1, 50)]);
    assert_refused(resolve(&mut world, &economy, &proposal), GovernorError::PeriodOpen);
    show(&mut world, &[(-5_000, 40), (0, 50)]);
    resolve(&mut world, &economy, &proposal).unwrap();
    assert_refused(resolve(&mut world, &economy, &proposal), GovernorError::NotDue);
    assert_eq!(card(&world, &economy).graded, 1);
}

#[test]
fn a_ring_that_the_council_does_not_name_grades_nothing() {
    let (mut world, economy) = linked();
    let proposal = foretold(&mut world, &economy, 1, 400_000, 400_000);
    economy.cancel(&mut world, "oracle", &proposal).unwrap();
    come(&mut world, 50);
    let bytes = world.bytes(&METRICS);
    let forged = outside::put(&mut world, actor("forged ring").pubkey(), issuer::ID, bytes.clone());
    let wrong = economy.gate.resolve(proposal, forged);
    assert_refused(world.send_one(wrong, &[]), GovernorError::WrongMetrics);
    for (owner, data) in [
        (actor("another program").pubkey(), bytes.clone()),
        (issuer::ID, [&[0; 8], &bytes[8..]].concat()),
        (issuer::ID, bytes[..bytes.len() - 1].to_vec()),
    ] {
        outside::put(&mut world, METRICS, owner, data);
        assert_refused(resolve(&mut world, &economy, &proposal), GovernorError::WrongMetrics);
    }
    outside::put(&mut world, METRICS, issuer::ID, bytes);
    resolve(&mut world, &economy, &proposal).unwrap();
}

#[test]
fn a_forecast_that_the_ring_can_no_longer_show_is_a_miss() {
    let (mut world, economy) = linked();
    let proposal = foretold(&mut world, &economy, 1, 400_000, 400_000);
    economy.cancel(&mut world, "oracle", &proposal).unwrap();
    world.pass_secs(200_000);
    let long_after: Vec<(i64, u64)> = (0..70).map(|n| (n - 70, 40)).collect();
    show(&mut world, &long_after);
    let landed = resolve(&mut world, &economy, &proposal).unwrap();
    let Event::Resolved(told) = landed.events()[0] else { panic!("{:?}", landed.events()) };
    assert_eq!((told.missed, told.error_model, told.error_naive), (1, MISS.model, 0));
}

#[test]
fn forecasts_that_the_ring_cannot_show_are_refused() {
    let (mut world, economy) = linked();
    let draft = |change: fn(&mut governor::Forecast)| {
        let mut draft = economy.draft(&world, AI, &[(0, -10)]);
        change(&mut draft.provenance.forecast);
        draft
    };
    let unknown = [draft(|forecast| forecast.metric = 0), draft(|forecast| forecast.metric = 4)];
    let endless = [draft(|forecast| forecast.horizon_secs = 0), draft(|forecast| forecast.horizon_secs = u64::MAX)];
    for draft in unknown {
        assert_refused(economy.propose(&mut world, "oracle", 1, draft), GovernorError::UnknownMetric);
    }
    for draft in endless {
        assert_refused(economy.propose(&mut world, "oracle", 1, draft), GovernorError::HorizonOutOfRange);
    }
}

#[test]
fn an_oracle_with_an_overdue_forecast_must_have_it_resolved_before_it_proposes_again() {
    let (mut world, economy) = linked();
    let proposal = foretold(&mut world, &economy, 1, 400_000, 400_000);
    economy.cancel(&mut world, "oracle", &proposal).unwrap();
    let grace = i64::try_from(economy.council(&world).safeguards.timing.resolve_grace_secs).unwrap();
    world.pass_secs(HORIZON as i64 + grace);
    let second = foretold(&mut world, &economy, 2, 400_000, 400_000);
    economy.cancel(&mut world, "oracle", &second).unwrap();
    world.pass_secs(1);
    let late = foretell(&mut world, &economy, 3, -10, 400_000, 400_000);
    assert_refused(late, GovernorError::ForecastOverdue);
    let horizon = HORIZON as i64;
    show(&mut world, &[(-horizon - grace - 10, 40), (-grace, 40), (0, 40)]);
    resolve(&mut world, &economy, &proposal).unwrap();
    foretell(&mut world, &economy, 3, -10, 400_000, 400_000).unwrap();
}

#[test]
fn sixteen_forecasts_may_wait_and_no_more() {
    let (mut world, economy) = linked();
    for seed in 1..=16 {
        let proposal = foretold(&mut world, &economy, seed, 400_000, 400_000);
        economy.cancel(&mut world, "oracle", &proposal).unwrap();
    }
    let one_more = foretell(&mut world, &economy, 17, -10, 400_000, 400_000);
    assert_refused(one_more, GovernorError::TooManyForecasts);
    assert_eq!(card(&world, &economy).rules().waiting().count(), 16);
}

/// Twenty forecasts of `said` ppm while `came` per cent comes, where it was 40 before.
fn twenty(world: &mut World, economy: &Economy, first: u8, said: i64, came: u64) {
    for seed in first..first + 20 {
        show(world, &[(-10, 40)]);
        let proposal = foretold(world, economy, seed, said, said);
        economy.cancel(world, "oracle", &proposal).unwrap();
        come(world, came);
        resolve(world, economy, &proposal).unwrap();
    }
}

#[test]
fn an_oracle_worse_than_persistence_over_twenty_grades_only_records_until_it_is_better() {
    let (mut world, economy) = linked();
    let approvable = |world: &mut World, seed| {
        show(world, &[(-10, 40)]);
        let proposal = foretold(world, &economy, seed, 400_000, 400_000);
        let approved = economy.approve(world, "member-1", &proposal);
        economy.cancel(world, "oracle", &proposal).unwrap();
        approved
    };
    twenty(&mut world, &economy, 1, 900_000, 50);
    assert_eq!(economy.council(&world).oracles[0].shadow, 1);
    assert_eq!(card(&world, &economy).rules().skill_ppm(), -3_000_000);
    assert_refused(approvable(&mut world, 50), GovernorError::OracleInShadow);
    come(&mut world, 40);
    resolve(&mut world, &economy, &economy.gate.proposal(&[50; 32])).unwrap();

    twenty(&mut world, &economy, 60, 500_000, 50);
    assert_eq!(economy.council(&world).oracles[0].shadow, 0, "skill lifts the shadow");
    approvable(&mut world, 90).unwrap();
}

#[test]
fn nineteen_bad_forecasts_are_no_verdict_yet() {
    let (mut world, economy) = linked();
    for seed in 1..=19 {
        show(&mut world, &[(-10, 40)]);
        let proposal = foretold(&mut world, &economy, seed, 900_000, 900_000);
        economy.cancel(&mut world, "oracle", &proposal).unwrap();
        come(&mut world, 50);
        resolve(&mut world, &economy, &proposal).unwrap();
    }
    assert_eq!(economy.council(&world).oracles[0].shadow, 0);
}

#[test]
fn the_council_may_lift_the_shadow_with_another_model_and_old_forecasts_do_not_touch_the_new_record() {
    let (mut world, economy) = linked();
    twenty(&mut world, &economy, 1, 900_000, 50);
    show(&mut world, &[(-10, 40)]);
    let old = foretold(&mut world, &economy, 40, 900_000, 900_000);
    let key = actor("oracle").pubkey();
    let change = ConfigChange::SetOracle { key, model_hash: [8; 32], quota: 2 };
    economy.configure(&mut world, 41, &[change]).unwrap();
    let seat = economy.council(&world).oracles[0];
    assert_eq!((seat.shadow, seat.score.graded, seat.model_hash), (0, 0, [8; 32]));
    assert_ne!(seat.model_hash, MODEL_HASH);
    economy.expire(&mut world, &old).unwrap();
    come(&mut world, 50);
    assert_refused(resolve(&mut world, &economy, &old), GovernorError::NotDue);
}

#[test]
fn a_members_proposal_is_not_graded() {
    let (mut world, economy) = linked();
    let proposal = economy.proposed_by(&mut world, "member-1", 1, crate::world::PARAM, &[(0, -10)]);
    economy.cancel(&mut world, "member-1", &proposal).unwrap();
    come(&mut world, 50);
    assert_refused(resolve(&mut world, &economy, &proposal), GovernorError::NotDue);
}

#[test]
fn an_economy_without_metrics_asks_for_no_forecast_and_grades_none() {
    let mut world = World::new();
    let mut genesis = crate::world::Genesis::standard();
    genesis.safeguards.links = bytemuck::Zeroable::zeroed();
    let economy = genesis.economy(&mut world);
    world.pass_secs(60);
    let mut draft = economy.draft(&world, AI, &[(0, -10)]);
    draft.provenance.forecast = bytemuck::Zeroable::zeroed();
    economy.propose(&mut world, "oracle", 1, draft).unwrap();
    let proposal = economy.gate.proposal(&[1; 32]);
    economy.cancel(&mut world, "oracle", &proposal).unwrap();
    assert_eq!(card(&world, &economy).rules().waiting().count(), 0);
}

#[test]
fn another_economys_proposal_is_not_graded_here() {
    let (mut world, economy) = linked();
    let other = crate::world::Genesis::named("another").economy(&mut world);
    world.pass_secs(60);
    let proposal = other.proposed(&mut world);
    other.cancel(&mut world, "oracle", &proposal).unwrap();
    assert_refused(resolve(&mut world, &economy, &proposal), GovernorError::ForeignProposal);
}
