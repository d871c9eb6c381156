//! The compilation target: what rustc and cargo are told so that stock Rust makes programs for Solana.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{apt, cache::Cache, linker, llvm, rust_src};

const BUILTINS: &str = include_str!("assets/builtins.ll");
const WRAPPER: &str = include_str!("assets/sbf-link.sh");

/// `lower-atomic`: there are no threads on chain, and the backend has no byte-wide atomics.
/// Misaligned access: the SVM allows it; without it packed accounts are read byte by byte.
const RUSTFLAGS: &str = "-C target-cpu=v2 -C passes=lower-atomic -C relocation-model=static -C link-arg=--llvm-args=--bpf-stack-size=4096 -C link-arg=--cpu-features=+allows-misaligned-mem-access";

/// Stock Rust, ready to build programs.
pub struct Stock {
    root: PathBuf,
    library: PathBuf,
    target: PathBuf,
}

/// All parts, made if they are missing.
pub fn stock() -> Result<Stock> {
    let cache = Cache::lock()?;
    let apt = apt::Lazy::new(&cache);
    let source = rust_src::part(&cache, &apt)?;
    let llvm = llvm::part(&cache, &apt)?;
    let linker = linker::part(&cache)?;
    let wrapper = WRAPPER
        .replace("@LIB@", &llvm.libraries().display().to_string())
        .replace("@LINKER@", &linker.display().to_string());
    let identity = &hex::encode(Sha256::digest(format!("{wrapper}{BUILTINS}")))[..8];
    let name = format!("target-{identity}");
    let place = cache.root().join(&name);
    cache.part(&name, |dir| {
        let source = dir.join("builtins.ll");
        fs::write(&source, BUILTINS)?;
        llvm.assemble(&source, &dir.join("builtins.bc"))?;
        fs::write(
            dir.join("sbf-link"),
            wrapper.replace("@BUILTINS@", &place.join("builtins.bc").display().to_string()),
        )?;
        fs::set_permissions(dir.join("sbf-link"), fs::Permissions::from_mode(0o755))?;
        Ok(fs::write(dir.join("sbpf-solana-solana.json"), specification(&place.join("sbf-link")))?)
    })?;
    Ok(Stock {
        root: cache.root().to_owned(),
        library: source.join("library"),
        target: place.join("sbpf-solana-solana.json"),
    })
}

impl Stock {
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What the result of a build depends on, beside the source.
    pub fn identity(&self) -> String {
        format!("{} {} {RUSTFLAGS} trim-paths", self.library.display(), self.target.display())
    }

    /// Turn `cargo build` into a build for Solana.
    pub fn configure(&self, build: &mut Command) {
        build.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        build.env("RUSTC_BOOTSTRAP", "1");
        build.env("RUSTC_BOOTSTRAP_SYNTHETIC_TARGET", "1");
        build.env("__CARGO_TESTS_ONLY_SRC_ROOT", &self.library);
        build.env("CARGO_TARGET_SBPF_SOLANA_SOLANA_RUSTFLAGS", RUSTFLAGS);
        build.arg("--target").arg(&self.target);
        build.args(["-Zjson-target-spec", "-Zbuild-std=std,panic_abort", "-Zbuild-std-features="]);
        // Panic messages name files; without the folders of this machine, every machine makes the same bytes.
        build.args(["-Ztrim-paths", "--config", "profile.release.trim-paths=\"all\""]);
    }
}

/// Upstream's `bpfel-unknown-none`, with an operating system and with (single-threaded) atomics.
fn specification(linker: &Path) -> String {
    let target = json!({
        "arch": "bpf", "os": "solana", "vendor": "solana", "llvm-target": "bpfel",
        "data-layout": "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128", "target-pointer-width": 64,
        "linker": linker, "linker-flavor": "bpf", "linker-is-gnu": false, "crt-objects-fallback": "false",
        "dynamic-linking": true, "position-independent-executables": true, "obj-is-bitcode": true,
        "no-builtins": true, "panic-strategy": "abort", "singlethread": true, "merge-functions": "disabled",
        "atomic-cas": true, "min-atomic-width": 8, "max-atomic-width": 64
    });
    format!("{target:#}\n")
}
