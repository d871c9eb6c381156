//! The gate by hand: look at proposals, vote, execute. What the `gov` commands and the demo call.

mod show;

use governor::{
    client::Gate,
    state::{Council, Move, Policy, Proposal},
};
use solana_program::instruction::Instruction;

pub use show::{grouped, render_list, render_proposal};

use crate::{
    accounts::{self, DecodeError, ProposalFacts, kind_filter, text},
    chain::{ChainClock, ChainError, Landed, Pubkey, SendError, Sender},
    keys::{Keypair, Signer},
};

/// An action that failed, as a fragment after "failed to …".
#[derive(Debug, thiserror::Error)]
pub enum GovError {
    #[error(transparent)]
    Decode(#[from] DecodeError),
    #[error(transparent)]
    Chain(#[from] ChainError),
    #[error(transparent)]
    Send(#[from] SendError),
    #[error("find parameter {key:?}: the policy has {known}")]
    UnknownParam { key: String, known: String },
    #[error("read the proposal: found {given:?}, expected its number or its address; see `trimtab gov list`")]
    NotAProposal { given: String },
    #[error("find proposal {given:?}: expected a number from 1 to {count}, or an address; see `trimtab gov list`")]
    UnknownProposal { given: String, count: u64 },
    #[error("act on proposal {proposal}: it belongs to council {found}, not to {expected}")]
    ForeignProposal { proposal: Pubkey, found: Pubkey, expected: Pubkey },
}

impl GovError {
    /// True when a person gave something that does not exist, rather than the world refusing.
    pub fn is_wrong_input(&self) -> bool {
        matches!(
            self,
            Self::UnknownParam { .. }
                | Self::NotAProposal { .. }
                | Self::UnknownProposal { .. }
                | Self::ForeignProposal { .. }
                | Self::Decode(_)
        )
    }
}

/// One economy's gate on one cluster.
pub struct Governance {
    pub sender: Sender,
    pub gate: Gate,
}

impl Governance {
    pub fn new(sender: Sender, council: Pubkey) -> Self {
        Self { sender, gate: Gate::of(council) }
    }

    pub async fn council(&self) -> Result<Council, GovError> {
        let account = self.sender.rpc.account(&self.gate.council).await?;
        Ok(accounts::decode(&self.gate.council, account.as_ref())?)
    }

    pub async fn policy(&self) -> Result<Policy, GovError> {
        let account = self.sender.rpc.account(&self.gate.policy).await?;
        Ok(accounts::decode(&self.gate.policy, account.as_ref())?)
    }

    pub async fn clock(&self) -> Result<ChainClock, GovError> {
        Ok(self.sender.rpc.clock().await?)
    }

    /// Every proposal of this economy, newest first.
    pub async fn list(&self) -> Result<Vec<ProposalFacts>, GovError> {
        let (council, policy) = (self.council().await?, self.policy().await?);
        let of_council = (8, self.gate.council.to_bytes().to_vec());
        let found = self.sender.rpc.program_accounts(&governor::ID, &[kind_filter::<Proposal>(), of_council]).await?;
        let facts = |(address, account): &(Pubkey, _)| {
            Ok(ProposalFacts::new(address, &accounts::decode(address, Some(account))?, &council, &policy))
        };
        let mut proposals = found.iter().map(facts).collect::<Result<Vec<_>, GovError>>()?;
        proposals.sort_by_key(|facts| std::cmp::Reverse(facts.number));
        Ok(proposals)
    }

    pub async fn show(&self, proposal: &Pubkey) -> Result<ProposalFacts, GovError> {
        let found = self.proposal(proposal).await?;
        Ok(ProposalFacts::new(proposal, &found, &self.council().await?, &self.policy().await?))
    }

    /// The proposal that a person means: its number or its address.
    pub async fn find(&self, given: &str) -> Result<Pubkey, GovError> {
        if let Ok(address) = given.parse::<Pubkey>() {
            self.proposal(&address).await?;
            return Ok(address);
        }
        let number = given.trim_start_matches('#').parse::<u64>();
        let number = number.map_err(|_| GovError::NotAProposal { given: given.into() })?;
        let count = self.council().await?.proposal_count;
        let found = self.list().await?.into_iter().find(|facts| facts.number == number);
        let address = found.and_then(|facts| facts.address.parse().ok());
        address.ok_or_else(|| GovError::UnknownProposal { given: given.into(), count })
    }

    /// Proposes changes in class param; `changes` are (parameter, new value), the old values are read now.
    pub async fn propose_param(
        &self,
        member: &Keypair,
        changes: &[(&str, i64)],
        uri: &str,
    ) -> Result<(Pubkey, Landed), GovError> {
        let policy = self.policy().await?;
        let moves = changes.iter().map(|(key, new)| change(&policy, key, *new)).collect::<Result<Vec<_>, _>>()?;
        let clock = self.clock().await?;
        let mut provenance: governor::state::Provenance = bytemuck::Zeroable::zeroed();
        let length = uri.len().min(64);
        provenance.uri[..length].copy_from_slice(&uri.as_bytes()[..length]);
        let id = fresh_id(&member.pubkey(), &moves, &clock);
        let draft = governor::Draft { class: 1, parent_version: policy.version, moves, provenance };
        let landed = self.sender.send(&[self.gate.propose(member.pubkey(), id, draft)], &[member]).await?;
        Ok((self.gate.proposal(&id), landed))
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

    pub async fn unapprove(&self, member: &Keypair, proposal: &Pubkey) -> Result<Landed, GovError> {
        self.proposal(proposal).await?;
        self.send(self.gate.unapprove(member.pubkey(), *proposal), member).await
    }

    pub async fn veto(&self, member: &Keypair, proposal: &Pubkey) -> Result<Landed, GovError> {
        let content_hash = self.proposal(proposal).await?.content_hash;
        self.send(self.gate.veto(member.pubkey(), *proposal, content_hash), member).await
    }

    pub async fn cancel(&self, proposer: &Keypair, proposal: &Pubkey) -> Result<Landed, GovError> {
        self.proposal(proposal).await?;
        self.send(self.gate.cancel(proposer.pubkey(), *proposal), proposer).await
    }

    /// Anyone may execute; `payer` only pays the transaction.
    pub async fn execute(&self, payer: &Keypair, proposal: &Pubkey) -> Result<Landed, GovError> {
        self.proposal(proposal).await?;
        self.send(self.gate.execute(*proposal), payer).await
    }

    /// Anyone may close what ran out of time or became stale.
    pub async fn expire(&self, payer: &Keypair, proposal: &Pubkey) -> Result<Landed, GovError> {
        self.proposal(proposal).await?;
        self.send(self.gate.expire(*proposal), payer).await
    }

    pub async fn accept_seat(&self, member: &Keypair) -> Result<Landed, GovError> {
        self.send(self.gate.accept_seat(member.pubkey()), member).await
    }

    async fn send(&self, instruction: Instruction, signer: &Keypair) -> Result<Landed, GovError> {
        Ok(self.sender.send(&[instruction], &[signer]).await?)
    }

    /// The proposal's account, checked to be of this economy.
    pub async fn proposal(&self, address: &Pubkey) -> Result<Proposal, GovError> {
        let account = self.sender.rpc.account(address).await?;
        let proposal: Proposal = accounts::decode(address, account.as_ref())?;
        if proposal.council != self.gate.council {
            return Err(GovError::ForeignProposal {
                proposal: *address,
                found: proposal.council,
                expected: self.gate.council,
            });
        }
        Ok(proposal)
    }
}

fn change(policy: &Policy, key: &str, new: i64) -> Result<Move, GovError> {
    let params = &policy.params[..usize::from(policy.params_len).min(policy.params.len())];
    let found = params.iter().position(|param| text(&param.key) == key);
    let index = found.ok_or_else(|| GovError::UnknownParam {
        key: key.into(),
        known: params.iter().map(|param| text(&param.key)).collect::<Vec<_>>().join(", "),
    })?;
    Ok(Move { param: index as u8, _pad: [0; 7], old: params[index].value, new })
}

/// A proposal's id: who, what, when; the same click twice in one slot is one proposal.
fn fresh_id(member: &Pubkey, moves: &[Move], clock: &ChainClock) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new_with_prefix(b"trimtab.manual.v1");
    hash.update(member.as_ref());
    hash.update(bytemuck::cast_slice(moves));
    hash.update(clock.slot.to_le_bytes());
    hash.finalize().into()
}
