use super::*;

fn example() -> Policy {
    let terms = vec![
        Term { feature: Feature::Fall, slope: -60_000, knee: 0.1 },
        Term { feature: Feature::StakedAhead, slope: -100_000, knee: 0.0 },
    ];
    Policy {
        name: "example".to_owned(),
        about: "For \"tests\".".to_owned(),
        levers: vec![
            Lever { lever: LeverName::Emission, curve: Curve { terms, ..Curve::level(70_000, 40_000, 90_000, 1_000) } },
            Lever { lever: LeverName::Voter, curve: Curve::level(4_000, 0, 10_000, 100) },
        ],
    }
}

#[test]
fn a_policy_written_and_read_again_is_the_same() {
    let policy = example();
    let again = Policy::parse(&policy.to_toml()).unwrap();
    assert_eq!(again, policy);
    assert_eq!((again.to_toml(), again.hash()), (policy.to_toml(), policy.hash()));
}

#[test]
fn a_slope_against_theory_is_refused_with_the_reason() {
    let mut policy = example();
    policy.levers[0].curve.terms[0].slope = 60_000;
    let error = Policy::parse(&policy.to_toml()).unwrap_err().to_string();
    assert!(error.starts_with("lever emission: slope 60000 on fall: expected at most 0"), "{error}");
    policy.levers[0].curve.terms[0] = Term { feature: Feature::UsageGap, slope: 1, knee: 0.0 };
    assert!(matches!(Policy::parse(&policy.to_toml()), Err(PolicyError::Sign { .. })));
}

#[test]
fn a_lever_that_stands_twice_and_an_unknown_field_are_refused() {
    let mut policy = example();
    policy.levers.push(policy.levers[0].clone());
    assert!(matches!(Policy::parse(&policy.to_toml()), Err(PolicyError::Twice(LeverName::Emission))));
    let text = example().to_toml() + "weight = 3\n";
    assert!(Policy::parse(&text).is_err(), "{text}");
}

#[test]
fn goals_are_monotone_in_every_feature_with_the_sign_of_theory() {
    for (name, policy) in FILES.iter().map(|(name, _)| (*name, built_in(name).unwrap())).chain([("example", example())])
    {
        for Lever { lever, curve } in &policy.levers {
            for term in &curve.terms {
                let goals: Vec<i64> = (-20..=20)
                    .map(|n| curve.target(|feature| if feature == term.feature { f64::from(n) / 10.0 } else { 0.0 }))
                    .collect();
                let (sign, _) = sign(*lever, term.feature).unwrap();
                assert!(goals.windows(2).all(|pair| (pair[1] - pair[0]) * i64::from(sign) >= 0), "{name} {goals:?}");
            }
        }
    }
}

#[test]
fn a_forecast_that_nobody_gives_has_no_effect_and_one_that_is_given_has() {
    let outlook = Some(Outlook { staked: -0.1, ..Outlook::default() });
    let goal = |extras: &Extras| example().targets(&View::default(), extras).get(LeverName::Emission);
    assert_eq!(goal(&Extras::default()), Some(70_000));
    assert_eq!(goal(&Extras { outlook, warning: None }), Some(80_000));
}

#[test]
fn a_policy_without_slopes_is_the_policy_at_gain_nothing() {
    let calm = example().scaled(0.0).targets(&View::default(), &Extras::default());
    assert_eq!(calm, example().targets(&View::default(), &Extras::default()));
    assert_eq!(example().scaled(1.0), example());
}

#[test]
fn a_drawing_has_one_panel_for_each_answer_and_one_for_each_lever_without() {
    let svg = example().svg();
    assert_eq!(svg.matches("<polyline").count(), 3);
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n") && !svg.contains("NaN"));
}

#[test]
fn forecasts_need_sound_days() {
    let day = Day { price: 1.0, supply: 1.0, volatility: 0.8, staked_share: 0.5, ..Day::default() };
    let wrong = Day { price: f64::NAN, ..day };
    let steady = Outlook::of(&[day; 40]).unwrap();
    assert_eq!(Outlook::of(&[[day; 20], [wrong; 20], [day; 20]].concat()), Some(steady));
    assert_eq!(Outlook::of(&[wrong; 40]), None);
    assert!(steady.price.abs() < 0.05 && steady.staked.abs() < 0.05, "{steady:?}");
}
