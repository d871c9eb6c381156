//! The alarm proved from the metrics ring, by anyone; and the safeguards at genesis.

use {
    crate::world::{AI, Economy, Genesis, METRICS, Outcome, World, actor, assert_refused},
    anchor_lang::Discriminator,
    bytemuck::Zeroable,
    economics::{
        alarm::Level,
        metrics::{Period, Ring},
    },
    governor::{AlarmRule, ConfigChange, GovernorError, Safeguards, events::Event},
    litesvm::LiteSVM,
    solana_account::Account,
    solana_address::Address,
    solana_signer::Signer,
};

/// Puts a ring of closed periods of 100 s, the last one ending now, where the council looks for it.
fn close(world: &mut World, staked: &[u64]) {
    let end = world.now().unix;
    let mut ring = Ring::zeroed();
    for (ago, staked) in (1..=staked.len() as i64).rev().zip(staked) {
        let start = end - ago * 100;
        ring.push(&Period { start, end: start + 100, supply: 1_000, staked: *staked, ..Period::default() });
    }
    let data = [issuer::Metrics::DISCRIMINATOR, &[0; 32], bytemuck::bytes_of(&ring)].concat();
    put(&mut world.svm, METRICS, issuer::ID, data);
}

fn put(svm: &mut LiteSVM, at: Address, owner: Address, data: Vec<u8>) {
    svm.set_account(at, Account { lamports: 1_000_000_000, data, owner, ..Account::default() }).unwrap();
}

fn prove(world: &mut World, economy: &Economy, rule: u8, period: u64) -> Outcome {
    world.send_one(economy.gate.prove_alarm(METRICS, rule, period), &[])
}

fn standard() -> (World, Economy) {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    (world, economy)
}

#[test]
fn anyone_proves_the_alarm_from_a_fall_in_the_ring_once() {
    let (mut world, economy) = standard();
    close(&mut world, &[400, 400, 300]);
    assert_refused(prove(&mut world, &economy, 0, 1), GovernorError::NotProved);
    let landed = prove(&mut world, &economy, 0, 2).unwrap();
    let Event::AlarmProved(told) = landed.events()[0] else { panic!() };
    assert_eq!((told.before, told.after, told.rule, told.level), (400_000, 300_000, 0, 1));
    let until = world.now().unix + 1_000;
    assert_eq!((told.until1, told.until2), (until, 0));
    assert_eq!(economy.council(&world).level(until), Level::Raised);
    assert_eq!(economy.council(&world).level(until + 1), Level::Calm);
    assert_refused(prove(&mut world, &economy, 0, 2), GovernorError::EvidenceUsed);
}

#[test]
fn a_deep_fall_proves_level_two_and_shuts_the_oracles_class() {
    let (mut world, economy) = standard();
    let proposal = economy.proposed(&mut world);
    economy.queue(&mut world, &proposal);
    world.pass_secs(100);
    close(&mut world, &[400, 400, 350, 300, 200]);
    prove(&mut world, &economy, 1, 4).unwrap();
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::ShutByAlarm);
    let draft = economy.draft(&world, AI, &[(1, 5)]);
    assert_refused(economy.propose(&mut world, "oracle", 2, draft), GovernorError::ShutByAlarm);
    assert!(economy.council(&world).alarm.until2 == world.now().unix + 1_000);
}

#[test]
fn old_unclosed_and_forgotten_evidence_is_refused() {
    let (mut world, economy) = standard();
    close(&mut world, &[400, 300]);
    assert_refused(prove(&mut world, &economy, 0, 2), GovernorError::PeriodMissing);
    assert_refused(prove(&mut world, &economy, 0, 0), GovernorError::PeriodMissing);
    assert_refused(prove(&mut world, &economy, 2, 1), GovernorError::NoAlarmRule);
    assert_refused(prove(&mut world, &economy, 4, 1), GovernorError::NoAlarmRule);
    world.pass_secs(501);
    assert_refused(prove(&mut world, &economy, 0, 1), GovernorError::EvidenceTooOld);
    world.pass(-1, 0);
    prove(&mut world, &economy, 0, 1).unwrap();
}

#[test]
fn a_ring_that_is_not_the_economys_own_proves_nothing() {
    let (mut world, economy) = standard();
    close(&mut world, &[400, 300]);
    let data = world.bytes(&METRICS);
    let fake = actor("fake-ring").pubkey();
    put(&mut world.svm, fake, issuer::ID, data.clone());
    let elsewhere = world.send_one(economy.gate.prove_alarm(fake, 0, 1), &[]);
    assert_refused(elsewhere, GovernorError::WrongMetrics);
    put(&mut world.svm, METRICS, staking::ID, data.clone());
    assert_refused(prove(&mut world, &economy, 0, 1), GovernorError::WrongMetrics);
    put(&mut world.svm, METRICS, issuer::ID, [&[0; 8], &data[8..]].concat());
    assert_refused(prove(&mut world, &economy, 0, 1), GovernorError::WrongMetrics);
    put(&mut world.svm, METRICS, issuer::ID, data[..data.len() - 1].to_vec());
    assert_refused(prove(&mut world, &economy, 0, 1), GovernorError::WrongMetrics);
}

#[test]
fn a_rule_replaced_by_config_counts_from_the_next_period() {
    let (mut world, economy) = standard();
    let rule = AlarmRule { metric: 1, direction: 1, periods: 1, level: 1, change_bps: 1_000 };
    economy.configure(&mut world, 1, &[ConfigChange::SetAlarm { index: 0, rule }]).unwrap();
    close(&mut world, &[400, 300, 330]);
    assert_refused(prove(&mut world, &economy, 0, 1), GovernorError::NotProved);
    prove(&mut world, &economy, 0, 2).unwrap();
}

/// Lays a genesis in which the safeguards have one change.
fn laid(change: impl FnOnce(&mut Safeguards)) -> Outcome {
    let mut world = World::new();
    let mut genesis = Genesis::standard();
    change(&mut genesis.safeguards);
    genesis.lay(&mut world)
}

#[test]
fn an_economy_without_safeguards_is_not_sealed() {
    let mut world = World::new();
    let genesis = Genesis::standard();
    genesis.begin(&mut world).unwrap();
    let (gate, creator) = (genesis.gate(), genesis.creator.pubkey());
    let mut steps: Vec<_> =
        genesis.seats.iter().map(|(name, roles)| gate.add_seat(creator, actor(name).pubkey(), *roles)).collect();
    let first = &genesis.params[0];
    steps.push(gate.add_param(creator, first.key, first.value, first.spec));
    world.send(&steps, &[&genesis.creator]).unwrap();
    let seal = world.send_one(gate.seal_genesis(creator), &[&genesis.creator]);
    assert_refused(seal, GovernorError::SafeguardsMissing);
}

#[test]
fn safeguards_at_genesis_make_sense() {
    laid(|_| {}).unwrap();
    assert_refused(laid(|safeguards| safeguards.member_quota = 0), GovernorError::QuotaZero);
    assert_refused(laid(|safeguards| safeguards.voice_veto_bps = 10_001), GovernorError::BadVoiceShare);
    assert_refused(laid(|safeguards| safeguards.alarm_rules[0].periods = 0), GovernorError::BadAlarmRule);
    let times: [fn(&mut Safeguards); 8] = [
        |safeguards| safeguards.timing.emergency_gap_secs = 0,
        |safeguards| safeguards.timing.pause_gap_secs = 0,
        |safeguards| safeguards.timing.alarm_secs = 0,
        |safeguards| safeguards.timing.evidence_secs = 0,
        |safeguards| safeguards.timing.resolve_grace_secs = 0,
        |safeguards| safeguards.timing.alarm_cooldown_secs = 2 * safeguards.timing.alarm_secs - 1,
        |safeguards| safeguards.timing.alarm_secs = 14 * 86_400 + 1,
        |safeguards| safeguards.timing.pause_gap_secs = u64::MAX,
    ];
    for change in times {
        assert_refused(laid(change), GovernorError::BadTiming);
    }
}

#[test]
fn the_guardians_key_holds_no_seat() {
    let seat = laid(|safeguards| safeguards.guardian = actor("member-1").pubkey());
    assert_refused(seat, GovernorError::DuplicateSeat);
    laid(|safeguards| safeguards.guardian = Address::default()).unwrap();
}

#[test]
fn only_the_creator_sets_safeguards_and_only_before_the_seal() {
    let (mut world, economy) = standard();
    let genesis = Genesis::standard();
    let (creator, thief) = (genesis.creator.pubkey(), world.funded("stranger"));
    let set = |who| economy.gate.set_safeguards(who, genesis.safeguards);
    assert_refused(world.send_one(set(creator), &[&genesis.creator]), GovernorError::GenesisSealed);
    assert_refused(world.send_one(set(thief.pubkey()), &[&thief]), GovernorError::NotCreator);
}
