use std::path::PathBuf;

use super::*;
use crate::{
    accounts::{Brakes, PayloadFacts, ProposalFacts, TurnoutFacts},
    view::Picture,
};

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn empty_store(name: &str) -> (Folder, Arc<Store>) {
    let folder = Folder(std::env::temp_dir().join(format!("trimtab-pages-{name}-{}", std::process::id())));
    let store = Store::open(&folder.0.join("trimtab.sqlite")).unwrap();
    (folder, Arc::new(store))
}

#[test]
fn an_empty_store_gives_whole_pages_that_say_so() {
    let (_folder, store) = empty_store("empty");
    let picture = Picture::load(&store).unwrap();
    let overview = overview::page(&picture);
    for sentence in ["No proposal is open.", "No snapshot yet", "no decision yet", "Nothing to draw yet"] {
        assert!(overview.contains(sentence), "{sentence}");
    }
    for page in [overview, proposal::list(&picture), decision::list(&picture), effects::page(&picture)] {
        assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>"));
    }
    assert!(proposal::page(&picture, "x").is_none() && parameter::page(&picture, "x").is_none());
    assert!(decision::page(View { picture: &picture, store: &store }, "1").unwrap().is_none());
}

#[test]
fn every_class_the_brakes_and_the_voices_are_shown_where_proposals_are_listed() {
    let (_folder, store) = empty_store("classes");
    let payload = |lines: &[&str]| {
        Some(PayloadFacts { lines: lines.iter().map(ToString::to_string).collect(), bytes: String::new() })
    };
    let facts = |number: u64, class: &str, payload| ProposalFacts {
        address: format!("P{number}"),
        number,
        class: class.into(),
        state: "active".into(),
        threshold: 2,
        voters: 3,
        voting_until: 2_000,
        brakes: BRAKES,
        turnout: TurnoutFacts { support: 1, objection: 20, base: 100, veto_bps: 3_000 },
        payload,
        ..ProposalFacts::default()
    };
    store.put_proposal(&facts(1, "config", payload(&["add member <b>Eve</b>"]))).unwrap();
    store.put_proposal(&facts(2, "action", payload(&["pay 1 SOL", "program X"]))).unwrap();
    store.put_brakes(&BRAKES).unwrap();
    let mut picture = Picture::load(&store).unwrap();
    picture.now.unix = 1_000;
    let list = proposal::list(&picture);
    let shown = [
        "1 · config",
        "add member &lt;b&gt;Eve&lt;/b&gt;",
        "2 · action",
        "pay 1 SOL",
        "1\u{a0}% for, 20\u{a0}% against",
        "level 2 for 100 s",
        "emission for 60 s",
        "0 of 3",
    ];
    for words in shown {
        assert!(list.contains(words), "{words}");
    }
    assert!(!list.contains("program X"), "a list shows the gist of an action");
    let page = proposal::page(&picture, "P2").unwrap();
    assert!(page.contains("program X") && page.contains("30\u{a0}% against end it"));
    assert!(overview::page(&picture).contains("Brakes in force"));
    picture.now.unix = 5_000;
    assert!(!overview::page(&picture).contains("Brakes in force"), "they have ended by themselves");
}

const BRAKES: Brakes =
    Brakes { paused: economics::pause::EMISSION, paused_until: 1_060, alarm_until1: 1_200, alarm_until2: 1_100 };

#[tokio::test]
async fn a_page_that_panics_takes_nothing_else_with_it() {
    let (_folder, store) = empty_store("panic");
    let pages = Arc::new(Pages::new(store));
    let broken = pages.clone().draw(|_| -> Result<(), StoreError> { panic!("drawn badly") }).await;
    assert!(broken.unwrap_err().contains("could not be drawn"));
    assert_eq!(pages.draw(|view| Ok(view.picture.records.len())).await, Ok(0));
}

#[tokio::test]
async fn a_flood_of_requests_reads_the_store_once() {
    let (_folder, store) = empty_store("flood");
    let pages = Arc::new(Pages::new(store));
    let draws = (0..200).map(|_| pages.clone().draw(|view| Ok(std::ptr::from_ref(view.picture) as usize)));
    let seen = futures_util::future::join_all(draws).await;
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
}
