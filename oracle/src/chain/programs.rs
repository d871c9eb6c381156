//! Names of programs and of their errors.

use std::{collections::BTreeMap, sync::OnceLock};

use solana_program::pubkey;

use super::Pubkey;

/// The Token-2022 program.
pub const TOKEN_2022: Pubkey = pubkey!("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
const SYSTEM: Pubkey = pubkey!("11111111111111111111111111111111");
const LOADER: Pubkey = pubkey!("BPFLoaderUpgradeab1e11111111111111111111111");

/// Errors are named by the programs' own sources, so a name can never drift from its number.
const SOURCES: [(Pubkey, &str); 3] = [
    (governor::ID, include_str!("../../../programs/governor/src/error.rs")),
    (issuer::ID, include_str!("../../../programs/issuer/src/error.rs")),
    (staking::ID, include_str!("../../../programs/staking/src/error.rs")),
];

/// What Token-2022 says most often.
const TOKEN_ERRORS: [(u32, &str); 5] =
    [(0, "NotRentExempt"), (1, "InsufficientFunds"), (3, "MintMismatch"), (4, "OwnerMismatch"), (17, "AccountFrozen")];

/// A name for a program that people will recognise.
pub fn program_name(program: &Pubkey) -> Option<&'static str> {
    let names = [
        (governor::ID, "governor"),
        (issuer::ID, "issuer"),
        (staking::ID, "staking"),
        (TOKEN_2022, "token-2022"),
        (SYSTEM, "the system program"),
        (LOADER, "the program loader"),
    ];
    names.into_iter().find(|(id, _)| id == program).map(|(_, name)| name)
}

/// The name of a program's error number.
pub fn error_name(program: &Pubkey, code: u32) -> Option<&'static str> {
    if *program == TOKEN_2022 {
        return TOKEN_ERRORS.into_iter().find(|(number, _)| *number == code).map(|(_, name)| name);
    }
    table().get(&(*program, code)).map(|(name, _)| *name)
}

/// What that error means, in a sentence.
pub fn error_message(program: &Pubkey, code: u32) -> Option<&'static str> {
    table().get(&(*program, code)).map(|(_, message)| *message)
}

type Table = BTreeMap<(Pubkey, u32), (&'static str, &'static str)>;

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        SOURCES
            .into_iter()
            .flat_map(|(program, source)| variants(source).map(move |(code, row)| ((program, code), row)))
            .collect()
    })
}

/// Reads `#[error_code(offset = N)]`, then pairs of `#[msg("…")]` and `Name = number,`.
fn variants(source: &'static str) -> impl Iterator<Item = (u32, (&'static str, &'static str))> {
    let offset = between(source, "offset = ", ")").and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
    let mut message = "";
    source.lines().filter_map(move |line| {
        if let Some(text) = between(line, "#[msg(\"", "\")]") {
            message = text;
            return None;
        }
        let (name, number) = line.trim().strip_suffix(',')?.split_once(" = ")?;
        Some((number.parse::<u32>().ok()?.checked_add(offset)?, (name, message)))
    })
}

fn between(text: &'static str, start: &str, end: &str) -> Option<&'static str> {
    Some(text.split_once(start)?.1.split_once(end)?.0)
}
