//! Who signs, where, and under which blockhash: as the Solana CLI has it.
//!
//! ```text
//! online           key here ─ simulate ─ sign ─ send until landed
//! --sign-only      key here, no network ─ prints PUBKEY=SIGNATURE
//! --signer P=S     keys elsewhere ─ the same command with the same --blockhash puts them together and sends
//! --nonce          instead of a blockhash that dies after a minute; for brakes only
//! ```

use clap::Args;
use serde::Serialize;
use solana_program::instruction::Instruction;
use solana_transaction::Signature;

use super::super::{
    CliError,
    args::{ClusterArgs, address},
    output::{print, print_json},
};
use crate::{
    chain::{LAMPORTS_PER_SOL, Landed, Pubkey, Rpc, Sender, Unsent, advance, compute_price, ensure_funds, read_nonce},
    keys::{self, Signer},
};

/// What every command that signs takes.
#[derive(Args, Clone, Debug, Default)]
pub struct SigningArgs {
    /// Sign without a network and print the signatures; send nothing.
    #[arg(long, global = true, help_heading = "Offline signing")]
    sign_only: bool,
    /// Blockhash to sign under; with --nonce the nonce's value.
    #[arg(long, value_name = "BLOCKHASH", global = true, help_heading = "Offline signing")]
    blockhash: Option<String>,
    /// A signature made elsewhere with --sign-only; once for each.
    #[arg(long = "signer", value_name = "PUBKEY=SIGNATURE", global = true, help_heading = "Offline signing")]
    signers: Vec<String>,
    /// Nonce account instead of a recent blockhash; the gate takes it for brakes only.
    #[arg(long, value_name = "PUBKEY", global = true, help_heading = "Offline signing")]
    nonce: Option<String>,
    /// Who may advance the nonce; --keypair when absent.
    #[arg(long, value_name = "KEYPAIR", requires = "nonce", global = true, help_heading = "Offline signing")]
    nonce_authority: Option<String>,
    /// Who pays the fee; --keypair when absent.
    #[arg(long, value_name = "KEYPAIR", global = true, help_heading = "Offline signing")]
    fee_payer: Option<String>,
    /// Price per compute unit in micro-lamports; only where a blockhash is given.
    #[arg(long, value_name = "MICRO_LAMPORTS", global = true, help_heading = "Offline signing")]
    with_compute_unit_price: Option<u64>,
    /// Also print the bytes that are signed, base64.
    #[arg(long, requires = "sign_only", global = true, help_heading = "Offline signing")]
    dump_transaction_message: bool,
}

/// Whether a transaction may wait in a drawer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Votes and proposals: the gate refuses them under a durable nonce.
    Vote,
    /// Everything else: what stops or slows, accepting a seat, and what needs no authority.
    Brake,
}

/// A key that signs here, or one that signs on another machine.
pub enum Key {
    Here(Box<dyn Signer>),
    Elsewhere(Pubkey),
}

impl Key {
    pub fn address(&self) -> Pubkey {
        match self {
            Self::Here(signer) => signer.pubkey(),
            Self::Elsewhere(address) => *address,
        }
    }
}

impl SigningArgs {
    /// Whether nothing may be asked of a node.
    pub fn is_offline(&self) -> bool {
        self.sign_only
    }

    /// Whether the transaction's bytes must come out the same on several machines.
    fn is_manual(&self) -> bool {
        self.sign_only || self.blockhash.is_some() || self.nonce.is_some() || !self.signers.is_empty()
    }

    /// The key of the person who acts.
    pub fn key(&self, cluster: &ClusterArgs, rpc: &Rpc) -> Result<Key, CliError> {
        self.resolve("--keypair", &cluster.key_spec_or_default(), rpc)
    }

    /// For what needs no authority: on this machine's own chains a test key may pay.
    pub fn payer(&self, cluster: &ClusterArgs, rpc: &Rpc) -> Result<Key, CliError> {
        match &self.fee_payer {
            Some(spec) => self.resolve("--fee-payer", spec, rpc),
            None => self.resolve("--keypair", &cluster.key_spec_or_local(rpc, "payer"), rpc),
        }
    }

    fn resolve(&self, option: &str, spec: &str, rpc: &Rpc) -> Result<Key, CliError> {
        match spec.parse::<Pubkey>() {
            Ok(address) if self.is_manual() => Ok(Key::Elsewhere(address)),
            Ok(address) => Err(CliError::Wrong(format!(
                "failed to sign as {address}: {option} names an address, expected a key file, local:NAME or usb://ledger; \
                 a key on another machine signs there with --sign-only, and its signature is given here with --signer"
            ))),
            Err(_) => Ok(Key::Here(keys::signer(spec, rpc.is_loopback(), rpc.host())?)),
        }
    }

    /// Signs and sends, or only signs and prints; nothing is returned in that case.
    pub async fn carry_out(
        &self,
        sender: &Sender,
        actor: Key,
        kind: Kind,
        instructions: Vec<Instruction>,
        json: bool,
    ) -> Result<Option<Landed>, CliError> {
        if self.nonce.is_some() && kind == Kind::Vote {
            return Err(CliError::Wrong(
                "failed to use --nonce: the gate refuses votes and proposals under a durable nonce, since they could be fired \
                 long after their signer changed his mind; veto, unapprove, cancel, pause, alarm and objections are taken"
                    .into(),
            ));
        }
        if !self.is_manual() {
            return self.send(sender, actor, &instructions).await.map(Some);
        }
        self.by_hand(sender, actor, instructions, json).await
    }

    /// The common case: simulate, sign here, send.
    async fn send(&self, sender: &Sender, actor: Key, instructions: &[Instruction]) -> Result<Landed, CliError> {
        let payer = self.fee_payer.as_ref().map(|spec| self.resolve("--fee-payer", spec, &sender.rpc)).transpose()?;
        let keys: Vec<&dyn Signer> = payer.iter().chain([&actor]).filter_map(here).collect();
        fund(&sender.rpc, &keys[0].pubkey()).await?;
        Ok(sender.send(instructions, &keys).await?)
    }

    /// Bytes that are the same on every machine that was given the same arguments.
    async fn by_hand(
        &self,
        sender: &Sender,
        actor: Key,
        instructions: Vec<Instruction>,
        json: bool,
    ) -> Result<Option<Landed>, CliError> {
        let rpc = &sender.rpc;
        let authority =
            self.nonce_authority.as_ref().map(|spec| self.resolve("--nonce-authority", spec, rpc)).transpose()?;
        let payer = self.fee_payer.as_ref().map(|spec| self.resolve("--fee-payer", spec, rpc)).transpose()?;
        let keys: Vec<&Key> = payer.iter().chain([&actor]).chain(&authority).collect();
        let nonce = self.nonce.as_deref().map(|text| address("nonce account", text)).transpose()?;
        let advances = nonce.map(|nonce| advance(&nonce, &authority.as_ref().unwrap_or(&actor).address()));
        let price = self.with_compute_unit_price.map(compute_price);
        let all: Vec<Instruction> = advances.into_iter().chain(price).chain(instructions).collect();
        let blockhash = self.blockhash(rpc, nonce.as_ref()).await?;
        let mut unsent = Unsent::new(&all, &keys[0].address(), blockhash);
        for key in keys.iter().copied().filter_map(here) {
            unsent.sign(key)?;
        }
        for (key, signature) in self.given()? {
            unsent.place(key, signature)?;
        }
        if self.sign_only {
            self.tell(&unsent, blockhash, json);
            return Ok(None);
        }
        fund(rpc, &keys[0].address()).await?;
        Ok(Some(sender.send_signed(&unsent.finish()?, &all).await?))
    }

    async fn blockhash(&self, rpc: &Rpc, nonce: Option<&Pubkey>) -> Result<[u8; 32], CliError> {
        if let Some(text) = &self.blockhash {
            return Ok(address("blockhash", text)?.to_bytes());
        }
        match nonce {
            _ if self.sign_only => Err(CliError::Wrong(
                "failed to sign: --sign-only asks no node and needs --blockhash BLOCKHASH; with a nonce its value, \
                 as `solana nonce` prints it"
                    .into(),
            )),
            Some(nonce) => {
                let found = read_nonce(rpc, nonce).await?;
                let none = || CliError::Wrong(format!("failed to use {nonce}: it is not an initialized nonce account"));
                Ok(found.ok_or_else(none)?.value)
            }
            None => Err(CliError::Wrong(
                "failed to use --signer: the signatures belong to one blockhash; give the same --blockhash".into(),
            )),
        }
    }

    fn given(&self) -> Result<Vec<(Pubkey, Signature)>, CliError> {
        let read = |text: &String| {
            let pair = text.split_once('=').and_then(|(key, signature)| Some((key, signature.parse().ok()?)));
            let (key, signature) = pair.ok_or_else(|| {
                CliError::Wrong(format!(
                    "failed to read --signer {text:?}: expected PUBKEY=SIGNATURE in base58, as --sign-only prints it"
                ))
            })?;
            Ok((address("signer", key)?, signature))
        };
        self.signers.iter().map(read).collect()
    }

    fn tell(&self, unsent: &Unsent, blockhash: [u8; 32], json: bool) {
        let signed = Signed::new(unsent, blockhash, self.dump_transaction_message);
        if json {
            print_json(&signed);
        } else {
            print(&signed.to_string());
        }
    }
}

/// What --sign-only prints. Fields and words are those of the Solana CLI, so that tools which read one can read the other.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Signed {
    blockhash: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    signers: Vec<String>,
    absent: Vec<String>,
    bad_sig: Vec<String>,
}

impl Signed {
    fn new(unsent: &Unsent, blockhash: [u8; 32], with_message: bool) -> Self {
        Self {
            blockhash: bs58::encode(blockhash).into_string(),
            message: with_message.then(|| unsent.message()),
            signers: unsent.signed().iter().map(|(key, signature)| format!("{key}={signature}")).collect(),
            absent: unsent.absent().iter().map(ToString::to_string).collect(),
            bad_sig: vec![],
        }
    }
}

impl std::fmt::Display for Signed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "Blockhash: {}", self.blockhash)?;
        if let Some(message) = &self.message {
            writeln!(f, "Transaction Message: {message}")?;
        }
        for (title, lines) in [("Signers (Pubkey=Signature)", &self.signers), ("Absent Signers (Pubkey)", &self.absent)]
        {
            if !lines.is_empty() {
                writeln!(f, "{title}:\n  {}", lines.join("\n  "))?;
            }
        }
        Ok(())
    }
}

fn here(key: &Key) -> Option<&dyn Signer> {
    match key {
        Key::Here(signer) => Some(signer.as_ref()),
        Key::Elsewhere(_) => None,
    }
}

/// On this machine's own chains the faucet pays for the transaction; elsewhere the key's owner does.
async fn fund(rpc: &Rpc, payer: &Pubkey) -> Result<(), CliError> {
    if rpc.is_loopback() {
        ensure_funds(rpc, payer, LAMPORTS_PER_SOL / 20).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::local_key;
    use governor::client::Gate;

    #[test]
    fn what_one_machine_prints_another_takes() {
        let (member, payer) = (local_key("member-1").unwrap().keypair, local_key("payer").unwrap().keypair);
        let council = Pubkey::new_from_array([3; 32]);
        let raise = [Gate::of(council).raise_alarm(member.pubkey())];
        let unsent = || Unsent::new(&raise, &payer.pubkey(), [7; 32]);
        let mut here = unsent();
        here.sign(&member).unwrap();
        let printed = Signed::new(&here, [7; 32], true);
        let text = printed.to_string();
        let expected = format!("Signers (Pubkey=Signature):\n  {}=", member.pubkey());
        assert!(text.contains(&expected) && text.contains(&format!("Absent Signers (Pubkey):\n  {}", payer.pubkey())));
        let json = serde_json::to_value(&printed).unwrap();
        assert_eq!(
            (json["absent"][0].as_str().unwrap(), &json["badSig"]),
            (&*payer.pubkey().to_string(), &serde_json::json!([]))
        );
        assert_eq!(json["message"], here.message());

        let signers = vec![json["signers"][0].as_str().unwrap().to_string()];
        let given = SigningArgs { signers, ..SigningArgs::default() }.given().unwrap();
        let mut there = unsent();
        there.place(given[0].0, given[0].1).unwrap();
        there.sign(&payer).unwrap();
        assert!(there.finish().is_ok());
    }
}
