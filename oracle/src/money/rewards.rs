//! Contributors' lists on chain: which are open, taking a share, ending one, and the instruction that opens one.

use serde::Serialize;
use solana_program::instruction::Instruction;

use super::{ListError, Money, MoneyError, Proof, ShareList, create_purse};
use crate::{
    accounts::TOKEN_2022,
    chain::{Landed, Pubkey},
    keys::{Keypair, Signer},
};

/// One open list; amounts in base units.
#[derive(Clone, Debug, Serialize)]
pub struct ListFacts {
    pub number: u64,
    pub root: String,
    pub shares: u32,
    pub total: u64,
    pub claimed: u64,
    /// First and last second at which shares are paid.
    pub opens: i64,
    pub closes: i64,
}

impl Money {
    /// The open lists, oldest first, and what the contributors' vault holds beyond them.
    pub async fn lists(&self) -> Result<(Vec<ListFacts>, u64), MoneyError> {
        let issuer = self.issuer().await?;
        let lists = issuer.distributions.rules();
        let open = lists.slots.iter().filter(|list| list.number > 0);
        let mut facts: Vec<ListFacts> = open
            .map(|list| ListFacts {
                number: list.number,
                root: hex::encode(list.root),
                shares: list.leaves,
                total: list.total,
                claimed: list.claimed,
                opens: list.opens,
                closes: list.closes,
            })
            .collect();
        facts.sort_by_key(|list| list.number);
        let held = self.balance(&issuer.contributors_vault()).await?;
        Ok((facts, held.saturating_sub(lists.reserved())))
    }

    /// The content of a class action that opens `list`.
    pub async fn opening(&self, list: &ShareList, opens: i64, closes: i64) -> Result<Instruction, MoneyError> {
        Ok(self.desk_of(&self.issuer().await?).set_root(&list.shares, opens, closes))
    }

    /// Pays a share to the person it is for; `payer` pays for the transaction and may be anyone.
    /// Without a number, the open list with the proof's root is meant.
    pub async fn claim_share(
        &self,
        payer: &Keypair,
        proof: &Proof,
        number: Option<u64>,
        to: Option<Pubkey>,
    ) -> Result<Landed, MoneyError> {
        let (open, _) = self.lists().await?;
        let numbers = || open.iter().map(|list| list.number.to_string()).collect::<Vec<_>>();
        let missing = |what: String| {
            let open = if open.is_empty() { "none".to_owned() } else { numbers().join(", ") };
            MoneyError::NoList { what, open }
        };
        let found = match number {
            Some(number) => {
                open.iter().find(|list| list.number == number).ok_or_else(|| missing(format!("list {number}")))?
            }
            None => open
                .iter()
                .rev()
                .find(|list| list.root == proof.root)
                .ok_or_else(|| missing(format!("a list with root {}", proof.root)))?,
        };
        if found.root != proof.root {
            let (found, expected) = (proof.root.clone(), found.root.clone());
            return Err(MoneyError::OtherRoot { number: number.unwrap_or(0), found, expected });
        }
        let bad = |source: ListError| MoneyError::List { what: "the proof".into(), source };
        let (owner, args) = (proof.owner().map_err(bad)?, proof.args(found.number).map_err(bad)?);
        let purse = self.main_purse(to, &owner);
        let missing = to.is_none() && self.sender.rpc.account(&purse).await?.is_none();
        let create = missing.then(|| create_purse(&payer.pubkey(), &owner, &self.economy.mint, &TOKEN_2022));
        let desk = self.desk_of(&self.issuer().await?);
        let claim = desk.claim_proven(payer.pubkey(), purse, args);
        let instructions: Vec<Instruction> = create.into_iter().chain([claim]).collect();
        self.send(&instructions, payer).await
    }

    /// Ends a list whose window is over; anyone may.
    pub async fn close_list(&self, payer: &Keypair, number: u64) -> Result<Landed, MoneyError> {
        self.send(&[self.desk_of(&self.issuer().await?).close_root(number)], payer).await
    }
}

/// The command that proposes an instruction as a class action.
pub fn instruction_command(instruction: &Instruction) -> String {
    let mut text = format!("trimtab gov propose action raw --program {}", instruction.program_id);
    for meta in &instruction.accounts {
        let flags = match (meta.is_writable, meta.is_signer) {
            (true, true) => ":ws",
            (true, false) => ":w",
            (false, true) => ":s",
            (false, false) => "",
        };
        text += &format!(" --account {}{flags}", meta.pubkey);
    }
    text + &format!(" --data {}", hex::encode(&instruction.data))
}
