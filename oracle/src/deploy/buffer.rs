//! The buffer account: created once, filled chunk by chunk until it holds the program.

use std::{sync::atomic::Ordering, time::Duration};

use futures_util::{StreamExt, stream};
use sha2::{Digest, Sha256};
use solana_loader_v3_interface::{instruction as loader, state::UpgradeableLoaderState};
use solana_program::instruction::{AccountMeta, Instruction};

use super::{BUFFER_HEADER, DeployError, LOADER};
use crate::{
    chain::{MAX_TRANSACTION_BYTES, Pubkey, Sender, serialize, sign},
    keys::{Keypair, Signer},
};

/// Chunks on the way at the same time.
const CONCURRENT: usize = 16;

/// Chunks signed with one blockhash: a test chain that makes a block per transaction forgets it after 150.
const BATCH: usize = 48;

/// Times that everything missing is sent again.
const ROUNDS: u32 = 20;

/// Where `payer` collects `program` before it is deployed: no key is needed, and the same bytes give the same address.
pub fn buffer_address(payer: &Pubkey, program: &[u8]) -> Pubkey {
    Pubkey::create_with_seed(payer, &seed(program), &LOADER).unwrap_or_default()
}

/// First 32 hexadecimal digits of the program's SHA-256: the longest seed that is allowed.
fn seed(program: &[u8]) -> String {
    hex::encode(&Sha256::digest(program)[..16])
}

/// Makes the buffer hold exactly `program`; `progress(written, total)` in bytes.
pub(super) async fn fill(sender: &Sender, payer: &Keypair, name: &str, program: &[u8], progress: &(dyn Fn(u64, u64) + Sync)) -> Result<Pubkey, DeployError> {
    let address = buffer_address(&payer.pubkey(), program);
    create(sender, payer, address, program).await?;
    let chunk = chunk_len(payer, address)?;
    let total = program.len() as u64;
    let mut missing = Vec::new();
    for _ in 0..ROUNDS {
        missing = differing(sender, address, program, chunk).await?;
        let written = total.saturating_sub((missing.len() * chunk) as u64);
        progress(written, total);
        if missing.is_empty() {
            return Ok(address);
        }
        write(sender, payer, address, program, chunk, &missing, &|chunks| progress(written + (chunks * chunk) as u64, total)).await?;
    }
    Err(DeployError::Incomplete { name: name.into(), missing: missing.len(), rounds: ROUNDS })
}

async fn create(sender: &Sender, payer: &Keypair, address: Pubkey, program: &[u8]) -> Result<(), DeployError> {
    if sender.rpc.account(&address).await?.is_some() {
        return Ok(());
    }
    let size = UpgradeableLoaderState::size_of_buffer(program.len());
    let lamports = sender.rpc.min_rent(size).await?;
    let key = payer.pubkey();
    let account = solana_system_interface::instruction::create_account_with_seed(&key, &address, &key, &seed(program), lamports, size as u64, &LOADER);
    let metas = vec![AccountMeta::new(address, false), AccountMeta::new_readonly(key, false)];
    // Loader instruction 0 is InitializeBuffer.
    let initialize = Instruction { program_id: LOADER, accounts: metas, data: 0_u32.to_le_bytes().to_vec() };
    sender.send(&[account, initialize], &[payer]).await?;
    Ok(())
}

/// As many bytes as fit beside everything else that a write transaction holds.
fn chunk_len(payer: &Keypair, address: Pubkey) -> Result<usize, DeployError> {
    let empty = loader::write(&address, &payer.pubkey(), 0, vec![]);
    let overhead = serialize(&sign(&[empty], &[payer], [0; 32])?)?.len();
    // Two bytes more for the compact length of the instruction's data.
    Ok(MAX_TRANSACTION_BYTES - overhead - 2)
}

/// Offsets of chunks whose bytes on chain are not the program's.
async fn differing(sender: &Sender, address: Pubkey, program: &[u8], chunk: usize) -> Result<Vec<usize>, DeployError> {
    let account = sender.rpc.account(&address).await?;
    let held = account.as_ref().and_then(|account| account.data.get(BUFFER_HEADER..)).unwrap_or_default();
    let differs = |offset: &usize| {
        let end = (offset + chunk).min(program.len());
        held.get(*offset..end) != program.get(*offset..end)
    };
    Ok((0..program.len()).step_by(chunk).filter(differs).collect())
}

/// Sends every missing chunk once and waits until the last one is confirmed or late; what got lost is found by the next comparison.
async fn write(sender: &Sender, payer: &Keypair, address: Pubkey, program: &[u8], chunk: usize, missing: &[usize], sent: &(dyn Fn(usize) + Sync)) -> Result<(), DeployError> {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let mut taken = Vec::new();
    for batch in missing.chunks(BATCH) {
        taken.extend(write_batch(sender, payer, address, program, chunk, batch, &|| sent(count.fetch_add(1, Ordering::Relaxed) + 1)).await?);
    }
    settle(sender, taken).await
}

/// Signatures of the transactions that the node took.
async fn write_batch(sender: &Sender, payer: &Keypair, address: Pubkey, program: &[u8], chunk: usize, batch: &[usize], sent: &(dyn Fn() + Sync)) -> Result<Vec<String>, DeployError> {
    let blockhash = sender.rpc.latest_blockhash().await?;
    let one = |offset: usize| {
        async move {
            let bytes = program[offset..(offset + chunk).min(program.len())].to_vec();
            let instruction = loader::write(&address, &payer.pubkey(), u32::try_from(offset).unwrap_or(u32::MAX), bytes);
            let signed = serialize(&sign(&[instruction], &[payer], blockhash.hash)?)?;
            let signature = sender.rpc.send_raw(&signed).await;
            sent();
            Ok::<Option<String>, DeployError>(signature.inspect_err(|error| tracing::debug!(%error, offset, "chunk was not taken")).ok())
        }
    };
    let results: Vec<_> = stream::iter(batch.iter().copied().map(one)).buffer_unordered(CONCURRENT).collect().await;
    Ok(results.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// Waits until all `signatures` are confirmed, at most 20 seconds.
async fn settle(sender: &Sender, signatures: Vec<String>) -> Result<(), DeployError> {
    let began = tokio::time::Instant::now();
    while began.elapsed() < Duration::from_secs(20) {
        let statuses = sender.rpc.signature_statuses(&signatures, false).await?;
        if statuses.iter().all(|status| status.as_ref().is_some_and(|status| status.reached >= sender.confirm)) {
            return Ok(());
        }
        tokio::time::sleep(sender.poll).await;
    }
    Ok(())
}
