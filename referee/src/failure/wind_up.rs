//! Wind-up: after long saturation, does a rule let go when the error turns?

use {
    super::{Check, watched::Watched},
    crate::arms::Contender,
    economics::key::EMISSION_RATE,
    twin::{
        Scenario, play_rule,
        shock::{Shock, ShockKind},
        world::World,
    },
};

/// Days of pressure in one direction before it turns.
const SATURATED: u32 = 60;

/// A value that falls for 60 days and then doubles: days until the emission first turns against where it was heading.
///
/// `None` for an arm whose emission never moved in the first 60 days, because there is nothing to let go of.
pub fn wind_up(contender: &Contender<'_>, scenario: &Scenario, seed: u64) -> Option<Check> {
    let mut stressed = scenario.clone();
    let turn = SATURATED * 24;
    stressed.shocks = vec![
        Shock { kind: ShockKind::Value, from: 24, hours: turn - 24, size: -0.7, toward: None },
        Shock { kind: ShockKind::Value, from: turn, hours: 48, size: 4.0, toward: None },
    ];
    let mut watched = Watched::new(contender, seed)?;
    play_rule(&mut World::new(&stressed), &stressed, &mut watched, seed, 0);
    let emission: Vec<(u32, i64)> = watched.seen.iter().map(|(hour, live)| (*hour, live[EMISSION_RATE])).collect();
    let at = |hour: u32| emission.iter().rev().find(|row| row.0 <= hour).map(|row| row.1);
    let heading = (at(turn)? - emission.first()?.1).signum();
    if heading == 0 {
        return None;
    }
    let after = emission.iter().filter(|row| row.0 > turn);
    let pairs = after.clone().zip(after.skip(1));
    let turned = pairs.filter(|(a, b)| (b.1 - a.1) * heading < 0).map(|(_, b)| b.0 - turn).next();
    let cool_down = stressed.params[EMISSION_RATE].spec.min_interval_secs.max(stressed.act_after_secs).max(86_400);
    let limit = (2 * cool_down / 3_600) as u32 + stressed.governance.lag_hours + 24;
    Some(Check {
        mode: "wind-up after 60 days".into(),
        arm: contender.name.clone(),
        found: turned.map_or_else(|| "never turned".into(), |hours| format!("turned {hours} h after the sign flip")),
        accepted: format!("≤ {limit} h: two cool-downs, the lag and one decision"),
        passes: turned.is_some_and(|hours| hours <= limit),
    })
}
