//! SHA-256 with a domain in front, so that bytes of one kind can never be taken for bytes of another.

use std::{fmt, str::FromStr};

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use sha2::{Digest, Sha256};

/// A SHA-256 digest; hex (64 lower-case digits) in text and JSON, 32 raw bytes in borsh.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The digest of nothing: parent of the first record.
    pub const ZERO: Self = Self([0; 32]);

    /// `sha256(domain ‖ parts…)`; every part is one field of known length or the last one.
    pub fn of(domain: &str, parts: &[&[u8]]) -> Self {
        let mut sha = Sha256::new();
        sha.update(domain.as_bytes());
        parts.iter().for_each(|part| sha.update(part));
        Self(sha.finalize().into())
    }

    /// `sha256(domain ‖ borsh(value))`.
    pub fn of_borsh<T: BorshSerialize>(domain: &str, value: &T) -> Self {
        Self::of(domain, &[&canonical(value)])
    }

    /// First eight digits, for people.
    pub fn short(&self) -> String {
        hex::encode(&self.0[..4])
    }
}

/// Canonical bytes of a value: borsh.
pub fn canonical<T: BorshSerialize>(value: &T) -> Vec<u8> {
    borsh::to_vec(value).expect("writing to memory cannot fail")
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a hash of 64 hexadecimal digits")]
pub struct ParseHashError(String);

impl FromStr for Hash {
    type Err = ParseHashError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| ParseHashError(text.into()))?;
        Ok(Self(bytes))
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        <String as Deserialize>::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_survives_text_and_json() {
        let hash = Hash::of("test", &[b"a", b"b"]);
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(serde_json::from_str::<Hash>(&serde_json::to_string(&hash).unwrap()).unwrap(), hash);
        assert!("12".parse::<Hash>().is_err());
    }

    #[test]
    fn the_digest_is_sha256_of_domain_and_parts() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Hash::of("a", &[b"b", b"c"]).to_string(), abc);
    }
}
