use super::*;
use crate::{
    cell::Key,
    metrics::{COUNT, Values},
};
use twin::rng::Stream;

const METHOD: Method = Method { resamples: 400, level: 0.95, alpha: 0.05, margin: 0.02, min_seeds: 100 };

/// Cells in which `arm` is `factor` times B0 in every metric, with noise of `noise`; B1 equals B0 but for noise.
fn cells(arm: Arm, factor: f64, noise: f64, seeds: u64) -> Vec<Cell> {
    let cell = |shift: Shift, scenario: u32, seed: u64| {
        let mut draws = Stream::new(seed, 0).draws(scenario, shift as u32);
        let base = [1.0 + 0.2 * draws.uniform(); COUNT];
        let mut noisy = |scale: f64| Values(base.map(|value| value * scale * (1.0 + noise * draws.normal())));
        let arms = vec![(Arm::B0, Values(base)), (Arm::B1, noisy(1.0)), (arm, noisy(factor))];
        Cell { key: Key { shift, scenario: scenario.to_string(), seed }, arms }
    };
    let all = Shift::ALL.into_iter().flat_map(|shift| (0..seeds).map(move |seed| (shift, seed)));
    all.flat_map(|(shift, seed)| (0..2).map(move |scenario| cell(shift, scenario, seed))).collect()
}

fn verdict_of(judgements: &[Judgement], arm: Arm, metric: &str) -> Verdict {
    let judgement = judgements.iter().find(|j| j.arm == arm).unwrap();
    judgement.verdicts.iter().find(|v| v.metric == metric).unwrap().clone()
}

#[test]
fn a_clear_gain_wins_where_more_is_better_and_loses_where_less_is() {
    let cells = cells(Arm::B4, 1.3, 0.05, 120);
    let judged = judge(&cells, &[Arm::B0, Arm::B1, Arm::B4], &METHOD);
    let retention = verdict_of(&judged, Arm::B4, "retention");
    assert!(retention.holds, "{retention:?}");
    assert_eq!(retention.reaches_claim, Some(false), "30 % is less than the claimed 34 %");
    assert!(verdict_of(&judged, Arm::B4, "participation").reaches_claim.unwrap(), "30 % is more than 28 %");
    let volatility = verdict_of(&judged, Arm::B4, "volatility");
    assert!(!volatility.holds && volatility.missing.iter().any(|m| m.contains("B0")), "{volatility:?}");
}

#[test]
fn noise_wins_nothing() {
    let cells = cells(Arm::B4, 1.0, 0.1, 120);
    let judged = judge(&cells, &[Arm::B0, Arm::B1, Arm::B4], &METHOD);
    let wins = judged.iter().flat_map(|j| &j.verdicts).filter(|v| v.role == Role::Primary && v.holds).count();
    assert_eq!(wins, 0);
}

#[test]
fn a_gain_over_b0_alone_is_no_win() {
    let mut cells = cells(Arm::B4, 1.3, 0.02, 120);
    for cell in &mut cells {
        // B1 does as well as B4.
        cell.arms[1].1 = cell.arms[2].1;
    }
    let verdict = verdict_of(&judge(&cells, &[Arm::B0, Arm::B1, Arm::B4], &METHOD), Arm::B4, "retention");
    assert!(!verdict.holds && verdict.missing.iter().all(|m| m.contains("B1")), "{verdict:?}");
    assert_eq!(verdict.strongest[0].1, Arm::B1);
}

#[test]
fn low_inflation_without_security_neither_wins_nor_has_to_be_beaten() {
    let (inflation, secure) =
        (crate::metrics::place("inflation").unwrap(), crate::metrics::place("secure_share").unwrap());
    let with_security_of_b1 = |share: f64| {
        let mut cells = cells(Arm::B4, 0.8, 0.02, 120);
        for cell in &mut cells {
            let base = cell.arms[0].1;
            // B4 cuts inflation by a fifth and touches nothing else; B1 cuts it by half.
            cell.arms[2].1 =
                Values(std::array::from_fn(|n| if n == inflation { cell.arms[2].1.0[n] } else { base.0[n] }));
            cell.arms[1].1 = base;
            cell.arms[1].1.0[inflation] *= 0.5;
            cell.arms[1].1.0[secure] = base.0[secure] * share;
        }
        judge(&cells, &[Arm::B0, Arm::B1, Arm::B4], &METHOD)
    };
    let secure = with_security_of_b1(1.0);
    assert!(!verdict_of(&secure, Arm::B4, "inflation").holds, "B1 is better and as secure");
    let starved = with_security_of_b1(0.7);
    let own = verdict_of(&starved, Arm::B4, "inflation");
    assert!(own.holds && own.strongest.is_empty(), "{own:?}");
    let rival = verdict_of(&starved, Arm::B1, "inflation");
    assert!(!rival.holds && rival.missing.iter().any(|m| m == "less security than B0"), "{rival:?}");
}

#[test]
fn too_few_seeds_claim_nothing() {
    let cells = cells(Arm::B4, 1.5, 0.02, 60);
    let verdict = verdict_of(&judge(&cells, &[Arm::B0, Arm::B1, Arm::B4], &METHOD), Arm::B4, "retention");
    assert!(!verdict.holds);
}

#[test]
fn a_secondary_metric_may_get_worse_by_the_margin_and_no_more() {
    let within = judge(&cells(Arm::B4, 0.99, 0.01, 120), &[Arm::B0, Arm::B4], &METHOD);
    assert!(verdict_of(&within, Arm::B4, "worst_decile").holds);
    let beyond = judge(&cells(Arm::B4, 0.97, 0.01, 120), &[Arm::B0, Arm::B4], &METHOD);
    assert!(!verdict_of(&beyond, Arm::B4, "worst_decile").holds);
}

#[test]
fn the_order_of_cells_changes_nothing() {
    let mut cells = cells(Arm::B4, 1.1, 0.05, 110);
    let forward = judge(&cells, &[Arm::B0, Arm::B1, Arm::B4], &METHOD);
    cells.reverse();
    let backward = judge(&cells, &[Arm::B0, Arm::B1, Arm::B4], &METHOD);
    let bytes = |j: &[Judgement]| serde_json::to_string(&j.iter().map(|j| &j.verdicts).collect::<Vec<_>>()).unwrap();
    assert_eq!(bytes(&forward), bytes(&backward));
}

#[test]
fn a_part_that_adds_something_is_told_from_one_that_adds_nothing() {
    let mut cells = cells(Arm::A1, 1.2, 0.02, 120);
    for cell in &mut cells {
        // Constants alone are B0; forecasts change nothing at all.
        let (constants, full) = (cell.arms[0].1, cell.arms[2].1);
        cell.arms.extend([(Arm::A0, constants), (Arm::A2, full)]);
    }
    let found = ablations(&cells, &[Arm::A0, Arm::A1, Arm::A2], &METHOD);
    assert_eq!(
        found.iter().map(|part| (part.arm, part.without)).collect::<Vec<_>>(),
        [(Arm::A1, Arm::A0), (Arm::A2, Arm::A1)]
    );
    let effect = |part: usize| found[part].effects.iter().find(|e| e.metric == "retention").unwrap();
    assert!(effect(0).interval.unwrap().low > 0.15 && effect(0).p_holm.unwrap() < 0.001, "{:?}", effect(0));
    assert_eq!((effect(1).median, effect(1).p), (Some(0.0), None));
}

#[test]
fn the_best_of_all_arms_bounds_every_arm_and_scenes_add_up_to_the_whole() {
    let cells = cells(Arm::A4, 1.2, 0.05, 60);
    let bound = bounds(&cells).into_iter().find(|b| b.metric == "retention" && b.shift == Shift::Outer).unwrap();
    let own = judge(&cells, &[Arm::B0, Arm::A4], &METHOD);
    let own = own[0].effects.iter().find(|e| e.metric == "retention" && e.shift == Shift::Outer).unwrap();
    assert!(bound.best >= own.median && bound.clairvoyant.is_none(), "{bound:?}");
    let scenes = scenes(&cells, Arm::A4, &["0".into(), "1".into()], &METHOD);
    let pairs: usize = scenes.iter().filter(|s| s.shift == Shift::Outer).map(|s| s.effects[2].pairs).sum();
    assert_eq!((scenes.len(), pairs), (6, own.pairs));
}
