use bytemuck::Zeroable;
use governor::{
    ClassRule, ConfigChange, Move,
    action::{Action, Meta, SIGNER, WRITABLE},
    client::Gate,
};
use solana_system_interface::instruction as system;

use super::*;
use crate::chain::TOKEN_2022;

const ALICE: Pubkey = Pubkey::new_from_array([7; 32]);
const COUNCIL: Pubkey = Pubkey::new_from_array([3; 32]);

/// A council with one member and one parameter in basis points.
fn state() -> (Box<Council>, Box<Policy>) {
    let (mut council, mut policy) = (Box::new(Council::zeroed()), Box::new(Policy::zeroed()));
    council.seats_len = 1;
    council.seats[0].key = ALICE;
    council.seats[0].roles = 3;
    council.classes[1] = ClassRule {
        delay_secs: 86_400,
        delay_slots: 9,
        voting_secs: 60,
        window_secs: 60,
        approvals: 2,
        vetoes: 2,
        enabled: 1,
        _pad: [0; 5],
    };
    policy.params_len = 1;
    policy.params[0].key = economics::key("fee_bps");
    policy.params[0].value = 100;
    policy.params[0].spec.unit = 2;
    policy.params[0].spec.soft_max = 500;
    (council, policy)
}

fn told(class: Class, bytes: &[u8], open: bool) -> String {
    let (council, policy) = state();
    let authority = Gate::of(COUNCIL).authority;
    let reading = Reading { council: &council, policy: &policy, authority, open };
    PayloadFacts::new(class, bytes, &reading).lines.join("\n")
}

fn config(change: ConfigChange, open: bool) -> String {
    told(Class::Config, &ConfigChange::payload(&[change]), open)
}

#[test]
fn a_change_shows_what_is_and_what_would_be() {
    let rule = ClassRule { delay_secs: 2 * 86_400, approvals: 3, ..state().0.classes[1] };
    let text = config(ConfigChange::SetRule { class: 1, rule }, true);
    assert!(
        text.contains("class param")
            && text.contains("approvals 2 → 3")
            && text.contains("24 h and 9 slots → 2 d and 9 slots"),
        "{text}"
    );
    assert!(text.contains("vetoes 2,"), "what stays is told once: {text}");
    let text = config(ConfigChange::SetRoles { key: ALICE, roles: 7 }, true);
    assert!(text.contains("propose, vote → propose, vote, veto"), "{text}");
    let text = config(ConfigChange::SetSoftBounds { key: economics::key("fee_bps"), min: 0, max: 900 }, true);
    assert!(text.contains("highest 5\u{a0}% → 9\u{a0}%"), "{text}");
}

#[test]
fn a_proposal_that_has_ended_shows_no_arrows() {
    let text = config(ConfigChange::SetRoles { key: ALICE, roles: 7 }, false);
    assert!(text.ends_with("propose, vote, veto") && !text.contains('→'), "{text}");
}

#[test]
fn every_kind_of_change_has_words() {
    let (key, hash) = (ALICE, [9; 32]);
    let (council, policy) = state();
    let changes = [
        (ConfigChange::AddSeat { key, roles: 7 }, "add member"),
        (ConfigChange::RemoveSeat { key }, "remove member"),
        (ConfigChange::AddParam { key: economics::key("x"), value: 5, spec: policy.params[0].spec }, "add parameter x"),
        (ConfigChange::SetGuardian { key }, "guardian: none →"),
        (ConfigChange::AddOracle { key, model_hash: hash, quota: 2 }, "add oracle"),
        (ConfigChange::SetOracle { key, model_hash: hash, quota: 2 }, "shadow ends"),
        (ConfigChange::RemoveOracle { key }, "remove oracle"),
        (ConfigChange::SetLinks { links: council.safeguards.links }, "none (as now)"),
        (ConfigChange::SetVoice { veto_bps: 2_000 }, "never → 20\u{a0}%"),
        (
            ConfigChange::SetAlarm {
                index: 1,
                rule: governor::AlarmRule { metric: 1, direction: -1, periods: 2, level: 2, change_bps: 3_000 },
            },
            "none → staked share falls by 30\u{a0}% within 2 periods raises level 2",
        ),
        (ConfigChange::SetMemberQuota { quota: 3 }, "0 → 3"),
        (ConfigChange::ClearPause, "pause"),
    ];
    for (change, expected) in changes {
        let text = config(change, true);
        assert!(text.lines().next().is_some_and(|line| line.contains(expected)), "{text}");
    }
}

#[test]
fn a_change_that_the_program_would_refuse_is_marked_while_it_can_still_be_stopped() {
    let add = ConfigChange::AddSeat { key: ALICE, roles: 7 };
    let text = config(add, true);
    assert!(text.contains("WARNING: as things stand this could not be executed: this key already holds"), "{text}");
    assert!(!config(add, false).contains("WARNING"), "what has ended is history");
}

#[test]
fn a_payment_names_amount_and_both_ends() {
    let authority = Gate::of(COUNCIL).authority;
    let pay = Action::from(&system::transfer(&authority, &ALICE, 1_500_000_000));
    let text = told(Class::Action, &pay.to_bytes(), true);
    assert!(text.starts_with(&format!("pay 1.5 SOL from {authority}, the economy to {ALICE}\n")), "{text}");
    let data = [&[12][..], &2_000_001u64.to_le_bytes(), &[6]].concat();
    let keys = [[1; 32], [2; 32], [4; 32]].map(|key| Meta { key: Pubkey::new_from_array(key), flags: WRITABLE });
    let accounts = [&keys[..], &[Meta { key: authority, flags: SIGNER }]].concat();
    let text = told(Class::Action, &Action { program: TOKEN_2022, accounts, data, guards: vec![] }.to_bytes(), true);
    assert!(text.starts_with("pay 2.000001 tokens of mint"), "{text}");
}

#[test]
fn an_upgrade_names_the_hashes_that_guard_it() {
    let upgrade = Gate::of(COUNCIL).upgrade(ALICE, Pubkey::new_from_array([5; 32]), ALICE, b"new", b"old");
    let text = told(Class::Action, &upgrade.to_bytes(), true);
    assert!(text.starts_with(&format!("upgrade program {ALICE}")), "{text}");
    for guarded in [b"new", b"old"] {
        let hash: [u8; 32] = sha2::Digest::finalize(<sha2::Sha256 as sha2::Digest>::new_with_prefix(guarded)).into();
        assert!(text.contains(&hex::encode(hash)), "{text}");
    }
}

#[test]
fn what_nobody_can_read_is_a_warning() {
    for (class, bytes) in [(Class::Config, &[1, 0, 0, 0, 99][..]), (Class::Action, &[1, 2, 3]), (Class::Config, &[])] {
        assert!(told(class, bytes, true).starts_with("WARNING"), "{class:?}");
    }
    let unknown = Move::new(0, 1, 2);
    assert!(told(Class::Param, bytemuck::bytes_of(&unknown), true).is_empty(), "moves are no payload");
}

#[test]
fn amounts_are_written_exactly() {
    assert_eq!(action::exact(1, 9), "0.000000001");
    assert_eq!(action::exact(1_000_000, 6), "1");
    assert_eq!(action::exact(u64::MAX, 0), "18\u{202f}446\u{202f}744\u{202f}073\u{202f}709\u{202f}551\u{202f}615");
}
