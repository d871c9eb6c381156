//! What the play amounts to.

use super::played;
use oracle::daemon::Oracle;
use oracle::governance::Governance;
use oracle::keeper;
use oracle::keys::local_key;
use oracle::store::{Effect, Store};

#[test]
fn a_short_play_proposes_executes_vetoes_and_holds() {
    let summary = &played().summary;
    let counts = &summary.proposals;
    assert!(counts.executed >= 1 && counts.vetoed >= 1 && counts.held >= 1, "{counts:?}");
    assert_eq!(counts.proposed, counts.executed + counts.vetoed + counts.expired + counts.open);
    assert!(summary.cycles >= 1, "no effect was measured");
    assert!(summary.hold_reasons.contains_key("market is fresh"), "{:?}", summary.hold_reasons);
    assert!(summary.decisions_verified && summary.chain_root_matches);
}

#[test]
fn the_summary_says_what_the_chain_says() {
    let played = played();
    let _turn = played.turn();
    let summary = &played.summary;
    const GENESIS: u64 = 1_000_000_000_000_000;
    assert_eq!(summary.supply, GENESIS + summary.minted - summary.burned);
    assert_ne!(summary.parameters.before, summary.parameters.after);
    let governance = Governance::new(played.chain.sender.clone(), played.config.economy.council);
    let policy = played.runtime.block_on(governance.policy()).expect("the policy is there");
    let now = &policy.params[0];
    assert_eq!(oracle::accounts::text(&now.key), "emission_rate");
    assert_eq!(summary.parameters.after["emission_rate"], now.value);
}

#[test]
fn the_chain_grades_forecasts_by_the_numbers_that_the_oracle_measured() {
    let played = played();
    let _turn = played.turn();
    let (grades, effects) = played.runtime.block_on(async {
        let payer = local_key("payer").expect("a known name").keypair;
        let economy = played.config.economy;
        keeper::sweep(&played.chain.sender, &economy, &payer).await.expect("the chain answers");
        let oracle = Oracle::open(played.config.clone(), played.chain.sender.clone()).expect("the data folder is free");
        oracle.ingest().await.expect("the chain answers");
        let grades = oracle.store().observations_of("resolved").expect("they can be read");
        (grades, oracle.store().effects().expect("they can be read"))
    });
    let mut compared = 0;
    for grade in &grades {
        let told = |key: &str| grade.payload[key].as_i64().expect("a number");
        let of = |effect: &&Effect| effect.proposal.as_deref() == grade.payload["proposal"].as_str();
        let Some(effect) = effects.iter().find(of) else { panic!("a grade of no decision: {}", grade.payload) };
        let Some(measured) = &effect.measured else { continue };
        let expected = if effect.outcome == "executed" { measured.p50 } else { measured.p50_without };
        assert_eq!((told("due_at"), told("actual"), told("expected")), (measured.due_at, measured.actual, expected));
        compared += 1;
    }
    assert!(compared >= 1, "the keeper had {} forecasts graded", grades.len());
}

#[test]
fn reading_the_chain_twice_leaves_the_store_as_it_is() {
    let played = played();
    let _turn = played.turn();
    let (before, after) = played.runtime.block_on(async {
        let oracle = Oracle::open(played.config.clone(), played.chain.sender.clone()).expect("the data folder is free");
        oracle.ingest().await.expect("the chain answers");
        let before = fingerprint(oracle.store());
        oracle.ingest().await.expect("the chain answers");
        (before, fingerprint(oracle.store()))
    });
    assert!(before.contains("Transfer") || before.contains("transfer"), "nothing was read");
    assert_eq!(before, after);
}

#[test]
fn a_restarted_oracle_has_its_whole_log_and_reads_on() {
    let played = played();
    let _turn = played.turn();
    played.runtime.block_on(async {
        let open =
            || Oracle::open(played.config.clone(), played.chain.sender.clone()).expect("the data folder is free");
        let oracle = open();
        let head = oracle.log().head();
        assert_eq!(head.0, played.summary.decisions);
        drop(oracle);
        let again = open();
        again.ingest().await.expect("the chain answers");
        assert_eq!(again.log().head(), head);
    });
}

#[test]
fn a_second_oracle_on_the_same_folder_is_refused() {
    let played = played();
    let _turn = played.turn();
    played.runtime.block_on(async {
        let open = || Oracle::open(played.config.clone(), played.chain.sender.clone());
        let first = open().expect("the data folder is free");
        let error = open().err().expect("the folder is taken").to_string();
        assert!(error.contains("another oracle"), "{error}");
        drop(first);
    });
}

/// Every observation, in order.
fn fingerprint(store: &Store) -> String {
    format!("{:?}", store.observations_since(0).expect("the store answers"))
}
