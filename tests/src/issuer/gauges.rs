//! Gauges: only the economy registers them, and emission reaches all of them or is not minted.

use issuer::IssuerError;
use issuer::client::NewGauge;
use issuer::events::Event;
use issuer::gauge;
use solana_instruction::AccountMeta;
use solana_signer::Signer;

use super::desk::*;
use super::line::*;
use crate::world::{Genesis, actor, assert_refused, assert_refused_with};

#[test]
fn the_economys_authority_adds_gauges_in_their_order() {
    let mut bench = Bench::with_weights();
    let gauges = bench.five();
    for (number, gauge) in gauges.iter().enumerate() {
        let landed = bench.add(gauge).expect("sound");
        let [Event::GaugeAdded(added)] = events(&landed)[..] else { panic!("one event") };
        assert_eq!((added.place, added.kind), (3 + number as u64, u64::from(gauge.kind)));
        assert_eq!((added.vault, added.pool, added.key), (gauge.vault, gauge.pool.unwrap_or_default(), gauge.key));
    }
    let registered = bench.gauges();
    assert_eq!(registered.len(), 8);
    for (number, (found, wanted)) in registered[3..].iter().zip(&gauges).enumerate() {
        assert_eq!((found.kind, found.vault, found.key), (wanted.kind, wanted.vault, wanted.key));
        assert_eq!(usize::from(found.param), FIRST_WEIGHT + number);
    }
}

#[test]
fn a_gauge_without_the_economys_signature_is_refused_whoever_else_signs() {
    let mut bench = Bench::with_weights();
    let [gauge, ..] = bench.five();
    let other = Genesis::named("other").economy(&mut bench.world).gate;
    let unsigned = |bench: &Bench| {
        let mut add = bench.desk.add_gauge(&gauge);
        add.accounts[0].is_signer = false;
        add
    };
    assert_refused_with(bench.world.send_one(unsigned(&bench), &[]), "MissingRequiredSignature");
    let foreign = governor::pda::authority(&other.council).0;
    let strangers = [bench.creator.pubkey(), bench.desk.policy, bench.desk.council, bench.desk.distributor, foreign];
    for signer in strangers {
        let mut add = bench.desk.add_gauge(&gauge);
        add.accounts[0].pubkey = signer;
        assert_refused(bench.as_economy(add), IssuerError::NotEconomy);
    }
    let member = bench.world.funded("member-1");
    let mut add = bench.desk.add_gauge(&gauge);
    add.accounts[0].pubkey = member.pubkey();
    assert_refused(bench.world.send_one(add, &[&member]), IssuerError::NotEconomy);
    assert_eq!(bench.gauges().len(), 3);
}

#[test]
fn a_ninth_gauge_is_refused() {
    let mut bench = Bench::full();
    let vault = bench.open(&bench.desk.economy.clone());
    assert_refused(bench.add(&of_vault(FOREIGN_WEIGHT, vault)), IssuerError::GaugeNotCoupled);
    let group = 8
        + std::mem::offset_of!(governor::Policy, params)
        + 14 * size_of::<governor::Param>()
        + std::mem::offset_of!(governor::Param, spec)
        + std::mem::offset_of!(governor::Spec, group);
    let policy = bench.desk.policy;
    bench.world.poke(&policy, |data| data[group] = 2);
    assert_refused(bench.add(&of_vault(FOREIGN_WEIGHT, vault)), IssuerError::GaugesFull);
}

#[test]
fn a_vault_or_a_weight_cannot_be_two_gauges() {
    let mut bench = Bench::with_weights();
    let (first, second) = (bench.open(&bench.desk.economy.clone()), bench.open(&bench.desk.economy.clone()));
    bench.add(&of_vault(WEIGHTS[0], first)).expect("new");
    assert_refused(bench.add(&of_vault(WEIGHTS[1], first)), IssuerError::GaugeTwice);
    assert_refused(bench.add(&of_vault(WEIGHTS[0], second)), IssuerError::GaugeTwice);
    assert_refused(bench.add(&of_vault("gauge_treasury", second)), IssuerError::GaugeTwice);
    let treasury = bench.desk.treasury_vault;
    assert_refused(bench.add(&of_vault(WEIGHTS[1], treasury)), IssuerError::GaugeTwice);
    let first_pool = bench.stakes;
    assert_refused(bench.add(&of_pool(gauge::STAKING, WEIGHTS[1], &first_pool)), IssuerError::GaugeTwice);
}

#[test]
fn a_weight_outside_the_group_of_weights_or_of_the_policy_is_refused() {
    let mut bench = Bench::with_weights();
    let vault = bench.open(&bench.desk.economy.clone());
    for weight in ["emission_rate", "burn_share", FOREIGN_WEIGHT] {
        assert_refused(bench.add(&of_vault(weight, vault)), IssuerError::GaugeNotCoupled);
    }
    assert_refused(bench.add(&of_vault("nothing", vault)), IssuerError::ParamMissing);
}

#[test]
fn a_vault_that_somebody_else_owns_or_could_close_is_refused() {
    let mut bench = Bench::with_weights();
    let economy = bench.desk.economy;
    let strange = bench.open(&actor("stranger").pubkey());
    assert_refused(bench.add(&of_vault(WEIGHTS[0], strange)), IssuerError::WrongVault);
    for owned in [bench.desk.fee_vault, bench.desk.contributors_vault, bench.desk.mint, bench.desk.policy, economy] {
        assert_refused(bench.add(&of_vault(WEIGHTS[0], owned)), IssuerError::WrongVault);
    }
    let foreign_mint = bench.plain_mint("another mint");
    let foreign = bench.open_for(foreign_mint, &economy);
    assert_refused(bench.add(&of_vault(WEIGHTS[0], foreign)), IssuerError::WrongVault);
    let closable = closable(&mut bench);
    assert_refused(bench.add(&of_vault(WEIGHTS[0], closable)), IssuerError::WrongVault);
}

/// A token account whose first owner kept the right to close it when giving it to the economy.
fn closable(bench: &mut Bench) -> solana_address::Address {
    let creator = bench.creator.pubkey();
    let vault = bench.open(&creator);
    let set = |authority: u8, to: &solana_address::Address| {
        let accounts = vec![AccountMeta::new(vault, false), AccountMeta::new_readonly(creator, true)];
        token_2022(accounts, [&[6, authority, 1][..], to.as_ref()].concat())
    };
    let steps = [set(3, &creator), set(2, &bench.desk.economy)];
    bench.world.send(&steps, &[&bench.creator]).expect("Token-2022 allows this");
    vault
}

#[test]
fn a_pool_of_another_kind_policy_reward_or_program_is_refused() {
    let mut bench = Bench::with_weights();
    let (own, liquidity) = (bench.more_stakes(1), bench.liquidity());
    assert_refused(bench.add(&of_pool(gauge::LIQUIDITY, WEIGHTS[0], &own)), IssuerError::GaugeKind);
    assert_refused(bench.add(&of_pool(gauge::STAKING, WEIGHTS[0], &liquidity)), IssuerError::GaugeKind);
    for kind in [0, gauge::CONTRIBUTORS, gauge::TREASURY, 6, 255] {
        assert_refused(bench.add(&of_pool(kind, WEIGHTS[0], &own)), IssuerError::GaugeKind);
    }
    let no_pool = NewGauge { pool: None, ..of_pool(gauge::STAKING, WEIGHTS[0], &own) };
    assert_refused(bench.add(&no_pool), IssuerError::WrongPool);
    for at in [0, 8, 104] {
        let pool = own.pool;
        bench.world.poke(&pool, |data| data[at] ^= 1);
        assert_refused(bench.add(&of_pool(gauge::STAKING, WEIGHTS[0], &own)), IssuerError::WrongPool);
        bench.world.poke(&pool, |data| data[at] ^= 1);
    }
    let told = NewGauge { vault: bench.desk.treasury_vault, ..of_pool(gauge::LIQUIDITY, WEIGHTS[1], &liquidity) };
    bench.add(&told).expect("whatever else is told");
    assert_eq!(bench.gauges()[3].vault, liquidity.reward_vault, "the pool itself names where its rewards arrive");
    bench.add(&of_pool(gauge::STAKING, WEIGHTS[0], &own)).expect("as it is");
}

#[test]
fn a_gauge_for_another_issuer_or_policy_is_refused() {
    let mut bench = Bench::with_weights();
    let [gauge, ..] = bench.five();
    let other = Genesis::named("other").economy(&mut bench.world).gate;
    let mut add = bench.desk.add_gauge(&gauge);
    add.accounts[2].pubkey = other.policy;
    assert_refused(bench.as_economy(add), IssuerError::WrongPolicy);
    let mut add = bench.desk.add_gauge(&gauge);
    add.accounts[1].pubkey = bench.desk.metrics;
    assert_refused_with(bench.as_economy(add), "InvalidAccountData");
}

#[test]
fn gauges_can_be_there_from_the_beginning() {
    let mut bench = Bench::weights_before_create();
    let [pool, _, liquidity, second, _] = bench.five();
    let further = [pool, liquidity, second];
    let create = bench.desk.create(bench.creator.pubkey(), bench.genesis_account, args(), LABEL, &further);
    bench.world.send_one(create, &[&bench.creator]).expect("the creator asks for something sound");
    bench.desk = bench.desk.with(&bench.issuer());
    let vaults: Vec<_> = bench.gauges()[3..].iter().map(|gauge| gauge.vault).collect();
    assert_eq!(vaults, further.map(|gauge| gauge.vault));
    bench.wait(DAY);
    bench.emit().expect("emit never fails");
}

#[test]
fn a_vault_can_be_a_gauge_from_the_beginning() {
    let mut bench = Bench::weights_before_create();
    let vault = bench.open(&bench.desk.economy.clone());
    let somebodys = bench.open(&bench.creator.pubkey());
    let create =
        |gauges: &[NewGauge]| bench.desk.create(bench.creator.pubkey(), bench.genesis_account, args(), LABEL, gauges);
    let gauge = of_vault(WEIGHTS[2], vault);
    let mut missing = create(&[gauge]);
    missing.accounts.pop();
    let mut more = create(&[gauge]);
    more.accounts.push(AccountMeta::new_readonly(vault, false));
    let sound = create(&[gauge]);
    let strange = create(&[of_vault(WEIGHTS[2], somebodys)]);
    for (create, error) in
        [(missing, IssuerError::GaugeAccounts), (more, IssuerError::GaugeAccounts), (strange, IssuerError::WrongVault)]
    {
        assert_refused(bench.world.send_one(create, &[&bench.creator]), error);
    }
    bench.world.send_one(sound, &[&bench.creator]).expect("sound");
    assert_eq!(bench.gauges()[3].vault, vault);
}
