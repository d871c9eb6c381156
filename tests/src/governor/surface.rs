//! What others rely on: numbers, discriminators and bytes. A change here needs a line in CHANGELOG.md.

use {
    super::coverage,
    crate::world::snapshot,
    anchor_lang::Discriminator,
    governor::{
        Budget, ClassRule, Council, Forecast, Group, Lifecycle, Lock, Move, OracleSeat, Param, Policy, Proposal,
        Provenance, Seat, Spec, events::Event,
    },
    std::fmt::Write,
};

macro_rules! layout {
    ($out:ident, $type:ident { $($field:ident),* $(,)? }) => {
        writeln!($out, "{} {} bytes", stringify!($type), size_of::<$type>()).unwrap();
        $(writeln!($out, "  {:>5} {}", std::mem::offset_of!($type, $field), stringify!($field)).unwrap();)*
    };
}

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

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn instructions() -> [(&'static str, &'static [u8]); 13] {
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
    ]
}

fn accounts() -> [(&'static str, &'static [u8]); 3] {
    [("Council", Council::DISCRIMINATOR), ("Policy", Policy::DISCRIMINATOR), ("Proposal", Proposal::DISCRIMINATOR)]
}

#[rustfmt::skip]
fn layouts() -> String {
    let mut out = String::new();
    layout!(out, Council {
        creator, name, config_seqno, proposal_count, executed, sealed_at, chain_head, voters, seats_len, oracles_len,
        bump, authority_bump, seats, classes, floors, oracles,
    });
    layout!(out, Seat { key, roles, accepted });
    layout!(out, ClassRule { delay_secs, delay_slots, voting_secs, window_secs, approvals, vetoes, enabled });
    layout!(out, OracleSeat { key, model_hash, quota, open, shadow, proposed, executed });
    layout!(out, Policy { council, version, published_at, params_len, bump, groups, params });
    layout!(out, Group { kind, target });
    layout!(out, Param { key, value, previous, changed_at, changed_epoch, spec, budget, lock });
    layout!(out, Spec {
        hard_min, hard_max, soft_min, soft_max, step_up_abs, step_down_abs, step_up_bps, step_down_bps,
        min_interval_secs, min_interval_epochs, group, decimals, unit, safe_direction, budget_30d, flags,
    });
    layout!(out, Budget { lo, hi, bucket });
    layout!(out, Lock { proposal, until });
    layout!(out, Proposal {
        council, proposer, id, content_hash, number, parent_version, class, moves_len, oracle, bump, life, moves,
        provenance,
    });
    layout!(out, Lifecycle {
        config_seqno, created_at, created_slot, queued_at, queued_slot, delay_secs, delay_slots, voting_until,
        window_secs, eta, closed_at, approvals, vetoes, state, threshold, veto_threshold,
    });
    layout!(out, Move { param, old, new });
    layout!(out, Provenance {
        model_hash, code_hash, data_hash, config_hash, rationale_hash, log_root, log_len, slot_from, slot_to, forecast,
        uri,
    });
    layout!(out, Forecast { metric, horizon_secs, baseline, p10, p50, p90, p50_without });
    out
}
