use super::*;

/// Raises the fee where the price has fallen, brings emission down to half a range below its start, and leaves the rest.
fn written() -> Arc<FittedQ> {
    let line = |frame: &state::Frame| Line {
        lever: frame.lever,
        constant: if frame.lever == LeverName::Emission { -0.5 } else { 0.0 },
        any: -0.05,
        level: if frame.lever == LeverName::Emission { -1.0 } else { 0.0 },
        seen: if frame.lever == LeverName::Fee { [(Feature::Fall, 1.0)].into() } else { BTreeMap::new() },
    };
    Arc::new(FittedQ { about: "by hand".into(), lines: LEVERS.iter().map(line).collect() })
}

fn played() -> (twin::Outcome, Vec<twin::Reading>) {
    let file = twin::file::parse(include_str!("../../../../scenarios/bear.toml")).unwrap();
    let scenario = file.build(60, 1);
    let mut world = twin::world::World::new(&scenario);
    let mut days = Vec::new();
    let outcome = twin::play_daily(&mut world, &scenario, written().rule(1.0).as_mut(), 1, 0, |day| days.push(*day));
    (outcome, days)
}

#[test]
fn a_file_reads_back_to_the_same_lines() {
    let written = written();
    assert_eq!(FittedQ::parse(&written.to_toml()).unwrap(), *written);
}

#[test]
fn a_missing_lever_and_a_weight_that_is_no_number_are_refused() {
    let mut short = (*written()).clone();
    short.lines.pop();
    assert!(matches!(FittedQ::parse(&short.to_toml()), Err(FittedQError::Levers { found: 8 })));
    let mut wrong = (*written()).clone();
    wrong.lines[2].level = f64::INFINITY;
    assert!(matches!(FittedQ::parse(&wrong.to_toml()), Err(FittedQError::Weight("burn"))));
    assert!(matches!(FittedQ::parse("lines = 3"), Err(FittedQError::Syntax(_))));
}

#[test]
fn the_rule_moves_through_the_gate_and_reads_the_same_twice() {
    let (outcome, days) = played();
    assert!(outcome.control.executed > 3 && outcome.control.refused == 0, "{:?}", outcome.control);
    let minted = |days: &[twin::Reading]| days.iter().map(|day| day.minted_24h / day.supply).sum::<f64>();
    assert!(minted(&days[170..]) < 0.8 * minted(&days[..10]), "emission came down");
    assert_eq!(days, played().1);
}

#[test]
fn a_step_is_taken_only_where_it_is_worth_more_than_staying() {
    let q = written();
    let mut view = View::default();
    let best = |view: &View, level: f64| q.lines[1].best(view, level);
    assert_eq!(best(&view, 0.0), 0);
    view.set(Feature::Fall, 0.2);
    assert_eq!(best(&view, 0.0), 1);
    assert_eq!([-0.2, -0.5, -0.8].map(|level| q.lines[0].best(&view, level)), [-1, 0, 1]);
}

/// A made-up world of a week's memory: the reward is highest where the third lever stands one fifth of its range above its start.
#[test]
fn iteration_finds_the_level_that_pays_and_stays_there() {
    let mut episodes = Vec::new();
    for run in 0..120u32 {
        let mut draws = twin::rng::Stream::new(9, u64::from(run)).draws(0, 0);
        let (mut stand, mut steps, mut rewards) = (Stand::default(), Vec::new(), Vec::new());
        for _ in 0..24 {
            let moves: Moves = std::array::from_fn(|_| (draws.uniform() * 3.0) as i8 - 1);
            steps.push(log::Step { view: View::default(), stand, moves });
            stand.go(&moves, 1.0);
            rewards.push(-(stand.level(2) - 0.2).powi(2));
        }
        episodes.push(log::Episode { steps, rewards });
    }
    let method = fit::Method { discount: 0.9, penalty: 1e-3, iterations: 12 };
    let learned = fit::lines(&fit::Rows::of(&episodes).unwrap().iterate(&method).unwrap(), String::new());
    let mut stand = Stand::default();
    for _ in 0..30 {
        let moves = learned.best(&View::default(), &stand);
        stand.go(&moves, 1.0);
    }
    assert!((stand.level(2) - 0.2).abs() < 0.16, "{} {:?}", stand.level(2), learned.lines[2]);
}
