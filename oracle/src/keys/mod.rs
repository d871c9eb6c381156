//! Keypairs: from files, from the Solana CLI's configuration, and the named test keys of local chains.
//!
//! A secret leaves this module only inside a [`Keypair`], which prints nothing; errors name the file, never its content.

mod hardware;
mod local;
mod solana_cli;

use std::path::{Path, PathBuf};

pub use local::{LocalKey, local_key, local_names};
pub use solana_cli::{CliConfig, url_from_moniker};
pub use solana_keypair::Keypair;
pub use solana_signer::Signer;

/// A key that cannot be used, as a fragment after "failed to …".
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("read key file {path}: {source}; create one with `solana-keygen new -o {path}` or name another with -k")]
    Read { path: PathBuf, source: std::io::Error },
    #[error(
        "read key file {path}: expected a JSON list of 64 numbers as `solana-keygen` writes it, found something else"
    )]
    Format { path: PathBuf },
    #[error("read key file {path}: its public half does not belong to its secret half")]
    Mismatch { path: PathBuf },
    #[error(
        "read {spec:?} as a hardware wallet: expected usb://ledger or usb://trezor, with a key such as usb://ledger?key=0/0"
    )]
    HardwareUrl { spec: String },
    #[error("use {spec}: {reason}")]
    Hardware { spec: String, reason: String },
    #[error(
        "use {spec}: this program was compiled without drivers of hardware wallets; build it with `cargo build -p oracle --features hardware-wallet` (needs libudev-dev)"
    )]
    NoDrivers { spec: String },
    #[error("write key file {path}: {source}")]
    Write { path: PathBuf, source: std::io::Error },
    #[error(
        "use local test key {name:?} at {host}: anyone can derive it, so it works on this machine's own chains only; give -k KEYPAIR instead"
    )]
    LocalKeyElsewhere { name: String, host: String },
    #[error(
        "use {name:?} as a local test key: known names are creator, member-1, member-2, member-3, oracle, payer and wallet-000 and up"
    )]
    UnknownLocalKey { name: String },
}

/// Reads a keypair file and warns when others can read it too.
pub fn read(path: &Path) -> Result<Keypair, KeyError> {
    let text = std::fs::read_to_string(path).map_err(|source| KeyError::Read { path: path.into(), source })?;
    warn_if_shared(path);
    let bytes: Vec<u8> = serde_json::from_str(&text).map_err(|_| KeyError::Format { path: path.into() })?;
    let bytes: [u8; 64] = bytes.try_into().map_err(|_| KeyError::Format { path: path.into() })?;
    Keypair::try_from(bytes.as_slice()).map_err(|_| KeyError::Mismatch { path: path.into() })
}

/// Reads `file`, or derives a test key from `local:NAME` when `host_is_loopback`.
pub fn resolve(spec: &str, host_is_loopback: bool, host: &str) -> Result<Keypair, KeyError> {
    match spec.strip_prefix("local:") {
        Some(name) if host_is_loopback => local_key(name).map(|key| key.keypair),
        Some(name) => Err(KeyError::LocalKeyElsewhere { name: name.into(), host: host.into() }),
        None if hardware::is_hardware(spec) => Err(KeyError::Hardware {
            spec: spec.into(),
            reason: "this command works unattended and needs a key file; `trimtab gov` takes hardware wallets".into(),
        }),
        None => read(&expand_home(spec)),
    }
}

/// A key of any kind that can sign: a file, `local:NAME`, or one on a hardware wallet (`usb://ledger`).
pub fn signer(spec: &str, host_is_loopback: bool, host: &str) -> Result<Box<dyn Signer>, KeyError> {
    if hardware::is_hardware(spec) {
        return hardware::open(spec);
    }
    Ok(Box::new(resolve(spec, host_is_loopback, host)?))
}

/// Writes a keypair file that only its owner can read.
pub fn write(path: &Path, keypair: &Keypair) -> Result<(), KeyError> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let fail = |source| KeyError::Write { path: path.into(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(fail)?;
    }
    let mut file =
        std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path).map_err(fail)?;
    let text = serde_json::to_string(&keypair.to_bytes().to_vec()).unwrap_or_default();
    file.write_all(text.as_bytes()).map_err(fail)
}

/// `~/x` → the home folder's `x`.
pub fn expand_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => PathBuf::from(path),
    }
}

fn warn_if_shared(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let Ok(meta) = std::fs::metadata(path) else { return };
    // Committed test keys are no secrets.
    let public = path.components().any(|part| part.as_os_str() == "local-test-keys");
    if !public && meta.permissions().mode() & 0o077 != 0 {
        tracing::warn!(path = %path.display(), "key file can be read by others; protect it with chmod 600");
    }
}

#[cfg(test)]
mod tests;
