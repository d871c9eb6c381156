//! Text from chain and market is other people's: whatever it says, a page shows it and nothing more.

use super::{
    Site, all_text, folder,
    look::{Gallery, WIDTHS},
};
use oracle::{
    accounts::{MoveFacts, ProposalFacts, ProvenanceFacts},
    decision::{Decision, Inputs, decide},
    detect::{Flag, Severity},
    hash::Hash,
    migrate::Profile,
    objectives::Objectives,
    search::{Alternative, Counsel, EffectForecast, Metric},
    segment::{Segment, Trait},
    snapshot::{Change, Moment, ParamView, Snapshot, SourceState, SpecView},
    store::{DecisionRow, Effect, MarketRow, Measured, ParamChange, PeriodRow, Receipt, Store},
};

const DAY: i64 = 86_400;
const START: i64 = 1_800_000_000;

/// Closes whatever it stands in, runs if it can, turns text around, and never breaks a line.
const HOSTILE: &str = "\"'></title></style><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">\u{202e}WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW";

fn text() -> String {
    HOSTILE.to_string()
}

#[test]
fn hostile_text_is_shown_and_does_nothing() {
    let folder = folder("hostile");
    let store = Store::open(&folder.join("trimtab.sqlite")).expect("a database");
    let address = fill(&store);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let looked = runtime.block_on(async {
        let site = Site::open(store.reader()?);
        let mut gallery = Gallery::open("hostile", &localnet::paths::scratch("screenshots")).await?;
        for (page, name) in [
            ("/".to_string(), "hostile-overview"),
            ("/decisions/1".to_string(), "hostile-decision"),
            (format!("/proposals/{address}"), "hostile-proposal"),
            ("/policies".to_string(), "hostile-policies"),
            ("/effects".to_string(), "hostile-effects"),
            (format!("/parameters/{}", percent(HOSTILE)), "hostile-parameter"),
        ] {
            for (width, dark) in WIDTHS {
                gallery.look(&format!("{}{page}", site.url), name, width, dark).await?;
                anyhow::ensure!(gallery.browser.value("document.title").await? != "owned", "{name}: text became code");
                let shown =
                    gallery.browser.value("document.body.textContent.includes('<script>document.title=')").await?;
                anyhow::ensure!(shown == true, "{name}: the text is not shown as it is");
            }
        }
        anyhow::Ok(())
    });
    let _ = std::fs::remove_dir_all(&folder);
    looked.expect("every page stays harmless");
}

#[test]
fn a_report_of_hostile_text_is_inert_and_stays_in_its_folder() {
    let folder = folder("hostile-report");
    let store = Store::open(&folder.join("trimtab.sqlite")).expect("a database");
    fill(&store);
    let out = folder.join("report");
    oracle::report::write(&store, None, &out).expect("a report");
    let html = std::fs::read_to_string(out.join("report.html")).expect("a page");
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script") && !html.contains("<img"));
    assert!(!all_text(&out.join("plots")).contains("script"));
    let data: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(out.join("report.json")).expect("data")).expect("JSON");
    assert_eq!((&data["forecasts_within"], &data["forecasts_missed"]), (&0.into(), &1.into()));
    assert_eq!(data["proposals_by_state"]["vetoed"], 1);
    assert_eq!(data["totals"]["minted"], 8 * 5_000_000);
    let names: Vec<String> = std::fs::read_dir(&out)
        .expect("a folder")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into())
        .collect();
    assert_eq!(names.len(), 3, "{names:?}");
    // A month in which nothing happened is told too.
    oracle::report::write(&store, Some("2001-01"), &out).expect("an empty report");
    let quiet: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(out.join("report.json")).expect("data")).expect("JSON");
    assert_eq!((&quiet["totals"]["periods"], &quiet["proposals_made"]), (&0.into(), &0.into()));
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn paths_that_lead_nowhere_or_out_are_not_found_and_headers_forbid_everything() {
    let folder = folder("paths");
    let store = Store::open(&folder.join("trimtab.sqlite")).expect("a database");
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let _inside = runtime.enter();
    let site = Site::open(store.reader().expect("a reader"));
    for path in [
        "/nowhere",
        "/decisions/0",
        "/decisions/-1",
        "/decisions/99999999999999999999",
        "/proposals/..%2F..%2Fetc%2Fpasswd",
        "/../../etc/passwd",
        "/parameters/%3Cscript%3E",
        "/parameters/a/b",
        "/style.css",
    ] {
        let (status, answer) = site.get(path);
        assert_eq!(status, 404, "{path}");
        assert!(!answer.contains("<script") && !answer.contains("root:"), "{path}");
    }
    assert_eq!(site.get("/decisions/%FF").0, 400);
    let (status, answer) = site.get("/");
    assert_eq!(status, 200);
    let head = answer.to_lowercase();
    for line in
        ["content-security-policy: default-src 'none'", "x-content-type-options: nosniff", "cache-control: no-store"]
    {
        assert!(head.contains(line), "{line}");
    }
    let _ = std::fs::remove_dir_all(&folder);
}

/// A store in which every text field is hostile; the address of its proposal.
fn fill(store: &Store) -> String {
    let snapshot = snapshot();
    let decision = decision(&snapshot);
    let (hash, address) = (decision.hash().to_string(), "Hosti1e".repeat(6));
    store
        .insert_snapshot(&snapshot.hash().to_string(), snapshot.at.unix, &borsh::to_vec(&snapshot).expect("bytes"))
        .expect("stored");
    let row = DecisionRow {
        number: 1,
        hash: hash.clone(),
        parent: text(),
        at: decision.at.unix,
        verdict: "propose".into(),
        bytes: decision.bytes(),
        json: "{}".into(),
    };
    store.insert_decision(&row).expect("stored");
    store
        .insert_receipt(&Receipt { decision: hash.clone(), proposal: address.clone(), signature: text(), slot: 1 })
        .expect("stored");
    store.put_proposal(&proposal(&address)).expect("stored");
    store
        .insert_param_change(&ParamChange { version: 2, at: START + DAY, key: text(), old: i64::MIN, new: i64::MAX })
        .expect("stored");
    let measured = Measured {
        metric: text(),
        horizon_secs: u64::MAX,
        due_at: START + DAY,
        baseline: 0,
        p10: i64::MIN,
        p50: 0,
        p90: i64::MIN,
        p50_without: 0,
        actual: i64::MAX,
        error: i64::MAX,
        within: false,
    };
    store
        .put_effect(&Effect {
            decision: hash,
            proposal: Some(text()),
            outcome: text(),
            at: START,
            measured: Some(measured),
        })
        .expect("stored");
    store
        .insert_market(&MarketRow {
            observed_at: START,
            source: text(),
            price_micro: i64::MIN,
            volume: u64::MAX,
            liquidity: 0,
        })
        .expect("stored");
    let period = |index: u64| PeriodRow {
        index,
        start: START + DAY * index as i64,
        end: START + DAY * (index as i64 + 1),
        supply: if index.is_multiple_of(2) { u64::MAX } else { 0 },
        minted: 5_000_000,
        ..PeriodRow::default()
    };
    store.insert_periods(&(0..8).map(period).collect::<Vec<_>>()).expect("stored");
    address
}

fn snapshot() -> Snapshot {
    let profile = Profile::built_in("demo").expect("a profile");
    let view = |(index, spec): (usize, &oracle::migrate::ParamSpec)| ParamView {
        index: index as u8,
        key: spec.key.clone(),
        value: spec.value,
        spec: SpecView::from(&economics::bounds::Spec::from(spec.spec())),
        ..ParamView::default()
    };
    let mut params: Vec<ParamView> = profile.params.iter().enumerate().map(view).collect();
    params.push(ParamView { index: 9, key: text(), value: i64::MAX, ..ParamView::default() });
    Snapshot {
        at: Moment { unix: START + 9 * DAY, slot: u64::MAX, epoch: 0 },
        policy: text(),
        params,
        sources: vec![SourceState { name: text(), unix: i64::MIN, ..SourceState::default() }],
        ..Snapshot::default()
    }
}

fn decision(snapshot: &Snapshot) -> Decision {
    let objectives = Objectives::default();
    let mut decision = decide(&Inputs {
        number: 1,
        parent: Hash::ZERO,
        snapshot,
        before: None,
        objectives: &objectives,
        forced_holds: 0,
        seed: 1,
    });
    let change = Change { param: 9, key: text(), old: i64::MIN, new: i64::MAX };
    let metric = Metric { name: text(), value: i64::MIN };
    decision.rationale = text();
    decision.features = vec![metric.clone()];
    decision.signals.flags = vec![Flag { kind: text(), severity: Severity::Warn, evidence: text() }];
    decision.checks.iter_mut().for_each(|check| (check.name, check.found, check.required) = (text(), text(), text()));
    let counsel = Counsel { name: text(), moves: vec![change.clone(); 8], gain: Some(i64::MIN), ..Counsel::default() };
    (decision.plan.policies, decision.plan.view) = (vec![counsel], vec![metric.clone()]);
    (decision.plan.rewards.reason, decision.plan.rewards.by) = (text(), text());
    let named = Trait { column: text(), deviations: i64::MIN };
    decision.segments = vec![Segment { name: text(), traits: vec![named; 3], ..Segment::default() }];
    let worst = Alternative {
        by: text(),
        moves: vec![change.clone(); 8],
        score: i64::MIN,
        gain: i64::MAX,
        metrics: vec![metric.clone()],
        ..Alternative::default()
    };
    decision.plan.hold.metrics = vec![Metric { value: i64::MAX, ..metric }];
    decision.plan.alternatives = vec![worst.clone(), Alternative { breaks: Some(text()), ..worst }];
    decision.plan.effect =
        Some(EffectForecast { name: text(), p10: i64::MIN, p90: i64::MAX, ..EffectForecast::default() });
    decision.moves = vec![change];
    decision
}

fn proposal(address: &str) -> ProposalFacts {
    let change =
        MoveFacts { key: text(), old: i64::MIN, new: i64::MAX, step: u64::MAX, unit: 255, ..MoveFacts::default() };
    ProposalFacts {
        address: address.into(),
        id: text(),
        class: text(),
        state: "vetoed".into(),
        proposer: text(),
        created_at: i64::MAX,
        closed_at: i64::MIN,
        approvals: vec![text()],
        vetoes: vec![text()],
        content_hash: text(),
        moves: vec![change; 8],
        provenance: Some(ProvenanceFacts { uri: text(), model_hash: text(), ..ProvenanceFacts::default() }),
        ..ProposalFacts::default()
    }
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
