//! `trimtab gov`.

mod action;
mod brake;
mod config;
mod desk;
mod draft;
mod look;
mod param;
mod parse;
mod propose;
mod signing;
mod voice;
mod vote;

use clap::{Args, Subcommand};

use super::{
    CliError,
    args::ClusterArgs,
    output::{LogFormat, start_log},
};
use crate::governance::Governance;
use desk::Desk;
use signing::SigningArgs;

const EXAMPLES: &str = "Examples:
  trimtab gov list                                  what is proposed, who voted, when it can run
  trimtab gov show 3                                old → new, limits used, hash to compare by voice
  trimtab gov propose fee_bps=120 -k member.json
  trimtab gov propose emergency fee_bps=80 -k guardian.json
  trimtab gov propose config rule param --delay 48h -k member.json
  trimtab gov propose action pay --to ADDRESS --sol 12.5 -k member.json
  trimtab gov approve 3 -k usb://ledger?key=0/0 --hash 'lusab babad …'
  trimtab gov unapprove 3 -k member.json
  trimtab gov veto 3 -k member.json
  trimtab gov execute 3                             anyone, after the delay

A proposal is named by its number or its address.
The economy comes from ./trimtab.toml, --config or --council.
Keys are a file, usb://ledger, or local:NAME on this machine's own chains.

Offline, first where the key is, then where the network is:
  trimtab gov veto ADDRESS --hash HASH -k member.json --sign-only --blockhash B
  trimtab gov veto ADDRESS --hash HASH -k PUBKEY --blockhash B --signer PUBKEY=SIGNATURE";

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
    #[command(flatten)]
    signing: SigningArgs,
    #[command(subcommand)]
    command: GovCommand,
}

#[derive(Subcommand)]
enum GovCommand {
    /// Proposals, newest first.
    #[command(after_help = "Example: trimtab gov list -u localhost --open --json")]
    List {
        /// Only those that are still open.
        #[arg(long)]
        open: bool,
    },
    /// One proposal: old → new, limits used, votes, when it can run, content hash.
    #[command(after_help = "Example: trimtab gov show 3 -u localhost")]
    Show { proposal: String },
    /// The council: brakes in force, what each class asks, and the floors.
    #[command(after_help = "Example: trimtab gov council -u localhost")]
    Council,
    /// Members and their seats.
    #[command(
        subcommand,
        after_help = "Examples:\n  trimtab gov members list\n  trimtab gov members accept -k member.json"
    )]
    Members(look::MembersCommand),
    /// Oracles with their skill, and forecasts that wait for a grade.
    #[command(after_help = "Example: trimtab gov oracles --json")]
    Oracles,
    /// Propose: changes of parameters, of the council, or an instruction that the economy signs.
    Propose(propose::ProposeArgs),
    /// Approve exactly the content that is shown.
    #[command(after_help = vote::APPROVE_EXAMPLES)]
    Approve {
        proposal: String,
        /// Refuse unless the content hash is this one, as another person read it out: hexadecimal or words.
        #[arg(long, value_name = "HASH")]
        hash: Option<String>,
        /// With --sign-only: the council's configuration, as `show` prints it.
        #[arg(long, value_name = "NUMBER")]
        config_seqno: Option<u64>,
    },
    /// Take an approval back.
    #[command(after_help = "Example: trimtab gov unapprove 3 -k local:member-1")]
    Unapprove { proposal: String },
    /// Veto; enough vetoes end the proposal.
    #[command(alias = "reject", after_help = vote::VETO_EXAMPLES)]
    Veto {
        proposal: String,
        /// The content hash; needed with --sign-only, compared otherwise.
        #[arg(long, value_name = "HASH")]
        hash: Option<String>,
    },
    /// Withdraw your own proposal.
    #[command(after_help = "Example: trimtab gov cancel 3 -k local:member-1")]
    Cancel { proposal: String },
    /// Execute an approved proposal after its delay; anyone may.
    #[command(after_help = "Example: trimtab gov execute 3")]
    Execute { proposal: String },
    /// Close a proposal that ran out of time or became stale; anyone may.
    #[command(after_help = "Example: trimtab gov expire 3")]
    Expire { proposal: String },
    /// Pause something for a while, as the guardian; it ends by itself.
    #[command(after_help = brake::PAUSE_EXAMPLES)]
    Pause {
        /// Out of ai, execution, emission, deposits; separated by commas.
        #[arg(value_name = "WHAT")]
        what: String,
        /// How long, at most 7d.
        #[arg(long = "for", value_name = "TIME")]
        length: String,
    },
    /// Slow the gate: as a member, or by proof from the metrics.
    #[command(subcommand, after_help = brake::ALARM_EXAMPLES)]
    Alarm(brake::AlarmCommand),
    /// Speak for staked positions: object or support.
    #[command(subcommand, after_help = voice::EXAMPLES)]
    Voice(voice::VoiceCommand),
    /// Grade the forecast of a proposal whose horizon is over; anyone may.
    #[command(after_help = "Example: trimtab gov resolve 3")]
    Resolve { proposal: String },
}

impl GovArgs {
    pub async fn run(self) -> Result<(), CliError> {
        start_log("warn", LogFormat::Text);
        let config = self.cluster.trimtab_config()?;
        let sender = self.cluster.sender(config.as_ref())?;
        let council = self.cluster.council(self.council.as_deref(), config.as_ref(), &sender.rpc)?;
        let desk = Desk {
            gov: Governance::new(sender, council),
            cluster: self.cluster,
            signing: self.signing,
            json: self.json,
        };
        match &self.command {
            GovCommand::List { open } => look::list(&desk, *open).await,
            GovCommand::Show { proposal } => look::show(&desk, proposal).await,
            GovCommand::Council => look::council(&desk).await,
            GovCommand::Members(command) => look::members(&desk, command).await,
            GovCommand::Oracles => look::oracles(&desk).await,
            GovCommand::Propose(args) => propose::run(&desk, args).await,
            GovCommand::Approve { proposal, hash, config_seqno } => {
                vote::approve(&desk, proposal, hash.as_deref(), *config_seqno).await
            }
            GovCommand::Unapprove { proposal } => vote::unapprove(&desk, proposal).await,
            GovCommand::Veto { proposal, hash } => vote::veto(&desk, proposal, hash.as_deref()).await,
            GovCommand::Cancel { proposal } => vote::cancel(&desk, proposal).await,
            GovCommand::Execute { proposal } => vote::execute(&desk, proposal).await,
            GovCommand::Expire { proposal } => vote::expire(&desk, proposal).await,
            GovCommand::Pause { what, length } => brake::pause(&desk, what, length).await,
            GovCommand::Alarm(command) => brake::alarm(&desk, command).await,
            GovCommand::Voice(command) => voice::run(&desk, command).await,
            GovCommand::Resolve { proposal } => voice::resolve(&desk, proposal).await,
        }
    }
}
