//! Edits that give an unmodified `library/` tree of Rust the target `target_os = "solana"`.
//!
//! Each edit names the text that it expects. A missing text is an error, because a half-edited
//! standard library would compile and then break at run time.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::cargo::CHECKED_RUST;

/// What the edited files hash to with [`CHECKED_RUST`].
const CHECKED_DIGEST: &str = "97cda257601828805224e02c99ecdf0977b7ea2096686a2595b69f99d3697eb4";

struct Edit {
    file: &'static str,
    expected: &'static str,
    replacement: &'static str,
}

const EDITS: &[Edit] = &[
    // No threads, no I/O errors, no entropy: the same choices as other targets without an operating system.
    Edit { file: "sys/thread_local/mod.rs", expected: VEXOS, replacement: VEXOS_AND_SOLANA },
    Edit { file: "sys/io/error/mod.rs", expected: VEXOS, replacement: VEXOS_AND_SOLANA },
    Edit { file: "sys/random/mod.rs", expected: VEXOS, replacement: VEXOS_AND_SOLANA },
    // The system allocator is never used (a program's entrypoint sets a global one); it must only exist.
    Edit {
        file: "sys/alloc/mod.rs",
        expected: "    target_arch = \"x86\",\n",
        replacement: "    target_arch = \"x86\",\n    target_arch = \"bpf\",\n",
    },
    Edit {
        file: "sys/alloc/mod.rs",
        expected: "    target_os = \"zkvm\" => {\n",
        replacement: "    target_os = \"solana\" => {\n        mod solana;\n    }\n    target_os = \"zkvm\" => {\n",
    },
    // Programs have no writable globals, so panic counters, panic hooks and hash keys must go.
    Edit {
        file: "panicking.rs",
        expected: "#[cfg(not(any(test, doctest)))]\n#[panic_handler]\n",
        replacement: include_str!("assets/panic_handler.rs.txt"),
    },
    Edit {
        file: "panicking.rs",
        expected: "    let must_abort = panic_count::increase(true);\n",
        replacement: include_str!("assets/panic_start.rs.txt"),
    },
    Edit {
        file: "alloc.rs",
        expected: "pub fn rust_oom(layout: Layout) -> ! {\n",
        replacement: include_str!("assets/out_of_memory.rs.txt"),
    },
    Edit {
        file: "hash/random.rs",
        expected: "pub fn new() -> RandomState {\n",
        replacement: include_str!("assets/hash_keys.rs.txt"),
    },
];

const VEXOS: &str = "target_os = \"vexos\",\n";
const VEXOS_AND_SOLANA: &str = "target_os = \"vexos\",\n        target_os = \"solana\",\n";

const ALLOCATOR: &str = include_str!("assets/allocator.rs.txt");

/// Edit the tree at `library` in place. `rust` is the version it belongs to.
pub fn apply(library: &Path, rust: &str) -> Result<()> {
    let std = library.join("std/src");
    for edit in EDITS {
        let file = std.join(edit.file);
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        fs::write(&file, edit.apply(&text).with_context(|| advice(rust))?)?;
    }
    fs::write(std.join("sys/alloc/solana.rs"), ALLOCATOR)?;
    check_digest(&std, rust)
}

impl Edit {
    fn apply(&self, text: &str) -> Result<String> {
        if !text.contains(self.expected) {
            bail!("std/src/{}: the text {:?} is not there", self.file, self.expected);
        }
        Ok(text.replace(self.expected, self.replacement))
    }
}

/// The checked version must come out exactly as it did when it was checked.
fn check_digest(std: &Path, rust: &str) -> Result<()> {
    let mut hash = Sha256::new();
    for edit in EDITS {
        hash.update(fs::read(std.join(edit.file))?);
    }
    let digest = hex::encode(hash.finalize());
    if rust != CHECKED_RUST {
        eprintln!("      note: the programs' standard library was checked with Rust {CHECKED_RUST}, not {rust}");
    } else if digest != CHECKED_DIGEST {
        bail!("the edited standard library of Rust {rust} has digest {digest}, expected {CHECKED_DIGEST}");
    }
    Ok(())
}

fn advice(rust: &str) -> String {
    format!(
        "the standard library of Rust {rust} differs from that of {CHECKED_RUST}, which this was made for; with rustup: `rustup toolchain install {CHECKED_RUST}`, then `cargo +{CHECKED_RUST} xtask setup`"
    )
}

/// Identifies the edits, so that a change of them makes a new copy of the library.
pub fn identity() -> String {
    let mut hash = Sha256::new();
    for edit in EDITS {
        for text in [edit.file, edit.expected, edit.replacement] {
            hash.update(text);
            hash.update([0]);
        }
    }
    hash.update(ALLOCATOR);
    hex::encode(hash.finalize())[..8].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EDIT: Edit = Edit { file: "a.rs", expected: VEXOS, replacement: VEXOS_AND_SOLANA };

    #[test]
    fn an_edit_changes_every_place() {
        let text = format!("any(\n        {VEXOS}) any(\n        {VEXOS})");
        let edited = EDIT.apply(&text).expect("the text is there");
        assert_eq!(edited.matches("\"solana\"").count(), 2);
        assert_eq!(edited.matches("\"vexos\"").count(), 2);
    }

    #[test]
    fn an_edit_whose_text_is_missing_is_refused() {
        let error = EDIT.apply("any(target_os = \"zkvm\")").expect_err("must not pass");
        assert!(error.to_string().contains("a.rs"), "{error}");
    }

    #[test]
    fn no_edit_undoes_what_another_expects() {
        for edit in EDITS {
            let later = EDITS.iter().filter(|other| other.file == edit.file && other.expected != edit.expected);
            for other in later {
                assert!(!edit.expected.contains(other.expected), "{}", edit.file);
            }
        }
    }
}
