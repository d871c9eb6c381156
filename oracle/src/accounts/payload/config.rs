//! Changes of the council and its rules.

use economics::metrics::Metric;
use governor::{
    AlarmRule, ClassRule, Links, Spec,
    config::{Changes, ConfigChange},
};

use super::{Reading, text, unreadable};
use crate::{
    accounts::CLASSES,
    chain::{Pubkey, error_message},
    words,
};

const ROLES: [(u8, &str); 3] =
    [(economics::council::PROPOSE, "propose"), (economics::council::VOTE, "vote"), (economics::council::VETO, "veto")];

pub fn lines(bytes: &[u8], reading: &Reading<'_>) -> Vec<String> {
    let Some(changes) = read(bytes) else { return unreadable("changes of the council", bytes) };
    let refusal = refusal(bytes, reading).filter(|_| reading.open);
    let warning = refusal.map(|why| format!("WARNING: as things stand this could not be executed: {why}"));
    changes.iter().map(|change| line(change, reading)).chain(warning).collect()
}

/// Why the program would refuse these changes now; tried on copies, with the program's own code.
pub fn refusal(bytes: &[u8], reading: &Reading<'_>) -> Option<String> {
    let (mut council, mut policy) = (Box::new(*reading.council), Box::new(*reading.policy));
    let now = economics::Now::default();
    let error = governor::config::apply(&mut council, &mut policy, Default::default(), bytes, now).err()?;
    let anchor_lang::Error::Custom(code) = error else { return Some(format!("{error:?}")) };
    let told = error_message(&governor::ID, code).unwrap_or("the program says no more");
    Some(format!("{told} ({code})"))
}

fn read(bytes: &[u8]) -> Option<Vec<ConfigChange>> {
    Changes::read(bytes).ok()?.collect::<Result<_, _>>().ok()
}

fn line(change: &ConfigChange, at: &Reading<'_>) -> String {
    let seat = |key: &Pubkey| at.council.seats().iter().find(|seat| seat.key == *key);
    match change {
        ConfigChange::AddSeat { key, roles } => {
            format!("add member {key} with the roles {}; without power until its key accepts", role_names(*roles))
        }
        ConfigChange::RemoveSeat { key } => {
            let held = seat(key).map_or("no seat".into(), |seat| role_names(seat.roles));
            format!("remove member {key} ({held})")
        }
        ConfigChange::SetRoles { key, roles } => {
            let old = seat(key).map_or("no seat".into(), |seat| role_names(seat.roles));
            format!("roles of member {key}: {}", at.turn(old, role_names(*roles)))
        }
        ConfigChange::SetRule { class, rule } => set_rule(*class, rule, at),
        ConfigChange::SetSoftBounds { key, min, max } => bounds(key, *min, *max, at),
        ConfigChange::AddParam { key, value, spec } => add_param(key, *value, spec),
        ConfigChange::SetGuardian { key } => {
            format!("guardian: {}", at.turn(name(&at.council.safeguards.guardian), name(key)))
        }
        ConfigChange::AddOracle { key, model_hash, quota } => {
            format!("add oracle {key}: model {}, at most {quota} open proposals", hex::encode(model_hash))
        }
        ConfigChange::SetOracle { key, model_hash, quota } => set_oracle(key, model_hash, *quota, at),
        ConfigChange::RemoveOracle { key } => format!("remove oracle {key}"),
        ConfigChange::SetLinks { links } => set_links(links, at),
        ConfigChange::SetVoice { veto_bps } => {
            let old = at.council.safeguards.voice_veto_bps;
            format!("objections that end a proposal: {}", at.turn(share(old), share(*veto_bps)))
        }
        ConfigChange::SetAlarm { index, rule } => {
            let old = at.council.safeguards.alarm_rules.get(usize::from(*index));
            format!("alarm rule {index}: {}", at.turn(old.map_or("none".into(), alarm), alarm(rule)))
        }
        ConfigChange::SetMemberQuota { quota } => {
            format!("open proposals per member: {}", at.turn(at.council.safeguards.member_quota, quota))
        }
        ConfigChange::ClearPause => "end the guardian's pause".into(),
    }
}

fn set_rule(class: u8, new: &ClassRule, at: &Reading<'_>) -> String {
    let place = usize::from(class);
    let class = CLASSES.get(place).copied().unwrap_or("unknown");
    let (Some(old), Some(floor)) = (at.council.classes.get(place), at.council.floors.get(place)) else {
        return format!("rule of an unknown class {place}");
    };
    let [old, new] = [old, new].map(rule_parts);
    let parts = old.iter().zip(&new).map(|((what, old), (_, new))| format!("{what} {}", at.turn(old, new)));
    format!("rule of class {class}: {} (floor: {})", parts.collect::<Vec<_>>().join(", "), floor_words(floor))
}

/// What no rule of the class may fall below, in words.
pub fn floor_words(floor: &ClassRule) -> String {
    let vetoes = if floor.vetoes == 0 { String::new() } else { format!(", at most {} vetoes", floor.vetoes) };
    let delay = format!("{} and {} slots", span(floor.delay_secs), floor.delay_slots);
    format!("at least {} approvals and a delay of {delay}{vetoes}", floor.approvals)
}

/// A class's rule in words.
pub fn rule_words(rule: &ClassRule) -> String {
    if rule.enabled == 0 {
        return "closed".into();
    }
    rule_parts(rule)[1..].iter().map(|(what, value)| format!("{what} {value}")).collect::<Vec<_>>().join(", ")
}

fn rule_parts(rule: &ClassRule) -> [(&'static str, String); 6] {
    [
        ("class", if rule.enabled == 1 { "open" } else { "closed" }.into()),
        ("approvals", rule.approvals.to_string()),
        ("vetoes", rule.vetoes.to_string()),
        ("delay", format!("{} and {} slots", span(rule.delay_secs), rule.delay_slots)),
        ("voting", span(rule.voting_secs)),
        ("window", span(rule.window_secs)),
    ]
}

fn bounds(key: &[u8; 16], min: i64, max: i64, at: &Reading<'_>) -> String {
    let Some(param) = at.param(key) else { return format!("bounds of {}, which the policy does not have", text(key)) };
    let (spec, show) = (&param.spec, |value: i64| words::value(value, param.spec.unit));
    format!(
        "bounds of {}: lowest {}, highest {} (value now {}, hard limits {} to {})",
        text(key),
        at.turn(show(spec.soft_min), show(min)),
        at.turn(show(spec.soft_max), show(max)),
        show(param.value),
        show(spec.hard_min),
        show(spec.hard_max)
    )
}

fn add_param(key: &[u8; 16], value: i64, spec: &Spec) -> String {
    let show = |value: i64| words::value(value, spec.unit);
    let size = |value: u64| show(value.try_into().unwrap_or(i64::MAX));
    let step = |abs: u64, bps: u32| match (abs, bps) {
        (0, bps) => words::percent(f64::from(bps) / 1e4),
        (abs, 0) => size(abs),
        (abs, bps) => format!("{} or {} of the value", size(abs), words::percent(f64::from(bps) / 1e4)),
    };
    let has = |flag: u32| if spec.flags & flag != 0 { "yes" } else { "no" };
    format!(
        "add parameter {} = {}: {} to {} (hard {} to {}), step up {}, down {}, every {} and {} epochs, 30-day budget {}, group {}, oracle may move it: {}, emergency: {}",
        text(key),
        show(value),
        show(spec.soft_min),
        show(spec.soft_max),
        show(spec.hard_min),
        show(spec.hard_max),
        step(spec.step_up_abs, spec.step_up_bps),
        step(spec.step_down_abs, spec.step_down_bps),
        span(spec.min_interval_secs),
        spec.min_interval_epochs,
        if spec.budget_30d == u64::MAX { "unlimited".into() } else { size(spec.budget_30d) },
        spec.group,
        has(economics::bounds::AI_OK),
        has(economics::bounds::EMERGENCY_OK)
    )
}

fn set_oracle(key: &Pubkey, model_hash: &[u8; 32], quota: u8, at: &Reading<'_>) -> String {
    let old = at.council.oracles().iter().find(|oracle| oracle.key == *key);
    let model = at.turn_or_same(old.map_or(String::new(), |old| hex::encode(old.model_hash)), hex::encode(model_hash));
    let quota = at.turn_or_same(old.map_or(0, |old| old.quota), quota);
    format!("oracle {key}: model {model}, open proposals {quota}; its grades begin anew and a shadow ends")
}

fn set_links(new: &Links, at: &Reading<'_>) -> String {
    let old = &at.council.safeguards.links;
    let turn = |what: &str, old: &Pubkey, new: &Pubkey| format!("{what} {}", at.turn_or_same(name(old), name(new)));
    let pools = old.pools.iter().zip(&new.pools).map(|(old, new)| turn("pool", old, new));
    let links = [
        turn("metrics", &old.metrics, &new.metrics),
        turn("of program", &old.issuer_program, &new.issuer_program),
        turn("positions of program", &old.staking_program, &new.staking_program),
    ];
    format!("accounts that the gate reads: {}", links.into_iter().chain(pools).collect::<Vec<_>>().join(", "))
}

/// A rule that raises the alarm, in words.
pub fn alarm(rule: &AlarmRule) -> String {
    if rule.level == 0 {
        return "none".into();
    }
    format!(
        "{} {} by {} within {} periods raises level {}",
        metric_name(rule.metric),
        if rule.direction < 0 { "falls" } else { "rises" },
        words::percent(f64::from(rule.change_bps) / 1e4),
        rule.periods,
        rule.level
    )
}

/// The metric's name, or its number where there is none.
pub fn metric_name(code: u8) -> String {
    Metric::from_u8(code).map_or_else(|| format!("metric {code}"), |metric| metric.name().replace('_', " "))
}

/// `propose, vote`.
pub fn role_names(roles: u8) -> String {
    let names: Vec<&str> = ROLES.iter().filter(|(bit, _)| roles & bit != 0).map(|(_, name)| *name).collect();
    if names.is_empty() { "none".into() } else { names.join(", ") }
}

fn share(bps: u16) -> String {
    if bps == 0 { "never".into() } else { format!("{} of the stake", words::percent(f64::from(bps) / 1e4)) }
}

fn name(key: &Pubkey) -> String {
    if *key == Pubkey::default() { "none".into() } else { key.to_string() }
}

fn span(secs: u64) -> String {
    words::duration(secs.try_into().unwrap_or(i64::MAX))
}
