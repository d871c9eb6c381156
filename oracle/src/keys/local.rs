//! Test keys that everyone can derive: for chains on this machine only.

use sha2::{Digest, Sha256};
use solana_keypair::Keypair;

use super::KeyError;

/// A named test key.
pub struct LocalKey {
    pub name: String,
    pub keypair: Keypair,
}

/// The key named `name`: its seed is sha256("trimtab local test NAME").
pub fn local_key(name: &str) -> Result<LocalKey, KeyError> {
    if !is_known(name) {
        return Err(KeyError::UnknownLocalKey { name: name.into() });
    }
    let seed: [u8; 32] = Sha256::digest(format!("trimtab local test {name}")).into();
    Ok(LocalKey { name: name.into(), keypair: Keypair::new_from_array(seed) })
}

/// Names of the governance keys, in the order in which people meet them.
pub fn local_names() -> [&'static str; 7] {
    ["creator", "member-1", "member-2", "member-3", "oracle", "guardian", "payer"]
}

/// Role names, plus any lowercase `word-NUMBER` such as `wallet-000` or `stranger-1`.
fn is_known(name: &str) -> bool {
    let numbered = name.rsplit_once('-').is_some_and(|(word, number)| {
        !word.is_empty()
            && word.bytes().all(|b| b.is_ascii_lowercase())
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit())
    });
    numbered || local_names().contains(&name)
}
