//! Transactions that land exactly once or provably not at all.
//!
//! Simulate, sign, broadcast the same bytes until they are confirmed, and sign anew only when the old blockhash is surely dead:
//! the *finalized* block height is beyond its last valid height and the node's history does not know the signature.

use std::time::Duration;

use solana_program::instruction::Instruction;
use solana_signer::Signer;
use solana_transaction::Transaction;

use serde_json::Value;

use super::{
    ChainError, Commitment, MAX_COMPUTE_UNITS, ProgramFailure, Pubkey, Rpc, SendError, SignatureStatus, compute_limit,
    compute_price, wire,
};

/// How transactions are sent.
#[derive(Clone, Debug)]
pub struct Sender {
    pub rpc: Rpc,
    /// A transaction counts as landed when it reached this.
    pub confirm: Commitment,
    /// Largest price paid, micro-lamports per compute unit.
    pub max_price: u64,
    /// Signed versions that may expire before giving up.
    pub attempts: u32,
    /// Pause between looks at the status.
    pub poll: Duration,
    /// Pause between broadcasts of the same bytes.
    pub rebroadcast: Duration,
    /// Longest wait for one signed version on a chain that stands still.
    pub patience: Duration,
}

/// A transaction that is on chain and succeeded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Landed {
    pub signature: String,
    pub slot: u64,
}

/// What became of one signed version.
enum Fate {
    Landed(Landed),
    Dead,
}

impl Sender {
    pub fn new(rpc: Rpc) -> Self {
        // A chain on this machine may make blocks as fast as it is asked to: look often, sign anew often.
        let (poll, attempts) = if rpc.is_loopback() { (10, 20) } else { (400, 4) };
        Self {
            rpc,
            confirm: Commitment::Confirmed,
            max_price: 100_000,
            attempts,
            poll: Duration::from_millis(poll),
            rebroadcast: Duration::from_secs(2),
            patience: Duration::from_secs(180),
        }
    }

    /// Sends `instructions` as one transaction paid by `signers[0]`.
    pub async fn send<S: Signer + ?Sized>(
        &self,
        instructions: &[Instruction],
        signers: &[&S],
    ) -> Result<Landed, SendError> {
        let units = self.simulate(instructions, signers).await?;
        let mut all = vec![compute_limit(units)];
        if let Some(price) = self.price(instructions).await {
            all.push(compute_price(price));
        }
        all.extend_from_slice(instructions);
        for _ in 0..self.attempts {
            let blockhash = self.rpc.latest_blockhash().await?;
            let transaction = wire::sign(&all, signers, blockhash.hash)?;
            if let Fate::Landed(landed) = self.land(&transaction, &all, blockhash.last_valid_height).await? {
                return Ok(landed);
            }
        }
        Err(SendError::Expired { attempts: self.attempts })
    }

    /// Broadcasts a transaction that was signed elsewhere, as it is, until it landed or its blockhash is surely dead.
    ///
    /// A blockhash that is known now dies before the newest one does; a durable nonce does not die, so there `Expired`
    /// means only that the chain did not take it for as long as that.
    pub async fn send_signed(
        &self,
        transaction: &Transaction,
        instructions: &[Instruction],
    ) -> Result<Landed, SendError> {
        let newest = self.rpc.latest_blockhash().await?;
        match self.land(transaction, instructions, newest.last_valid_height).await? {
            Fate::Landed(landed) => Ok(landed),
            Fate::Dead => Err(SendError::Expired { attempts: 1 }),
        }
    }

    /// Runs the transaction without landing it; returns a compute limit with some room.
    pub async fn simulate<S: Signer + ?Sized>(
        &self,
        instructions: &[Instruction],
        signers: &[&S],
    ) -> Result<u32, SendError> {
        let mut all = vec![compute_limit(MAX_COMPUTE_UNITS)];
        all.extend_from_slice(instructions);
        let blockhash = self.rpc.latest_blockhash().await?;
        let bytes = wire::serialize(&wire::unsigned(&all, signers, blockhash.hash)?)?;
        let simulation = self.rpc.simulate(&bytes).await?;
        match simulation.err {
            Some(err) => Err(refused(&err, &all, simulation.logs)),
            None => Ok(u32::try_from(simulation.units.saturating_mul(3) / 2 + 20_000).unwrap_or(MAX_COMPUTE_UNITS)),
        }
    }

    /// The 75th percentile of what was paid lately for the same writable accounts, capped; `None` where nobody pays.
    async fn price(&self, instructions: &[Instruction]) -> Option<u64> {
        let writable: Vec<Pubkey> = instructions
            .iter()
            .flat_map(|ix| &ix.accounts)
            .filter(|meta| meta.is_writable)
            .map(|meta| meta.pubkey)
            .collect();
        let mut fees = self.rpc.recent_prioritization_fees(&writable).await.unwrap_or_default();
        fees.sort_unstable();
        let price = fees.get(fees.len() * 3 / 4).copied().unwrap_or(0).min(self.max_price);
        (price > 0).then_some(price)
    }

    async fn land(
        &self,
        transaction: &Transaction,
        instructions: &[Instruction],
        last_valid_height: u64,
    ) -> Result<Fate, SendError> {
        let signature = transaction.signatures.first().map(ToString::to_string).unwrap_or_default();
        let bytes = wire::serialize(transaction)?;
        let began = tokio::time::Instant::now();
        let mut broadcast_at: Option<tokio::time::Instant> = None;
        loop {
            if began.elapsed() > self.patience {
                return Err(SendError::Undecided { signature });
            }
            if broadcast_at.is_none_or(|at| at.elapsed() >= self.rebroadcast) {
                self.broadcast(&bytes, instructions).await?;
                broadcast_at = Some(tokio::time::Instant::now());
            }
            if let Some(status) = self.status(&signature, false).await? {
                if let Some(landed) = self.judge(&signature, status, instructions).await? {
                    return Ok(Fate::Landed(landed));
                }
            } else if self.rpc.block_height(Commitment::Finalized).await? > last_valid_height {
                return self.last_look(&signature, instructions).await;
            }
            tokio::time::sleep(self.poll).await;
        }
    }

    /// A node may refuse bytes that it already processed, or a dead blockhash; the status decides, so only program failures end here.
    async fn broadcast(&self, bytes: &[u8], instructions: &[Instruction]) -> Result<(), SendError> {
        match self.rpc.send_raw(bytes).await {
            Ok(_) => Ok(()),
            Err(error) => match refusal(&error, instructions) {
                Some(refusal) => Err(refusal),
                None => {
                    tracing::debug!(%error, "broadcast was not taken");
                    Ok(())
                }
            },
        }
    }

    async fn status(&self, signature: &str, history: bool) -> Result<Option<SignatureStatus>, SendError> {
        Ok(self.rpc.signature_statuses(&[signature.to_string()], history).await?.remove(0))
    }

    /// `Some` when the status reached the wanted commitment; an error when the transaction failed on chain.
    async fn judge(
        &self,
        signature: &str,
        status: SignatureStatus,
        instructions: &[Instruction],
    ) -> Result<Option<Landed>, SendError> {
        if status.reached < self.confirm {
            return Ok(None);
        }
        match status.err {
            None => Ok(Some(Landed { signature: signature.to_string(), slot: status.slot })),
            Some(err) => {
                let record =
                    self.rpc.transaction(signature, self.confirm.max(Commitment::Confirmed)).await.ok().flatten();
                let logs = record.map(|record| record.logs).unwrap_or_default();
                Err(refused(&err, instructions, logs))
            }
        }
    }

    async fn last_look(&self, signature: &str, instructions: &[Instruction]) -> Result<Fate, SendError> {
        match self.status(signature, true).await? {
            Some(status) => match self
                .judge(signature, SignatureStatus { reached: Commitment::Finalized, ..status }, instructions)
                .await?
            {
                Some(landed) => Ok(Fate::Landed(landed)),
                None => Ok(Fate::Dead),
            },
            None => Ok(Fate::Dead),
        }
    }
}

fn refused(err: &Value, instructions: &[Instruction], logs: Vec<String>) -> SendError {
    SendError::Refused(Box::new(ProgramFailure::decode(err, instructions, logs)))
}

/// A program's refusal inside a node's answer to a broadcast: some nodes run what they are sent at once.
fn refusal(error: &ChainError, instructions: &[Instruction]) -> Option<SendError> {
    let ChainError::Rpc(answer) = error else { return None };
    let err = answer.failure.as_ref().filter(|err| err.get("InstructionError").is_some())?;
    Some(refused(err, instructions, answer.logs.clone()))
}
