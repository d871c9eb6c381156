//! Why a program refused, in names.

use serde_json::Value;
use solana_program::instruction::Instruction;

use super::{Pubkey, error_message, error_name, program_name};

/// A transaction's failure as a person can read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramFailure {
    /// Program that refused (the innermost one).
    pub program: Option<Pubkey>,
    /// Its own error number.
    pub code: Option<u32>,
    /// That number's name, when it is one of ours or of Token-2022.
    pub name: Option<&'static str>,
    /// The failure in the node's words.
    pub detail: String,
    /// The transaction's log.
    pub logs: Vec<String>,
}

impl ProgramFailure {
    /// Reads the `err` of a simulation or status.
    pub fn decode(err: &Value, instructions: &[Instruction], logs: Vec<String>) -> Self {
        let index = err["InstructionError"][0].as_u64().and_then(|index| usize::try_from(index).ok());
        let outer = index.and_then(|index| instructions.get(index)).map(|instruction| instruction.program_id);
        let program = innermost_failure(&logs).or(outer);
        let code = err["InstructionError"][1]["Custom"].as_u64().and_then(|code| u32::try_from(code).ok());
        let name = program.zip(code).and_then(|(program, code)| error_name(&program, code));
        Self { program, code, name, detail: describe(err), logs }
    }
}

impl std::fmt::Display for ProgramFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some(program) = self.program else { return f.write_str(&self.detail) };
        let who = program_name(&program).map_or_else(|| program.to_string(), String::from);
        let meaning = self.code.and_then(|code| error_message(&program, code));
        match (self.name, self.code) {
            (Some(name), Some(code)) => write!(f, "{who} refused with {name} ({code})")?,
            (None, Some(code)) => write!(f, "{who} refused with error {code}")?,
            _ => write!(f, "{who} failed: {}", self.detail)?,
        }
        meaning.map_or(Ok(()), |meaning| write!(f, ": {meaning}"))
    }
}

/// The program of the first "Program X failed" line: logs unwind from the inside.
fn innermost_failure(logs: &[String]) -> Option<Pubkey> {
    let failed = |line: &String| line.strip_prefix("Program ")?.split_once(" failed")?.0.parse().ok();
    logs.iter().find_map(failed)
}

fn describe(err: &Value) -> String {
    match &err["InstructionError"][1] {
        Value::Null => match err.as_str() {
            Some("AccountNotFound" | "InsufficientFundsForFee") => {
                "the account that pays has no lamports on this cluster; send it some first".into()
            }
            Some(kind) => kind.into(),
            None => err.to_string(),
        },
        Value::String(kind) => kind.clone(),
        other => other.to_string(),
    }
}
