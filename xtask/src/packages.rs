//! Programs of the operating system that a build or a test calls.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{progress, run};

/// Any of `programs` will do; `debian` is the package that brings the first.
pub struct Need {
    programs: &'static [&'static str],
    debian: &'static [&'static str],
    why: &'static str,
}

const COMPILER: Need =
    Need { programs: &["cc"], debian: &["gcc", "libc6-dev"], why: "links every program; compiles SQLite and zstd" };
const MAKE: Need = Need { programs: &["make"], debian: &["make"], why: "builds OpenSSL from its source" };
const PERL: Need = Need { programs: &["perl"], debian: &["perl"], why: "configures OpenSSL" };
const BROWSER: Need = Need {
    programs: &["chromium", "chromium-browser", "google-chrome"],
    debian: &["chromium"],
    why: "the test that looks at the dashboard",
};

/// What compiling the workspace takes. Found by going through every build script of the lock file.
pub const FOR_BUILDS: &[Need] = &[COMPILER, MAKE, PERL];
pub const FOR_TESTS: &[Need] = &[COMPILER, MAKE, PERL, BROWSER];

/// Install what is missing, or say how.
pub fn install(needs: &[Need]) -> Result<()> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !need.is_met()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    for need in &missing {
        eprintln!("      missing: {} ({})", need.programs[0], need.why);
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.debian).copied().collect();
    let command = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
    if run::on_path("apt-get").is_none() {
        bail!("this machine is not Debian: install {} with its own package manager", packages.join(", "));
    }
    if !is_root()? {
        bail!("packages are missing and only root can install them; please run:\n\n  sudo {command}\n");
    }
    progress::quietly("apt-get update", || apt(&["update"]))?;
    progress::quietly(&command, || {
        let mut arguments = vec!["install", "-y", "--no-install-recommends"];
        arguments.extend(&packages);
        apt(&arguments)
    })
}

impl Need {
    fn is_met(&self) -> bool {
        self.programs.iter().any(|program| run::on_path(program).is_some())
    }
}

fn apt(arguments: &[&str]) -> Result<()> {
    let mut command = Command::new("apt-get");
    command.args(["-q"]).args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    run::captured(&mut command).map(drop)
}

fn is_root() -> Result<bool> {
    Ok(run::captured(Command::new("id").arg("-u"))?.trim() == "0")
}
