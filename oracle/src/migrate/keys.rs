//! Who takes part in a genesis.

use sha2::{Digest, Sha256};
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::{MigrateError, Profile};
use crate::{
    chain::Pubkey,
    keys::{expand_home, local_key, read, resolve},
};

/// A seat of the council; with its key we can accept it at once.
pub struct Member {
    pub address: Pubkey,
    pub keypair: Option<Keypair>,
}

/// Keys and addresses of a genesis.
pub struct GenesisKeys {
    /// Signs and pays the genesis; powerless after the seal.
    pub creator: Keypair,
    pub members: Vec<Member>,
    /// The oracle's seat.
    pub oracle: Pubkey,
    /// May pause for a while.
    pub guardian: Option<Pubkey>,
    /// Owner of the account that receives the genesis supply.
    pub genesis_owner: Pubkey,
    /// Who put the programs on chain, where that is not the creator.
    pub deployer: Option<Keypair>,
}

/// What a person gave on the command line; it wins over the profile.
#[derive(Clone, Debug, Default)]
pub struct Given {
    pub creator: Option<String>,
    pub seats: Vec<String>,
    pub oracle: Option<String>,
    pub guardian: Option<String>,
    pub genesis_owner: Option<String>,
    pub deployer: Option<String>,
}

impl GenesisKeys {
    /// The named test keys: creator, member-1 to member-3, oracle, guardian; the creator owns the genesis supply.
    pub fn local() -> Self {
        // Known names always derive.
        let key =
            |name: &str| local_key(name).map(|key| key.keypair).unwrap_or_else(|_| Keypair::new_from_array([0; 32]));
        let members = ["member-1", "member-2", "member-3"]
            .map(|name| Member { address: key(name).pubkey(), keypair: Some(key(name)) });
        let creator = key("creator");
        Self {
            genesis_owner: creator.pubkey(),
            creator,
            members: members.into(),
            oracle: key("oracle").pubkey(),
            guardian: Some(key("guardian").pubkey()),
            deployer: None,
        }
    }

    /// What was given, else what the profile says; `local:NAME` only where `loopback`.
    pub fn resolve(profile: &Profile, given: &Given, loopback: bool, host: &str) -> Result<Self, MigrateError> {
        let missing = |what, flag| MigrateError::NoKey { profile: profile.name.clone(), what, flag };
        let creator = given
            .creator
            .as_ref()
            .or(profile.creator.as_ref())
            .ok_or_else(|| missing("creator", "--keypair KEYFILE"))?;
        let creator = resolve(creator, loopback, host)?;
        let seats = if given.seats.is_empty() { &profile.seats } else { &given.seats };
        if seats.is_empty() {
            return Err(missing("seats", "--seat ADDRESS, once for each member"));
        }
        let members = seats.iter().map(|spec| member(spec, loopback, host)).collect::<Result<_, _>>()?;
        let oracle =
            given.oracle.as_ref().or(profile.oracle.as_ref()).ok_or_else(|| missing("oracle", "--oracle ADDRESS"))?;
        let oracle = member(oracle, loopback, host)?.address;
        let guardian = given.guardian.as_ref().or(profile.guardian.as_ref());
        let guardian = guardian.map(|spec| member(spec, loopback, host)).transpose()?.map(|found| found.address);
        let genesis_owner = match &given.genesis_owner {
            Some(spec) => member(spec, loopback, host)?.address,
            None => creator.pubkey(),
        };
        let deployer = given.deployer.as_ref().map(|spec| resolve(spec, loopback, host)).transpose()?;
        Ok(Self { creator, members, oracle, guardian, genesis_owner, deployer })
    }

    /// Who hands the programs over.
    pub fn deployer(&self) -> &Keypair {
        self.deployer.as_ref().unwrap_or(&self.creator)
    }

    /// The mint's key: needed once, to create the account, and worthless afterwards; derived so that no file is needed to resume.
    pub fn mint(&self, name: &str) -> Keypair {
        let mut seed = Sha256::new_with_prefix(b"trimtab.mint.v1");
        seed.update(self.creator.secret_bytes());
        seed.update(name.as_bytes());
        Keypair::new_from_array(seed.finalize().into())
    }
}

/// An address, a key file or `local:NAME`.
fn member(spec: &str, loopback: bool, host: &str) -> Result<Member, MigrateError> {
    if let Ok(address) = spec.parse() {
        return Ok(Member { address, keypair: None });
    }
    let keypair = if spec.starts_with("local:") {
        resolve(spec, loopback, host)?
    } else if expand_home(spec).exists() {
        read(&expand_home(spec))?
    } else {
        return Err(MigrateError::BadSeat { found: spec.into() });
    };
    Ok(Member { address: keypair.pubkey(), keypair: Some(keypair) })
}
