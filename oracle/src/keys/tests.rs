use super::*;

#[test]
fn local_keys_are_the_same_on_every_machine_and_differ_by_name() {
    let again = || local_key("member-1").unwrap().keypair.pubkey();
    assert_eq!(again(), again());
    assert_ne!(again(), local_key("member-2").unwrap().keypair.pubkey());
}

#[test]
fn a_local_key_is_refused_on_a_remote_cluster() {
    let error = resolve("local:oracle", false, "api.devnet.solana.com").unwrap_err();
    assert!(matches!(error, KeyError::LocalKeyElsewhere { .. }));
}

#[test]
fn an_unknown_local_name_is_refused() {
    assert!(matches!(local_key("Admin").err(), Some(KeyError::UnknownLocalKey { .. })));
}

#[test]
fn a_written_key_is_private_and_reads_back() {
    use std::os::unix::fs::PermissionsExt;
    let path = std::env::temp_dir().join(format!("trimtab-key-{}.json", std::process::id()));
    let keypair = local_key("creator").unwrap().keypair;
    write(&path, &keypair).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(read(&path).unwrap().pubkey(), keypair.pubkey());
    std::fs::remove_file(path).unwrap();
}

#[test]
fn a_broken_key_file_is_named_without_its_content() {
    let path = std::env::temp_dir().join(format!("trimtab-broken-{}.json", std::process::id()));
    std::fs::write(&path, "[1,2,3,231]").unwrap();
    let message = read(&path).unwrap_err().to_string();
    assert!(message.contains("64 numbers") && !message.contains("231"), "{message}");
    std::fs::remove_file(path).unwrap();
}

#[test]
fn the_solana_cli_configuration_is_understood() {
    let config = CliConfig::parse(
        "---\njson_rpc_url: \"https://api.devnet.solana.com\"\nwebsocket_url: ''\nkeypair_path: /home/a/id.json\n",
    );
    assert_eq!(config.json_rpc_url.as_deref(), Some("https://api.devnet.solana.com"));
    assert_eq!(config.keypair_path.as_deref(), Some("/home/a/id.json"));
}
