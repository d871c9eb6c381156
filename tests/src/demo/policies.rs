//! The trained policies in the decisions of a chain that has lived, and the list that follows from one.

use super::{money::command, played};
use oracle::{
    audit::Log,
    money::ShareList,
    search::{STRENGTHS, policies},
};

#[test]
fn every_decision_names_the_trained_policies_by_their_hashes_and_tells_what_they_saw_and_wanted() {
    let log = Log::open(&played().dir).expect("the log is whole");
    let known: Vec<(String, String)> = policies().into_iter().map(|it| (it.name.clone(), it.hash())).collect();
    assert!(!known.is_empty(), "no policy is committed");
    for record in log.records() {
        let plan = &record.plan;
        let named: Vec<(String, String)> =
            plan.policies.iter().map(|it| (it.name.clone(), it.hash.to_string())).collect();
        assert_eq!(named, known, "decision {}", record.number);
        assert!(!plan.view.is_empty(), "decision {} saw nothing", record.number);
        assert!(plan.worlds > 1 && plan.seeds >= plan.worlds);
    }
    let heard = |record: &&oracle::decision::Decision| record.plan.policies.iter().any(|it| it.gain.is_some());
    let asked = log.records().iter().filter(heard).count();
    assert!(asked > 0, "no wish of a policy was ever played");
    assert!(STRENGTHS.iter().all(|strength| (0.0..=1.0).contains(strength)));
}

#[test]
fn segments_are_followed_from_record_to_record() {
    let log = Log::open(&played().dir).expect("the log is whole");
    for record in log.records() {
        assert_eq!(record.segments_kept.is_some(), record.number > 1, "decision {}", record.number);
        assert!(record.segments.iter().all(|segment| !segment.traits.is_empty()));
    }
}

#[test]
fn the_recommended_split_becomes_a_list_and_the_command_that_proposes_it() {
    let played = played();
    let _turn = played.turn();
    let file = played.dir.with_extension("list.csv");
    let (data, out) = (played.dir.display().to_string(), file.display().to_string());
    played.runtime.block_on(async {
        let words = ["rewards", "draft", "--data", &data, "--amount", "1", "--out", &out];
        command(played, &words).await.expect("a list is drafted");
        let list = ShareList::parse(&std::fs::read_to_string(&file).expect("the file is there")).expect("a list");
        assert!(list.shares.len() > 0 && list.shares.total() <= 1_000_000, "{} base units", list.shares.total());
        command(played, &["rewards", "set", &out]).await.expect("the proposal's command is printed");
        let wrong = ["rewards", "draft", "--data", &data, "--amount", "1", "--out", &out, "--decision", "999"];
        let (code, told) = command(played, &wrong).await.expect_err("there is no such decision");
        assert!(code == 2 || code == 1, "{told}");
        assert!(told.contains("999"), "{told}");
    });
}
