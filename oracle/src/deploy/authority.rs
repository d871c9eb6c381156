//! Who may replace the programs, and what they hold.

use sha2::{Digest, Sha256};
use solana_loader_v3_interface::{get_program_data_address, instruction as loader};

use super::{
    DeployError, LOADER, PROGRAM_DATA_HEADER,
    install::{next_slot, ours},
};
use crate::{
    chain::{Account, Pubkey, Sender},
    hash::Hash,
    keys::{Keypair, Signer},
};

/// One of the three programs as it is on chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    pub name: String,
    pub program: Pubkey,
    /// Who may replace it; nobody for a program that can not be changed any more.
    pub authority: Option<Pubkey>,
    /// Slot of the last deployment, upgrade or extension.
    pub slot: u64,
    /// The program's bytes and the zeroes after them.
    body: Vec<u8>,
}

/// What was done to hand a program over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// It belonged to the gate already.
    Before,
    Now,
}

/// The three programs as they are on chain.
pub async fn installed(sender: &Sender) -> Result<Vec<Installed>, DeployError> {
    let at: Vec<Pubkey> = ours().iter().map(|(_, id)| get_program_data_address(id)).collect();
    let found = sender.rpc.accounts(&at).await?;
    ours()
        .into_iter()
        .zip(found)
        .map(|((name, id), account)| {
            let account = account.filter(|account| account.owner == LOADER);
            let missing = || DeployError::NotInstalled { name: name.into(), address: id };
            Ok(Installed::read(name, id, &account.ok_or_else(missing)?))
        })
        .collect()
}

/// Makes `gate` the only one that may replace the program; `holder` signs if it still may.
pub async fn hand_over(
    sender: &Sender,
    holder: &Keypair,
    program: &Installed,
    gate: Pubkey,
) -> Result<Handed, DeployError> {
    if program.authority == Some(gate) {
        return Ok(Handed::Before);
    }
    if program.authority != Some(holder.pubkey()) {
        return Err(program.not_authority(holder.pubkey()));
    }
    let give = loader::set_upgrade_authority(&program.program, &holder.pubkey(), Some(&gate));
    let landed = sender.send(&[give], &[holder]).await?;
    next_slot(sender, landed.slot).await?;
    Ok(Handed::Now)
}

impl Installed {
    /// Reads the program's data account.
    pub fn read(name: &str, program: Pubkey, data: &Account) -> Self {
        let bytes = |range| data.data.get::<std::ops::Range<usize>>(range).unwrap_or_default();
        let authority = <[u8; 32]>::try_from(bytes(13..PROGRAM_DATA_HEADER)).ok().map(Pubkey::from);
        Self {
            name: name.into(),
            program,
            authority: authority.filter(|_| data.data.get(12) == Some(&1)),
            slot: <[u8; 8]>::try_from(bytes(4..12)).map(u64::from_le_bytes).unwrap_or_default(),
            body: data.data.get(PROGRAM_DATA_HEADER..).unwrap_or_default().to_vec(),
        }
    }

    /// SHA-256 of the program without the zeroes that fill up its account.
    pub fn sha256(&self) -> Hash {
        Hash(Sha256::digest(self.code()).into())
    }

    /// Whether this is the program whose file has the hash `sha256`; a file may end with zeroes.
    pub fn is(&self, sha256: &Hash) -> bool {
        let mut hasher = Sha256::new_with_prefix(self.code());
        (self.code().len()..=self.body.len()).any(|_| {
            let found = <[u8; 32]>::from(hasher.clone().finalize()) == sha256.0;
            hasher.update([0]);
            found
        })
    }

    fn code(&self) -> &[u8] {
        let end = self.body.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        &self.body[..end]
    }

    pub(super) fn not_authority(&self, given: Pubkey) -> DeployError {
        let nobody = || "none (the program can not be changed any more)".into();
        let found = self.authority.map_or_else(nobody, |authority| authority.to_string());
        DeployError::NotAuthority { name: self.name.clone(), found, given }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_chain(authority: Option<[u8; 32]>, body: &[u8]) -> Installed {
        let mut data = vec![3, 0, 0, 0];
        data.extend(77_u64.to_le_bytes());
        data.push(u8::from(authority.is_some()));
        data.extend(authority.unwrap_or_default());
        data.extend(body);
        Installed::read("governor", governor::ID, &Account { lamports: 1, data, owner: LOADER, executable: false })
    }

    #[test]
    fn a_program_is_recognised_by_its_files_hash_whatever_fills_its_account() {
        let of = |file: &[u8]| Hash(Sha256::digest(file).into());
        let installed = on_chain(Some([9; 32]), b"program\0\0\0\0");
        assert!(installed.is(&of(b"program")) && installed.is(&of(b"program\0\0")));
        assert!(!installed.is(&of(b"program\0\0\0\0\0")) && !installed.is(&of(b"progra")));
        assert_eq!(installed.sha256(), of(b"program"));
        assert_eq!((installed.slot, installed.authority), (77, Some(Pubkey::from([9; 32]))));
    }

    #[test]
    fn a_program_without_an_authority_is_nobodys() {
        assert_eq!(on_chain(None, b"x").authority, None);
        let short = Account { lamports: 1, data: vec![3], owner: LOADER, executable: false };
        assert_eq!(Installed::read("governor", governor::ID, &short).authority, None);
    }
}
