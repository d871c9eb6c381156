//! Events from a transaction's log, attributed to the program that logged them.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use crate::chain::Pubkey;

/// A fact that one of our programs logged.
#[allow(clippy::large_enum_variant, reason = "lives for one transaction's log; a proposal's moves are the large part")]
#[derive(Clone, Debug)]
pub enum ChainEvent {
    Governor(governor::events::Event),
    Issuer(issuer::events::Event),
    Staking(staking::events::Event),
}

/// An event and its place in the log.
#[derive(Clone, Debug)]
pub struct LoggedEvent {
    /// Running number within the transaction.
    pub index: u32,
    pub event: ChainEvent,
}

/// Events of our programs, in order; `complete` is false when the node cut the log off.
///
/// A line counts only while our program is on top of the call stack, so another program cannot forge one.
pub fn read_events(logs: &[String]) -> (Vec<LoggedEvent>, bool) {
    let mut stack: Vec<Pubkey> = Vec::new();
    let mut events = Vec::new();
    let mut complete = true;
    for line in logs {
        if let Some(data) = line.strip_prefix("Program data: ") {
            let decoded = stack.last().and_then(|program| decode(program, data));
            events.extend(decoded.map(|event| LoggedEvent { index: events.len() as u32, event }));
        } else if let Some(rest) = line.strip_prefix("Program ") {
            follow(&mut stack, rest);
        } else if line.starts_with("Log truncated") {
            complete = false;
        }
    }
    (events, complete)
}

fn follow(stack: &mut Vec<Pubkey>, rest: &str) {
    let Some((program, what)) = rest.split_once(' ') else { return };
    let Ok(program) = program.parse::<Pubkey>() else { return };
    if what.starts_with("invoke [") {
        stack.push(program);
    } else if (what.starts_with("success") || what.starts_with("failed")) && stack.last() == Some(&program) {
        stack.pop();
    }
}

fn decode(program: &Pubkey, data: &str) -> Option<ChainEvent> {
    let bytes = BASE64.decode(data.split(' ').next()?).ok()?;
    if *program == governor::ID {
        governor::events::Event::decode(&bytes).map(ChainEvent::Governor)
    } else if *program == issuer::ID {
        issuer::events::Event::decode(&bytes).map(ChainEvent::Issuer)
    } else if *program == staking::ID {
        staking::events::Event::decode(&bytes).map(ChainEvent::Staking)
    } else {
        None
    }
}
