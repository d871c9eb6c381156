//! Several changes of the council in one proposal: collected in a file, and rehearsed before anybody votes.

use std::path::Path;

use governor::{ConfigChange, config::Changes};

use super::{
    super::{CliError, output::print},
    desk::Desk,
    parse, propose,
};
use crate::accounts::{PayloadFacts, Reading, config_refusal};

/// Appends changes to a draft: one line each, the bytes in hexadecimal and what they mean.
pub async fn add(desk: &Desk, path: &Path, changes: &[ConfigChange]) -> Result<(), CliError> {
    use std::io::Write;
    let (council, policy) = (desk.gov.council().await?, desk.gov.policy().await?);
    let reading = Reading { council: &council, policy: &policy, authority: desk.gov.gate.authority, open: true };
    let line = |change: &ConfigChange| {
        let bytes = ConfigChange::payload(&[*change]);
        let facts = PayloadFacts::new(economics::policy::Class::Config, &bytes, &reading);
        format!("{}  # {}\n", hex::encode(&bytes[4..]), facts.lines.first().map_or("", String::as_str))
    };
    let text: String = changes.iter().map(line).collect();
    let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| CliError::Wrong(format!("failed to write {}: {error}", path.display())))?;
    print(&format!(
        "added to {}:\n{text}propose it with `trimtab gov propose config draft {}`",
        path.display(),
        path.display()
    ));
    Ok(())
}

/// Refuses what the program would refuse at execution as things stand, before people spend days on a vote.
pub async fn rehearse(desk: &Desk, payload: &[u8]) -> Result<(), CliError> {
    let (council, policy) = (desk.gov.council().await?, desk.gov.policy().await?);
    let reading = Reading { council: &council, policy: &policy, authority: desk.gov.gate.authority, open: true };
    match config_refusal(payload, &reading) {
        Some(why) => Err(CliError::Wrong(format!(
            "failed to propose: as things stand it could not be executed, because {why}; \
             add what is missing to the same proposal with --into, or insist with --anyway"
        ))),
        None => Ok(()),
    }
}

/// All changes of a draft, in their order.
pub fn read(path: &Path) -> Result<Vec<ConfigChange>, CliError> {
    let text = String::from_utf8_lossy(&propose::read(path)?).into_owned();
    let lines =
        text.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|line| !line.is_empty());
    let changes: Vec<Vec<u8>> = lines.map(|line| parse::bytes("draft", line)).collect::<Result<_, _>>()?;
    let count = u32::try_from(changes.len()).unwrap_or(u32::MAX);
    let payload = [&count.to_le_bytes()[..], &changes.concat()].concat();
    let wrong = || {
        CliError::Wrong(format!(
            "failed to read the draft {}: found {count} lines, expected 1 to {} changes as --into writes them",
            path.display(),
            economics::config::MAX_CHANGES
        ))
    };
    let changes = Changes::read(&payload).map_err(|_| wrong())?;
    changes.collect::<Result<_, _>>().map_err(|_| wrong())
}
