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

#[tokio::test]
async fn wrong_input_ends_with_code_2_and_says_what_was_expected() {
    let cases: [(&[&str], &str); 20] = [
        (&["gov", "list", "-u", "nowhere"], "expected http"),
        (&["gov", "list", "-u", "localhost", "--council", "xyz"], "base58"),
        (&["gov", "list", "--config", "/nowhere/trimtab.toml"], "trimtab migrate"),
        (&["gov", "show", "x", "-u", "localhost"], "its number or its address"),
        (&["gov", "propose", "fee_bps", "-u", "localhost"], "fee_bps=120"),
        (&["gov", "propose", "fee_bps=much", "-u", "localhost"], "WHOLE_NUMBER"),
        (&["gov", "list", "-u", "devnet"], "--council"),
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
        (&["twin", "run", "nowhere"], "one of calm, bull"),
        (&["twin", "run", "--mix", concat!(env!("CARGO_MANIFEST_DIR"), "/objectives.toml")], "objectives.toml, line"),
        (&["twin", "bench", "--days", "0"], "1..=400"),
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
