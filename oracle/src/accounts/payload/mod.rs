//! What a proposal of class config or action would do, in words that a person can judge.

mod action;
mod config;

use economics::policy::Class;
use governor::state::{Council, Payload, Policy, Proposal};
use serde::{Deserialize, Serialize};

pub use config::{alarm as alarm_words, floor_words, metric_name, refusal as config_refusal, role_names, rule_words};

use super::{decode, text};
use crate::chain::{Account, Pubkey};

/// A payload, read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayloadFacts {
    /// One line per change, or the action with its accounts and guards.
    pub lines: Vec<String>,
    /// The bytes themselves, hex.
    pub bytes: String,
}

/// What a payload is read against: the state that it would change.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    pub council: &'a Council,
    pub policy: &'a Policy,
    /// The economy's signing address.
    pub authority: Pubkey,
    /// Whether the proposal is open: only then does "old → new" mean anything.
    pub open: bool,
}

impl PayloadFacts {
    /// The payload of `proposal` from its account; a missing or foreign one is told as a warning.
    pub fn read(proposal: &Proposal, account: Option<&Account>, reading: &Reading<'_>) -> Option<Self> {
        let class = Class::from_u8(proposal.class).filter(|class| !class.has_moves())?;
        let warning = |text: &str| Self { lines: vec![format!("WARNING: {text}")], bytes: String::new() };
        let Ok(payload) = decode::<Payload>(&Pubkey::default(), account) else {
            return Some(warning("the payload's account cannot be read"));
        };
        if payload.hash() != proposal.payload_hash {
            return Some(warning("the payload is not the one that is voted on"));
        }
        Some(Self::new(class, payload.bytes(), reading))
    }

    pub fn new(class: Class, bytes: &[u8], reading: &Reading<'_>) -> Self {
        let lines = match class {
            Class::Config => config::lines(bytes, reading),
            Class::Action => action::lines(bytes, reading),
            _ => vec![],
        };
        Self { lines, bytes: hex::encode(bytes) }
    }
}

impl Reading<'_> {
    /// `old → new` for what is still to come, `new` for what is past or as it was.
    fn turn(&self, old: impl ToString, new: impl ToString) -> String {
        let (old, new) = (old.to_string(), new.to_string());
        match self.open && old != new {
            true => format!("{old} → {new}"),
            false => new,
        }
    }

    /// The same, with a word for what does not change.
    fn turn_or_same(&self, old: impl ToString, new: impl ToString) -> String {
        let same = self.open && old.to_string() == new.to_string();
        let turned = self.turn(old, new);
        if same { format!("{turned} (as now)") } else { turned }
    }

    fn param(&self, key: &[u8; 16]) -> Option<&governor::Param> {
        self.policy.param_by_key(key)
    }
}

fn unreadable(what: &str, bytes: &[u8]) -> Vec<String> {
    vec![format!("WARNING: these {} bytes cannot be read as {what}; do not approve what nobody can read", bytes.len())]
}

#[cfg(test)]
mod tests;
