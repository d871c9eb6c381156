//! What others rely on: numbers, discriminators and bytes. A change here needs a line in CHANGELOG.md.

use std::fmt::Write;

use anchor_lang::Discriminator;
use issuer::events::Event;
use issuer::state::{Breaker, CreateArgs, Distribution, Distributions, Gauge, Ledger, Period, Ring, Schedule};
use issuer::{Claims, Issuer, Metrics, instruction as ix};

use crate::world::{declared_errors, hex, layout, snapshot};

const ERRORS: &str = include_str!("../../../programs/issuer/src/error.rs");
/// The sources of the tests.
pub const TESTS: [&str; 14] = [
    include_str!("chain.rs"),
    include_str!("collect.rs"),
    include_str!("create.rs"),
    include_str!("deferred.rs"),
    include_str!("emit.rs"),
    include_str!("feeds.rs"),
    include_str!("gauges.rs"),
    include_str!("label.rs"),
    include_str!("lists.rs"),
    include_str!("mint.rs"),
    include_str!("pages.rs"),
    include_str!("roll.rs"),
    include_str!("shares.rs"),
    include_str!("sync_fee.rs"),
];

fn errors() -> Vec<(u32, &'static str)> {
    declared_errors(ERRORS)
}

#[test]
fn every_error_is_provoked_by_a_test() {
    let provoked = |name: &str| {
        TESTS.iter().any(|test| {
            test.contains(&format!("IssuerError::{name})")) || test.contains(&format!("IssuerError::{name};"))
        })
    };
    let missing: Vec<_> = errors().into_iter().filter(|(_, name)| !provoked(name)).collect();
    assert!(missing.is_empty(), "no test provokes {missing:?}");
}

#[test]
fn error_numbers_start_at_6100_without_gaps() {
    let numbers: Vec<u32> = errors().into_iter().map(|(number, _)| number).collect();
    let count = u32::try_from(numbers.len()).unwrap();
    assert_eq!(numbers, (6_100..6_100 + count).collect::<Vec<_>>());
}

#[test]
fn errors_discriminators_and_layouts_are_those_that_others_rely_on() {
    let mut out = String::from("# errors\n");
    for (number, name) in errors() {
        writeln!(out, "{number} {name}").unwrap();
    }
    out.push_str("\n# instructions\n");
    let instructions = [
        ("create", ix::Create::DISCRIMINATOR),
        ("emit", ix::Emit::DISCRIMINATOR),
        ("sync_fee", ix::SyncFee::DISCRIMINATOR),
        ("collect", ix::Collect::DISCRIMINATOR),
        ("roll", ix::Roll::DISCRIMINATOR),
        ("add_gauge", ix::AddGauge::DISCRIMINATOR),
        ("set_root", ix::SetRoot::DISCRIMINATOR),
        ("claim_share", ix::ClaimShare::DISCRIMINATOR),
        ("close_root", ix::CloseRoot::DISCRIMINATOR),
    ];
    for (name, tag) in instructions {
        writeln!(out, "{tag:?} {name}").unwrap();
    }
    out.push_str("\n# accounts: discriminator, then the bytes below\n");
    let accounts =
        [("Issuer", Issuer::DISCRIMINATOR), ("Metrics", Metrics::DISCRIMINATOR), ("Claims", Claims::DISCRIMINATOR)];
    for (name, tag) in accounts {
        writeln!(out, "{} {name}", hex(tag)).unwrap();
    }
    out.push_str("\n# events: discriminator, then the fields in their order without gaps\n");
    for (name, tag) in Event::DISCRIMINATORS {
        writeln!(out, "{} {name}", hex(tag)).unwrap();
    }
    out.push_str("\n# layouts: offsets within the struct\n");
    out.push_str(&layouts());
    snapshot("issuer.txt", &out);
}

fn layouts() -> String {
    let mut out = String::new();
    layout!(
        out,
        Issuer {
            policy,
            mint,
            economy,
            fee_vault,
            metrics,
            mint_authority,
            fee_authority,
            withdraw_authority,
            distributor,
            gauges,
            ledger,
            distributions,
            burned_by_collect,
            withheld_again,
            params,
            bump,
            mint_authority_bump,
            fee_authority_bump,
            withdraw_authority_bump,
            distributor_bump,
            gauges_len,
        }
    );
    layout!(
        out,
        Ledger {
            cap,
            ever_minted,
            burned,
            pending,
            carry,
            accrued_to,
            base_supply,
            known_rate,
            schedule,
            breaker,
            period_start,
            window_minted,
            fees_collected,
            period_burned,
            period_fees,
            gauge_minted,
            known_version,
            unassigned,
        }
    );
    layout!(out, Gauge { kind, param, key, vault, pool });
    layout!(out, Distributions { opened, slots });
    layout!(out, Distribution { root, number, total, claimed, opens, closes, leaves });
    layout!(out, Claims { issuer, number, page, marks });
    layout!(out, Schedule { initial_ppm, floor_ppm, disinflation_bps, start });
    layout!(out, Breaker { period_secs, max_bps });
    layout!(out, CreateArgs { cap, genesis_supply, schedule, breaker });
    layout!(out, Metrics { issuer, ring });
    layout!(out, Ring { head, periods });
    layout!(out, Period { start, end, supply, minted, burned, fees, staked, stakers, rewards_paid, treasury });
    out
}
