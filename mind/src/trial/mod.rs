//! Failure modes that only what learns can have, each with a measurement and a limit; `referee::failure` has those that every rule can have.

mod exploit;
mod numbers;
mod practice;

pub use exploit::exploiting;
pub use numbers::no_numbers;
pub use practice::{Practice, overfitting};

use referee::failure::Check;

/// Every check of this kind; `told` hears what is being done.
pub fn trial(practice: &Practice<'_>, mut told: impl FnMut(&str)) -> Vec<Check> {
    let mut checks = vec![no_numbers(NUMBERS)];
    told("training on each half of the ensemble");
    if let Some((check, trained)) = exploiting(practice) {
        checks.push(check);
        told("shuffled labels and the luck of the choice");
        checks.extend(overfitting(practice, &trained));
    }
    checks
}

/// Inputs of the fuzzer.
const NUMBERS: u64 = 20_000;

#[cfg(test)]
mod tests;
