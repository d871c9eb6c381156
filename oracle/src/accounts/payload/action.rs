//! One instruction that the economy would sign: known programs in words, everything else byte for byte.

use governor::action::{Action, Guard, LOADER, Meta, SIGNER, WRITABLE};
use solana_program::{pubkey, pubkey::Pubkey};

use super::{Reading, unreadable};
use crate::{chain::TOKEN_2022, words};

const SYSTEM: Pubkey = pubkey!("11111111111111111111111111111111");
const TOKEN: Pubkey = pubkey!("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");

pub fn lines(bytes: &[u8], reading: &Reading<'_>) -> Vec<String> {
    let Ok(action) = Action::read(bytes) else { return unreadable("an action", bytes) };
    let mut lines = vec![said(&action, reading).unwrap_or_else(|| format!("call program {}", action.program))];
    lines.push(format!("program {}", action.program));
    let accounts = action.accounts.iter().enumerate();
    lines.extend(accounts.map(|(place, meta)| account(place, meta, reading)));
    lines.push(match action.data.as_slice() {
        [] => "data: none".into(),
        data => format!("data ({} bytes) {}", data.len(), hex::encode(data)),
    });
    lines.extend(action.guards.iter().map(|guard| guarded(guard, &action)));
    lines
}

/// What a well-known instruction does; `None` for any other.
fn said(action: &Action, at: &Reading<'_>) -> Option<String> {
    let key = |place: usize| action.accounts.get(place).map(|meta| meta.key);
    let amount = |from: usize| Some(u64::from_le_bytes(action.data.get(from..from + 8)?.try_into().ok()?));
    let kind = action.data.get(..4)?;
    if action.program == SYSTEM && kind == [2, 0, 0, 0] {
        let from = owner(key(0)?, at);
        return Some(format!("pay {} SOL from {from} to {}", sol(amount(4)?), key(1)?));
    }
    if (action.program == TOKEN || action.program == TOKEN_2022) && kind[0] == 12 {
        let (units, decimals) = (amount(1)?, *action.data.get(9)?);
        return Some(format!(
            "pay {} tokens of mint {} from token account {} to token account {}",
            fixed(units, decimals),
            key(1)?,
            key(0)?,
            key(2)?
        ));
    }
    if action.is_upgrade() {
        return Some(format!("upgrade program {} to the bytes in buffer {}", key(1)?, key(2)?));
    }
    (action.program == LOADER).then(|| "call the upgradeable loader".into())
}

fn account(place: usize, meta: &Meta, at: &Reading<'_>) -> String {
    let flags = [(SIGNER, "signs"), (WRITABLE, "is written")];
    let flags: Vec<&str> = flags.iter().filter(|(bit, _)| meta.flags & bit != 0).map(|(_, name)| *name).collect();
    let flags = if flags.is_empty() { "is read".into() } else { flags.join(", ") };
    format!("account {place}: {} ({flags})", owner(meta.key, at))
}

fn guarded(guard: &Guard, action: &Action) -> String {
    let key = action.accounts.get(usize::from(guard.account)).map_or("?".into(), |meta| meta.key.to_string());
    let range = match guard.len {
        0 => format!("from byte {}", guard.offset),
        len => format!("bytes {} to {}", guard.offset, guard.offset.saturating_add(len)),
    };
    format!("only if account {} ({key}) {range} has sha256 {}", guard.account, hex::encode(guard.sha256))
}

fn owner(key: Pubkey, at: &Reading<'_>) -> String {
    if key == at.authority { format!("{key}, the economy") } else { key.to_string() }
}

/// Lamports as SOL, exactly.
fn sol(lamports: u64) -> String {
    fixed(lamports, 9)
}

/// Base units with their decimals, exactly.
fn fixed(units: u64, decimals: u8) -> String {
    let scale = 10u128.pow(u32::from(decimals.min(38)));
    let (whole, part) = (u128::from(units) / scale, u128::from(units) % scale);
    let part = format!("{part:0width$}", width = usize::from(decimals));
    let part = part.trim_end_matches('0');
    let whole = words::grouped(whole as i128);
    if part.is_empty() { whole } else { format!("{whole}.{part}") }
}

#[cfg(test)]
pub(super) fn exact(units: u64, decimals: u8) -> String {
    fixed(units, decimals)
}
