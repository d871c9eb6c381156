//! Programs' events as stored observations: amounts in base units, addresses base58, times unix seconds.

use serde_json::{Map, Value, json};

use crate::{
    accounts::{ChainEvent, LoggedEvent, text},
    chain::{Pubkey, TransactionRecord},
    config::Economy,
    store::Observation,
};

/// The event as an observation; `None` when it belongs to another economy. `pools` are those of this one.
pub fn observation(
    logged: &LoggedEvent,
    economy: &Economy,
    pools: &[Pubkey],
    record: &TransactionRecord,
) -> Option<Observation> {
    let (source, name, facts) = match &logged.event {
        ChainEvent::Governor(event) => ("governor", event.name(), governor_facts(event)),
        ChainEvent::Issuer(event) => ("issuer", event.name(), issuer_facts(event)),
        ChainEvent::Staking(event) => ("staking", event.name(), staking_facts(event)),
    };
    let (key, ours) = match source {
        "governor" => ("council", std::slice::from_ref(&economy.council)),
        "issuer" => ("issuer", std::slice::from_ref(&economy.issuer)),
        _ => ("pool", pools),
    };
    let whose = facts.get(key).and_then(Value::as_str)?;
    if !ours.iter().any(|address| address.to_string() == whose) {
        return None;
    }
    Some(Observation {
        slot: record.slot,
        signature: record.signature.clone(),
        index: logged.index,
        unix: facts.get("unix").and_then(Value::as_i64).unwrap_or(0),
        source: source.into(),
        kind: snake_case(name),
        payload: Value::Object(facts),
        finalized: false,
    })
}

/// `PolicyPublished` → `policy_published`.
fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

/// An object of an event's fields: addresses as base58, then plain numbers.
macro_rules! facts {
    ($event:expr; [$($address:ident),*] [$($number:ident),*]) => {{
        let mut map = Map::new();
        $(map.insert(stringify!($address).into(), json!($event.$address.to_string()));)*
        $(map.insert(stringify!($number).into(), json!($event.$number));)*
        map
    }};
}

fn governor_facts(event: &governor::events::Event) -> Map<String, Value> {
    use governor::events::Event::*;
    match event {
        CouncilCreated(e) => facts!(e; [council, policy, creator] [unix]),
        SeatAdded(e) => facts!(e; [council, seat] [unix, index, roles]),
        OracleAdded(e) => facts!(e; [council, oracle] [unix, index, quota]),
        ParamAdded(e) => with(facts!(e; [council, policy] [unix, value, param]), "key", json!(text(&e.key))),
        GenesisSealed(e) => facts!(e; [council, policy] [unix, config_seqno, seats, voters, oracles, params]),
        SeatAccepted(e) => facts!(e; [council, seat] [unix, index]),
        Proposed(e) => proposed(e),
        Approved(e) => facts!(e; [council, proposal, seat] [unix, index, approvals]),
        Unapproved(e) => facts!(e; [council, proposal, seat] [unix, index, approvals]),
        Queued(e) => facts!(e; [council, proposal] [unix, eta, eta_slot, until]),
        Unqueued(e) => facts!(e; [council, proposal] [unix]),
        VetoCast(e) => facts!(e; [council, proposal, seat] [unix, index, vetoes]),
        Vetoed(e) => facts!(e; [council, proposal] [unix, number]),
        Rejected(e) => facts!(e; [council, proposal] [unix, number]),
        Cancelled(e) => facts!(e; [council, proposal] [unix, number]),
        Expired(e) => facts!(e; [council, proposal] [unix, number]),
        Staled(e) => facts!(e; [council, proposal] [unix, number]),
        ParamChanged(e) => {
            with(facts!(e; [council, policy, proposal] [unix, old, new, version, param]), "key", json!(text(&e.key)))
        }
        PolicyPublished(e) => {
            let map = with(
                facts!(e; [council, policy, proposal] [unix, number, version]),
                "chain_head",
                json!(hex::encode(e.chain_head)),
            );
            with(map, "content_hash", json!(hex::encode(e.content_hash)))
        }
        _ => council_facts(event),
    }
}

/// Config changes, brakes, actions, voices and grades.
fn council_facts(event: &governor::events::Event) -> Map<String, Value> {
    use governor::events::Event::*;
    match event {
        SafeguardsSet(e) => facts!(e; [council] [unix]),
        SeatRemoved(e) => facts!(e; [council, proposal, seat] [unix]),
        RolesChanged(e) => facts!(e; [council, proposal, seat] [unix, old, new]),
        RuleChanged(e) => facts!(e; [council, proposal] [unix, class]),
        SoftBoundsChanged(e) => {
            let map = facts!(e; [council, proposal] [unix, old_min, old_max, new_min, new_max]);
            with(map, "key", json!(text(&e.key)))
        }
        GuardianChanged(e) => facts!(e; [council, proposal, old, new] [unix]),
        OracleChanged(e) => facts!(e; [council, proposal, oracle] [unix, old_quota, new_quota]),
        OracleRemoved(e) => facts!(e; [council, proposal, oracle] [unix]),
        LinksChanged(e) => facts!(e; [council, proposal] [unix]),
        VoiceChanged(e) => facts!(e; [council, proposal] [unix, old_bps, new_bps]),
        AlarmRuleChanged(e) => facts!(e; [council, proposal] [unix, index]),
        MemberQuotaChanged(e) => facts!(e; [council, proposal] [unix, old, new]),
        PauseCleared(e) => facts!(e; [council, proposal] [unix, until, bits]),
        ConfigApplied(e) => facts!(e; [council, proposal] [unix, config_seqno, changes]),
        Paused(e) => facts!(e; [council, guardian] [unix, bits, until, next_at]),
        AlarmRaised(e) => facts!(e; [council, seat] [unix, level, until1, until2]),
        AlarmProved(e) => facts!(e; [council] [unix, rule, period, before, after, level, until1, until2]),
        Performed(e) => facts!(e; [council, proposal, program] [unix, number]),
        Voiced(e) => {
            facts!(e; [council, proposal, position, speaker] [unix, weight, support, objection, base, stance])
        }
        Resolved(e) => {
            facts!(e; [council, proposal, oracle] [unix, number, due_at, expected, actual, baseline, skill_ppm, graded, error_model, error_naive, metric, missed, shadow])
        }
        _ => Map::new(),
    }
}

fn proposed(e: &governor::events::Proposed) -> Map<String, Value> {
    let moves: Vec<Value> = e
        .moves
        .iter()
        .take(usize::from(e.moves_len))
        .map(|change| json!({ "param": change.param, "old": change.old, "new": change.new }))
        .collect();
    let map = facts!(e; [council, proposal, proposer] [unix, number, class, parent_version, log_len, voting_until]);
    let map = with(with(map, "moves", json!(moves)), "id", json!(hex::encode(e.id)));
    with(map, "log_root", json!(hex::encode(e.log_root)))
}

fn issuer_facts(event: &issuer::events::Event) -> Map<String, Value> {
    use issuer::events::Event::*;
    match event {
        IssuerCreated(e) => facts!(e; [issuer, policy, mint, staking_pool] [unix, cap, genesis_supply, fee_bps]),
        Emitted(e) => {
            let map = facts!(e; [issuer, mint] [unix, from, accrued, minted, staking, contributors, treasury, unassigned, pending, paused, ever_minted, burned, supply]);
            with(map, "further", json!(e.further))
        }
        FeeSynced(e) => facts!(e; [issuer, mint] [unix, old_bps, new_bps, epoch, effective_epoch]),
        Collected(e) => {
            facts!(e; [issuer, mint] [unix, withdrawn, recirculated, fees, donated, burned, stakers, treasury, stakers_net, treasury_net, withheld_again, supply])
        }
        Burned(e) => facts!(e; [issuer, mint] [unix, amount, total, by_issuer]),
        PeriodRolled(e) => {
            facts!(e; [issuer, mint] [unix, number, start, end, supply, minted, burned, fees, staked, stakers, rewards_paid, treasury, base_supply])
        }
        GaugeAdded(e) => {
            let map = facts!(e; [issuer, mint, vault, pool] [unix, place, kind]);
            with(map, "key", json!(crate::accounts::text(&e.key)))
        }
        RootSet(e) => {
            let map = facts!(e; [issuer, mint] [unix, number, leaves, total, opens, closes, reserved]);
            with(map, "root", json!(hex::encode(e.root)))
        }
        ShareClaimed(e) => {
            facts!(e; [issuer, mint, beneficiary, destination] [unix, number, index, amount, credited, claimed])
        }
        RootClosed(e) => facts!(e; [issuer, mint] [unix, number, total, claimed, unclaimed]),
    }
}

fn staking_facts(event: &staking::events::Event) -> Map<String, Value> {
    use staking::events::Event::*;
    match event {
        PoolCreated(e) => facts!(e; [pool, policy, stake_mint, reward_mint] [unix, window_secs, warmup_secs, index]),
        Staked(e) => facts!(e; [pool, owner] [unix, requested, credited, active_from, locked_until, staked, tier]),
        UnstakeRequested(e) => facts!(e; [pool, owner] [unix, amount, unlock_at, staked, tier]),
        Withdrawn(e) => facts!(e; [pool, owner, destination] [unix, requested, credited, tier]),
        Claimed(e) => facts!(e; [pool, owner, destination] [unix, requested, credited, tier]),
        Settled(e) => facts!(e; [pool, owner] [unix, active, owed, tier]),
        Compounded(e) => facts!(e; [pool, owner] [unix, amount, active_from, locked_until, staked, tier]),
        Delegated(e) => facts!(e; [pool, owner, old, new] [unix, tier]),
    }
}

fn with(mut map: Map<String, Value>, key: &str, value: Value) -> Map<String, Value> {
    map.insert(key.into(), value);
    map
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_of_kinds_are_the_events_names_in_snake_case() {
        assert_eq!(super::snake_case("PolicyPublished"), "policy_published");
        assert_eq!(super::snake_case("Staked"), "staked");
    }

    /// Zeroed bytes of the right length decode as any event.
    #[test]
    fn every_event_of_the_gate_has_facts() {
        for (name, tag) in governor::events::Event::DISCRIMINATORS {
            let zeroed = (0..2_000).find_map(|len| {
                let bytes = [tag, &vec![0; len][..]].concat();
                governor::events::Event::decode(&bytes)
            });
            let facts = super::governor_facts(&zeroed.expect("an event has a length"));
            assert!(facts.contains_key("council") && facts.contains_key("unix"), "{name} has no facts");
        }
    }
}
