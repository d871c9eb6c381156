//! Lists of beneficiaries: read from CSV or JSON, put in one order, turned into a root and proofs.
//!
//! The order is by address, so the same people and amounts give the same root however the file was sorted.

use issuer::{
    client::{Share, Shares},
    instructions::ShareArgs,
};
use serde::{Deserialize, Serialize};

use super::{amount, tokens_text};
use crate::chain::Pubkey;

/// Decimals of the issuer's mint.
const DECIMALS: u8 = issuer::state::DECIMALS;

/// A list that cannot be read, as a fragment after "failed to read FILE: ".
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    #[error("line {line}: found {found:?}, expected OWNER,AMOUNT such as 7Np4…ZkTq,12.5")]
    Line { line: usize, found: String },
    #[error(
        "entry {entry}: found {found}, expected an object such as {{\"owner\": \"7Np4…ZkTq\", \"amount\": \"12.5\"}}"
    )]
    Entry { entry: usize, found: String },
    #[error("it is no JSON list: {0}")]
    Json(#[from] serde_json::Error),
    #[error("{owner} stands in it twice (entries {first} and {second}); add the amounts up, one line for each owner")]
    Twice { owner: Pubkey, first: usize, second: usize },
    #[error("entry {entry} gives {owner} nothing; leave it out")]
    Zero { owner: Pubkey, entry: usize },
    #[error("it has no entry, or its amounts sum to more than 64 bits")]
    Size,
    #[error("it is no proof: {0}")]
    Proof(String),
}

/// A list in its one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareList {
    pub shares: Shares,
}

#[derive(Deserialize)]
struct Entry {
    owner: String,
    /// Whole tokens.
    amount: String,
}

/// Everything that a person needs to take a share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    pub owner: String,
    pub index: u32,
    /// Base units.
    pub amount: u64,
    /// Root of the list, hex.
    pub root: String,
    /// Audit path, lowest sibling first, hex.
    pub proof: Vec<String>,
}

impl ShareList {
    /// Reads CSV (`owner,amount` in whole tokens, a heading and `#` lines are passed over) or a JSON list.
    pub fn parse(text: &str) -> Result<Self, ListError> {
        let entries = if text.trim_start().starts_with('[') { read_json(text)? } else { read_csv(text)? };
        Self::new(entries)
    }

    /// Entries as (number in the file, owner, base units).
    fn new(mut entries: Vec<(usize, Pubkey, u64)>) -> Result<Self, ListError> {
        entries.sort_by_key(|(_, owner, _)| *owner);
        for pair in entries.windows(2) {
            let [(first, owner, _), (second, other, _)] = pair else { continue };
            if owner == other {
                return Err(ListError::Twice { owner: *owner, first: *first, second: *second });
            }
        }
        if let Some((entry, owner, _)) = entries.iter().find(|(_, _, amount)| *amount == 0) {
            return Err(ListError::Zero { owner: *owner, entry: *entry });
        }
        let share =
            |(_, beneficiary, amount): &(usize, Pubkey, u64)| Share { beneficiary: *beneficiary, amount: *amount };
        let shares = Shares::new(entries.iter().map(share).collect()).ok_or(ListError::Size)?;
        Ok(Self { shares })
    }

    /// The root, hex.
    pub fn root(&self) -> String {
        hex::encode(self.shares.root())
    }

    /// The proof of the share of `owner`.
    pub fn proof_of(&self, owner: &Pubkey) -> Option<Proof> {
        let index = *self.shares.places_of(owner).first()?;
        Some(Proof::new(index, self.shares.get(index)?, &self.root(), &self.shares.proof(index)?))
    }

    /// Every proof, in the list's order.
    pub fn proofs(&self) -> Vec<Proof> {
        let (root, paths) = (self.root(), self.shares.proofs());
        let shares = (0..).zip(self.shares.shares()).zip(&paths);
        shares.map(|((index, share), path)| Proof::new(index, share, &root, path)).collect()
    }
}

impl Proof {
    fn new(index: u32, share: &Share, root: &str, path: &[[u8; 32]]) -> Self {
        let proof = path.iter().map(hex::encode).collect();
        Self { owner: share.beneficiary.to_string(), index, amount: share.amount, root: root.to_owned(), proof }
    }

    pub fn parse(text: &str) -> Result<Self, ListError> {
        serde_json::from_str(text).map_err(|error| ListError::Proof(error.to_string()))
    }

    /// Whom the share is for.
    pub fn owner(&self) -> Result<Pubkey, ListError> {
        self.owner.parse().map_err(|_| ListError::Proof(format!("owner {:?} is no address", self.owner)))
    }

    /// What the program wants to see for list `number`.
    pub fn args(&self, number: u64) -> Result<ShareArgs, ListError> {
        let hash = |text: &String| {
            let bytes = hex::decode(text).ok().and_then(|bytes| bytes.try_into().ok());
            bytes.ok_or_else(|| ListError::Proof(format!("{text:?} is no hash of 32 bytes in hex")))
        };
        let proof = self.proof.iter().map(hash).collect::<Result<_, _>>()?;
        Ok(ShareArgs { number, index: self.index, amount: self.amount, proof })
    }

    /// The amount in whole tokens.
    pub fn tokens(&self) -> String {
        tokens_text(self.amount, DECIMALS)
    }
}

fn read_json(text: &str) -> Result<Vec<(usize, Pubkey, u64)>, ListError> {
    let values: Vec<serde_json::Value> = serde_json::from_str(text)?;
    let read = |(place, value): (usize, &serde_json::Value)| {
        let bad = || ListError::Entry { entry: place + 1, found: value.to_string() };
        let entry: Entry = serde_json::from_value(value.clone()).map_err(|_| bad())?;
        share(place + 1, &entry.owner, &entry.amount).ok_or_else(bad)
    };
    values.iter().enumerate().map(read).collect()
}

fn read_csv(text: &str) -> Result<Vec<(usize, Pubkey, u64)>, ListError> {
    let mut entries = Vec::new();
    for (line, content) in (1..).zip(text.lines().map(str::trim)) {
        let is_heading = line == 1 && content.split(',').next() == Some("owner");
        if content.is_empty() || content.starts_with('#') || is_heading {
            continue;
        }
        let found = content.split_once(',').and_then(|(owner, amount)| share(line, owner, amount));
        entries.push(found.ok_or_else(|| ListError::Line { line, found: content.into() })?);
    }
    Ok(entries)
}

fn share(entry: usize, owner: &str, amount: &str) -> Option<(usize, Pubkey, u64)> {
    Some((entry, owner.trim().parse().ok()?, amount::parse(amount.trim(), DECIMALS)?))
}
