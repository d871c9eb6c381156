//! A sequence as data: it can be printed, replayed, and cut down.

use std::{fmt, str::FromStr};

use anyhow::{Context, Result};

use super::{kind::Kind, random::Random};

/// One action: its kind, and the seed of all further choices.
///
/// The choices also depend on the chain as the action finds it, so a step means something wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub kind: Kind,
    pub seed: u32,
}

/// The sequence that belongs to `seed`.
pub fn of_seed(seed: u64, actions: u32) -> Vec<Step> {
    let mut random = Random::new(seed);
    let mut kind = Kind::Emit;
    (0..actions)
        .map(|_| {
            kind = Kind::choose(&mut random, kind);
            Step { kind, seed: random.number() as u32 }
        })
        .collect()
}

/// The steps of a printed sequence.
pub fn parse(text: &str) -> Result<Vec<Step>> {
    text.split_whitespace().map(Step::from_str).collect()
}

/// The sequence in the words that [`parse`] reads.
pub fn print(steps: &[Step]) -> String {
    steps.iter().map(Step::to_string).collect::<Vec<_>>().join(" ")
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:?}:{:x}", self.kind, self.seed)
    }
}

impl FromStr for Step {
    type Err = anyhow::Error;

    fn from_str(word: &str) -> Result<Self> {
        let (kind, seed) = word.split_once(':').with_context(|| format!("expected Kind:seed, found {word}"))?;
        let kind = Kind::named(kind).with_context(|| format!("no action is called {kind}"))?;
        Ok(Self { kind, seed: u32::from_str_radix(seed, 16)? })
    }
}

#[test]
fn a_printed_sequence_is_read_back() {
    let steps = of_seed(7, 50);
    assert_eq!(parse(&print(&steps)).unwrap(), steps);
    assert!(parse("Emit").is_err() && parse("Nothing:1").is_err() && parse("Emit:g").is_err());
}
