//! `trimtab gov`.

use clap::{Args, Subcommand};
use serde_json::json;

use super::{
    CliError,
    args::ClusterArgs,
    output::{LogFormat, note, print, print_json, start_log},
};
use crate::{
    chain::{LAMPORTS_PER_SOL, Landed, Pubkey, ensure_funds},
    governance::{Governance, grouped, render_list, render_proposal},
    keys::{Keypair, Signer},
};

const EXAMPLES: &str = "Examples:
  trimtab gov list
  trimtab gov show 3
  trimtab gov propose fee_bps=120 -k member.json
  trimtab gov approve 3 -k member.json --hash '1f2e 3d4c …'
  trimtab gov veto 3 -k member.json
  trimtab gov execute 3

A proposal is named by its number or its address. The economy comes from ./trimtab.toml, --config or --council.";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct GovArgs {
    #[command(flatten)]
    cluster: ClusterArgs,
    /// The council's address.
    #[arg(long, value_name = "ADDRESS", global = true)]
    council: Option<String>,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: GovCommand,
}

#[derive(Subcommand)]
enum GovCommand {
    /// Proposals, newest first.
    #[command(after_help = "Example: trimtab gov list -u localhost --json")]
    List,
    /// One proposal: old → new, limits used, votes, when it can run, content hash.
    #[command(after_help = "Example: trimtab gov show 3 -u localhost")]
    Show { proposal: String },
    /// Propose changes as a member (class param).
    #[command(
        after_help = "Example: trimtab gov propose burn_share=5200 stakers_share=2800 -k local:member-1\nA coupled group moves as a whole; name only the values that change if the rest keeps the sum."
    )]
    Propose {
        /// PARAMETER=NEW_VALUE, for example fee_bps=120.
        #[arg(required = true, value_name = "PARAM=VALUE")]
        changes: Vec<String>,
        /// Where the reasons can be read, at most 64 bytes.
        #[arg(long, default_value = "")]
        uri: String,
    },
    /// Approve exactly the content that is shown.
    #[command(after_help = "Example: trimtab gov approve 3 -k local:member-1 --hash '1f2e 3d4c …'")]
    Approve {
        proposal: String,
        /// Refuse unless the content hash is this one, as another person read it out.
        #[arg(long, value_name = "HEX")]
        hash: Option<String>,
    },
    /// Take an approval back.
    #[command(after_help = "Example: trimtab gov unapprove 3 -k local:member-1")]
    Unapprove { proposal: String },
    /// Veto; enough vetoes end the proposal.
    #[command(alias = "reject", after_help = "Example: trimtab gov veto 3 -k local:member-2")]
    Veto { proposal: String },
    /// Withdraw your own proposal.
    #[command(after_help = "Example: trimtab gov cancel 3 -k local:member-1")]
    Cancel { proposal: String },
    /// Execute an approved proposal after its delay; anyone may.
    #[command(after_help = "Example: trimtab gov execute 3")]
    Execute { proposal: String },
    /// Close a proposal that ran out of time; anyone may.
    #[command(after_help = "Example: trimtab gov expire 3")]
    Expire { proposal: String },
    /// Accept your seat in the council.
    #[command(after_help = "Example: trimtab gov accept -k member.json")]
    Accept,
}

impl GovArgs {
    pub async fn run(self) -> Result<(), CliError> {
        start_log("warn", LogFormat::Text);
        let config = self.cluster.trimtab_config()?;
        let sender = self.cluster.sender(config.as_ref())?;
        let council = self.cluster.council(self.council.as_deref(), config.as_ref(), &sender.rpc)?;
        let gov = Governance::new(sender, council);
        match &self.command {
            GovCommand::List => self.list(&gov).await,
            GovCommand::Show { proposal } => self.show(&gov, proposal).await,
            GovCommand::Propose { changes, uri } => self.propose(&gov, changes, uri).await,
            GovCommand::Accept => {
                let landed = gov.accept_seat(&self.key(&gov).await?).await?;
                self.report("accepted the seat", None, &landed);
                Ok(())
            }
            command => self.act(&gov, command).await,
        }
    }

    async fn key(&self, gov: &Governance) -> Result<Keypair, CliError> {
        funded(gov, self.cluster.key(&gov.sender.rpc)?).await
    }

    async fn list(&self, gov: &Governance) -> Result<(), CliError> {
        let proposals = gov.list().await?;
        if self.json {
            print_json(&proposals);
        } else {
            print(&render_list(&proposals, &gov.clock().await?));
        }
        Ok(())
    }

    async fn show(&self, gov: &Governance, proposal: &str) -> Result<(), CliError> {
        let facts = gov.show(&gov.find(proposal).await?).await?;
        if self.json {
            print_json(&facts);
        } else {
            print(&render_proposal(&facts, &gov.clock().await?));
        }
        Ok(())
    }

    async fn propose(&self, gov: &Governance, changes: &[String], uri: &str) -> Result<(), CliError> {
        let changes = changes.iter().map(|text| change(text)).collect::<Result<Vec<_>, _>>()?;
        if uri.len() > 64 {
            return Err(CliError::Wrong(format!(
                "failed to use the URI: it has {} bytes, expected at most 64",
                uri.len()
            )));
        }
        let (proposal, landed) = gov.propose_param(&self.key(gov).await?, &changes, uri).await?;
        self.told("proposed", gov, &proposal, &landed).await
    }

    async fn act(&self, gov: &Governance, command: &GovCommand) -> Result<(), CliError> {
        let (verb, given) = command.verb();
        let proposal = gov.find(given).await?;
        let landed = match command {
            GovCommand::Approve { hash, .. } => self.approve(gov, &proposal, hash.as_deref()).await?,
            GovCommand::Unapprove { .. } => gov.unapprove(&self.key(gov).await?, &proposal).await?,
            GovCommand::Veto { .. } => gov.veto(&self.key(gov).await?, &proposal).await?,
            GovCommand::Cancel { .. } => gov.cancel(&self.key(gov).await?, &proposal).await?,
            GovCommand::Execute { .. } => gov.execute(&self.payer(gov).await?, &proposal).await?,
            _ => gov.expire(&self.payer(gov).await?, &proposal).await?,
        };
        self.told(verb, gov, &proposal, &landed).await
    }

    /// Where no authority is needed, a test key may pay on this machine's own chains.
    async fn payer(&self, gov: &Governance) -> Result<Keypair, CliError> {
        funded(gov, self.cluster.key_or_local(&gov.sender.rpc, "payer")?).await
    }

    async fn approve(&self, gov: &Governance, proposal: &Pubkey, expected: Option<&str>) -> Result<Landed, CliError> {
        let key = self.key(gov).await?;
        let found = gov.proposal(proposal).await?;
        let hash = hex::encode(found.content_hash);
        if let Some(expected) = expected {
            let plain: String = expected.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
            if plain != hash {
                return Err(CliError::Wrong(format!(
                    "failed to approve: the content hash on chain is\n  {}\nand --hash says\n  {}",
                    grouped(&hash),
                    grouped(&plain)
                )));
            }
        } else if !self.json {
            let facts = gov.show(proposal).await?;
            note(&render_proposal(&facts, &gov.clock().await?));
        }
        Ok(gov.approve_content(&key, proposal, found.content_hash, found.life.config_seqno).await?)
    }

    async fn told(&self, verb: &str, gov: &Governance, proposal: &Pubkey, landed: &Landed) -> Result<(), CliError> {
        let facts = gov.show(proposal).await?;
        if self.json {
            print_json(&json!({ "done": verb, "signature": landed.signature, "slot": landed.slot, "proposal": facts }));
        } else {
            self.report(verb, Some(&format!("proposal {} ({})", facts.number, facts.address)), landed);
            print(&render_list(&[facts], &gov.clock().await?));
        }
        Ok(())
    }

    fn report(&self, what: &str, whom: Option<&str>, landed: &Landed) {
        if self.json {
            print_json(&json!({ "done": what, "signature": landed.signature, "slot": landed.slot }));
        } else {
            print(&format!("{what} {}\ntransaction {}", whom.unwrap_or_default(), landed.signature));
        }
    }
}

impl GovCommand {
    /// Past tense, and the proposal that was named.
    fn verb(&self) -> (&'static str, &str) {
        match self {
            Self::Approve { proposal, .. } => ("approved", proposal),
            Self::Unapprove { proposal } => ("took back the approval of", proposal),
            Self::Veto { proposal } => ("vetoed", proposal),
            Self::Cancel { proposal } => ("cancelled", proposal),
            Self::Execute { proposal } => ("executed", proposal),
            Self::Expire { proposal } => ("expired", proposal),
            Self::Show { proposal } => ("showed", proposal),
            Self::List | Self::Propose { .. } | Self::Accept => ("", ""),
        }
    }
}

/// On this machine's own chains the faucet pays for the transaction; elsewhere the key's owner does.
async fn funded(gov: &Governance, key: Keypair) -> Result<Keypair, CliError> {
    if gov.sender.rpc.is_loopback() {
        ensure_funds(&gov.sender.rpc, &key.pubkey(), LAMPORTS_PER_SOL / 20).await?;
    }
    Ok(key)
}

/// `fee_bps=120` → ("fee_bps", 120).
fn change(text: &str) -> Result<(&str, i64), CliError> {
    let wrong = || {
        CliError::Wrong(format!(
            "failed to read the change {text:?}: expected PARAMETER=WHOLE_NUMBER, for example fee_bps=120"
        ))
    };
    let (key, value) = text.split_once('=').ok_or_else(wrong)?;
    Ok((key.trim(), value.trim().replace('_', "").parse().map_err(|_| wrong())?))
}
