//! Wind-up: after long saturation, does a rule let go when the error turns?

use {
    super::{Check, watched::Watched},
    crate::arms::Contender,
    twin::{
        Scenario, play_rule,
        scenario::PARAMS,
        shock::{Shock, ShockKind},
        world::World,
    },
};

/// Days of pressure in one direction before it turns.
const SATURATED: u32 = 60;

/// A value that falls for 60 days and then jumps up: hours until each lever first takes another course than without the jump.
///
/// A lever that does not heed the same jump from rest has nothing to let go of; an arm without any other, a schedule for
/// example, is not judged.
pub fn wind_up(contender: &Contender<'_>, scenario: &Scenario, seed: u64) -> Option<Check> {
    let turn = SATURATED * 24;
    let fall = Shock { kind: ShockKind::Value, from: 24, hours: turn - 24, size: -0.7, toward: None };
    let jump = Shock { kind: ShockKind::Value, from: turn, hours: 48, size: 4.0, toward: None };
    let mut stressed = scenario.clone();
    let mut course = |shocks: &[Shock]| {
        stressed.shocks = shocks.to_vec();
        let mut watched = Watched::new(contender, seed)?;
        play_rule(&mut World::new(&stressed), &stressed, &mut watched, seed, 0);
        Some(watched.seen)
    };
    let (rest, jumped) = (course(&[])?, course(&[jump])?);
    let (pressed, turned) = (course(&[fall])?, course(&[fall, jump])?);
    let answers = |one: &[(u32, [i64; PARAMS])], other: &[(u32, [i64; PARAMS])], lever: usize| {
        let apart = |(a, b): (&(u32, [i64; PARAMS]), &(u32, [i64; PARAMS]))| a.1[lever] != b.1[lever] && a.0 > turn;
        one.iter().zip(other).find(|pair| apart(*pair)).map(|(row, _)| row.0 - turn)
    };
    let heeding = (0..PARAMS).filter(|lever| answers(&rest, &jumped, *lever).is_some());
    // Never letting go is later than any hour.
    let slowest = heeding
        .map(|lever| (answers(&pressed, &turned, lever).unwrap_or(u32::MAX), lever))
        .max_by_key(|(hours, _)| *hours);
    let limit = limit_hours(scenario);
    let name = |lever: usize| super::drift::name(&scenario.params[lever]);
    let told = |(hours, lever): (u32, usize)| match hours {
        u32::MAX => format!("{} never let go", name(lever)),
        _ => format!("slowest lever ({}) answers {hours} h after the sign flip", name(lever)),
    };
    Some(Check {
        mode: "wind-up after 60 days".into(),
        arm: contender.name.clone(),
        found: slowest.map_or_else(|| "no lever heeds the jump, so nothing can wind up".into(), told),
        accepted: format!("≤ {limit} h: two cool-downs, the delay, the lag and one decision"),
        passes: slowest.map(|(hours, _)| hours <= limit),
    })
}

fn limit_hours(scenario: &Scenario) -> u32 {
    let cool_down = scenario.params.iter().map(|param| param.spec.min_interval_secs).max().unwrap_or(0).max(86_400);
    ((2 * cool_down + scenario.act_after_secs) / 3_600) as u32 + scenario.governance.lag_hours + 24
}
