//! What every step of a genesis does: look, send, tell.

use governor::state::{Council, Policy};
use issuer::Issuer;
use solana_program::instruction::Instruction;

use super::{MigrateError, MigrateStep, steps::Migration};
use crate::{
    accounts,
    chain::{MAX_TRANSACTION_BYTES, Pubkey, SendError, serialize, sign},
    keys::Keypair,
};

impl Migration<'_> {
    pub(super) async fn exists(&self, address: &Pubkey) -> Result<bool, MigrateError> {
        Ok(self.sender.rpc.account(address).await?.is_some_and(|account| !account.data.is_empty()))
    }

    pub(super) async fn read_council(&self) -> Result<Council, MigrateError> {
        let address = self.at.desk.council;
        Ok(accounts::decode(&address, self.sender.rpc.account(&address).await?.as_ref())?)
    }

    pub(super) async fn read_policy(&self) -> Result<Policy, MigrateError> {
        let address = self.at.desk.policy;
        Ok(accounts::decode(&address, self.sender.rpc.account(&address).await?.as_ref())?)
    }

    pub(super) async fn read_issuer(&self) -> Result<Issuer, MigrateError> {
        let address = self.at.desk.issuer;
        Ok(accounts::decode(&address, self.sender.rpc.account(&address).await?.as_ref())?)
    }

    pub(super) async fn send(
        &self,
        step: &'static str,
        instructions: &[Instruction],
        others: &[&Keypair],
    ) -> Result<(), MigrateError> {
        let signers: Vec<&Keypair> = std::iter::once(&self.keys.creator).chain(others.iter().copied()).collect();
        self.sender.send(instructions, &signers).await.map_err(|source| MigrateError::Step { step, source })?;
        Ok(())
    }

    /// As few transactions as fit, in order.
    pub(super) async fn send_packed(
        &self,
        step: &'static str,
        instructions: Vec<Instruction>,
    ) -> Result<(), MigrateError> {
        let mut batch: Vec<Instruction> = Vec::new();
        for instruction in instructions {
            batch.push(instruction);
            if !self.fits(&batch) && batch.len() > 1 {
                let next = batch.pop();
                self.send(step, &batch, &[]).await?;
                batch = next.into_iter().collect();
            }
        }
        self.send(step, &batch, &[]).await
    }

    /// With room for the compute-budget instructions.
    pub(super) fn fits(&self, instructions: &[Instruction]) -> bool {
        let signed: Result<_, SendError> =
            sign(instructions, &[&self.keys.creator], [0; 32]).and_then(|transaction| serialize(&transaction));
        signed.is_ok_and(|bytes| bytes.len() + 64 <= MAX_TRANSACTION_BYTES)
    }

    pub(super) fn differs_if(
        &self,
        differs: bool,
        what: &str,
        found: String,
        expected: String,
    ) -> Result<(), MigrateError> {
        if differs {
            return Err(MigrateError::Differs { name: self.name.into(), what: what.into(), found, expected });
        }
        Ok(())
    }

    pub(super) fn done(&self, what: String) -> Result<(), MigrateError> {
        (self.progress)(MigrateStep::Done(what));
        Ok(())
    }

    pub(super) fn present(&self, what: String) -> Result<(), MigrateError> {
        (self.progress)(MigrateStep::Present(what));
        Ok(())
    }
}
