//! A pause that the guardian signs stops minting and deposits in the other programs, no exit, and ends by itself.

use {
    super::stage::{Stage, TOKEN, key, tokens_of},
    crate::{
        issuer::desk::{DAY, events},
        world::{Outcome, assert_refused},
    },
    economics::pause::{AI, DEPOSITS, EMISSION, EXECUTION},
    governor::ConfigChange,
    issuer::events::Event,
    staking::StakingError,
};

#[track_caller]
fn emitted(outcome: Outcome) -> issuer::Emitted {
    let all = events(&outcome.expect("emit never fails"));
    let found = all.iter().find_map(|event| if let Event::Emitted(emitted) = event { Some(*emitted) } else { None });
    found.expect("emitted")
}

/// The guardian pauses `bits` for `days` days.
fn pause(stage: &mut Stage, bits: u8, days: i64) {
    let economy = stage.economy;
    let landed = economy.pause(stage.world(), "guardian", bits, (days * DAY).unsigned_abs()).expect("the first pause");
    assert_eq!(landed.event_names(), ["Paused"]);
}

#[test]
fn a_guardians_pause_defers_emission_until_it_ends_by_itself_and_nothing_is_lost() {
    let [mut paused, mut free] = [Stage::open(), Stage::open()];
    pause(&mut paused, EMISSION, 2);
    for _ in 0..2 {
        paused.bench.wait(DAY);
        free.bench.wait(DAY);
        let (held, minted) = (emitted(paused.bench.emit()), emitted(free.bench.emit()));
        assert_eq!((held.minted, held.paused, held.unassigned), (0, 1, 0));
        assert_eq!(held.accrued, minted.accrued, "the clock runs on");
    }
    assert!(paused.bench.supply() < free.bench.supply());
    // The second after the last one: nobody has to end the pause.
    paused.bench.wait(1);
    let event = emitted(paused.bench.emit());
    assert_eq!((event.paused, event.pending), (0, 0));
    assert!(event.minted > 0);
    free.bench.wait(1);
    for stage in [&mut paused, &mut free] {
        stage.bench.wait(100);
        assert_eq!(emitted(stage.bench.emit()).pending, 0);
        stage.bench.assert_books_close();
    }
    assert_eq!(paused.bench.supply(), free.bench.supply(), "what was owed is minted afterwards");
}

#[test]
fn a_guardians_pause_refuses_stake_and_compounding_while_everybody_may_leave() {
    let mut stage = Stage::staked();
    stage.bench.emit().expect("emit never fails");
    for _ in 0..3 {
        stage.bench.wait(20);
        stage.settle("ann");
    }
    let stakes = stage.bench.stakes;
    stage.ask_back("bob", stage.active("bob")).expect("an exit");
    stage.holder("dave", 1_000 * TOKEN);
    pause(&mut stage, EMISSION | DEPOSITS, 1);

    assert_refused(stage.stake("dave", TOKEN), StakingError::DepositsPaused);
    assert_refused(stage.signed("ann", stakes.compound(key("ann"))), StakingError::DepositsPaused);
    assert_eq!(stage.balance("dave"), 990 * TOKEN, "less the mint's fee");

    let owed = stage.position("ann").state.owed;
    assert!(owed > 0, "ann has earned");
    stage.signed("ann", stakes.claim(key("ann"), tokens_of("ann"))).expect("rewards are paid");
    assert_eq!(stage.balance("ann"), owed - owed.div_ceil(100));
    stage.ask_back("carol", stage.active("carol")).expect("an exit");
    stage.signed("ann", stakes.delegate(key("ann"), key("carol"))).expect("no deposit");
    stage.bench.wait(300);
    for name in ["bob", "carol"] {
        let principal = stage.position(name).state.cooling;
        let before = stage.balance(name);
        stage.signed(name, stakes.withdraw(key(name), tokens_of(name))).expect("principal is paid");
        assert_eq!(stage.balance(name) - before, principal - principal.div_ceil(100));
    }
    stage.bench.collect(&[tokens_of("dave")]).expect("fees are collected");
    let (policy, now) = (stage.economy.policy(&stage.bench.world), stage.bench.world.now().unix);
    assert!(policy.is_paused(DEPOSITS, now), "all of this under the pause");

    stage.bench.wait(policy.paused_until - now);
    stage.close_period();
    assert_refused(stage.stake("dave", TOKEN), StakingError::DepositsPaused);
    stage.bench.wait(1);
    stage.stake("dave", TOKEN).expect("the pause has ended by itself");
    stage.bench.emit().expect("emit never fails");
    for _ in 0..3 {
        stage.bench.wait(20);
        stage.settle("ann");
    }
    stage.signed("ann", stakes.compound(key("ann"))).expect("and compounding goes on");
    stage.bench.assert_books_close();
}

#[test]
fn a_pause_of_the_oracle_and_of_execution_stops_neither_emission_nor_stake() {
    let mut stage = Stage::open();
    stage.holder("ann", 1_000 * TOKEN);
    pause(&mut stage, AI | EXECUTION, 2);
    stage.bench.wait(DAY);
    let event = emitted(stage.bench.emit());
    assert_eq!(event.paused, 0);
    assert!(event.minted > 0);
    stage.stake("ann", TOKEN).expect("deposits are open");
}

#[test]
fn the_council_ends_a_pause_early_and_emission_and_deposits_go_on() {
    let mut stage = Stage::open();
    stage.holder("ann", 1_000 * TOKEN);
    pause(&mut stage, EMISSION | DEPOSITS, 7);
    let economy = stage.economy;
    economy.configure(stage.world(), 1, &[ConfigChange::ClearPause]).expect("no pause stops a config");
    let event = emitted(stage.bench.emit());
    assert_eq!(event.paused, 0);
    assert!(event.minted > 0, "what fell due under the pause");
    stage.stake("ann", TOKEN).expect("deposits are open");
}
