use clap::{CommandFactory, Parser};

use super::*;

async fn run(arguments: &[&str]) -> Result<(), CliError> {
    Cli::try_parse_from(std::iter::once(&"trimtab").chain(arguments))
        .map_err(|error| CliError::Wrong(error.to_string()))?
        .run()
        .await
}

#[test]
fn the_command_line_is_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn every_command_has_help_with_an_example() {
    fn check(command: &clap::Command, path: &str) {
        let help = command.clone().render_long_help().to_string();
        assert!(help.contains("Example"), "{path}");
        command
            .get_subcommands()
            .filter(|sub| sub.get_name() != "help" && path != "trimtab keys")
            .for_each(|sub| check(sub, &format!("{path} {}", sub.get_name())));
    }
    check(&Cli::command(), "trimtab");
}

const SOMEBODY: &str = "9pnfU4ctUcDGGyNGnT63fLzq2JKe4sfgdicc81225Wet";

#[tokio::test]
async fn signing_alone_asks_no_node() {
    // Nothing answers on this port; what needs a node fails with 1.
    let nowhere = ["-u", "http://127.0.0.1:1", "-k", "local:member-1", "--sign-only", "--blockhash", SOMEBODY];
    let hash = "07".repeat(32);
    let council = ["--council", SOMEBODY];
    let offline: [&[&str]; 7] = [
        &["approve", SOMEBODY, "--hash", &hash, "--config-seqno", "1"],
        &["veto", SOMEBODY, "--hash", &hash],
        &["unapprove", SOMEBODY],
        &["cancel", SOMEBODY],
        &["pause", "ai", "--for", "1h"],
        &["alarm", "raise"],
        &["members", "accept"],
    ];
    for command in offline {
        let typed = [&["gov"], command, &nowhere, &council, &["--dump-transaction-message"]].concat();
        run(&typed).await.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    }
}

#[tokio::test]
async fn wrong_input_ends_with_code_2_and_says_what_was_expected() {
    let cases: &[(&[&str], &str)] = &[
        (&["gov", "list", "-u", "nowhere"], "expected http"),
        (&["gov", "list", "-u", "localhost", "--council", "xyz"], "base58"),
        (&["gov", "list", "--config", "/nowhere/trimtab.toml"], "trimtab migrate"),
        (&["gov", "show", "x", "-u", "localhost"], "its number or its address"),
        (&["gov", "propose", "fee_bps", "-u", "localhost"], "fee_bps=120"),
        (&["gov", "propose", "fee_bps=much", "-u", "localhost"], "WHOLE_NUMBER"),
        (&["gov", "list", "-u", "devnet"], "--council"),
        (&["gov", "propose", "emergency", "fee_bps", "-u", "localhost"], "fee_bps=120"),
        (&["gov", "propose", "fee_bps=1", "-u", "localhost", "--uri", &"x".repeat(65)], "at most 64"),
        (&["gov", "propose", "fee_bps=1", "-u", "localhost", "--sign-only"], "ask a node"),
        (&["gov", "propose", "config", "member-add", "xyz", "--roles", "vote", "-u", "localhost"], "base58"),
        (
            &["gov", "propose", "config", "member-add", SOMEBODY, "--roles", "king", "-u", "localhost"],
            "propose, vote, veto",
        ),
        (&["gov", "propose", "config", "draft", "/nowhere/draft.txt", "-u", "localhost"], "/nowhere/draft.txt"),
        (
            &["gov", "propose", "config", "alarm", "0", "--metric", "price", "--falls", "1", "-u", "localhost"],
            "staked_share",
        ),
        (&["gov", "propose", "config", "alarm", "4", "--off", "-u", "localhost"], "0..4"),
        (
            &[
                "gov",
                "propose",
                "config",
                "param",
                "x",
                "--value",
                "5",
                "--min",
                "6",
                "--max",
                "9",
                "--step",
                "1",
                "-u",
                "localhost",
            ],
            "hard limits",
        ),
        (
            &["gov", "propose", "config", "oracle-add", SOMEBODY, "--model", "12", "--quota", "1", "-u", "localhost"],
            "64 hexadecimal",
        ),
        (&["gov", "propose", "action", "pay", "--to", SOMEBODY, "--sol", "1e9", "-u", "localhost"], "12.5"),
        (&["gov", "approve", SOMEBODY, "-u", "localhost", "-k", "local:member-1", "--sign-only"], "--config-seqno"),
        (
            &["gov", "veto", SOMEBODY, "-u", "localhost", "-k", "local:member-1", "--sign-only", "--hash", "12"],
            "16 words",
        ),
        (
            &["gov", "veto", "3", "-u", "localhost", "-k", "local:member-1", "--sign-only"],
            "expected the proposal's address",
        ),
        (&["gov", "pause", "ai", "--for", "8d", "-u", "localhost"], "7d"),
        (&["gov", "pause", "ai", "--for", "soon", "-u", "localhost"], "48h"),
        (&["gov", "members", "accept", "-u", "localhost", "-k", "usb://nano"], "usb://ledger?key=0/0"),
        (&["gov", "members", "accept", "-u", "localhost", "-k", SOMEBODY], "--sign-only"),
        (&["keys", "show", "Admin"], "member-1"),
        (&["deploy", "-u", "localhost", "--program-dir", "/nowhere", "-k", "local:payer"], "cargo xtask build"),
        (&["deploy", "-u", "devnet", "-k", "/nowhere/id.json"], "solana-keygen"),
        (&["migrate", "-u", "localhost", "--profile", "prod"], "local, mainnet"),
        (&["migrate", "-u", "localhost", "--profile", "local", "--name", "a name that is far too long"], "1 to 16"),
        (&["oracle", "verify", "--data", "/nowhere"], "decisions.log"),
        (&["report", "--out", "/tmp", "--data", "/nowhere"], "--data"),
        (&["oracle", "run", "-u", "localhost", "--listen", "everywhere"], "IP:PORT"),
        (&["crank", "-u", "localhost", "--every", "0"], "1..=86400"),
        (&["crank", "-u", "devnet"], "trimtab.toml"),
        (&["stake"], "AMOUNT"),
        (&["stake", "5", "--from", "xyz", "-u", "localhost"], "base58"),
        (&["delegate"], "<TO>"),
        (&["delegate", "--none", "somebody"], "cannot be used with"),
        (&["positions", "nobody", "-u", "localhost"], "base58"),
        (&["supply", "-u", "devnet"], "trimtab.toml"),
        (&["collect", "--min", "much", "-u", "localhost"], "12.5"),
        (&["collect", "--resume", "file"], "--by-owner"),
        (&["rewards", "tree", "/nowhere/list.csv"], "/nowhere/list.csv"),
        (&["rewards", "claim"], "--list-file"),
        (&["twin", "run", "nowhere"], "one of calm, bull"),
        (&["twin", "run", "--mix", concat!(env!("CARGO_MANIFEST_DIR"), "/objectives.toml")], "objectives.toml, line"),
        (&["twin", "bench", "--days", "0"], "1..=400"),
        (&["evaluate"], "--out"),
        (&["evaluate", "--out", "/tmp/x", "--seeds", "5..3"], "A < B"),
        (&["evaluate", "--out", "/tmp/x", "--arms", "B0,B12"], "the arms are B0"),
        (&["evaluate", "--out", "/tmp/x", "--scenarios", "/nowhere.toml"], "/nowhere.toml"),
        (&["evaluate", "--calibrate", "10"], "--data"),
        (&["policy", "show", "nothing"], "A4, Q, front"),
        (&["policy", "show", "Q", "--svg", "/tmp/q.svg"], "no curves"),
        (&["policy", "train", "--front", "--arm", "A1"], "cannot be used with"),
        (&["policy", "train", "--arm", "B4"], "A4, Q"),
        (&["policy", "compare", "--held-out", "5..3"], "A < B"),
        (&["policy", "compare", "--held-out", "0..18446744073709551615"], "at most 1000000 seeds"),
        (&["evaluate", "--out", "/tmp/none", "--seeds", "0..18446744073709551615"], "at most 1000000 seeds"),
        (&["policy", "compare", "--arm", "B4"], "no search space"),
        (&["policy", "compare", "--arm", "A0", "--budget", "100", "--agents", "10"], "do not suffice"),
    ];
    for (arguments, expected) in cases {
        let error = run(arguments).await.unwrap_err();
        assert!(error.to_string().contains(expected), "{arguments:?}: {error}");
        assert_eq!(error.exit_code(), 2, "{arguments:?}: {error}");
    }
}

#[tokio::test]
async fn a_chain_that_does_not_answer_ends_with_code_1() {
    let error = run(&["gov", "list", "-u", "http://127.0.0.1:1"]).await.unwrap_err();
    assert_eq!(error.exit_code(), 1, "{error}");
    assert!(error.to_string().starts_with("failed to reach 127.0.0.1:1"), "{error}");
}

/// Every command's help, one after the other.
fn all_help() -> String {
    fn collect(command: &clap::Command, path: &str, text: &mut String) {
        let help = command.clone().term_width(100).render_long_help();
        *text += &format!("## {path}\n\n{help}\n\n");
        command.get_subcommands().for_each(|sub| collect(sub, &format!("{path} {}", sub.get_name()), text));
    }
    let mut text = String::new();
    collect(&Cli::command(), "trimtab", &mut text);
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[test]
#[allow(clippy::disallowed_methods, reason = "xtask says by a variable that snapshots are to be written")]
fn the_help_snapshot_is_the_committed_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/cli/help.txt");
    let found = all_help();
    if std::env::var("TRIMTAB_BLESS").is_ok_and(|value| value == "1") {
        std::fs::write(path, &found).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(found, committed, "run `cargo xtask bless`, look at the difference, and note it in CHANGELOG.md");
}
