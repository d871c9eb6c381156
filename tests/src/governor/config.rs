//! What a config proposal changes, and what it tells of it.

use {
    crate::world::{AI, Economy, Genesis, PARAM, World, actor, assert_refused, spec},
    bytemuck::Zeroable,
    economics::{key, pause::EMISSION},
    governor::{
        AlarmRule, ClassRule, ConfigChange, GovernorError, Links,
        events::{Event, RuleChanged, SoftBoundsChanged},
    },
    solana_signer::Signer,
};

fn standard() -> (World, Economy) {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    (world, economy)
}

/// Makes the changes and gives the names of the events, without the two that every config proposal ends with.
fn told(world: &mut World, economy: &Economy, seed: u8, changes: &[ConfigChange]) -> Vec<&'static str> {
    let mut names = economy.configure(world, seed, changes).unwrap().event_names();
    assert_eq!(names.split_off(names.len() - 2), ["ConfigApplied", "PolicyPublished"]);
    names
}

#[test]
fn a_rule_is_replaced_and_both_are_told() {
    let (mut world, economy) = standard();
    let old = economy.council(&world).classes[0];
    let new = ClassRule { delay_secs: 150, approvals: 3, vetoes: 1, ..old };
    let landed = economy.configure(&mut world, 1, &[ConfigChange::SetRule { class: AI, rule: new }]).unwrap();
    let Event::RuleChanged(RuleChanged { class, old: was, new: is, .. }) = landed.events()[0] else { panic!() };
    assert_eq!((class, was, is), (AI, old, new));
    assert_eq!(economy.council(&world).classes[0], new);
    let none = ConfigChange::SetRule { class: 5, rule: new };
    assert_refused(economy.configure(&mut world, 2, &[none]), GovernorError::ClassDisabled);
}

#[test]
fn governed_bounds_move_within_the_hard_ones_and_around_the_value() {
    let (mut world, economy) = standard();
    let bounds = |min, max| ConfigChange::SetSoftBounds { key: key("emission_rate"), min, max };
    let landed = economy.configure(&mut world, 1, &[bounds(79_500, 90_000)]).unwrap();
    let Event::SoftBoundsChanged(told) = landed.events()[0] else { panic!() };
    let SoftBoundsChanged { old_min, old_max, new_min, new_max, .. } = told;
    assert_eq!((old_min, old_max, new_min, new_max), (0, 200_000, 79_500, 90_000));
    let lower = economy.draft(&world, PARAM, &[(0, -501)]);
    assert_refused(economy.propose(&mut world, "member-1", 9, lower), GovernorError::BelowMin);
    for (seed, (min, max)) in [(2, (80_001, 90_000)), (3, (-1, 90_000)), (4, (0, 200_001)), (5, (9, 8))] {
        assert_refused(economy.configure(&mut world, seed, &[bounds(min, max)]), GovernorError::BadSpec);
    }
    let unknown = ConfigChange::SetSoftBounds { key: key("nothing"), min: 0, max: 1 };
    assert_refused(economy.configure(&mut world, 6, &[unknown]), GovernorError::UnknownParam);
}

#[test]
fn a_parameter_of_a_stranger_comes_under_the_gate() {
    let (mut world, economy) = standard();
    let add = |name, value, spec| ConfigChange::AddParam { key: key(name), value, spec };
    assert_eq!(told(&mut world, &economy, 1, &[add("loan_rate", 5, spec(0, 100, 10, 0))]), ["ParamAdded"]);
    let param = *economy.policy(&world).param_by_key(&key("loan_rate")).unwrap();
    assert_eq!((param.value, param.changed_at), (5, world.now().unix));
    world.pass_secs(60);
    economy.proposed_by(&mut world, "oracle", 9, AI, &[(9, 10)]);

    let wrong = [
        (add("loan_rate", 5, spec(0, 100, 10, 0)), GovernorError::DuplicateParamKey),
        (add("", 5, spec(0, 100, 10, 0)), GovernorError::BadParamKey),
        (add("other", 101, spec(0, 100, 10, 0)), GovernorError::ValueOutOfBounds),
        (add("other", 5, spec(100, 0, 10, 0)), GovernorError::BadSpec),
        (add("other", 5, spec(0, 100, 10, 3)), GovernorError::UnknownGroup),
        (add("other", 5, spec(0, 100, 10, 1)), GovernorError::BadGroup),
    ];
    for (seed, (change, refusal)) in (10..).zip(wrong) {
        assert_refused(economy.configure(&mut world, seed, &[change]), refusal);
    }
}

#[test]
fn guardian_links_voice_alarm_rule_and_quota_are_replaced() {
    let (mut world, economy) = standard();
    let before = economy.council(&world).safeguards;
    let links = Links { metrics: actor("elsewhere").pubkey(), ..before.links };
    let rule = AlarmRule { metric: 3, direction: 1, periods: 2, level: 1, change_bps: 100 };
    let guardian = actor("new-guardian").pubkey();
    let changes = [
        ConfigChange::SetGuardian { key: guardian },
        ConfigChange::SetLinks { links },
        ConfigChange::SetVoice { veto_bps: 1_000 },
        ConfigChange::SetAlarm { index: 3, rule },
        ConfigChange::SetMemberQuota { quota: 5 },
    ];
    let names = told(&mut world, &economy, 1, &changes);
    assert_eq!(names, ["GuardianChanged", "LinksChanged", "VoiceChanged", "AlarmRuleChanged", "MemberQuotaChanged"]);
    let after = economy.council(&world).safeguards;
    assert_eq!((after.guardian, after.links, after.voice_veto_bps, after.member_quota), (guardian, links, 1_000, 5));
    assert_eq!((after.alarm_rules[3], after.timing), (rule, before.timing));
    world.funded("new-guardian");
    assert_refused(economy.pause(&mut world, "guardian", 1, 60), GovernorError::NotGuardian);
    economy.pause(&mut world, "new-guardian", 1, 60).unwrap();
}

#[test]
fn safeguards_that_make_no_sense_are_refused() {
    let (mut world, economy) = standard();
    let rule = AlarmRule { metric: 1, direction: -1, periods: 1, level: 1, change_bps: 1 };
    let wrong = [
        (ConfigChange::SetVoice { veto_bps: 10_001 }, GovernorError::BadVoiceShare),
        (ConfigChange::SetMemberQuota { quota: 0 }, GovernorError::QuotaZero),
        (ConfigChange::SetAlarm { index: 4, rule }, GovernorError::NoAlarmRule),
        (ConfigChange::SetAlarm { index: 0, rule: AlarmRule { metric: 0, ..rule } }, GovernorError::BadAlarmRule),
        (ConfigChange::SetAlarm { index: 0, rule: AlarmRule { level: 3, ..rule } }, GovernorError::BadAlarmRule),
        (ConfigChange::SetAlarm { index: 0, rule: AlarmRule { direction: 0, ..rule } }, GovernorError::BadAlarmRule),
        (ConfigChange::SetGuardian { key: actor("oracle").pubkey() }, GovernorError::DuplicateSeat),
    ];
    for (seed, (change, refusal)) in (1..).zip(wrong) {
        assert_refused(economy.configure(&mut world, seed, &[change]), refusal);
    }
    told(&mut world, &economy, 20, &[ConfigChange::SetGuardian { key: Default::default() }]);
    assert_refused(economy.pause(&mut world, "guardian", 1, 60), GovernorError::NotGuardian);
}

#[test]
fn an_oracle_is_registered_changed_and_removed() {
    let (mut world, economy) = standard();
    let (old, new) = (actor("oracle").pubkey(), actor("oracle-2").pubkey());
    world.funded("oracle-2");
    let add = ConfigChange::AddOracle { key: new, model_hash: [9; 32], quota: 1 };
    assert_eq!(told(&mut world, &economy, 1, &[add]), ["OracleAdded"]);
    world.poke(&economy.gate.council, |bytes| {
        let council: &mut governor::Council = bytemuck::from_bytes_mut(&mut bytes[8..]);
        (council.oracles[0].shadow, council.oracles[0].score.graded) = (1, 20);
    });
    let set = ConfigChange::SetOracle { key: old, model_hash: [8; 32], quota: 3 };
    assert_eq!(told(&mut world, &economy, 2, &[set]), ["OracleChanged"]);
    let oracle = economy.council(&world).oracles[0];
    assert_eq!((oracle.model_hash, oracle.quota, oracle.shadow, oracle.score.graded), ([8; 32], 3, 0, 0));
    assert_eq!(told(&mut world, &economy, 3, &[ConfigChange::RemoveOracle { key: old }]), ["OracleRemoved"]);
    let council = economy.council(&world);
    assert_eq!((council.oracles_len, council.oracles[0].key), (1, new));
    assert_eq!(bytemuck::bytes_of(&council.oracles[1]), [0; size_of::<governor::OracleSeat>()]);
    let mut draft = economy.draft(&world, AI, &[(0, -1)]);
    draft.provenance.model_hash = [9; 32];
    assert_refused(economy.propose(&mut world, "oracle", 50, draft.clone()), GovernorError::NotAnOracle);
    economy.propose(&mut world, "oracle-2", 51, draft).unwrap();

    let wrong = [
        (ConfigChange::SetOracle { key: old, model_hash: [1; 32], quota: 1 }, GovernorError::NotAnOracle),
        (ConfigChange::RemoveOracle { key: old }, GovernorError::NotAnOracle),
        (ConfigChange::AddOracle { key: new, model_hash: [1; 32], quota: 1 }, GovernorError::DuplicateSeat),
        (ConfigChange::AddOracle { key: old, model_hash: [0; 32], quota: 1 }, GovernorError::ModelHashMissing),
        (ConfigChange::SetOracle { key: new, model_hash: [1; 32], quota: 0 }, GovernorError::QuotaZero),
    ];
    for (seed, (change, refusal)) in (10..).zip(wrong) {
        assert_refused(economy.configure(&mut world, seed, &[change]), refusal);
    }
}

#[test]
fn a_pause_is_ended_by_the_council_but_its_gap_stays() {
    let (mut world, economy) = standard();
    let proposal = economy.ready_config(&mut world, 1, &[ConfigChange::ClearPause]);
    economy.pause(&mut world, "guardian", EMISSION, 5_000).unwrap();
    let next = economy.council(&world).next_pause_at;
    let names = economy.execute_config(&mut world, &proposal).unwrap().event_names();
    assert_eq!(names, ["PauseCleared", "ConfigApplied", "PolicyPublished"]);
    assert!(!economy.policy(&world).is_paused(EMISSION, world.now().unix));
    assert_eq!(economy.council(&world).next_pause_at, next);
    assert_refused(economy.pause(&mut world, "guardian", EMISSION, 1), GovernorError::PauseTooSoon);
}

#[test]
fn a_config_adds_one_link_one_version_and_one_configuration() {
    let (mut world, economy) = standard();
    let before = (economy.council(&world), economy.policy(&world));
    let landed = economy.configure(&mut world, 1, &[ConfigChange::SetMemberQuota { quota: 4 }]).unwrap();
    let after = (economy.council(&world), economy.policy(&world));
    assert_eq!(after.0.config_seqno, before.0.config_seqno + 1);
    assert_eq!((after.1.version, after.0.executed), (before.1.version + 1, before.0.executed + 1));
    let Event::PolicyPublished(link) = landed.events()[2] else { panic!() };
    assert_eq!((link.parent, link.chain_head), (before.0.chain_head, after.0.chain_head));
    let unix = world.now().unix;
    let expected = governor::hash::chain_link(&before.0.chain_head, &link.content_hash, after.1.version, unix);
    assert_eq!(after.0.chain_head, expected);
}

#[test]
fn sixteen_changes_fit_and_seventeen_do_not() {
    let (mut world, economy) = standard();
    let changes = [ConfigChange::SetMemberQuota { quota: 4 }; 17];
    economy.configure(&mut world, 1, &changes[..16]).unwrap();
    assert_refused(economy.propose_config(&mut world, "member-1", 2, &changes), GovernorError::BadChangeCount);
    assert_refused(economy.propose_config(&mut world, "member-1", 2, &[]), GovernorError::BadChangeCount);
}

#[test]
fn a_payload_has_at_most_1024_bytes() {
    let mut payload = governor::Payload::zeroed();
    payload.fill(Default::default(), &[7; 1_024]).unwrap();
    assert_eq!(payload.bytes(), [7; 1_024]);
    let longer = payload.fill(Default::default(), &[7; 1_025]).unwrap_err();
    assert_eq!(
        format!("{longer:?}"),
        format!("{:?}", anchor_lang::prelude::Error::from(GovernorError::PayloadTooLong))
    );
}

#[test]
fn a_proposal_account_costs_the_same_for_three_and_for_sixteen_members() {
    let rent = |members: usize| {
        let mut world = World::new();
        let mut genesis = Genesis::standard();
        genesis.seats = (1..=members).map(|n| (format!("member-{n}"), 7)).collect();
        genesis.fit();
        let economy = genesis.economy(&mut world);
        world.pass_secs(60);
        let proposal = economy.proposed(&mut world);
        let account = world.svm.get_account(&proposal).unwrap();
        (account.data.len(), account.lamports)
    };
    assert_eq!(rent(3), rent(16));
}
