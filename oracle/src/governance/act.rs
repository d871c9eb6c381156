//! Acts of the gate with a key at hand: what the demo and tests call. The command line signs in more ways.

use governor::state::{Move, Policy};
use solana_program::instruction::Instruction;

use super::{GovError, Governance};
use crate::{
    accounts::text,
    chain::{ChainClock, Landed, Pubkey},
    keys::{Keypair, Signer},
};

/// Bytes that a proposal has for the place of its reasons.
pub const MAX_URI: usize = 64;

impl Governance {
    /// Proposes changes in class param; `changes` are (parameter, new value), the old values are read now.
    pub async fn propose_param(
        &self,
        member: &Keypair,
        changes: &[(&str, i64)],
        uri: &str,
    ) -> Result<(Pubkey, Landed), GovError> {
        let (proposal, instruction) = self.draft_moves(&member.pubkey(), 1, changes, uri).await?;
        Ok((proposal, self.send(instruction, member).await?))
    }

    /// Approves what is on chain now; to approve only what was read before, use [`Self::approve_content`].
    pub async fn approve(&self, member: &Keypair, proposal: &Pubkey) -> Result<Landed, GovError> {
        let found = self.proposal(proposal).await?;
        self.approve_content(member, proposal, found.content_hash, found.life.config_seqno).await
    }

    /// Approves exactly `content_hash` under exactly `config_seqno`.
    pub async fn approve_content(
        &self,
        member: &Keypair,
        proposal: &Pubkey,
        content_hash: [u8; 32],
        config_seqno: u64,
    ) -> Result<Landed, GovError> {
        self.send(self.gate.approve(member.pubkey(), *proposal, content_hash, config_seqno), member).await
    }

    pub async fn veto(&self, member: &Keypair, proposal: &Pubkey) -> Result<Landed, GovError> {
        let content_hash = self.proposal(proposal).await?.content_hash;
        self.send(self.gate.veto(member.pubkey(), *proposal, content_hash), member).await
    }

    pub async fn unapprove(&self, member: &Keypair, proposal: &Pubkey) -> Result<Landed, GovError> {
        self.send(self.gate.unapprove(member.pubkey(), *proposal), member).await
    }

    pub async fn cancel(&self, proposer: &Keypair, proposal: &Pubkey) -> Result<Landed, GovError> {
        self.send(self.gate.cancel(proposer.pubkey(), *proposal), proposer).await
    }

    /// Anyone may execute; `payer` only pays the transaction.
    pub async fn execute(&self, payer: &Keypair, proposal: &Pubkey) -> Result<Landed, GovError> {
        let instruction = self.execution(proposal).await?;
        self.send(instruction, payer).await
    }

    pub async fn accept_seat(&self, member: &Keypair) -> Result<Landed, GovError> {
        self.send(self.gate.accept_seat(member.pubkey()), member).await
    }

    async fn send(&self, instruction: Instruction, signer: &Keypair) -> Result<Landed, GovError> {
        Ok(self.sender.send(&[instruction], &[signer]).await?)
    }

    /// A proposal of moves and its address; the old values are read now.
    pub async fn draft_moves(
        &self,
        proposer: &Pubkey,
        class: u8,
        changes: &[(&str, i64)],
        uri: &str,
    ) -> Result<(Pubkey, Instruction), GovError> {
        let policy = self.policy().await?;
        let moves = changes.iter().map(|(key, new)| change(&policy, key, *new)).collect::<Result<Vec<_>, _>>()?;
        let mut provenance: governor::state::Provenance = bytemuck::Zeroable::zeroed();
        let length = uri.len().min(MAX_URI);
        provenance.uri[..length].copy_from_slice(&uri.as_bytes()[..length]);
        let id = fresh_id(proposer, bytemuck::cast_slice(&moves), &self.clock().await?);
        let draft = governor::Draft { class, parent_version: policy.version, moves, provenance };
        Ok((self.gate.proposal(&id), self.gate.propose(*proposer, id, draft)))
    }

    /// A proposal that carries a payload, and its address.
    pub async fn draft_payload(
        &self,
        proposer: &Pubkey,
        class: u8,
        rationale_hash: [u8; 32],
        payload: Vec<u8>,
    ) -> Result<(Pubkey, Instruction), GovError> {
        let id = fresh_id(proposer, &payload, &self.clock().await?);
        let draft = governor::PayloadDraft { class, rationale_hash, payload };
        Ok((self.gate.proposal(&id), self.gate.propose_payload(*proposer, id, draft)))
    }
}

fn change(policy: &Policy, key: &str, new: i64) -> Result<Move, GovError> {
    let found = policy.params().iter().position(|param| text(&param.key) == key);
    let index = found.ok_or_else(|| GovError::unknown_param(policy, key))?;
    Ok(Move::new(index as u8, policy.params()[index].value, new))
}

/// A proposal's id: who, what, when; the same click twice in one slot is one proposal.
fn fresh_id(member: &Pubkey, content: &[u8], clock: &ChainClock) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new_with_prefix(b"trimtab.manual.v1");
    hash.update(member.as_ref());
    hash.update(content);
    hash.update(clock.slot.to_le_bytes());
    hash.finalize().into()
}
