//! What every command of `gov` shares: the economy, the keys, and how the outcome is told.

use serde_json::{Value, json};
use solana_program::instruction::Instruction;

use super::{
    super::{
        CliError,
        args::{ClusterArgs, address},
        output::{print, print_json},
    },
    signing::{Key, Kind, SigningArgs},
};
use crate::{
    chain::{Landed, Pubkey},
    governance::{Governance, render_list, render_proposal},
};

pub struct Desk {
    pub gov: Governance,
    pub cluster: ClusterArgs,
    pub signing: SigningArgs,
    pub json: bool,
}

/// One act: who does it, what is sent, and how it is told afterwards.
pub struct Deed {
    pub actor: Key,
    pub kind: Kind,
    pub instructions: Vec<Instruction>,
    /// Past tense: "approved".
    pub done: &'static str,
    pub about: About,
}

/// The proposal that an act is about, and how much of it is told afterwards.
#[derive(Clone, Copy, Debug)]
pub enum About {
    Nothing,
    Line(Pubkey),
    Whole(Pubkey),
}

impl Desk {
    /// Whose authority is needed.
    pub fn key(&self) -> Result<Key, CliError> {
        self.signing.key(&self.cluster, &self.gov.sender.rpc)
    }

    /// Where no authority is needed.
    pub fn payer(&self) -> Result<Key, CliError> {
        self.signing.payer(&self.cluster, &self.gov.sender.rpc)
    }

    /// The proposal that a person means; without a network it must be an address.
    pub async fn find(&self, given: &str) -> Result<Pubkey, CliError> {
        if !self.signing.is_offline() {
            return Ok(self.gov.find(given).await?);
        }
        given.parse().map_err(|_| {
            CliError::Wrong(format!(
                "failed to find proposal {given:?}: --sign-only asks no node, expected the proposal's address; \
                 `trimtab gov show` prints it where there is a network"
            ))
        })
    }

    /// For what needs to look at the chain first, and where nobody gains by signing elsewhere.
    pub fn refuse_offline(&self) -> Result<(), CliError> {
        match self.signing.is_offline() {
            true => Err(CliError::Wrong(
                "failed to sign: this command has to ask a node first, so --sign-only cannot work here; \
                 it works with approve, unapprove, veto, cancel, expire, pause, alarm raise and members accept"
                    .into(),
            )),
            false => Ok(()),
        }
    }

    /// The member's or guardian's address that a person typed.
    pub fn address(&self, what: &str, text: &str) -> Result<Pubkey, CliError> {
        address(what, text)
    }

    /// Signs and sends, or only signs; then tells what came of it.
    pub async fn carry_out(&self, deed: Deed) -> Result<(), CliError> {
        let Deed { actor, kind, instructions, done, about } = deed;
        match self.signing.carry_out(&self.gov.sender, actor, kind, instructions, self.json).await? {
            Some(landed) => self.tell(done, about, &landed).await,
            None => Ok(()),
        }
    }

    async fn tell(&self, done: &str, about: About, landed: &Landed) -> Result<(), CliError> {
        let facts = match about {
            About::Line(proposal) | About::Whole(proposal) => Some(self.gov.show(&proposal).await?),
            About::Nothing => None,
        };
        if self.json {
            let proposal = facts.map_or(Value::Null, |facts| json!(facts));
            print_json(
                &json!({ "done": done, "signature": landed.signature, "slot": landed.slot, "proposal": proposal }),
            );
            return Ok(());
        }
        let whom = facts.as_ref().map(|facts| format!(" proposal {} ({})", facts.number, facts.address));
        print(&format!("{done}{}\ntransaction {}", whom.unwrap_or_default(), landed.signature));
        if let Some(facts) = facts {
            let now = self.gov.clock().await?;
            print(&match about {
                About::Whole(_) => render_proposal(&facts, &now),
                _ => render_list(&[facts], &now),
            });
        }
        Ok(())
    }
}
