//! Merkle tree hash of RFC 6962, section 2.1: leaves are prefixed with 0x00, inner nodes with 0x01, and a tree splits at the largest power of two below its size.

use crate::hash::Hash;

/// Root over record hashes; sha256 of nothing for an empty log.
pub fn merkle_root(records: &[Hash]) -> Hash {
    let leaves: Vec<&[u8]> = records.iter().map(|hash| hash.0.as_slice()).collect();
    root(&leaves)
}

fn root(leaves: &[&[u8]]) -> Hash {
    match leaves {
        [] => sha(&[]),
        [leaf] => sha(&[&[0x00], leaf]),
        _ => {
            let split = leaves.len().next_power_of_two() / 2;
            let (left, right) = leaves.split_at(split);
            sha(&[&[0x01], &root(left).0, &root(right).0])
        }
    }
}

fn sha(parts: &[&[u8]]) -> Hash {
    Hash::of("", parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Inputs and roots of the reference implementation (google/certificate-transparency, `merkle_tree_test`).
    #[test]
    fn roots_are_those_of_the_published_test_vectors() {
        let inputs =
            ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let leaves: Vec<Vec<u8>> = inputs.iter().map(|text| hex::decode(text).unwrap()).collect();
        let leaves: Vec<&[u8]> = leaves.iter().map(Vec::as_slice).collect();
        for (n, expected) in roots.iter().enumerate() {
            assert_eq!(root(&leaves[..n]).to_string(), *expected, "{n} leaves");
        }
    }

    #[test]
    fn every_record_and_the_order_count() {
        let [a, b, c] = ["a", "b", "c"].map(|name| Hash::of(name, &[]));
        assert_ne!(merkle_root(&[a, b, c]), merkle_root(&[a, c, b]));
        assert_ne!(merkle_root(&[a, b]), merkle_root(&[a, b, b]));
    }
}
