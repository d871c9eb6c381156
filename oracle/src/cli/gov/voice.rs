//! Stakers' voices, and the grade of a forecast.

use clap::Subcommand;
use economics::voice::Stance;
use governor::state::Ballot;
use solana_program::instruction::Instruction;

use super::{
    super::CliError,
    brake::metrics,
    desk::{About, Deed, Desk},
    signing::Kind,
};
use crate::{
    accounts::{self, kind_filter},
    chain::{Account, Pubkey},
};

pub const EXAMPLES: &str = "Examples:
  trimtab gov voice object 3 -k staker.json      with every position that the key speaks for
  trimtab gov voice support 3 --position ADDRESS -k staker.json
  trimtab gov voice close 3 -k staker.json       the rent comes back when the proposal has ended

Only stake that was active before the proposal was made counts. Enough objections end a proposal of class ai or param.";

/// `sha256("account:Position")[..8]`: how the framework marks a staking position.
const POSITION: [u8; 8] = [170, 188, 143, 228, 122, 64, 247, 208];
/// Places of the owner and of the delegate in a position, and of the payer in a ballot.
const OWNER: usize = 40;
const DELEGATE: usize = 72;
const PAYER: usize = 72;
/// Positions that fit into one transaction.
const PER_TRANSACTION: usize = 4;

#[derive(Subcommand)]
pub enum VoiceCommand {
    /// Object to a proposal.
    #[command(after_help = "Example: trimtab gov voice object 3 -k staker.json")]
    Object {
        proposal: String,
        /// One position; all that the key speaks for when absent.
        #[arg(long, value_name = "ADDRESS")]
        position: Option<String>,
    },
    /// Support a proposal; it moves nothing, but is on record.
    #[command(after_help = "Example: trimtab gov voice support 3 -k staker.json")]
    Support {
        proposal: String,
        /// One position; all that the key speaks for when absent.
        #[arg(long, value_name = "ADDRESS")]
        position: Option<String>,
    },
    /// Take the rent of your voices back after the proposal has ended.
    #[command(after_help = "Example: trimtab gov voice close 3 -k staker.json")]
    Close { proposal: String },
}

pub async fn run(desk: &Desk, command: &VoiceCommand) -> Result<(), CliError> {
    desk.refuse_offline()?;
    match command {
        VoiceCommand::Object { proposal, position } => speak(desk, proposal, position.as_deref(), Stance::Object).await,
        VoiceCommand::Support { proposal, position } => {
            speak(desk, proposal, position.as_deref(), Stance::Support).await
        }
        VoiceCommand::Close { proposal } => close(desk, proposal).await,
    }
}

async fn speak(desk: &Desk, given: &str, position: Option<&str>, stance: Stance) -> Result<(), CliError> {
    let proposal = desk.gov.find(given).await?;
    let speaker = desk.key()?.address();
    let metrics = metrics(desk).await?;
    let positions = match position {
        Some(text) => vec![desk.address("position", text)?],
        None => positions(desk, &speaker, &proposal).await?,
    };
    let (kind, done) = match stance {
        Stance::Object => (Kind::Brake, "objected to"),
        Stance::Support => (Kind::Vote, "supported"),
    };
    let gate = &desk.gov.gate;
    let voices = positions.iter().map(|position| gate.voice(speaker, proposal, *position, metrics, stance));
    in_batches(desk, voices.collect(), kind, done, proposal).await
}

/// Positions that `speaker` speaks for and that have not spoken about `proposal`.
async fn positions(desk: &Desk, speaker: &Pubkey, proposal: &Pubkey) -> Result<Vec<Pubkey>, CliError> {
    let program = desk.gov.council().await?.safeguards.links.staking_program;
    let (rpc, gate) = (&desk.gov.sender.rpc, &desk.gov.gate);
    let mut found: Vec<(Pubkey, Account)> = Vec::new();
    for place in [OWNER, DELEGATE] {
        let filters = [(0, POSITION.to_vec()), (place, speaker.to_bytes().to_vec())];
        found.extend(rpc.program_accounts(&program, &filters).await?);
    }
    found.sort_by_key(|(address, _)| *address);
    found.dedup_by_key(|(address, _)| *address);
    // An owner who named somebody else does not speak.
    let speaks = |account: &Account| {
        let delegate = account.data.get(DELEGATE..DELEGATE + 32);
        delegate == Some(speaker.as_ref()) || delegate == Some(&[0; 32][..])
    };
    let able: Vec<Pubkey> = found.iter().filter(|(_, account)| speaks(account)).map(|(address, _)| *address).collect();
    let ballots = rpc.accounts(&able.iter().map(|at| gate.ballot(proposal, at)).collect::<Vec<_>>()).await?;
    let silent: Vec<Pubkey> =
        able.iter().zip(ballots).filter(|(_, ballot)| ballot.is_none()).map(|(at, _)| *at).collect();
    if silent.is_empty() {
        return Err(CliError::Wrong(format!(
            "failed to speak: found {} positions that {speaker} speaks for, expected one that has not spoken about the proposal; \
             name the key with -k, or a position with --position",
            able.len()
        )));
    }
    Ok(silent)
}

async fn close(desk: &Desk, given: &str) -> Result<(), CliError> {
    let proposal = desk.gov.find(given).await?;
    let payer = desk.key()?.address();
    let filters = [kind_filter::<Ballot>(), (8, proposal.to_bytes().to_vec()), (PAYER, payer.to_bytes().to_vec())];
    let mut closes = Vec::new();
    for (address, account) in desk.gov.sender.rpc.program_accounts(&governor::ID, &filters).await? {
        let ballot: Ballot = accounts::decode(&address, Some(&account))
            .map_err(|error| CliError::Failed(format!("failed to {error}")))?;
        closes.push(desk.gov.gate.close_voice(proposal, ballot.position, ballot.payer));
    }
    if closes.is_empty() {
        return Err(CliError::Wrong(format!("failed to find a voice that {payer} paid for about this proposal")));
    }
    in_batches(desk, closes, Kind::Brake, "closed the voices about", proposal).await
}

async fn in_batches(
    desk: &Desk,
    instructions: Vec<Instruction>,
    kind: Kind,
    done: &'static str,
    proposal: Pubkey,
) -> Result<(), CliError> {
    for batch in instructions.chunks(PER_TRANSACTION) {
        let deed = Deed { actor: desk.key()?, kind, instructions: batch.to_vec(), done, about: About::Line(proposal) };
        desk.carry_out(deed).await?;
    }
    Ok(())
}

/// Grades the forecast of a proposal; anyone may.
pub async fn resolve(desk: &Desk, given: &str) -> Result<(), CliError> {
    desk.refuse_offline()?;
    let proposal = desk.gov.find(given).await?;
    let instructions = vec![desk.gov.gate.resolve(proposal, metrics(desk).await?)];
    let actor = desk.payer()?;
    let done = "graded the forecast of";
    desk.carry_out(Deed { actor, kind: Kind::Brake, instructions, done, about: About::Line(proposal) }).await
}
