//! One sweep: read the accounts, do what is due, tell what became of it.

use economics::key::{EMISSION_RATE, FEE_BPS, STANDARD};
use governor::{
    client::Gate,
    state::{Council, Policy, Proposal},
};
use issuer::{
    client::Desk,
    state::{Issuer, Metrics},
};
use serde::Serialize;
use staking::Position;

use super::{Affairs, Books, Chore, PoolBooks, Seat, Withheld, due};
use crate::{
    accounts::{self, DecodeError, MintState, PoolAt, TokenState, kind_filter, read_pools},
    chain::{Account, ChainError, Pubkey, Rpc, SendError, Sender, TOKEN_2022},
    config::Economy,
    keys::Keypair,
};

/// A sweep that could not look, as a fragment after "failed to …".
#[derive(Debug, thiserror::Error)]
pub enum KeeperError {
    #[error(transparent)]
    Chain(#[from] ChainError),
    #[error(transparent)]
    Decode(#[from] DecodeError),
    #[error("find the parameter {0} in the policy: is this an economy that `trimtab migrate` made?")]
    Param(String),
}

impl KeeperError {
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Chain(error) => error.is_transient(),
            Self::Decode(_) | Self::Param(_) => false,
        }
    }
}

/// What became of one chore.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChoreReport {
    pub name: &'static str,
    pub detail: String,
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// How a chore ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
pub enum Outcome {
    Done {
        signature: String,
        slot: u64,
    },
    /// The program found nothing to do: somebody else was faster, or the clock of the node lags.
    Refused {
        reason: String,
    },
    /// The transaction did not land; the next sweep sees whether the chore is still due.
    Failed {
        reason: String,
    },
}

impl std::fmt::Display for ChoreReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:<8} {}: ", self.name, self.detail)?;
        match &self.outcome {
            Outcome::Done { signature, .. } => write!(f, "done, transaction {signature}"),
            Outcome::Refused { reason } => write!(f, "not needed any more: {reason}"),
            Outcome::Failed { reason } => write!(f, "failed to {reason}"),
        }
    }
}

/// Does every chore that is due; `payer` pays and has no rights.
pub async fn sweep(sender: &Sender, economy: &Economy, payer: &Keypair) -> Result<Vec<ChoreReport>, KeeperError> {
    Ok(perform(sender, due(&read(&sender.rpc, economy).await?), payer).await)
}

/// Sends the chores one after the other; none that is refused or fails keeps the others from being done.
pub async fn perform(sender: &Sender, chores: Vec<Chore>, payer: &Keypair) -> Vec<ChoreReport> {
    let mut reports = Vec::new();
    for chore in chores {
        reports.push(send(sender, chore, payer).await);
    }
    reports
}

async fn send(sender: &Sender, chore: Chore, payer: &Keypair) -> ChoreReport {
    let outcome = match sender.send(&chore.instructions, &[payer]).await {
        Ok(landed) => Outcome::Done { signature: landed.signature, slot: landed.slot },
        Err(SendError::Refused(refusal)) if refusal.code.is_some() => Outcome::Refused { reason: refusal.to_string() },
        Err(error) => Outcome::Failed { reason: error.to_string() },
    };
    ChoreReport { name: chore.name, detail: chore.detail, outcome }
}

/// Looks at the chain once.
pub async fn read(rpc: &Rpc, economy: &Economy) -> Result<Books, KeeperError> {
    let at = [economy.policy, economy.issuer, economy.mint];
    let found = rpc.accounts(&at).await?;
    let get = |index: usize| found.get(index).and_then(Option::as_ref);
    let policy: Policy = accounts::decode(&at[0], get(0))?;
    let issuer: Issuer = accounts::decode(&at[1], get(1))?;
    let tokens = rpc.program_accounts(&TOKEN_2022, &[(0, economy.mint.to_bytes().to_vec())]).await?;
    let mut pools = Vec::new();
    for pool in read_pools(rpc, &economy.policy, &economy.mint).await? {
        pools.push(read_pool(rpc, &pool, &tokens).await?);
    }
    let now = rpc.clock().await?;
    Ok(Books {
        desk: Desk::new(economy.council, economy.mint, 0).with(&issuer),
        now,
        ledger: issuer.ledger,
        rate: *param(&policy, EMISSION_RATE)?,
        version: policy.version,
        emission_paused: policy.is_paused(economics::pause::EMISSION, now.unix),
        fee_bps: param(&policy, FEE_BPS)?.value,
        mint: MintState::decode(&at[2], get(2))?,
        withheld: tokens.iter().filter_map(withheld).collect(),
        pools,
        affairs: affairs(rpc, economy).await?,
    })
}

/// One pool with its positions; the balance of its rewards is among the mint's token accounts.
async fn read_pool(rpc: &Rpc, at: &PoolAt, tokens: &[(Pubkey, Account)]) -> Result<PoolBooks, KeeperError> {
    let filters = [kind_filter::<Position>(), (8, at.address.to_bytes().to_vec())];
    let positions = rpc.program_accounts(&staking::ID, &filters).await?;
    let vault = tokens.iter().find(|(address, _)| *address == at.pool.reward_vault);
    let vault = vault.and_then(|(address, account)| TokenState::decode(address, Some(account)).ok());
    Ok(PoolBooks {
        stakes: at.keeper_stakes(),
        ledger: *at.pool.rules(),
        vault: vault.map_or(0, |token| token.amount),
        seats: positions.iter().filter_map(seat).collect(),
    })
}

/// The council's side of the books.
pub async fn affairs(rpc: &Rpc, economy: &Economy) -> Result<Affairs, KeeperError> {
    let council: Council = accounts::decode(&economy.council, rpc.account(&economy.council).await?.as_ref())?;
    let metrics = council.safeguards.links.metrics;
    let ring = match council.safeguards.links.has_metrics() {
        false => None,
        true => {
            let found: Metrics = accounts::decode(&metrics, rpc.account(&metrics).await?.as_ref())?;
            Some(Box::new(*found.rules()))
        }
    };
    let of_council = (8, economy.council.to_bytes().to_vec());
    let found = rpc.program_accounts(&governor::ID, &[kind_filter::<Proposal>(), of_council]).await?;
    let decode = |(at, account): &(Pubkey, Account)| Ok((*at, accounts::decode(at, Some(account))?));
    let proposals = found.iter().map(decode).collect::<Result<_, DecodeError>>()?;
    Ok(Affairs { gate: Gate::of(economy.council), council: Box::new(council), proposals, ring })
}

/// The policy's standard parameter number `place`.
fn param(policy: &Policy, place: usize) -> Result<&economics::bounds::Param, KeeperError> {
    let key = STANDARD[place];
    let found = policy.params().iter().find(|param| param.key == key);
    found.map(|param| param.rules()).ok_or_else(|| KeeperError::Param(accounts::text(&key)))
}

/// Anyone may create accounts that match the filter: what is no token account is passed over.
fn withheld((address, account): &(Pubkey, Account)) -> Option<Withheld> {
    let token = TokenState::decode(address, Some(account)).ok()?;
    (token.withheld > 0).then_some(Withheld { account: *address, amount: token.withheld })
}

fn seat((address, account): &(Pubkey, Account)) -> Option<Seat> {
    let position: Position = accounts::decode(address, Some(account)).ok()?;
    let (stake, owner) = (position.rules(), position.card.owner);
    let active_from = (stake.warming > 0).then_some(stake.active_from);
    (stake.staked() > 0).then_some(Seat { owner, tier: stake.tier, active_from })
}
