//! What became of a transaction.

use {anchor_lang::prelude::Error, governor::events::Event, litesvm::types::TransactionResult};

/// A transaction that landed.
#[derive(Debug)]
pub struct Landed {
    /// Compute units of the whole transaction.
    pub units: u64,
    /// The bytes of every `Program data:` line, in order.
    pub data: Vec<Vec<u8>>,
}

/// A transaction that was refused; nothing but the fee has changed.
#[derive(Debug)]
pub struct Refused {
    /// Custom error number of the failing program, if it is one.
    pub code: Option<u32>,
    /// The runtime's error in words.
    pub error: String,
    pub logs: Vec<String>,
}

pub type Outcome = Result<Landed, Refused>;

impl Landed {
    /// The governor's events, in order.
    pub fn events(&self) -> Vec<Event> {
        self.data.iter().filter_map(|bytes| Event::decode(bytes)).collect()
    }

    /// The names of the governor's events, in order.
    pub fn event_names(&self) -> Vec<&'static str> {
        self.events().iter().map(Event::name).collect()
    }
}

pub(super) fn of(result: TransactionResult) -> Outcome {
    match result {
        Ok(meta) => {
            let data = meta.logs.iter().filter_map(|line| program_data(line)).collect();
            Ok(Landed { units: meta.compute_units_consumed, data })
        }
        Err(failed) => {
            let error = format!("{:?}", failed.err);
            Err(Refused { code: custom(&error), error, logs: failed.meta.logs })
        }
    }
}

fn custom(error: &str) -> Option<u32> {
    error.split_once("Custom(")?.1.split(')').next()?.parse().ok()
}

fn program_data(line: &str) -> Option<Vec<u8>> {
    base64::Engine::decode(&base64::engine::general_purpose::STANDARD, line.strip_prefix("Program data: ")?).ok()
}

/// Fails unless the transaction was refused with exactly this error of a program.
#[track_caller]
pub fn assert_refused(outcome: Outcome, expected: impl Into<Error> + std::fmt::Debug) {
    let name = format!("{expected:?}");
    let Error::Custom(code) = expected.into() else { panic!("{name} has no number") };
    let refused = outcome.expect_err(&format!("expected {name}, but it landed"));
    assert_eq!(refused.code, Some(code), "expected {name}, got {}\n{}", refused.error, refused.logs.join("\n"));
}

/// Fails unless the transaction was refused with an error of the runtime or framework that contains `words`.
#[track_caller]
pub fn assert_refused_with(outcome: Outcome, words: &str) {
    let refused = outcome.expect_err(&format!("expected {words}, but it landed"));
    assert!(refused.error.contains(words), "expected {words}, got {}\n{}", refused.error, refused.logs.join("\n"));
}
