//! The packs' policies, rules and judgement.

use {
    super::{
        arms::{Arm, Steer},
        bench::{judge, play, scenarios},
        feature::{Feature, Smoother},
        field::Field,
        manifest::{Manifest, Trained, committed, inputs},
        metrics::metrics,
        policy::{Policy, PolicyError, built_in, levels},
        report::{Plan, Report, report},
        space::{self, Form},
        train::{better, train},
    },
    crate::{learn::Learner, train::Settings},
    twin::packs::{FIGURES, Kind},
};

#[test]
fn the_committed_policies_are_what_the_manifest_says_of_these_scenarios_and_parameters() {
    let manifest = Manifest::built_in();
    assert_eq!(manifest.inputs, inputs(), "scenarios or parameters changed: train again");
    assert_eq!(committed("manifest.toml"), Some(manifest.to_toml().as_str()));
    for kind in Kind::ALL {
        for (arm, policy) in [(Arm::Learned, built_in(kind)), (Arm::Levels, levels(kind))] {
            let row = manifest.of(kind, arm).unwrap();
            assert_eq!(row.hash, policy.hash(), "{kind:?} {arm:?}");
            assert_eq!(Policy::parse(&policy.to_toml()).unwrap(), policy);
        }
        let calls: Vec<u64> =
            [Arm::Tuned, Arm::Levels, Arm::Learned].map(|arm| manifest.of(kind, arm).unwrap().calls).to_vec();
        let (low, high) = (calls.iter().min().unwrap(), calls.iter().max().unwrap());
        assert!(*high as f64 <= 1.05 * *low as f64, "{kind:?}: one arm had a larger budget: {calls:?}");
    }
}

/// Few calls, few seeds: what matters here is what is written, not what it is worth.
fn small(learner: Learner) -> Settings {
    Settings { learner, seed: 3, agents: 20, calls: 48, seeds: 1, groups: 2, choice: [10_500, 10_502] }
}

#[test]
fn a_training_writes_the_same_files_on_one_and_two_threads_and_its_manifest_has_their_hashes() {
    let searches = [small(Learner::Cem), small(Learner::Cma)];
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| train(&searches, &mut |_| ()))
    };
    let files = on(1);
    assert_eq!(files, on(2));
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.iter().all(|name| committed(name).is_some()), "{names:?}");
    assert_eq!(names.len(), 7);
    let (_, text) = files.last().unwrap();
    let manifest: Manifest = toml::from_str(text).unwrap();
    assert_eq!((manifest.searches.as_slice(), manifest.to_toml()), (&searches[..], text.clone()));
    for (name, text) in &files[..6] {
        let policy = Policy::parse(text).unwrap();
        assert_eq!(policy.to_toml(), *text);
        let arm = if name.contains("levels") { Arm::Levels } else { Arm::Learned };
        assert_eq!(manifest.of(policy.pack, arm).unwrap().hash, policy.hash());
    }
}

#[test]
fn of_two_searches_what_keeps_the_constraints_stays_then_what_is_worth_more() {
    let row = |score: f64, breach: f64, learner: Learner| {
        let row = Manifest::built_in().arms[0].clone();
        (Trained { score, breach, learner, calls: 10, ..row }, None)
    };
    let of = |a: (f64, f64), b: (f64, f64)| {
        let (kept, _) = better(row(a.0, a.1, Learner::Cem), row(b.0, b.1, Learner::Cma));
        assert_eq!(kept.calls, 20);
        kept.learner
    };
    assert_eq!(of((0.1, 0.0), (0.9, 0.1)), Learner::Cem);
    assert_eq!(of((0.1, 0.0), (0.2, 0.0)), Learner::Cma);
    assert_eq!(of((0.2, 0.0), (0.2, 0.0)), Learner::Cem, "the first where they are equal");
}

#[test]
fn answers_begin_at_levels_without_changing_them() {
    for kind in Kind::ALL {
        let point = space::start(kind, Form::Levels);
        let answering = space::answering(kind, &point);
        assert_eq!(answering.len(), space::start(kind, Form::Feedback).len());
        assert_eq!(
            space::policy(kind, Form::Feedback, &answering).levers,
            space::policy(kind, Form::Levels, &point).levers
        );
    }
}

#[test]
fn a_policy_with_an_unknown_lever_or_a_slope_against_theory_or_twice_the_same_is_refused() {
    let text = |param: &str, slope: i64| {
        format!(
            "pack = \"game\"\nabout = \"t\"\n[[lever]]\nparam = \"{param}\"\nbase = 5\nlow = 1\nhigh = 9\ndead_band = 0\nterms = [{{ feature = \"issuance\", slope = {slope}, knee = 0.1 }}]\n"
        )
    };
    assert!(Policy::parse(&text("game_faucet", -5)).is_ok());
    assert!(matches!(Policy::parse(&text("game_faucet", 5)), Err(PolicyError::Sign { slope: 5, .. })));
    assert!(matches!(Policy::parse(&text("fee_bps", -5)), Err(PolicyError::Unknown(_))));
    let lever = text("game_faucet", -5);
    let twice = format!("{lever}{}", &lever[lever.find("[[").unwrap()..]);
    assert!(matches!(Policy::parse(&twice), Err(PolicyError::Unknown(_))));
}

#[test]
fn every_lever_answers_in_one_direction_and_stays_within_the_parameters_bounds() {
    for kind in Kind::ALL {
        let ones = vec![1.0; space::start(kind, Form::Feedback).len()];
        for lever in &space::policy(kind, Form::Feedback, &ones).levers {
            let spec = space::lever(kind, &lever.param).unwrap();
            for answer in spec.answers {
                let goal = |x: f64| lever.curve.target(|feature| if feature == answer.feature { x } else { 0.0 });
                let goals: Vec<i64> = (-20..=20).map(|n| goal(f64::from(n) / 10.0)).collect();
                assert!(
                    goals.windows(2).all(|pair| (pair[1] - pair[0]) * answer.sign >= 0),
                    "{} {:?}",
                    lever.param,
                    answer.feature
                );
                assert!(goals.iter().all(|goal| (spec.low..=spec.high).contains(goal)));
                assert!(!answer.source.is_empty());
            }
        }
    }
}

#[test]
fn levels_have_no_answers_and_the_start_is_the_parameters_of_the_start() {
    for kind in Kind::ALL {
        let policy = space::policy(kind, Form::Levels, &space::start(kind, Form::Levels));
        assert!(policy.levers.iter().all(|lever| lever.curve.terms.is_empty()));
        for lever in &policy.levers {
            assert_eq!(lever.curve.base, space::lever(kind, &lever.param).unwrap().start, "{}", lever.param);
        }
    }
}

#[test]
fn one_wrong_day_moves_no_feature_and_what_is_no_number_is_not_taken_in() {
    let mut smoother = Smoother::default();
    let usual = [0.5; FIGURES];
    (0..3).for_each(|_| _ = smoother.smooth(&usual));
    assert_eq!(smoother.smooth(&[1e9; FIGURES]), Some(usual));
    assert_eq!(smoother.smooth(&[f64::NAN; FIGURES]), Some(usual));
    assert_eq!(Smoother::default().smooth(&[f64::INFINITY; FIGURES]), None);
    assert_eq!(Feature::Issuance.of(Kind::Lending, &usual, 0.9), 0.0);
}

#[test]
fn runs_that_equal_holding_still_are_worth_nothing_and_break_nothing() {
    for kind in Kind::ALL {
        let runs = vec![vec![0.4; metrics(kind).len()]; 12];
        let found = judge(kind, &runs, &runs);
        assert_eq!((found.score, found.violation), (0.0, 0.0));
        let worse: Vec<Vec<f64>> = runs
            .iter()
            .map(|run| {
                metrics(kind).iter().zip(run).map(|(m, x)| if m.higher_is_better { x * 0.5 } else { x * 1.5 }).collect()
            })
            .collect();
        let found = judge(kind, &worse, &runs);
        assert!(found.score < 0.0 && found.violation > 0.0, "{kind:?} {found:?}");
    }
}

#[test]
fn the_fields_rules_act_through_the_gate_and_the_cut_of_axie_comes_too_late_for_half_a_year() {
    let effect = |kind: Kind, name: &str, field: Field, metric: &str| {
        let built = scenarios(kind, &[name], 60);
        let place = metrics(kind).iter().position(|known| known.name == metric).unwrap();
        let of = |steer: &Steer| play(kind, &built, &[3], steer)[0][place];
        of(&Steer::Field(field)) - of(&Steer::Hold)
    };
    let source = |kind| Field::source(kind);
    assert_ne!(effect(Kind::Lending, "crunch", source(Kind::Lending), "borrow_cost"), 0.0);
    assert_eq!(effect(Kind::Game, "calm", source(Kind::Game), "reward_inflation"), 0.0);
    assert!(effect(Kind::Game, "calm", Field::at(Kind::Game, &[0.0, 0.6]), "reward_inflation") < 0.0);
    assert!(effect(Kind::Network, "calm", Field::at(Kind::Network, &[0.5, 0.5]), "net_emission") > 0.0);
    assert!(effect(Kind::Network, "calm", Field::at(Kind::Network, &[0.0, 0.1]), "net_emission") < 0.0);
}

#[test]
fn a_report_is_the_same_on_one_and_two_threads_and_reads_back_to_itself() {
    let plan = Plan { seeds: 0..4, agents: 40, packs: vec![Kind::Game], data: None };
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| report(&plan, &mut |_| ()))
    };
    let found = on(1);
    assert_eq!(found, on(2));
    assert_eq!(found.packs[0].scenarios.len(), 3);
    let rows = &found.packs[0].scenarios[0].against;
    assert_eq!(rows.len(), 4 * metrics(Kind::Game).len());
    assert!(rows.iter().all(|row| row.baseline != Arm::Learned));
    let text = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&text).unwrap().packs[0].name, "game");
    let tables = found.tables();
    assert_eq!(tables.len(), 4);
    assert!(tables.iter().all(|table| table.rows.iter().all(|row| row.len() == table.head.len())));
}
