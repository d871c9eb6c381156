//! Changes of the council, built from the command line.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};
use economics::metrics::Metric;
use governor::{AlarmRule, ClassRule, ConfigChange};

use super::{super::CliError, desk::Desk, draft, param::ParamArgs, parse};
use crate::{accounts::text, chain::Pubkey, governance::GovError};

pub const EXAMPLES: &str = "Examples:
  trimtab gov propose config member-add ADDRESS --roles propose,vote,veto -k member.json
  trimtab gov propose config rule param --approvals 3 --delay 48h -k member.json
  trimtab gov propose config bounds fee_bps 0 300 -k member.json
  trimtab gov propose config param borrow_rate --value 50000 --min 0 --max 200000 --step 5000 --every 1d --ai -k member.json
  trimtab gov propose config oracle-set ADDRESS --model HASH --quota 3 -k member.json
  trimtab gov propose config guardian ADDRESS -k member.json
  trimtab gov propose config alarm 0 --metric staked_share --falls 3000 --periods 2 --level 1 -k member.json
Several changes in one proposal:
  trimtab gov propose config member-remove OLD --into draft.txt
  trimtab gov propose config member-add NEW --roles propose,vote,veto --into draft.txt
  trimtab gov propose config draft draft.txt -k member.json

All changes of a proposal are made or none, and every other open proposal becomes stale.";

#[derive(Subcommand)]
pub enum ConfigCommand {
    /// Give a key a seat; without power until the key accepts it.
    #[command(
        after_help = "Example: trimtab gov propose config member-add ADDRESS --roles propose,vote,veto -k member.json"
    )]
    MemberAdd {
        address: String,
        /// Out of propose, vote, veto; separated by commas.
        #[arg(long)]
        roles: String,
    },
    /// Take a seat away.
    #[command(after_help = "Example: trimtab gov propose config member-remove ADDRESS -k member.json")]
    MemberRemove { address: String },
    /// Give a member other roles.
    #[command(after_help = "Example: trimtab gov propose config member-roles ADDRESS --roles veto -k member.json")]
    MemberRoles {
        address: String,
        /// Out of propose, vote, veto; separated by commas.
        #[arg(long)]
        roles: String,
    },
    /// Change what a class of proposals asks; what is not named stays.
    #[command(
        after_help = "Example: trimtab gov propose config rule param --approvals 3 --delay 48h -k member.json\nNo rule can fall below the floor that `trimtab gov council` shows."
    )]
    Rule(RuleArgs),
    /// Change the governed bounds of a parameter.
    #[command(after_help = "Example: trimtab gov propose config bounds fee_bps 0 300 -k member.json")]
    Bounds {
        param: String,
        #[arg(allow_negative_numbers = true)]
        min: i64,
        #[arg(allow_negative_numbers = true)]
        max: i64,
    },
    /// Put a parameter under the gate.
    Param(ParamArgs),
    /// Register an oracle.
    #[command(
        after_help = "Example: trimtab gov propose config oracle-add ADDRESS --model HASH --quota 2 -k member.json"
    )]
    OracleAdd(OracleArgs),
    /// Bind an oracle to another model or quota; its grades begin anew.
    #[command(
        after_help = "Example: trimtab gov propose config oracle-set ADDRESS --model HASH --quota 2 -k member.json"
    )]
    OracleSet(OracleArgs),
    /// Take an oracle's seat away.
    #[command(after_help = "Example: trimtab gov propose config oracle-remove ADDRESS -k member.json")]
    OracleRemove { address: String },
    /// Name another guardian, or none.
    #[command(after_help = "Example: trimtab gov propose config guardian none -k member.json")]
    Guardian {
        /// An address, or none.
        #[arg(value_name = "ADDRESS")]
        key: String,
    },
    /// Change the accounts of other programs that the gate reads; what is not named stays.
    #[command(after_help = "Example: trimtab gov propose config links --pool ADDRESS --pool ADDRESS -k member.json")]
    Links(LinksArgs),
    /// Share of objections, in basis points of the stake, that ends a proposal; 0 for never.
    #[command(after_help = "Example: trimtab gov propose config voice 2000 -k member.json")]
    Voice { veto_bps: u16 },
    /// Change a rule that raises the alarm from the metrics.
    #[command(
        after_help = "Examples:\n  trimtab gov propose config alarm 0 --metric fees --falls 5000 --periods 3 --level 1 -k member.json\n  trimtab gov propose config alarm 0 --off -k member.json"
    )]
    Alarm(AlarmArgs),
    /// Number of proposals that a member may have open.
    #[command(after_help = "Example: trimtab gov propose config quota 3 -k member.json")]
    Quota { proposals: u8 },
    /// End the guardian's pause.
    #[command(after_help = "Example: trimtab gov propose config clear-pause -k member.json")]
    ClearPause,
    /// Propose all changes of a draft together.
    #[command(after_help = "Example: trimtab gov propose config draft draft.txt -k member.json")]
    Draft { file: PathBuf },
}

#[derive(Args)]
pub struct RuleArgs {
    /// ai, param, emergency, config or action.
    class: String,
    /// Approvals that queue a proposal.
    #[arg(long)]
    approvals: Option<u8>,
    /// Vetoes that end one.
    #[arg(long)]
    vetoes: Option<u8>,
    /// Time between the last needed approval and execution.
    #[arg(long, value_name = "TIME")]
    delay: Option<String>,
    /// The same in slots; both have to pass.
    #[arg(long, value_name = "SLOTS")]
    slots: Option<u64>,
    /// Time in which approvals count.
    #[arg(long, value_name = "TIME")]
    voting: Option<String>,
    /// Time in which an approved proposal can be executed.
    #[arg(long, value_name = "TIME")]
    window: Option<String>,
    /// Open the class.
    #[arg(long, conflicts_with = "close")]
    open: bool,
    /// Close the class.
    #[arg(long)]
    close: bool,
}

#[derive(Args)]
pub struct OracleArgs {
    address: String,
    /// SHA-256 of its model.
    #[arg(long, value_name = "HASH")]
    model: String,
    /// Proposals that it may have open.
    #[arg(long)]
    quota: u8,
}

#[derive(Args)]
pub struct LinksArgs {
    #[arg(long, value_name = "ADDRESS")]
    issuer_program: Option<String>,
    /// The ring of closed periods.
    #[arg(long, value_name = "ADDRESS")]
    metrics: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    staking_program: Option<String>,
    /// A pool whose positions may speak; all pools are replaced, at most 4.
    #[arg(long = "pool", value_name = "ADDRESS")]
    pools: Vec<String>,
}

#[derive(Args)]
#[command(group = ArgGroup::new("way").required(true).args(["falls", "rises", "off"]))]
pub struct AlarmArgs {
    /// Place of the rule, 0 to 3.
    #[arg(value_parser = clap::value_parser!(u8).range(0..4))]
    index: u8,
    /// staked_share, net_inflation or fees.
    #[arg(long, required_unless_present = "off")]
    metric: Option<String>,
    /// Raise when it falls by so many basis points.
    #[arg(long, value_name = "BPS")]
    falls: Option<u32>,
    /// Raise when it rises by so many basis points.
    #[arg(long, value_name = "BPS")]
    rises: Option<u32>,
    /// Periods between the two that are compared.
    #[arg(long, default_value_t = 1)]
    periods: u8,
    /// Level that it raises.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..3))]
    level: u8,
    /// Use the rule no more.
    #[arg(long)]
    off: bool,
}

/// The changes that the command asks for.
pub async fn changes(desk: &Desk, command: &ConfigCommand) -> Result<Vec<ConfigChange>, CliError> {
    let key = |text: &String| desk.address("address", text);
    let one = match command {
        ConfigCommand::MemberAdd { address, roles } => {
            ConfigChange::AddSeat { key: key(address)?, roles: parse::roles(roles)? }
        }
        ConfigCommand::MemberRemove { address } => ConfigChange::RemoveSeat { key: key(address)? },
        ConfigCommand::MemberRoles { address, roles } => {
            ConfigChange::SetRoles { key: key(address)?, roles: parse::roles(roles)? }
        }
        ConfigCommand::Rule(args) => rule(desk, args).await?,
        ConfigCommand::Bounds { param, min, max } => {
            ConfigChange::SetSoftBounds { key: known(desk, param).await?, min: *min, max: *max }
        }
        ConfigCommand::Param(args) => args.change()?,
        ConfigCommand::OracleAdd(args) => {
            let (key, model_hash, quota) = args.parts(desk)?;
            ConfigChange::AddOracle { key, model_hash, quota }
        }
        ConfigCommand::OracleSet(args) => {
            let (key, model_hash, quota) = args.parts(desk)?;
            ConfigChange::SetOracle { key, model_hash, quota }
        }
        ConfigCommand::OracleRemove { address } => ConfigChange::RemoveOracle { key: key(address)? },
        ConfigCommand::Guardian { key: text } => {
            ConfigChange::SetGuardian { key: if text == "none" { Pubkey::default() } else { key(text)? } }
        }
        ConfigCommand::Links(args) => links(desk, args).await?,
        ConfigCommand::Voice { veto_bps } => ConfigChange::SetVoice { veto_bps: *veto_bps },
        ConfigCommand::Alarm(args) => ConfigChange::SetAlarm { index: args.index, rule: args.rule()? },
        ConfigCommand::Quota { proposals } => ConfigChange::SetMemberQuota { quota: *proposals },
        ConfigCommand::ClearPause => ConfigChange::ClearPause,
        ConfigCommand::Draft { file } => return draft::read(file),
    };
    Ok(vec![one])
}

/// The key of a parameter that the policy has.
async fn known(desk: &Desk, name: &str) -> Result<[u8; 16], CliError> {
    let policy = desk.gov.policy().await?;
    let found = policy.params().iter().find(|param| text(&param.key) == name).map(|param| param.key);
    Ok(found.ok_or_else(|| GovError::unknown_param(&policy, name))?)
}

async fn rule(desk: &Desk, args: &RuleArgs) -> Result<ConfigChange, CliError> {
    let class = parse::class(&args.class)?;
    let council = desk.gov.council().await?;
    let mut rule: ClassRule = council.classes[usize::from(class)];
    let secs = |text: &Option<String>, old: u64| text.as_deref().map_or(Ok(old), parse::secs);
    rule.delay_secs = secs(&args.delay, rule.delay_secs)?;
    rule.voting_secs = secs(&args.voting, rule.voting_secs)?;
    rule.window_secs = secs(&args.window, rule.window_secs)?;
    rule.delay_slots = args.slots.unwrap_or(rule.delay_slots);
    rule.approvals = args.approvals.unwrap_or(rule.approvals);
    rule.vetoes = args.vetoes.unwrap_or(rule.vetoes);
    rule.enabled = if args.open {
        1
    } else if args.close {
        0
    } else {
        rule.enabled
    };
    if rule == council.classes[usize::from(class)] {
        return Err(CliError::Wrong(format!(
            "failed to change the rule of class {}: nothing would be different; name what changes, for example --delay 48h",
            args.class
        )));
    }
    Ok(ConfigChange::SetRule { class, rule })
}

async fn links(desk: &Desk, args: &LinksArgs) -> Result<ConfigChange, CliError> {
    let mut links = desk.gov.council().await?.safeguards.links;
    let named =
        |text: &Option<String>, old: Pubkey| text.as_deref().map_or(Ok(old), |text| desk.address("address", text));
    links.issuer_program = named(&args.issuer_program, links.issuer_program)?;
    links.metrics = named(&args.metrics, links.metrics)?;
    links.staking_program = named(&args.staking_program, links.staking_program)?;
    if args.pools.len() > links.pools.len() {
        return Err(CliError::Wrong(format!("failed to link pools: found {}, expected at most 4", args.pools.len())));
    }
    if !args.pools.is_empty() {
        links.pools = [Pubkey::default(); 4];
        for (place, pool) in links.pools.iter_mut().zip(&args.pools) {
            *place = desk.address("pool", pool)?;
        }
    }
    Ok(ConfigChange::SetLinks { links })
}

impl OracleArgs {
    fn parts(&self, desk: &Desk) -> Result<(Pubkey, [u8; 32], u8), CliError> {
        Ok((desk.address("oracle", &self.address)?, parse::hash("--model", &self.model)?, self.quota))
    }
}

impl AlarmArgs {
    fn rule(&self) -> Result<AlarmRule, CliError> {
        if self.off {
            return Ok(AlarmRule { metric: 0, direction: 0, periods: 0, level: 0, change_bps: 0 });
        }
        let name = self.metric.as_deref().unwrap_or_default();
        let metric = Metric::ALL.into_iter().find(|metric| metric.name() == name).ok_or_else(|| {
            let names = Metric::ALL.map(Metric::name).join(", ");
            CliError::Wrong(format!("failed to read the metric: found {name:?}, expected one of {names}"))
        })?;
        let (direction, change_bps) = self.falls.map_or((1, self.rises.unwrap_or(0)), |bps| (-1, bps));
        let rule = AlarmRule { metric: metric.code(), direction, periods: self.periods, level: self.level, change_bps };
        match rule.rules().is_sound() {
            true => Ok(rule),
            false => Err(CliError::Wrong(
                "failed to use the alarm rule: expected a movement above 0 basis points within 1 to 32 periods".into(),
            )),
        }
    }
}
