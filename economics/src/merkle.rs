//! Membership in a Merkle tree of RFC 6962: hashes come from outside, only the shape is here.
//!
//! Leaves are hashed with the prefix 0x00 and inner nodes with 0x01, so that no node can be passed off as a leaf
//! (second preimage); the tree splits at the largest power of two below its size.

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// Prefix of what is hashed to a leaf.
pub const LEAF: u8 = 0;
/// Prefix of what is hashed to an inner node.
pub const NODE: u8 = 1;

/// The root that follows from the leaf number `index` of `leaves` and its audit path, lowest sibling first;
/// `None` where a path of this length cannot belong to that place.
///
/// `node(left, right)` is the hash of an inner node.
/// Source: RFC 9162, section 2.1.3.2 (the tree of RFC 6962).
pub fn root_of(
    leaf: Hash,
    index: u32,
    leaves: u32,
    path: &[Hash],
    node: impl Fn(&Hash, &Hash) -> Hash,
) -> Option<Hash> {
    if index >= leaves {
        return None;
    }
    let (mut place, mut last, mut hash) = (index, leaves.saturating_sub(1), leaf);
    for sibling in path {
        if last == 0 {
            return None;
        }
        if place & 1 == 1 || place == last {
            hash = node(sibling, &hash);
            // The last place of a level without a partner rises until it has one.
            let rise = if place & 1 == 1 { 0 } else { place.trailing_zeros() };
            (place, last) = (shifted(place, rise), shifted(last, rise));
        } else {
            hash = node(&hash, sibling);
        }
        (place, last) = (shifted(place, 1), shifted(last, 1));
    }
    (last == 0).then_some(hash)
}

fn shifted(place: u32, by: u32) -> u32 {
    place.checked_shr(by).unwrap_or(0)
}
