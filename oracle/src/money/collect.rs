//! Collecting fees over any number of token accounts, page by page; a run that was cut off goes on where it was.
//!
//! What was harvested once holds no fee any more, so doing a page twice changes nothing.

use std::path::{Path, PathBuf};

use issuer::client::PAGE_SOURCES;
use serde::{Deserialize, Serialize};

use super::{Money, MoneyError};
use crate::{
    accounts::{TOKEN_2022, TokenState},
    chain::{Account, Pubkey, SendError},
    keys::Keypair,
};

/// Which token accounts are looked at.
#[derive(Clone, Debug)]
pub enum Sources {
    /// Those named.
    Given(Vec<Pubkey>),
    /// Every one of the mint, in one answer of the node.
    All,
    /// Every one of the mint in 256 answers, by the first byte of the owner; for mints with very many accounts.
    ByOwner {
        /// Remembers which part comes next.
        resume: Option<PathBuf>,
    },
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collected {
    /// Accounts whose fees were harvested.
    pub accounts: u64,
    /// Their fees, base units.
    pub amount: u64,
    pub transactions: u64,
    /// Accounts that the chain would not harvest.
    pub skipped: Vec<String>,
}

/// A page that was sent, or a part that was read.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// Parts read, and parts in all.
    pub part: u64,
    pub parts: u64,
    pub so_far: &'a Collected,
}

/// Hears of every page.
pub type Progress<'a> = &'a (dyn Fn(Page<'_>) + Sync);

/// Where a run stands.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Resume {
    mint: String,
    /// Part that comes next.
    next: u64,
    collected: Collected,
}

/// Parts of a run by owner.
const PARTS: u64 = 256;

impl Money {
    /// Harvests the accounts with at least `least` base units of fees, and splits what arrives; at least one call,
    /// because the vaults and the mint may hold fees of their own.
    pub async fn collect(
        &self,
        payer: &Keypair,
        sources: &Sources,
        least: u64,
        progress: Progress<'_>,
    ) -> Result<Collected, MoneyError> {
        let mut state = match sources {
            Sources::ByOwner { resume: Some(path) } => self.read_resume(path)?,
            _ => Resume::default(),
        };
        let parts = if matches!(sources, Sources::ByOwner { .. }) { PARTS } else { 1 };
        while state.next < parts {
            let rich = self.part(sources, state.next, least).await?;
            for page in rich.chunks(PAGE_SOURCES) {
                self.page(payer, page, &mut state.collected).await?;
                progress(Page { part: state.next, parts, so_far: &state.collected });
            }
            state.next += 1;
            self.write_resume(sources, &state)?;
            progress(Page { part: state.next, parts, so_far: &state.collected });
        }
        if state.collected.transactions == 0 {
            self.page(payer, &[], &mut state.collected).await?;
        }
        if let Sources::ByOwner { resume: Some(path) } = sources {
            let gone = std::fs::remove_file(path);
            gone.map_err(|source| file_error("remove", path, source))?;
        }
        Ok(state.collected)
    }

    /// Accounts of one part with their fees, the fullest first.
    async fn part(&self, sources: &Sources, part: u64, least: u64) -> Result<Vec<(Pubkey, u64)>, MoneyError> {
        let of_mint = (0, self.economy.mint.to_bytes().to_vec());
        let found: Vec<(Pubkey, Account)> = match sources {
            Sources::Given(given) => {
                let accounts = self.sender.rpc.accounts(given).await?;
                given.iter().copied().zip(accounts).filter_map(|(at, account)| Some((at, account?))).collect()
            }
            Sources::All => self.sender.rpc.program_accounts(&TOKEN_2022, &[of_mint]).await?,
            Sources::ByOwner { .. } => {
                let of_part = (32, vec![u8::try_from(part).unwrap_or(u8::MAX)]);
                self.sender.rpc.program_accounts(&TOKEN_2022, &[of_mint, of_part]).await?
            }
        };
        // Anyone may create accounts that match; what is no token account is passed over.
        let fees = found.iter().filter_map(|(at, account)| Some((*at, TokenState::decode(at, Some(account)).ok()?)));
        let ours = fees.filter(|(_, token)| token.mint == self.economy.mint && token.withheld >= least.max(1));
        let mut rich: Vec<(Pubkey, u64)> = ours.map(|(at, token)| (at, token.withheld)).collect();
        rich.sort_by_key(|(at, fees)| (std::cmp::Reverse(*fees), *at));
        Ok(rich)
    }

    /// Sends a page; one that the chain refuses is sent in halves, so that one bad account spoils no others.
    async fn page(&self, payer: &Keypair, page: &[(Pubkey, u64)], so_far: &mut Collected) -> Result<(), MoneyError> {
        let desk = self.desk_of(&self.issuer().await?);
        let mut left = vec![page];
        while let Some(page) = left.pop() {
            let accounts: Vec<Pubkey> = page.iter().map(|(at, _)| *at).collect();
            match self.sender.send(&[desk.collect(&accounts)], &[payer]).await {
                Ok(_) => {
                    so_far.transactions += 1;
                    so_far.accounts += page.len() as u64;
                    so_far.amount = page.iter().fold(so_far.amount, |sum, (_, fees)| sum.saturating_add(*fees));
                }
                Err(SendError::Refused(_)) if page.len() > 1 => {
                    let (one, other) = page.split_at(page.len() / 2);
                    left.extend([one, other]);
                }
                Err(SendError::Refused(why)) if page.len() == 1 => {
                    so_far.skipped.push(format!("{}: {why}", page[0].0));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn read_resume(&self, path: &Path) -> Result<Resume, MoneyError> {
        let mint = self.economy.mint.to_string();
        if !path.exists() {
            return Ok(Resume { mint, ..Resume::default() });
        }
        let text = std::fs::read_to_string(path).map_err(|source| file_error("read", path, source))?;
        let bad = |reason: String| MoneyError::BadResume { path: path.display().to_string(), reason };
        let resume: Resume = serde_json::from_str(&text).map_err(|error| bad(error.to_string()))?;
        if resume.mint != mint {
            return Err(bad(format!("it is about mint {}, not {mint}", resume.mint)));
        }
        Ok(resume)
    }

    fn write_resume(&self, sources: &Sources, state: &Resume) -> Result<(), MoneyError> {
        let Sources::ByOwner { resume: Some(path) } = sources else { return Ok(()) };
        let text = serde_json::to_string(state).unwrap_or_default();
        // Written beside and moved over, so that a crash leaves the old one or the new one.
        let beside = path.with_extension("part");
        let written = std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, path));
        written.map_err(|source| file_error("write", path, source))
    }
}

fn file_error(what: &'static str, path: &Path, source: std::io::Error) -> MoneyError {
    MoneyError::File { what, path: path.display().to_string(), source }
}
