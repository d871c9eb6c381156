//! The buffer account: created once, filled chunk by chunk until it holds the program.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use futures_util::{StreamExt, stream};
use sha2::{Digest, Sha256};
use solana_loader_v3_interface::{instruction as loader, state::UpgradeableLoaderState};
use solana_program::instruction::{AccountMeta, Instruction};
use solana_system_interface::instruction::create_account_with_seed;

use super::{BUFFER_HEADER, DeployError, LOADER};
use crate::{
    chain::{ChainError, MAX_TRANSACTION_BYTES, Pubkey, Sender, SignatureStatus, serialize, sign},
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
pub(super) async fn fill(
    sender: &Sender,
    payer: &Keypair,
    name: &str,
    program: &[u8],
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Pubkey, DeployError> {
    let address = buffer_address(&payer.pubkey(), program);
    let buffer = Buffer { sender, payer, address, program, chunk: chunk_len(payer, address)? };
    buffer.create().await?;
    let total = program.len() as u64;
    let mut missing = Vec::new();
    for _ in 0..ROUNDS {
        missing = buffer.differing().await?;
        let written = total.saturating_sub((missing.len() * buffer.chunk) as u64);
        progress(written, total);
        if missing.is_empty() {
            return Ok(address);
        }
        buffer.write(&missing, &|chunks| progress(written + (chunks * buffer.chunk) as u64, total)).await?;
    }
    Err(DeployError::Incomplete { name: name.into(), missing: missing.len(), rounds: ROUNDS })
}

/// Makes the buffer belong to `owner`, after which nobody but `owner` can write it.
pub(super) async fn give(sender: &Sender, payer: &Keypair, address: Pubkey, owner: Pubkey) -> Result<(), DeployError> {
    let account = sender.rpc.account(&address).await?;
    let held = account.as_ref().and_then(|account| account.data.get(5..BUFFER_HEADER));
    if held == Some(owner.as_ref()) {
        return Ok(());
    }
    sender.send(&[loader::set_buffer_authority(&address, &payer.pubkey(), &owner)], &[payer]).await?;
    Ok(())
}

/// A buffer account and the program that it shall hold.
struct Buffer<'a> {
    sender: &'a Sender,
    payer: &'a Keypair,
    address: Pubkey,
    program: &'a [u8],
    /// Bytes per transaction.
    chunk: usize,
}

/// As many bytes as fit beside everything else that a write transaction holds.
fn chunk_len(payer: &Keypair, address: Pubkey) -> Result<usize, DeployError> {
    let empty = loader::write(&address, &payer.pubkey(), 0, vec![]);
    let overhead = serialize(&sign(&[empty], &[payer], [0; 32])?)?.len();
    // Two bytes more for the compact length of the instruction's data.
    Ok(MAX_TRANSACTION_BYTES - overhead - 2)
}

impl Buffer<'_> {
    async fn create(&self) -> Result<(), DeployError> {
        if self.sender.rpc.account(&self.address).await?.is_some() {
            return Ok(());
        }
        let size = UpgradeableLoaderState::size_of_buffer(self.program.len());
        let lamports = self.sender.rpc.min_rent(size).await?;
        let (key, seed) = (self.payer.pubkey(), seed(self.program));
        let account = create_account_with_seed(&key, &self.address, &key, &seed, lamports, size as u64, &LOADER);
        let metas = vec![AccountMeta::new(self.address, false), AccountMeta::new_readonly(key, false)];
        // Loader instruction 0 is InitializeBuffer.
        let initialize = Instruction { program_id: LOADER, accounts: metas, data: 0_u32.to_le_bytes().to_vec() };
        self.sender.send(&[account, initialize], &[self.payer]).await?;
        Ok(())
    }

    /// Offsets of chunks whose bytes on chain are not the program's.
    async fn differing(&self) -> Result<Vec<usize>, DeployError> {
        let account = self.sender.rpc.account(&self.address).await?;
        let held = account.as_ref().and_then(|account| account.data.get(BUFFER_HEADER..)).unwrap_or_default();
        let differs = |offset: &usize| held.get(self.range(*offset)) != self.program.get(self.range(*offset));
        Ok((0..self.program.len()).step_by(self.chunk).filter(differs).collect())
    }

    fn range(&self, offset: usize) -> std::ops::Range<usize> {
        offset..(offset + self.chunk).min(self.program.len())
    }

    /// Sends every missing chunk once and waits until the last one is confirmed or late; what got lost is found by the next comparison.
    async fn write(&self, missing: &[usize], sent: &(dyn Fn(usize) + Sync)) -> Result<(), DeployError> {
        let count = AtomicUsize::new(0);
        let mut taken = Vec::new();
        for batch in missing.chunks(BATCH) {
            taken.extend(self.write_batch(batch, &|| sent(count.fetch_add(1, Ordering::Relaxed) + 1)).await?);
        }
        self.settle(taken).await
    }

    /// Signatures of the transactions that the node took.
    async fn write_batch(&self, batch: &[usize], sent: &(dyn Fn() + Sync)) -> Result<Vec<String>, DeployError> {
        let blockhash = self.sender.rpc.latest_blockhash().await?;
        let one = |offset: usize| async move {
            let bytes = self.program[self.range(offset)].to_vec();
            let place = u32::try_from(offset).unwrap_or(u32::MAX);
            let instruction = loader::write(&self.address, &self.payer.pubkey(), place, bytes);
            let signed = serialize(&sign(&[instruction], &[self.payer], blockhash.hash)?)?;
            let signature = self.sender.rpc.send_raw(&signed).await;
            sent();
            let lost = |error: &ChainError| tracing::debug!(%error, offset, "chunk was not taken");
            Ok::<Option<String>, DeployError>(signature.inspect_err(lost).ok())
        };
        let results: Vec<_> = stream::iter(batch.iter().copied().map(one)).buffer_unordered(CONCURRENT).collect().await;
        Ok(results.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// Waits until all `signatures` are confirmed, at most 20 seconds.
    async fn settle(&self, signatures: Vec<String>) -> Result<(), DeployError> {
        let began = tokio::time::Instant::now();
        while began.elapsed() < Duration::from_secs(20) {
            let statuses = self.sender.rpc.signature_statuses(&signatures, false).await?;
            let confirmed = |status: &SignatureStatus| status.reached >= self.sender.confirm;
            if statuses.iter().all(|status| status.as_ref().is_some_and(confirmed)) {
                return Ok(());
            }
            tokio::time::sleep(self.sender.poll).await;
        }
        Ok(())
    }
}
