//! What others rely on: numbers, discriminators and bytes. A change here needs a line in CHANGELOG.md.

use {
    super::coverage,
    crate::world::{hex, layout, snapshot},
    anchor_lang::Discriminator,
    governor::{
        Alarm, AlarmRule, Ballot, Budget, ClassRule, Council, Due, Forecast, Grade, Group, Lifecycle, Links, Lock,
        Move, OracleSeat, Param, Payload, Policy, Proposal, Provenance, Safeguards, Scorecard, Seat, Spec, Timing,
        Turnout, events::Event,
    },
    std::fmt::Write,
};

#[test]
fn errors_discriminators_and_layouts_are_those_that_others_rely_on() {
    let mut out = String::from("# errors\n");
    for (number, name) in coverage::errors() {
        writeln!(out, "{number} {name}").unwrap();
    }
    out.push_str("\n# instructions\n");
    for (name, tag) in instructions() {
        writeln!(out, "{tag:?} {name}").unwrap();
    }
    out.push_str("\n# accounts: discriminator, then the bytes below\n");
    for (name, tag) in accounts() {
        writeln!(out, "{} {name}", hex(tag)).unwrap();
    }
    out.push_str("\n# events: discriminator, then the fields in their order without gaps\n");
    for (name, tag) in Event::DISCRIMINATORS {
        writeln!(out, "{} {name}", hex(tag)).unwrap();
    }
    out.push_str("\n# layouts: offsets within the struct\n");
    out.push_str(&layouts());
    snapshot("governor.txt", &out);
}

fn instructions() -> [(&'static str, &'static [u8]); 23] {
    use governor::instruction as ix;
    [
        ("create_council", ix::CreateCouncil::DISCRIMINATOR),
        ("add_param", ix::AddParam::DISCRIMINATOR),
        ("seal_genesis", ix::SealGenesis::DISCRIMINATOR),
        ("accept_seat", ix::AcceptSeat::DISCRIMINATOR),
        ("propose", ix::Propose::DISCRIMINATOR),
        ("approve", ix::Approve::DISCRIMINATOR),
        ("unapprove", ix::Unapprove::DISCRIMINATOR),
        ("veto", ix::Veto::DISCRIMINATOR),
        ("cancel", ix::Cancel::DISCRIMINATOR),
        ("execute", ix::Execute::DISCRIMINATOR),
        ("expire", ix::Expire::DISCRIMINATOR),
        ("add_seat", ix::AddSeat::DISCRIMINATOR),
        ("add_oracle", ix::AddOracle::DISCRIMINATOR),
        ("set_safeguards", ix::SetSafeguards::DISCRIMINATOR),
        ("propose_payload", ix::ProposePayload::DISCRIMINATOR),
        ("execute_config", ix::ExecuteConfig::DISCRIMINATOR),
        ("pause", ix::Pause::DISCRIMINATOR),
        ("raise_alarm", ix::RaiseAlarm::DISCRIMINATOR),
        ("prove_alarm", ix::ProveAlarm::DISCRIMINATOR),
        ("perform", ix::Perform::DISCRIMINATOR),
        ("voice", ix::Voice::DISCRIMINATOR),
        ("close_voice", ix::CloseVoice::DISCRIMINATOR),
        ("resolve", ix::Resolve::DISCRIMINATOR),
    ]
}

fn accounts() -> [(&'static str, &'static [u8]); 5] {
    [
        ("Council", Council::DISCRIMINATOR),
        ("Policy", Policy::DISCRIMINATOR),
        ("Proposal", Proposal::DISCRIMINATOR),
        ("Payload", Payload::DISCRIMINATOR),
        ("Ballot", Ballot::DISCRIMINATOR),
    ]
}

#[rustfmt::skip]
fn layouts() -> String {
    let mut out = String::new();
    layout!(out, Council {
        creator, name, config_seqno, proposal_count, executed, sealed_at, chain_head, voters, seats_len, oracles_len,
        bump, authority_bump, guardian_open, next_pause_at, emergency_at, alarm, alarm_from, safeguards, seats, classes,
        floors, oracles,
    });
    layout!(out, Alarm { until1, until2 });
    layout!(out, Safeguards { guardian, links, timing, alarm_rules, voice_veto_bps, member_quota });
    layout!(out, Links { issuer_program, metrics, staking_program, pools });
    layout!(out, Timing {
        emergency_gap_secs, pause_gap_secs, alarm_secs, alarm_cooldown_secs, evidence_secs, resolve_grace_secs,
    });
    layout!(out, AlarmRule { metric, direction, periods, level, change_bps });
    layout!(out, Seat { key, roles, accepted, open, alarmed_at });
    layout!(out, ClassRule { delay_secs, delay_slots, voting_secs, window_secs, approvals, vetoes, enabled });
    layout!(out, OracleSeat { key, model_hash, quota, open, shadow, proposed, executed, score });
    layout!(out, Scorecard { graded, grades, due });
    layout!(out, Grade { model, naive });
    layout!(out, Due { number, at });
    layout!(out, Policy { council, version, published_at, paused_until, paused, params_len, bump, groups, params });
    layout!(out, Group { kind, target });
    layout!(out, Param { key, value, previous, changed_at, changed_epoch, spec, budget, lock });
    layout!(out, Spec {
        hard_min, hard_max, soft_min, soft_max, step_up_abs, step_down_abs, step_up_bps, step_down_bps,
        min_interval_secs, min_interval_epochs, group, decimals, unit, safe_direction, budget_30d, flags,
    });
    layout!(out, Budget { lo, hi, bucket });
    layout!(out, Lock { proposal, until });
    layout!(out, Proposal {
        council, proposer, id, content_hash, payload_hash, number, parent_version, class, moves_len, oracle, seat, bump,
        graded, life, turnout, moves, provenance,
    });
    layout!(out, Turnout { support, objection, base });
    layout!(out, Ballot { proposal, position, payer, weight, stance, bump });
    layout!(out, Payload { proposal, len, bump, data });
    layout!(out, Lifecycle {
        config_seqno, created_at, created_slot, queued_at, queued_slot, delay_secs, delay_slots, voting_until,
        window_secs, closes, closed_at, approvals, vetoes, state, threshold, veto_threshold,
    });
    layout!(out, Move { param, old, new });
    layout!(out, Provenance {
        model_hash, code_hash, data_hash, config_hash, rationale_hash, log_root, log_len, slot_from, slot_to, forecast,
        uri,
    });
    layout!(out, Forecast { metric, horizon_secs, baseline, p10, p50, p90, p50_without });
    out
}
