//! What became of each decision, and whether its forecast was right.
//!
//! Held, vetoed and expired decisions are measured too, against the forecast without the change: nothing is hidden.

mod measure;

use governor::state::Proposal;

use crate::{
    accounts::{self, DecodeError, ProposalFacts},
    chain::{ChainError, Pubkey, Rpc},
    config::Economy,
    decision::Decision,
    snapshot::PeriodView,
    store::{Effect, Store, StoreError},
};

/// Following that stopped, as a fragment after "failed to …".
#[derive(Debug, thiserror::Error)]
pub enum EffectError {
    #[error(transparent)]
    Chain(#[from] ChainError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Decode(#[from] DecodeError),
    #[error("read decision {number} from the database: it is not a record")]
    Record { number: u64 },
}

impl EffectError {
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Chain(error) => error.is_transient(),
            Self::Store(error) => error.is_transient(),
            Self::Decode(_) | Self::Record { .. } => false,
        }
    }
}

impl std::fmt::Display for Effect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let short: String = self.decision.chars().take(8).collect();
        write!(f, "decision {short} {}", self.outcome)?;
        let Some(measured) = &self.measured else { return Ok(()) };
        let real = crate::units::real;
        write!(
            f,
            "; {} is {:.6}, forecast {:.6} to {:.6}, without the change {:.6}",
            measured.metric,
            real(measured.actual),
            real(measured.p10),
            real(measured.p90),
            real(measured.p50_without)
        )
    }
}

/// Follows every decision one step further; returns what is new.
pub async fn follow(rpc: &Rpc, economy: &Economy, store: &Store) -> Result<Vec<Effect>, EffectError> {
    let mut known = store.effects()?;
    let mut news = Vec::new();
    let receipts = store.receipts()?;
    for row in store.decisions()? {
        if known.iter().any(|effect| effect.decision == row.hash) {
            continue;
        }
        let receipt = receipts.iter().find(|receipt| receipt.decision == row.hash);
        let ended = match receipt {
            Some(receipt) => outcome(rpc, economy, store, &receipt.proposal).await?,
            None if row.verdict == "hold" => Some(("held".to_string(), row.at)),
            None => None,
        };
        if let Some((outcome, at)) = ended {
            let effect = Effect {
                decision: row.hash,
                proposal: receipt.map(|receipt| receipt.proposal.clone()),
                outcome,
                at,
                measured: None,
            };
            store.put_effect(&effect)?;
            known.push(effect.clone());
            news.push(effect);
        }
    }
    news.extend(measure_due(store, known)?);
    Ok(news)
}

/// How the proposal ended, and when.
async fn outcome(
    rpc: &Rpc,
    economy: &Economy,
    store: &Store,
    proposal: &str,
) -> Result<Option<(String, i64)>, EffectError> {
    let address: Pubkey = proposal.parse().unwrap_or_default();
    let found = rpc.accounts(&[address, economy.council, economy.policy]).await?;
    let get = |index: usize| found.get(index).and_then(Option::as_ref);
    let proposal: Proposal = accounts::decode(&address, get(0))?;
    let council = accounts::decode(&economy.council, get(1))?;
    let policy = accounts::decode(&economy.policy, get(2))?;
    let facts = ProposalFacts::new(&address, &proposal, &council, &policy, None);
    store.put_proposal(&facts)?;
    Ok((!facts.is_open()).then_some((facts.state, facts.closed_at)))
}

/// Measures every effect whose horizon is over.
fn measure_due(store: &Store, known: Vec<Effect>) -> Result<Vec<Effect>, EffectError> {
    let periods: Vec<PeriodView> = store.periods()?.into_iter().map(PeriodView::from).collect();
    let decisions = store.decisions()?;
    let mut news = Vec::new();
    for mut effect in known.into_iter().filter(|effect| effect.measured.is_none()) {
        let Some(row) = decisions.iter().find(|row| row.hash == effect.decision) else { continue };
        let decision: Decision =
            borsh::from_slice(&row.bytes).map_err(|_| EffectError::Record { number: row.number })?;
        effect.measured = measure::measure(&decision, &effect.outcome, effect.at, &periods);
        if effect.measured.is_some() {
            store.put_effect(&effect)?;
            news.push(effect);
        }
    }
    Ok(news)
}
