//! `trimtab deploy`.

use std::path::PathBuf;

use clap::Args;
use governor::client::Gate;
use indicatif::{ProgressBar, ProgressStyle};

use super::{
    CliError,
    args::{ClusterArgs, address},
    output::{LogFormat, note, print, print_json, start_log},
};
use crate::{
    chain::Sender,
    deploy::{Checked, DeployStep, Deployed, Origin, check, deploy, file_hashes},
    keys::Signer,
};

const EXAMPLES: &str = "Examples:
  trimtab deploy -u localhost
  trimtab deploy -u devnet -k ~/.config/solana/id.json --key-dir my-program-keys

  trimtab deploy -u devnet --council ADDRESS --check

A deployment that was interrupted goes on where it stopped; programs whose bytes are on chain are left alone.
The payer becomes the programs' upgrade authority, until `trimtab migrate` hands them to the gate (profile mainnet).
A program in the hands of the gate is put into a buffer that only the gate can use: propose the upgrade then.
--check tells who may replace the programs and whether somebody did so past the gate; it exits with 1 if so.";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct DeployArgs {
    #[command(flatten)]
    cluster: ClusterArgs,
    /// Folder with governor.so, issuer.so and staking.so.
    #[arg(long, value_name = "DIR", default_value = "target/deploy")]
    program_dir: PathBuf,
    /// Folder with governor-program.json, issuer-program.json and staking-program.json.
    #[arg(long, value_name = "DIR", default_value = "migrations/local-test-keys")]
    key_dir: PathBuf,
    /// The council whose gate may replace the programs.
    #[arg(long, value_name = "ADDRESS")]
    council: Option<String>,
    /// Deploy nothing: compare the programs on chain with the files and with what the gate executed.
    #[arg(long, requires = "council")]
    check: bool,
    /// With --check: as JSON.
    #[arg(long, requires = "check")]
    json: bool,
}

impl DeployArgs {
    pub async fn run(self) -> Result<(), CliError> {
        start_log("warn", LogFormat::Text);
        // The cluster of an economy says nothing about where to deploy: only -u and the Solana CLI count.
        let sender = self.cluster.sender(None)?;
        let council = self.council.as_deref().map(|text| address("council", text)).transpose()?;
        let gate = council.map(Gate::of);
        if let (true, Some(gate)) = (self.check, &gate) {
            return self.check(&sender, gate).await;
        }
        let payer = self.cluster.key_or_local(&sender.rpc, "payer")?;
        note(&format!("deploying to {} as {}", sender.rpc.host(), payer.pubkey()));
        let style = ProgressStyle::with_template("{prefix:>9} {bar:40} {bytes:>9} of {total_bytes}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::new(1).with_style(style);
        let show = |step: DeployStep<'_>| match step {
            DeployStep::Writing { name, bytes, total } => {
                bar.set_prefix(name.to_string());
                bar.set_length(total);
                bar.set_position(bytes);
            }
            DeployStep::Finished { name, what } => bar.suspend(|| note(&format!("{name:>9} {}", describe(what)))),
        };
        let done =
            deploy(&sender, &payer, gate.map(|gate| gate.authority), &self.program_dir, &self.key_dir, &show).await;
        bar.finish_and_clear();
        for (name, what) in done? {
            print(&format!("{name} {}", describe(what)));
        }
        Ok(())
    }

    async fn check(&self, sender: &Sender, gate: &Gate) -> Result<(), CliError> {
        let found = check(sender, gate, &file_hashes(&self.program_dir)?).await?;
        match self.json {
            true => print_json(&found),
            false => found.iter().for_each(|program| print(&render(program))),
        }
        let strange: Vec<&str> = found.iter().filter(|p| !p.is_good()).map(|p| p.name.as_str()).collect();
        if strange.is_empty() {
            return Ok(());
        }
        Err(CliError::Failed(format!(
            "failed to find every program in the hands of the gate: look at {}",
            strange.join(", ")
        )))
    }
}

fn render(program: &Checked) -> String {
    let holder = match (&program.authority, program.is_gates) {
        (_, true) => "only the gate may replace it".into(),
        (Some(key), false) => format!("NOT THE GATE'S: {key} may replace it"),
        (None, false) => "nobody may replace it".into(),
    };
    let origin = match &program.origin {
        Origin::File => "the file's".into(),
        Origin::Proposal(number) => format!("of proposal {number}"),
        Origin::OutOfBand { expected } => format!("OUT OF BAND, expected sha256 {expected}"),
    };
    format!(
        "{:<9} {}\n  bytes     {origin}; sha256 {}, slot {}\n  authority {holder}",
        program.name, program.program, program.sha256, program.slot
    )
}

fn describe(what: Deployed) -> String {
    match what {
        Deployed::Unchanged => "is there already".into(),
        Deployed::Created => "deployed".into(),
        Deployed::Upgraded => "upgraded".into(),
        Deployed::Buffered(buffer) => format!("waits in buffer {buffer} for a proposal"),
    }
}
