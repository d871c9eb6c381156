//! An instruction that the economy signs, built from the command line.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use governor::action::{
    Action, BUFFER_HEADER, Guard, LOADER, MAX_ACCOUNTS, MAX_GUARDS, Meta, PROGRAM_DATA_HEADER, SIGNER, WRITABLE,
};
use sha2::{Digest, Sha256};
use solana_program::{pubkey, pubkey::Pubkey as Address};

use super::{super::CliError, desk::Desk, parse, propose};
use crate::{
    accounts::associated_token_address_of,
    chain::{Account, LAMPORTS_PER_SOL, Pubkey, TOKEN_2022},
};

const TOKEN: Address = pubkey!("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");

pub const EXAMPLES: &str = "Examples:
  trimtab gov propose action pay --to ADDRESS --sol 12.5 -k member.json
  trimtab gov propose action pay-token --mint MINT --to OWNER --amount 1000.5 -k member.json
  trimtab gov propose action upgrade --program PROGRAM --buffer BUFFER --so target/deploy/issuer.so -k member.json
  trimtab gov propose action raw --program PROGRAM --account KEY:w --account AUTHORITY:s --data 0a0b --guard 0:8:32 -k member.json

The economy's own address signs, and nobody else. It can neither call the gate nor write the gate's accounts.
What must not change until then is guarded: an upgrade is bound to the buffer's bytes and to the program as it is now.";

#[derive(Subcommand)]
pub enum ActionCommand {
    /// Pay SOL out of the economy's own address.
    #[command(after_help = "Example: trimtab gov propose action pay --to ADDRESS --sol 12.5 -k member.json")]
    Pay {
        #[arg(long, value_name = "ADDRESS")]
        to: String,
        #[arg(long, value_name = "AMOUNT")]
        sol: String,
    },
    /// Pay tokens out of the economy's own token account.
    #[command(
        after_help = "Example: trimtab gov propose action pay-token --mint MINT --to OWNER --amount 1000.5 -k member.json\nThe receiver's token account must exist: an action is one instruction."
    )]
    PayToken {
        #[arg(long, value_name = "ADDRESS")]
        mint: String,
        /// The receiver's address, or one of his token accounts.
        #[arg(long, value_name = "ADDRESS")]
        to: String,
        /// In whole tokens, such as 1000.5.
        #[arg(long)]
        amount: String,
        /// Token account that pays; the issuer's treasury, else the economy's own account for the mint, when absent.
        #[arg(long, value_name = "ADDRESS")]
        from: Option<String>,
    },
    /// Replace a program by the bytes of a buffer that the economy owns.
    #[command(
        after_help = "Example: trimtab gov propose action upgrade --program PROGRAM --buffer BUFFER --so issuer.so -k member.json\nWrite the buffer first, then give it away:\n  solana program write-buffer issuer.so\n  solana program set-buffer-authority BUFFER --new-buffer-authority AUTHORITY"
    )]
    Upgrade {
        #[arg(long, value_name = "ADDRESS")]
        program: String,
        #[arg(long, value_name = "ADDRESS")]
        buffer: String,
        /// Refuse unless the buffer holds exactly this file.
        #[arg(long, value_name = "FILE")]
        so: Option<PathBuf>,
        /// Gets what the buffer's rent leaves over; the economy when absent.
        #[arg(long, value_name = "ADDRESS")]
        spill: Option<String>,
    },
    /// Any other instruction, byte for byte.
    #[command(
        after_help = "Example: trimtab gov propose action raw --program PROGRAM --account KEY:w --account AUTHORITY:s --data 0a0b -k member.json"
    )]
    Raw(RawArgs),
}

#[derive(Args)]
pub struct RawArgs {
    #[arg(long, value_name = "ADDRESS")]
    program: String,
    /// An account in its order; :w if it is written, :s if it signs (only the economy can), :ws for both.
    #[arg(long = "account", value_name = "ADDRESS[:FLAGS]")]
    accounts: Vec<String>,
    /// The instruction's data.
    #[arg(long, value_name = "HEX", default_value = "")]
    data: String,
    /// Bytes that must be then as they are now: place of the account, first byte, number of bytes (0: to the end).
    #[arg(long = "guard", value_name = "ACCOUNT:OFFSET:LENGTH")]
    guards: Vec<String>,
}

/// The action that the command asks for, checked as the program will check it.
pub async fn build(desk: &Desk, command: &ActionCommand) -> Result<Action, CliError> {
    let authority = desk.gov.gate.authority;
    let action = match command {
        ActionCommand::Pay { to, sol } => pay(desk, to, sol).await?,
        ActionCommand::PayToken { mint, to, amount, from } => {
            pay_token(desk, mint, to, amount, from.as_deref()).await?
        }
        ActionCommand::Upgrade { program, buffer, so, spill } => {
            let spill = spill.as_deref().map_or(Ok(authority), |text| desk.address("spill", text))?;
            upgrade(desk, program, buffer, so.as_ref(), spill).await?
        }
        ActionCommand::Raw(args) => args.build(desk).await?,
    };
    let gate = &desk.gov.gate;
    action.check(&authority, &[&gate.council, &gate.policy]).map_err(|error| {
        let code = match error {
            anchor_lang::Error::Custom(code) => code,
            other => {
                return CliError::Wrong(format!("failed to propose the action: the gate would refuse it ({other:?})"));
            }
        };
        let why = crate::chain::error_message(&governor::ID, code).unwrap_or("an unknown reason");
        CliError::Wrong(format!("failed to propose the action: the gate would refuse it, because {why} ({code})"))
    })?;
    Ok(action)
}

async fn pay(desk: &Desk, to: &str, sol: &str) -> Result<Action, CliError> {
    let (authority, to, lamports) = (desk.gov.gate.authority, desk.address("receiver", to)?, parse::amount(sol, 9)?);
    let held = desk.gov.sender.rpc.balance(&authority).await?;
    if held < lamports {
        return Err(CliError::Wrong(format!(
            "failed to pay {sol} SOL: the economy's address {authority} holds {} SOL now; send it there first",
            held as f64 / LAMPORTS_PER_SOL as f64
        )));
    }
    Ok(Action::from(&solana_system_interface::instruction::transfer(&authority, &to, lamports)))
}

async fn pay_token(desk: &Desk, mint: &str, to: &str, amount: &str, from: Option<&str>) -> Result<Action, CliError> {
    let (authority, rpc) = (desk.gov.gate.authority, &desk.gov.sender.rpc);
    let (mint, to) = (desk.address("mint", mint)?, desk.address("receiver", to)?);
    let held = existing(desk, "mint", &mint).await?;
    // Decimals lie at byte 44 of every mint.
    let decimals = held.data.get(44).filter(|_| is_token(&held.owner)).copied().ok_or_else(|| {
        CliError::Wrong(format!("failed to pay tokens: {mint} is not a mint; its owner is {}", held.owner))
    })?;
    let units = parse::amount(amount, decimals)?;
    let source = match from {
        Some(text) => desk.address("paying account", text)?,
        None => treasury(desk, &held.owner, &mint).await?,
    };
    let target = match rpc.account(&to).await? {
        Some(account) if account.owner == held.owner => to,
        _ => associated_token_address_of(&to, &mint, &held.owner),
    };
    for (what, address) in [("paying token account", &source), ("receiver's token account", &target)] {
        if desk.gov.sender.rpc.account(address).await?.is_none() {
            return Err(CliError::Wrong(format!(
                "failed to pay tokens: the {what} {address} does not exist; create it first, for example with \
                 `spl-token create-account {mint} --owner OWNER`"
            )));
        }
    }
    let metas = [(source, WRITABLE), (mint, 0), (target, WRITABLE), (authority, SIGNER)];
    // TransferChecked: the instruction names the decimals that people saw.
    let data = [&[12][..], &units.to_le_bytes(), &[decimals]].concat();
    let accounts = metas.map(|(key, flags)| Meta { key, flags }).to_vec();
    Ok(Action { program: held.owner, accounts, data, guards: vec![] })
}

/// The treasury of the issuer that mints `mint` under this policy, else the economy's own account by convention.
async fn treasury(desk: &Desk, token_program: &Pubkey, mint: &Pubkey) -> Result<Pubkey, CliError> {
    let gate = &desk.gov.gate;
    let vault = issuer::pda::treasury_vault(&issuer::pda::issuer(&gate.policy, mint).0).0;
    let known = desk.gov.sender.rpc.account(&vault).await?.is_some();
    Ok(if known { vault } else { associated_token_address_of(&gate.authority, mint, token_program) })
}

async fn upgrade(
    desk: &Desk,
    program: &str,
    buffer: &str,
    so: Option<&PathBuf>,
    spill: Pubkey,
) -> Result<Action, CliError> {
    let (program, buffer) = (desk.address("program", program)?, desk.address("buffer", buffer)?);
    let data = Pubkey::find_program_address(&[program.as_ref()], &LOADER).0;
    let old = existing(desk, "program's data", &data).await?;
    let new = existing(desk, "buffer", &buffer).await?;
    let authority = desk.gov.gate.authority;
    // Authority: in program data after kind and slot, in a buffer after the kind; a byte 1 says that there is one.
    for (what, held, place) in [("program", &old, 12), ("buffer", &new, 4)] {
        let owned =
            held.data.get(place) == Some(&1) && held.data.get(place + 1..place + 33) == Some(authority.as_ref());
        if held.owner != LOADER || !owned {
            return Err(CliError::Wrong(format!(
                "failed to upgrade: the {what}'s authority is not the economy's address {authority}; give it away first, \
                 for a buffer with `solana program set-buffer-authority`"
            )));
        }
    }
    let bytes = |held: &Account, header: u32| held.data.get(header as usize..).unwrap_or_default().to_vec();
    let (new, old) = (bytes(&new, BUFFER_HEADER), bytes(&old, PROGRAM_DATA_HEADER));
    if let Some(path) = so {
        let file = propose::read(path)?;
        let same = new.starts_with(&file) && new[file.len()..].iter().all(|byte| *byte == 0);
        if !same {
            return Err(CliError::Wrong(format!(
                "failed to upgrade: buffer {buffer} does not hold {}; write it again, or look who else can write it",
                path.display()
            )));
        }
    }
    let end = old.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    Ok(desk.gov.gate.upgrade(program, buffer, spill, &new, &old[..end]))
}

impl RawArgs {
    async fn build(&self, desk: &Desk) -> Result<Action, CliError> {
        let accounts = self.accounts.iter().map(|text| meta(desk, text)).collect::<Result<Vec<_>, _>>()?;
        let mut action = Action {
            program: desk.address("program", &self.program)?,
            accounts,
            data: parse::bytes("--data", &self.data)?,
            guards: vec![],
        };
        if action.accounts.len() > MAX_ACCOUNTS || self.guards.len() > MAX_GUARDS {
            return Err(CliError::Wrong(format!(
                "failed to build the action: found {} accounts and {} guards, expected at most {MAX_ACCOUNTS} and {MAX_GUARDS}",
                action.accounts.len(),
                self.guards.len()
            )));
        }
        for text in &self.guards {
            let guard = guard(desk, text, &action).await?;
            action.guards.push(guard);
        }
        Ok(action)
    }
}

/// `ADDRESS`, `ADDRESS:w`, `ADDRESS:s`, `ADDRESS:ws`.
fn meta(desk: &Desk, text: &str) -> Result<Meta, CliError> {
    let (key, letters) = text.split_once(':').unwrap_or((text, ""));
    let flags = letters.chars().try_fold(0, |flags, letter| match letter {
        'w' => Ok(flags | WRITABLE),
        's' => Ok(flags | SIGNER),
        _ => {
            Err(CliError::Wrong(format!("failed to read the account {text:?}: expected ADDRESS, ADDRESS:w, :s or :ws")))
        }
    })?;
    Ok(Meta { key: desk.address("account", key)?, flags })
}

/// `ACCOUNT:OFFSET:LENGTH`, with the hash of what is there now.
async fn guard(desk: &Desk, text: &str, action: &Action) -> Result<Guard, CliError> {
    let wrong = |why: &str| {
        CliError::Wrong(format!(
            "failed to read the guard {text:?}: {why}, expected ACCOUNT:OFFSET:LENGTH such as 0:8:32, with ACCOUNT the place of an --account"
        ))
    };
    let numbers: Vec<u32> =
        text.split(':').map(str::parse).collect::<Result<_, _>>().map_err(|_| wrong("found something else"))?;
    let [place, offset, len] = numbers[..] else { return Err(wrong("found another number of parts")) };
    let meta = action.accounts.get(place as usize).ok_or_else(|| wrong("there is no such account"))?;
    let held = existing(desk, "guarded account", &meta.key).await?;
    let mut guard = Guard { account: place as u8, offset, len, sha256: [0; 32] };
    let bytes = guard.range(&held.data).ok_or_else(|| wrong("the account is shorter"))?;
    guard.sha256 = Sha256::digest(bytes).into();
    Ok(guard)
}

async fn existing(desk: &Desk, what: &str, address: &Pubkey) -> Result<Account, CliError> {
    let found = desk.gov.sender.rpc.account(address).await?;
    found.ok_or_else(|| CliError::Wrong(format!("failed to find the {what}: there is no account at {address}")))
}

fn is_token(owner: &Pubkey) -> bool {
    [TOKEN, TOKEN_2022].contains(owner)
}
