//! The alarm, proved by anyone from periods that the issuer closed over a pool that stakers left.

use {
    super::stage::{Stage, TOKEN, key, tokens_of},
    crate::world::{AI, Outcome, PARAM, assert_refused},
    economics::alarm::Level,
    governor::{GovernorError, events::Event},
};

fn prove(stage: &mut Stage, rule: u8, period: u64) -> Outcome {
    let proof = stage.economy.gate.prove_alarm(stage.bench.desk.metrics, rule, period);
    stage.by_anyone(proof)
}

fn level(stage: &Stage) -> Level {
    let now = stage.bench.world.now().unix;
    stage.economy.council(&stage.bench.world).level(now)
}

/// All that `name` has staked is asked back.
fn leave(stage: &mut Stage, name: &str) {
    let all = stage.active(name);
    stage.ask_back(name, all).expect("an exit");
}

#[test]
fn anyone_proves_the_alarm_after_a_mass_exit_and_the_gate_slows_down() {
    let mut stage = Stage::staked();
    let economy = stage.economy;
    leave(&mut stage, "bob");
    assert_refused(prove(&mut stage, 0, 1), GovernorError::PeriodMissing);
    let row = stage.close_period();
    let proposal = economy.proposed_by(stage.world(), "member-1", 1, PARAM, &[(0, -1_000)]);
    economy.queue(stage.world(), &proposal);

    let landed = prove(&mut stage, 0, 1).expect("two fifths of the stake have left");
    let Event::AlarmProved(told) = landed.events()[0] else { panic!("{:?}", landed.events()) };
    let share = u128::from(row.staked) * 1_000_000 / u128::from(row.supply);
    assert_eq!((u128::from(told.after.unsigned_abs()), told.period, told.level), (share, 1, 1));
    assert_eq!(told.after, told.before * 3 / 5, "three fifths are left");
    assert_eq!(level(&stage), Level::Raised);
    assert_refused(prove(&mut stage, 0, 1), GovernorError::EvidenceUsed);

    stage.bench.wait(100);
    assert_refused(economy.execute(stage.world(), &proposal), GovernorError::DelayNotElapsedSecs);
    stage.bench.wait(100);
    economy.execute(stage.world(), &proposal).expect("twice the delay is over");
}

#[test]
fn no_alarm_stops_who_leaves() {
    let mut stage = Stage::staked();
    let stakes = stage.bench.stakes;
    leave(&mut stage, "bob");
    stage.close_period();
    prove(&mut stage, 0, 1).expect("two fifths of the stake have left");
    leave(&mut stage, "carol");
    stage.bench.wait(300);
    for name in ["bob", "carol"] {
        let principal = stage.position(name).state.cooling;
        stage.signed(name, stakes.withdraw(key(name), tokens_of(name))).expect("principal is paid");
        assert_eq!(stage.balance(name), principal - principal.div_ceil(100));
    }
    assert_eq!(level(&stage), Level::Raised, "all of this under the alarm");
}

#[test]
fn an_exodus_over_four_periods_proves_level_two_and_shuts_the_oracle_out() {
    let mut stage = Stage::staked();
    let economy = stage.economy;
    for name in ["bob", "ann"] {
        leave(&mut stage, name);
        stage.close_period();
    }
    for _ in 0..2 {
        stage.close_period();
    }
    prove(&mut stage, 1, 4).expect("three fifths of the stake have left within four periods");
    assert_eq!(level(&stage), Level::High);
    let draft = economy.draft(&stage.bench.world, AI, &[(1, 5)]);
    let refused = economy.propose(stage.world(), "oracle", 1, draft);
    assert_refused(refused, GovernorError::ShutByAlarm);
    stage.bench.wait(1_001);
    assert_eq!(level(&stage), Level::Calm, "it falls by itself");
    economy.proposed(stage.world());
}

#[test]
fn a_small_exit_proves_nothing_and_a_gift_to_the_pool_hides_no_large_one() {
    let mut stage = Stage::staked();
    leave(&mut stage, "ann");
    stage.close_period();
    assert_refused(prove(&mut stage, 0, 1), GovernorError::NotProved);
    leave(&mut stage, "bob");
    let vault = stage.bench.stakes.vault;
    stage.bench.transfer(vault, 300_000 * TOKEN).expect("the creator has enough");
    stage.close_period();
    prove(&mut stage, 0, 2).expect("what lies in the vault is not stake");
}

#[test]
fn who_asks_back_and_stakes_again_within_a_period_raises_no_alarm() {
    let mut stage = Stage::staked();
    let stakes = stage.bench.stakes;
    leave(&mut stage, "bob");
    stage.bench.wait(300);
    stage.signed("bob", stakes.withdraw(key("bob"), tokens_of("bob"))).expect("principal is paid");
    stage.stakes_all("bob");
    stage.close_period();
    assert_refused(prove(&mut stage, 0, 1), GovernorError::NotProved);
    assert_eq!(level(&stage), Level::Calm);
}

#[test]
fn a_large_stake_that_comes_for_one_period_proves_an_alarm_that_only_delays_and_ends_by_itself() {
    let mut stage = Stage::staked();
    let economy = stage.economy;
    stage.holder("whale", 400_000 * TOKEN);
    stage.stakes_all("whale");
    stage.close_period();
    leave(&mut stage, "whale");
    stage.close_period();
    prove(&mut stage, 0, 2).expect("the share has fallen, whoever brought it about");
    assert_refused(prove(&mut stage, 0, 2), GovernorError::EvidenceUsed);
    let proposal = economy.proposed_by(stage.world(), "member-1", 1, PARAM, &[(0, -1_000)]);
    economy.queue(stage.world(), &proposal);
    stage.bench.wait(200);
    economy.execute(stage.world(), &proposal).expect("twice the delay is over");
    stage.bench.wait(801);
    assert_eq!(level(&stage), Level::Calm);
    stage.close_period();
    assert_refused(prove(&mut stage, 0, 3), GovernorError::NotProved);
}
