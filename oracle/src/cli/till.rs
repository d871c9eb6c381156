//! What every money command needs: the cluster, the economy, the signer, and how to answer.

use clap::Args;

use super::{
    CliError,
    args::{ClusterArgs, DEFAULT_NAME},
    output::{LogFormat, start_log},
};
use crate::{
    chain::{LAMPORTS_PER_SOL, ensure_funds},
    keys::{Keypair, Signer},
    money::Money,
};

#[derive(Args, Clone, Debug)]
pub struct TillArgs {
    #[command(flatten)]
    pub cluster: ClusterArgs,
    /// Print JSON; amounts are base units.
    #[arg(long)]
    pub json: bool,
}

/// An open connection to one economy's money.
pub struct Till {
    pub money: Money,
    pub json: bool,
    cluster: ClusterArgs,
}

impl TillArgs {
    /// The economy comes from trimtab.toml, on this machine's own chains else from the named test keys.
    pub async fn open(&self) -> Result<Till, CliError> {
        start_log("warn", LogFormat::Text);
        let config = self.cluster.config_or_local(DEFAULT_NAME)?;
        let sender = self.cluster.sender(Some(&config))?;
        Ok(Till { money: Money::new(sender, config.economy), json: self.json, cluster: self.cluster.clone() })
    }
}

impl Till {
    /// Whose stake it is; the key in trimtab.toml is the oracle's and never meant.
    pub async fn signer(&self) -> Result<Keypair, CliError> {
        self.funded(self.cluster.key(&self.money.sender.rpc)?).await
    }

    /// Who pays for what anyone may do; a test key on this machine's own chains.
    pub async fn payer(&self) -> Result<Keypair, CliError> {
        self.funded(self.cluster.key_or_local(&self.money.sender.rpc, "payer")?).await
    }

    /// Second of the chain's clock.
    pub async fn now(&self) -> Result<i64, CliError> {
        Ok(self.money.sender.rpc.clock().await?.unix)
    }

    /// On this machine's own chains the faucet pays for transactions and rent.
    async fn funded(&self, key: Keypair) -> Result<Keypair, CliError> {
        if self.money.sender.rpc.is_loopback() {
            ensure_funds(&self.money.sender.rpc, &key.pubkey(), LAMPORTS_PER_SOL / 20).await?;
        }
        Ok(key)
    }
}
