//! No secret key in the tree, except those of local tests, which are public on purpose.

use serde_json::Value;

use super::{File, Findings};

const LOCAL_TEST_KEYS: &str = "migrations/local-test-keys/";

pub fn check(file: &File) -> Findings {
    match is_key(&file.text) && !file.path.starts_with(LOCAL_TEST_KEYS) {
        true => vec![format!("{}: a secret key; only {LOCAL_TEST_KEYS} may have some", file.path)],
        false => vec![],
    }
}

/// 64 bytes as a JSON list: the format of Solana's key files.
fn is_key(text: &str) -> bool {
    text.trim_start().starts_with('[')
        && serde_json::from_str::<Vec<Value>>(text)
            .is_ok_and(|bytes| bytes.len() == 64 && bytes.iter().all(|byte| byte.as_u64().is_some_and(|b| b < 256)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_outside_its_folder_only() {
        let text = format!("{:?}", [7u8; 64]);
        assert_eq!(check(&File { path: "id.json".into(), text: text.clone() }).len(), 1);
        assert!(check(&File { path: format!("{LOCAL_TEST_KEYS}a.json"), text }).is_empty());
        assert!(check(&File { path: "list.json".into(), text: "[1, 2]".into() }).is_empty());
    }
}
