use std::path::PathBuf;

use super::*;
use crate::{
    audit::AuditError,
    config::{Economy, OracleConfig, RpcConfig},
    decision::{Inputs, decide},
    hash::Hash,
    objectives::Objectives,
    snapshot::example,
};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("trimtab-daemon-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn open(folder: &Folder) -> Result<Oracle, OracleError> {
    let key = Pubkey::new_from_array([1; 32]);
    let config = Config {
        rpc: RpcConfig { urls: vec!["http://127.0.0.1:1".into()], ws: None, max_price: 0 },
        economy: Economy { council: key, policy: key, issuer: key, mint: key, pool: key },
        market: vec![],
        oracle: OracleConfig { data_dir: folder.0.clone(), keypair: "local:oracle".into(), ..OracleConfig::default() },
    };
    Oracle::open(config, Sender::new(Rpc::new("http://127.0.0.1:1").unwrap()))
}

/// A log of `count` held decisions, as a daemon that died before it wrote its database leaves it.
fn write_log(folder: &Folder, count: u64) {
    let mut log = Log::open(&folder.0).unwrap();
    let objectives = Objectives::default();
    for number in 1..=count {
        let snapshot = example::economy(3, 5, number);
        let parent = log.head().1;
        let decision = decide(&Inputs {
            number,
            parent,
            snapshot: &snapshot,
            before: None,
            objectives: &objectives,
            forced_holds: 0,
            seed: 1,
        });
        log.append(&decision, &snapshot, &objectives).unwrap();
    }
}

#[test]
fn a_second_oracle_on_the_same_folder_is_refused_until_the_first_ends() {
    let folder = Folder::new("lock");
    let first = open(&folder).unwrap();
    assert!(matches!(open(&folder).err(), Some(OracleError::Locked { .. })));
    drop(first);
    assert!(open(&folder).is_ok());
}

#[test]
fn a_decision_that_was_logged_but_not_stored_is_stored_at_the_next_start() {
    let folder = Folder::new("resume");
    write_log(&folder, 2);
    let oracle = open(&folder).unwrap();
    let rows = oracle.store().decisions().unwrap();
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(rows[1].parent, rows[0].hash);
}

#[test]
fn half_a_record_at_the_logs_end_is_set_aside_and_the_rest_goes_on() {
    use std::io::Write;
    let folder = Folder::new("torn");
    write_log(&folder, 1);
    std::fs::OpenOptions::new()
        .append(true)
        .open(folder.0.join("decisions.log"))
        .unwrap()
        .write_all(b"{\"number\":2,")
        .unwrap();
    let oracle = open(&folder).unwrap();
    assert_eq!(oracle.log().records().len(), 1);
    assert!(folder.0.join("decisions.torn").exists());
}

#[tokio::test]
async fn one_flipped_byte_makes_verify_fail_and_name_the_record() {
    let folder = Folder::new("flip");
    write_log(&folder, 2);
    assert_eq!(verify(&folder.0, None).await.unwrap().report.records, 2);
    let path = folder.0.join("decisions.log");
    let whole = std::fs::read(&path).unwrap();
    let second = whole.iter().position(|byte| *byte == b'\n').unwrap() + 200;
    let mut bytes = whole.clone();
    bytes[second] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let error = verify(&folder.0, None).await.unwrap_err();
    assert!(matches!(error, OracleError::Audit(AuditError::Corrupt { number: 2, .. })), "{error}");
}

#[tokio::test]
async fn a_root_on_chain_that_is_not_the_logs_is_named() {
    let folder = Folder::new("root");
    write_log(&folder, 2);
    let oracle = open(&folder).unwrap();
    let root = oracle.log().merkle_root_of(2).unwrap();
    let proposal = |root: Hash, log_len| crate::accounts::ProposalFacts {
        address: "P".into(),
        by_oracle: true,
        provenance: Some(crate::accounts::ProvenanceFacts {
            log_root: root.to_string(),
            log_len,
            ..Default::default()
        }),
        ..Default::default()
    };
    oracle.store().put_proposal(&proposal(root, 2)).unwrap();
    assert_eq!(verify(&folder.0, None).await.unwrap().mismatch, None);
    oracle.store().put_proposal(&proposal(root, 3)).unwrap();
    assert_eq!(verify(&folder.0, None).await.unwrap().mismatch.unwrap().ours, None);
    oracle.store().put_proposal(&proposal(Hash::ZERO, 2)).unwrap();
    assert_eq!(verify(&folder.0, None).await.unwrap().mismatch.unwrap().ours, Some(root));
}

#[tokio::test]
async fn the_daemon_answers_while_its_chain_is_away_and_stops_when_told_to() {
    let folder = Folder::new("serve");
    let mut oracle = open(&folder).unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    oracle.config.oracle.listen = free.to_string();
    oracle.sender.rpc =
        Rpc::with_limits("http://127.0.0.1:1", crate::chain::Limits { retries: 0, ..Default::default() }).unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let daemon = tokio::spawn(run(oracle, axum::Router::new(), async move { drop(stopped.await) }));
    let get = |path: &str| {
        let url = format!("http://{free}{path}");
        async move {
            loop {
                match reqwest::get(&url).await {
                    Ok(response) => return (response.status().as_u16(), response.text().await.unwrap()),
                    Err(_) => tokio::task::yield_now().await,
                }
            }
        }
    };
    assert_eq!(get("/healthz").await.0, 200);
    assert_eq!(get("/readyz").await.0, 503);
    let (status, metrics) = get("/metrics").await;
    assert!(status == 200 && metrics.contains("trimtab_ingest_age_seconds -1"), "{metrics}");
    stop.send(()).unwrap();
    assert!(daemon.await.unwrap().is_ok());
}
