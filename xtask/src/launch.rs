//! Commands that prepare everything and then hand over to the `localnet` binary.

use std::ffi::OsString;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use crate::run::Refused;
use crate::{build, cargo, progress::Plan, run, setup, workspace};

#[derive(Args)]
pub struct Demo {
    /// Days to play
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=365))]
    days: u32,
    /// Which economy: the same seed gives wallets the same habits and luck
    #[arg(long, default_value_t = 2)]
    seed: u64,
    /// Port of the dashboard on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// Print the commands of the council instead of approving
    #[arg(long)]
    manual: bool,
    /// End after the last day instead of serving the dashboard
    #[arg(long)]
    exit: bool,
    /// Folder for summary.json, the decision log and the report
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(Args)]
pub struct Localnet {
    /// Port of the JSON-RPC on 127.0.0.1; the websocket is on the next one
    #[arg(long, default_value_t = 8899, value_parser = clap::value_parser!(u16).range(1..=65534))]
    port: u16,
}

#[derive(Args)]
pub struct EndToEnd {
    /// Address of the validator's JSON-RPC, such as http://127.0.0.1:8899
    #[arg(long, value_parser = rpc_url)]
    rpc: String,
    /// Folder for the results
    #[arg(long)]
    out: Option<PathBuf>,
}

impl Demo {
    pub fn launch(self) -> Result<()> {
        free(self.port)?;
        let mut words: Vec<OsString> = vec!["demo".into()];
        words.extend(["--days".into(), self.days.to_string().into()]);
        words.extend(["--seed".into(), self.seed.to_string().into()]);
        words.extend(["--port".into(), self.port.to_string().into()]);
        words.extend(self.manual.then(|| "--manual".into()));
        words.extend(self.exit.then(|| "--exit".into()));
        out(&mut words, self.out)?;
        hand_over(words)
    }
}

impl Localnet {
    pub fn launch(self) -> Result<()> {
        free(self.port)?;
        hand_over(vec!["serve".into(), "--port".into(), self.port.to_string().into()])
    }
}

impl EndToEnd {
    pub fn launch(self) -> Result<()> {
        let mut words: Vec<OsString> = vec!["e2e".into(), "--rpc".into(), self.rpc.into()];
        out(&mut words, self.out)?;
        hand_over(words)
    }
}

/// Build what the binary needs, and become it. It runs in the repository's folder.
fn hand_over(words: Vec<OsString>) -> Result<()> {
    let mut plan = Plan::new(3);
    let toolchain = plan.step("set up", setup::for_build)?;
    plan.step("programs: target/deploy/*.so", || build::programs(&toolchain))?;
    plan.step("localnet and trimtab", || run::shown(cargo::native("build")?.args(["-p", "localnet", "-p", "oracle"])))?;
    let binary = workspace::target().join("debug/localnet");
    let error = Command::new(&binary).args(words).current_dir(workspace::root()).exec();
    Err(error).with_context(|| format!("cannot start {}", binary.display()))
}

/// Twenty minutes of building should not end in a folder that cannot be written.
fn out(words: &mut Vec<OsString>, dir: Option<PathBuf>) -> Result<()> {
    let Some(dir) = dir else { return Ok(()) };
    let refused = |error| Refused(format!("--out {}: cannot create this folder: {error}", dir.display()));
    let create = |dir: &Path| std::fs::create_dir_all(dir).and_then(|()| dir.canonicalize());
    words.extend(["--out".into(), create(&dir).map_err(refused)?.into()]);
    Ok(())
}

fn free(port: u16) -> Result<()> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(error) => Err(Refused(format!("--port {port}: {error}; choose another port")).into()),
    }
}

fn rpc_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    match rest.map(|rest| rest.split('/').next().unwrap_or_default()) {
        Some(host) if !host.is_empty() => Ok(text.to_owned()),
        _ => Err("expected an address such as http://127.0.0.1:8899".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_scheme_or_host_is_refused() {
        assert!(rpc_url("http://127.0.0.1:8899").is_ok());
        assert!(rpc_url("https://node.example/key").is_ok());
        assert!(rpc_url("127.0.0.1:8899").is_err());
        assert!(rpc_url("http://").is_err());
    }

    #[test]
    fn a_port_in_use_is_refused_with_advice() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).expect("some port");
        let port = taken.local_addr().expect("bound").port();
        let error = free(port).expect_err("it is taken");
        assert!(error.to_string().contains("choose another port"), "{error}");
    }
}
