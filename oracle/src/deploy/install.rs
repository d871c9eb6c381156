//! Deploying and upgrading from a filled buffer.

use std::path::Path;

use solana_loader_v3_interface::{
    get_program_data_address, instruction as loader, instruction::MINIMUM_EXTEND_PROGRAM_BYTES,
    state::UpgradeableLoaderState,
};

use super::{DeployError, Installed, LOADER, PROGRAM_DATA_HEADER, buffer, ensure_funds};
use crate::{
    chain::{Account, Pubkey, SendError, Sender},
    hash::Hash,
    keys::{self, Keypair, Signer},
};

/// A program to be put on chain.
pub struct Program {
    pub name: String,
    /// Its ELF file.
    pub bytes: Vec<u8>,
    /// The key whose public half is the program's id; needed for the first deployment only.
    pub key: Keypair,
}

/// What was done for a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deployed {
    Unchanged,
    Created,
    Upgraded,
    /// The gate may replace it: the new bytes wait in this buffer, which belongs to the gate, for a proposal.
    Buffered(Pubkey),
}

/// Progress of a deployment.
#[derive(Clone, Debug)]
pub enum DeployStep<'a> {
    Writing { name: &'a str, bytes: u64, total: u64 },
    Finished { name: &'a str, what: Deployed },
}

/// The programs of this project and the ids compiled into them.
pub(super) fn ours() -> [(&'static str, Pubkey); 3] {
    [("governor", governor::ID), ("issuer", issuer::ID), ("staking", staking::ID)]
}

/// Reads `NAME.so` and `NAME-program.json`; the key must be the one compiled into the program.
pub fn read_program(name: &str, program_dir: &Path, key_dir: &Path) -> Result<Program, DeployError> {
    let path = program_dir.join(format!("{name}.so"));
    let bytes = std::fs::read(&path).map_err(|source| DeployError::Read { path: path.clone(), source })?;
    if !bytes.starts_with(b"\x7fELF") {
        return Err(DeployError::NotElf { path });
    }
    let path = key_dir.join(format!("{name}-program.json"));
    let key = keys::read(&path)?;
    let expected = ours().into_iter().find(|(known, _)| *known == name).map_or(key.pubkey(), |(_, id)| id);
    if key.pubkey() != expected {
        return Err(DeployError::WrongKey { name: name.into(), path, found: key.pubkey(), expected });
    }
    Ok(Program { name: name.into(), bytes, key })
}

/// SHA-256 of `NAME.so` of each program in `program_dir`.
pub fn file_hashes(program_dir: &Path) -> Result<Vec<(String, Hash)>, DeployError> {
    let hash = |(name, _): (&str, Pubkey)| {
        let path = program_dir.join(format!("{name}.so"));
        let bytes = std::fs::read(&path).map_err(|source| DeployError::Read { path, source })?;
        Ok((name.to_owned(), Hash::of("", &[&bytes])))
    };
    ours().into_iter().map(hash).collect()
}

/// Puts governor, issuer and staking on chain; `payer` pays and becomes their upgrade authority.
///
/// What belongs to `gate`, a council's authority, is put into buffers of the gate.
pub async fn deploy(
    sender: &Sender,
    payer: &Keypair,
    gate: Option<Pubkey>,
    program_dir: &Path,
    key_dir: &Path,
    progress: &(dyn Fn(DeployStep<'_>) + Sync),
) -> Result<Vec<(String, Deployed)>, DeployError> {
    let mut done = Vec::new();
    for (name, _) in ours() {
        let program = read_program(name, program_dir, key_dir)?;
        done.push((name.to_string(), deploy_program(sender, payer, gate, &program, progress).await?));
    }
    Ok(done)
}

/// Puts one program on chain, or leaves it when its bytes are there already.
pub async fn deploy_program(
    sender: &Sender,
    payer: &Keypair,
    gate: Option<Pubkey>,
    program: &Program,
    progress: &(dyn Fn(DeployStep<'_>) + Sync),
) -> Result<Deployed, DeployError> {
    let what = match data_of(sender, program).await? {
        Some(data) if holds(&data, &program.bytes) => Deployed::Unchanged,
        found => {
            pay_for(sender, payer, program, found.as_ref()).await?;
            let written = |bytes, total| progress(DeployStep::Writing { name: &program.name, bytes, total });
            let buffer = buffer::fill(sender, payer, &program.name, &program.bytes, &written).await?;
            match found {
                None => create(sender, payer, program, buffer).await?,
                Some(data) => upgrade(sender, payer, gate, program, buffer, &data).await?,
            }
        }
    };
    progress(DeployStep::Finished { name: &program.name, what });
    Ok(what)
}

/// The program's data account, when it is deployed.
async fn data_of(sender: &Sender, program: &Program) -> Result<Option<Account>, DeployError> {
    let id = program.key.pubkey();
    let found = sender.rpc.accounts(&[id, get_program_data_address(&id)]).await?;
    match found.as_slice() {
        [None, _] => Ok(None),
        // An address that merely holds lamports is not occupied.
        [Some(account), None] if account.data.is_empty() && !account.executable => Ok(None),
        [Some(account), Some(data)] if account.owner == LOADER => Ok(Some(data.clone())),
        _ => Err(DeployError::Occupied { name: program.name.clone(), address: id }),
    }
}

/// True when the data account holds `bytes` and after them only zeroes.
fn holds(data: &Account, bytes: &[u8]) -> bool {
    let body = data.data.get(PROGRAM_DATA_HEADER..).unwrap_or_default();
    body.get(..bytes.len()) == Some(bytes) && body.iter().skip(bytes.len()).all(|byte| *byte == 0)
}

/// Buffer and data account at the same time, and some for fees.
async fn pay_for(
    sender: &Sender,
    payer: &Keypair,
    program: &Program,
    found: Option<&Account>,
) -> Result<(), DeployError> {
    let size = UpgradeableLoaderState::size_of_buffer(program.bytes.len());
    let rent = sender.rpc.min_rent(size).await?;
    let buffer_there = sender.rpc.account(&buffer::buffer_address(&payer.pubkey(), &program.bytes)).await?.is_some();
    let accounts = u64::from(!buffer_there) + u64::from(found.is_none());
    let fees = 10_000 * (program.bytes.len() as u64 / 900 + 10);
    Ok(ensure_funds(&sender.rpc, &payer.pubkey(), rent.saturating_mul(accounts).saturating_add(fees)).await?)
}

async fn create(sender: &Sender, payer: &Keypair, program: &Program, buffer: Pubkey) -> Result<Deployed, DeployError> {
    let lamports = sender.rpc.min_rent(UpgradeableLoaderState::size_of_program()).await?;
    let key = payer.pubkey();
    // Exactly as long as the program: an upgrade that needs more room extends it first.
    let instructions =
        loader::deploy_with_max_program_len(&key, &program.key.pubkey(), &buffer, &key, lamports, program.bytes.len())
            .map_err(|error| SendError::Sign(error.to_string()))?;
    let landed = sender.send(&instructions, &[payer, &program.key]).await?;
    next_slot(sender, landed.slot).await?;
    Ok(Deployed::Created)
}

async fn upgrade(
    sender: &Sender,
    payer: &Keypair,
    gate: Option<Pubkey>,
    program: &Program,
    buffer: Pubkey,
    data: &Account,
) -> Result<Deployed, DeployError> {
    let key = payer.pubkey();
    let id = program.key.pubkey();
    let installed = Installed::read(&program.name, id, data);
    let for_gate = gate.is_some() && installed.authority == gate;
    if installed.authority != Some(key) && !for_gate {
        return Err(installed.not_authority(key));
    }
    let room = data.data.len().saturating_sub(PROGRAM_DATA_HEADER);
    if let Some(more) = program.bytes.len().checked_sub(room).filter(|more| *more > 0) {
        let more = u32::try_from(more).unwrap_or(u32::MAX).max(MINIMUM_EXTEND_PROGRAM_BYTES);
        let landed = sender.send(&[loader::extend_program(&id, Some(&key), more)], &[payer]).await?;
        next_slot(sender, landed.slot).await?;
    }
    if let Some(gate) = gate.filter(|_| for_gate) {
        buffer::give(sender, payer, buffer, gate).await?;
        return Ok(Deployed::Buffered(buffer));
    }
    let landed = sender.send(&[loader::upgrade(&id, &buffer, &key, &key)], &[payer]).await?;
    next_slot(sender, landed.slot).await?;
    Ok(Deployed::Upgraded)
}

/// A program can be called or changed again from the slot after its deployment.
pub(super) async fn next_slot(sender: &Sender, slot: u64) -> Result<(), DeployError> {
    let began = tokio::time::Instant::now();
    while sender.rpc.slot(sender.confirm).await? <= slot && began.elapsed() < std::time::Duration::from_secs(5) {
        tokio::time::sleep(sender.poll).await;
    }
    Ok(())
}
