//! Whether the programs on chain are those that the gate knows: nobody else may replace them, and nobody did.

use economics::lifecycle::State;
use governor::{
    action::Action,
    client::Gate,
    state::{Payload, Proposal},
};
use serde::Serialize;

use super::{DeployError, Installed, installed};
use crate::{
    accounts::{self, kind_filter},
    chain::{Pubkey, Sender},
    hash::Hash,
};

/// What a program's bytes are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The file that was given: what the genesis deployed.
    File,
    /// What the last executed upgrade put there: number of the proposal.
    Proposal(u64),
    /// Neither: somebody replaced the program past the gate.
    OutOfBand { expected: Hash },
}

/// One program, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Checked {
    pub name: String,
    /// Base58.
    pub program: String,
    /// SHA-256 of the bytes on chain, without what fills up the account.
    pub sha256: Hash,
    /// Slot of the last deployment, upgrade or extension.
    pub slot: u64,
    pub origin: Origin,
    /// Who may replace it, base58.
    pub authority: Option<String>,
    /// Whether that is the gate and nobody else.
    pub is_gates: bool,
}

/// A program that the gate has put on chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upgrade {
    pub program: Pubkey,
    /// SHA-256 of the buffer's program.
    pub sha256: Hash,
    /// Number of the proposal, and unix second of its execution.
    pub number: u64,
    pub at: i64,
}

impl Checked {
    pub fn is_good(&self) -> bool {
        self.is_gates && !matches!(self.origin, Origin::OutOfBand { .. })
    }
}

/// Looks at the three programs; `files` are the hashes of what the genesis deployed, by name.
pub async fn check(sender: &Sender, gate: &Gate, files: &[(String, Hash)]) -> Result<Vec<Checked>, DeployError> {
    let upgrades = upgrades(sender, gate).await?;
    let file = |name: &str| files.iter().find(|(known, _)| known == name).map(|(_, hash)| *hash).unwrap_or_default();
    let programs = installed(sender).await?;
    Ok(programs.iter().map(|program| judge(program, gate.authority, &upgrades, file(&program.name))).collect())
}

fn judge(program: &Installed, gate: Pubkey, upgrades: &[Upgrade], file: Hash) -> Checked {
    let last = upgrades.iter().filter(|upgrade| upgrade.program == program.program).max_by_key(|upgrade| upgrade.at);
    let expected = last.map_or(file, |upgrade| upgrade.sha256);
    let origin = match (program.is(&expected), last) {
        (false, _) => Origin::OutOfBand { expected },
        (true, Some(upgrade)) => Origin::Proposal(upgrade.number),
        (true, None) => Origin::File,
    };
    Checked {
        name: program.name.clone(),
        program: program.program.to_string(),
        sha256: program.sha256(),
        slot: program.slot,
        origin,
        authority: program.authority.map(|authority| authority.to_string()),
        is_gates: program.authority == Some(gate),
    }
}

/// Every upgrade that this gate has executed.
async fn upgrades(sender: &Sender, gate: &Gate) -> Result<Vec<Upgrade>, DeployError> {
    let of_council = (8, gate.council.to_bytes().to_vec());
    let proposals = sender.rpc.program_accounts(&governor::ID, &[kind_filter::<Proposal>(), of_council]).await?;
    let payloads = sender.rpc.program_accounts(&governor::ID, &[kind_filter::<Payload>()]).await?;
    let mut found = Vec::new();
    for (address, account) in &proposals {
        let proposal: Proposal = accounts::decode(address, Some(account))?;
        if proposal.state() != State::Executed || proposal.class != economics::policy::Class::Action.code() {
            continue;
        }
        let at = governor::pda::payload(address).0;
        let account = payloads.iter().find(|(payload, _)| *payload == at).map(|(_, account)| account);
        let payload: Payload = accounts::decode(&at, account)?;
        found.extend(upgrade(&proposal, &payload));
    }
    Ok(found)
}

fn upgrade(proposal: &Proposal, payload: &Payload) -> Option<Upgrade> {
    let action = Action::read(payload.bytes()).ok()?;
    let (program, sha256) = action.upgrade()?;
    Some(Upgrade { program, sha256: Hash(sha256), number: proposal.number, at: proposal.life.closed_at })
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::{chain::Account, deploy::LOADER};

    fn of(file: &[u8]) -> Hash {
        Hash(Sha256::digest(file).into())
    }

    fn on_chain(body: &[u8]) -> Installed {
        let data = [&[3, 0, 0, 0][..], &77_u64.to_le_bytes(), &[1], &[9; 32], body].concat();
        Installed::read("governor", governor::ID, &Account { lamports: 1, data, owner: LOADER, executable: false })
    }

    fn upgraded(file: &[u8], number: u64) -> Upgrade {
        Upgrade { program: governor::ID, sha256: of(file), number, at: number as i64 }
    }

    #[test]
    fn a_program_past_the_gate_is_told_from_one_through_it() {
        let judged = |upgrades: &[Upgrade]| judge(&on_chain(b"second"), Pubkey::from([9; 32]), upgrades, of(b"first"));
        assert_eq!(judged(&[]).origin, Origin::OutOfBand { expected: of(b"first") });
        assert_eq!(judged(&[upgraded(b"second", 4)]).origin, Origin::Proposal(4));
        assert!(judged(&[upgraded(b"second", 4)]).is_good());
        let back = [upgraded(b"third", 7), upgraded(b"second", 4)];
        assert_eq!(judged(&back).origin, Origin::OutOfBand { expected: of(b"third") }, "the last upgrade counts");
        assert_eq!(judge(&on_chain(b"first\0"), Pubkey::from([9; 32]), &[], of(b"first")).origin, Origin::File);
    }

    #[test]
    fn a_program_that_another_key_may_replace_is_not_good() {
        let found = judge(&on_chain(b"first"), Pubkey::from([8; 32]), &[], of(b"first"));
        assert!(!found.is_gates && !found.is_good());
    }
}
