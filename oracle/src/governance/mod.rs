//! The gate by hand: look at proposals, vote, execute. What the `gov` commands and the demo call.

mod act;
pub mod aloud;
mod chamber;
mod show;

use economics::policy::Class;
use governor::{
    action::Action,
    client::Gate,
    state::{Council, Payload, Policy, Proposal},
};
use solana_program::instruction::Instruction;

pub use act::MAX_URI;
pub use chamber::{CouncilFacts, render_council, render_members, render_oracles};
pub use show::{render_list, render_proposal};

use crate::{
    accounts::{self, DecodeError, ProposalFacts, kind_filter, text},
    chain::{ChainClock, ChainError, Pubkey, SendError, Sender},
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
    #[error("execute proposal {proposal}: its payload cannot be read as an action")]
    NotAnAction { proposal: Pubkey },
    #[error("read the proposal: found {given:?}, expected its number or its address; see `trimtab gov list`")]
    NotAProposal { given: String },
    #[error("find proposal {given:?}: expected a number from 1 to {count}, or an address; see `trimtab gov list`")]
    UnknownProposal { given: String, count: u64 },
    #[error("act on proposal {proposal}: it belongs to council {found}, not to {expected}")]
    ForeignProposal { proposal: Pubkey, found: Pubkey, expected: Pubkey },
}

impl GovError {
    /// The parameter does not exist; says which do.
    pub fn unknown_param(policy: &Policy, key: &str) -> Self {
        let known = policy.params().iter().map(|param| text(&param.key)).collect::<Vec<_>>().join(", ");
        Self::UnknownParam { key: key.into(), known }
    }

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
        let of_council = (8, self.gate.council.to_bytes().to_vec());
        let found = self.sender.rpc.program_accounts(&governor::ID, &[kind_filter::<Proposal>(), of_council]).await?;
        let decode = |(address, account): &(Pubkey, _)| Ok((*address, accounts::decode(address, Some(account))?));
        let mut proposals = self.facts(found.iter().map(decode).collect::<Result<_, GovError>>()?).await?;
        proposals.sort_by_key(|facts| std::cmp::Reverse(facts.number));
        Ok(proposals)
    }

    pub async fn show(&self, proposal: &Pubkey) -> Result<ProposalFacts, GovError> {
        let found = self.proposal(proposal).await?;
        Ok(self.facts(vec![(*proposal, found)]).await?.remove(0))
    }

    /// The proposals beside the council and policy as they are now, with what they carry.
    async fn facts(&self, proposals: Vec<(Pubkey, Proposal)>) -> Result<Vec<ProposalFacts>, GovError> {
        let (council, policy) = (self.council().await?, self.policy().await?);
        let carried = |(address, proposal): &(Pubkey, Proposal)| ProposalFacts::payload_of(address, proposal);
        let payloads = self.sender.rpc.accounts(&proposals.iter().filter_map(carried).collect::<Vec<_>>()).await?;
        let mut payloads = payloads.iter();
        let facts = proposals.iter().map(|(address, proposal)| {
            let payload = ProposalFacts::payload_of(address, proposal).and_then(|_| payloads.next());
            ProposalFacts::new(address, proposal, &council, &policy, payload.and_then(Option::as_ref))
        });
        Ok(facts.collect())
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

    /// The instruction that carries out an approved proposal of any class; it needs no key.
    pub async fn execution(&self, proposal: &Pubkey) -> Result<Instruction, GovError> {
        let found = self.proposal(proposal).await?;
        Ok(match Class::from_u8(found.class) {
            Some(Class::Config) => self.gate.execute_config(*proposal),
            Some(Class::Action) => {
                let at = self.gate.payload(proposal);
                let account = self.sender.rpc.account(&at).await?;
                let payload: Payload = accounts::decode(&at, account.as_ref())?;
                let action = Action::read(payload.bytes());
                self.gate.perform(*proposal, &action.map_err(|_| GovError::NotAnAction { proposal: *proposal })?)
            }
            _ => self.gate.execute(*proposal),
        })
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
