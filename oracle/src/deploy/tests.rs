use super::*;
use crate::keys::local_key;

#[test]
fn the_buffer_of_the_same_bytes_and_payer_is_always_the_same() {
    let payer = crate::keys::Signer::pubkey(&local_key("payer").unwrap().keypair);
    assert_eq!(buffer_address(&payer, b"program"), buffer_address(&payer, b"program"));
    assert_ne!(buffer_address(&payer, b"program"), buffer_address(&payer, b"programs"));
}

#[test]
fn a_file_that_is_no_elf_is_refused_by_name() {
    let folder = std::env::temp_dir().join(format!("trimtab-deploy-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("governor.so"), "hello").unwrap();
    let error = read_program("governor", &folder, &folder).map(|_| ()).unwrap_err();
    assert!(matches!(error, DeployError::NotElf { .. }), "{error}");
    let error = read_program("issuer", &folder, &folder).map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("cargo xtask build"), "{error}");
    std::fs::remove_dir_all(folder).unwrap();
}
