//! A contributors' list off chain: its root, and the proof of each share.

use anchor_lang::prelude::Address;
use economics::merkle::Hash;

use crate::share;

/// What one person gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    pub beneficiary: Address,
    /// Base units.
    pub amount: u64,
}

/// A list in its order; a share's place is part of what is proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares {
    shares: Vec<Share>,
    total: u64,
}

impl Shares {
    /// A list; `None` if it is empty, has more than 2^32 − 1 shares, or a sum above 64 bits.
    pub fn new(shares: Vec<Share>) -> Option<Self> {
        u32::try_from(shares.len()).ok().filter(|len| *len > 0)?;
        let total = shares.iter().try_fold(0u64, |sum, share| sum.checked_add(share.amount))?;
        Some(Self { shares, total })
    }

    pub fn shares(&self) -> &[Share] {
        &self.shares
    }

    /// The share at place `index`.
    pub fn get(&self, index: u32) -> Option<&Share> {
        self.shares.get(usize::try_from(index).ok()?)
    }

    /// Number of shares.
    #[allow(clippy::len_without_is_empty, reason = "a list is never empty")]
    pub fn len(&self) -> u32 {
        u32::try_from(self.shares.len()).unwrap_or(u32::MAX)
    }

    /// Sum of the shares, base units.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Places at which `beneficiary` gets something.
    pub fn places_of(&self, beneficiary: &Address) -> Vec<u32> {
        (0..).zip(&self.shares).filter(|(_, share)| share.beneficiary == *beneficiary).map(|(place, _)| place).collect()
    }

    /// Merkle tree hash of RFC 6962, section 2.1.
    pub fn root(&self) -> Hash {
        tree(&self.leaves())
    }

    /// Audit path of the share `index`, lowest sibling first; `None` where the list has no such place.
    pub fn proof(&self, index: u32) -> Option<Vec<Hash>> {
        let place = usize::try_from(index).ok().filter(|place| *place < self.shares.len())?;
        let mut path = Vec::new();
        descend(&self.leaves(), place, &mut path);
        Some(path)
    }

    /// Audit paths of all shares in their order, each as [`Shares::proof`] gives it, with every node hashed once.
    pub fn proofs(&self) -> Vec<Vec<Hash>> {
        let mut paths = vec![Vec::new(); self.shares.len()];
        climb(&self.leaves(), &mut paths);
        paths
    }

    fn leaves(&self) -> Vec<Hash> {
        self.shares.iter().map(|share| share::leaf(&share.beneficiary, share.amount)).collect()
    }
}

fn tree(leaves: &[Hash]) -> Hash {
    match leaves {
        [leaf] => *leaf,
        _ => {
            let (left, right) = halves(leaves);
            share::node(&tree(left), &tree(right))
        }
    }
}

/// Appends the siblings on the way up from `place`.
fn descend(leaves: &[Hash], place: usize, path: &mut Vec<Hash>) {
    if leaves.len() < 2 {
        return;
    }
    let (left, right) = halves(leaves);
    match place.checked_sub(left.len()) {
        None => {
            descend(left, place, path);
            path.push(tree(right));
        }
        Some(place) => {
            descend(right, place, path);
            path.push(tree(left));
        }
    }
}

/// Appends to every path the sibling at this level, after those below; gives the root of `leaves`.
fn climb(leaves: &[Hash], paths: &mut [Vec<Hash>]) -> Hash {
    if let [leaf] = leaves {
        return *leaf;
    }
    let (left, right) = halves(leaves);
    let (left_paths, right_paths) = paths.split_at_mut_checked(left.len()).unwrap_or_default();
    let (left, right) = (climb(left, left_paths), climb(right, right_paths));
    left_paths.iter_mut().for_each(|path| path.push(right));
    right_paths.iter_mut().for_each(|path| path.push(left));
    share::node(&left, &right)
}

/// A tree splits at the largest power of two below its size.
fn halves(leaves: &[Hash]) -> (&[Hash], &[Hash]) {
    let whole = leaves.len().next_power_of_two();
    leaves.split_at(whole.checked_div(2).unwrap_or(0))
}
