//! Hashes that two people compare by voice.
//!
//! Each two bytes become a word of consonant, vowel, consonant, vowel, consonant: D. Wilkerson, "A Proposal for
//! Proquints: Identifiers that are Readable, Spellable, and Pronounceable", arXiv 0901.4016.
//! Nothing is left out, so 32 bytes are 16 words.

const CONSONANTS: &[u8; 16] = b"bdfghjklmnprstvz";
const VOWELS: &[u8; 4] = b"aiou";

/// Words on one line.
const PER_LINE: usize = 8;

/// The bytes as words, the most significant bits first.
pub fn words(bytes: &[u8]) -> Vec<String> {
    bytes.chunks(2).map(|pair| word(u16::from_be_bytes([pair[0], *pair.get(1).unwrap_or(&0)]))).collect()
}

fn word(bits: u16) -> String {
    let consonant = |shift: u16| char::from(CONSONANTS[usize::from(bits >> shift & 15)]);
    let vowel = |shift: u16| char::from(VOWELS[usize::from(bits >> shift & 3)]);
    [consonant(12), vowel(10), consonant(6), vowel(4), consonant(0)].into_iter().collect()
}

/// Hexadecimal in groups of four.
pub fn grouped(hex: &str) -> String {
    hex.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}

/// Both forms of a hash in hexadecimal, each line after `indent`.
pub fn both(hash: &str, indent: &str) -> String {
    let spoken = hex::decode(hash).map(|bytes| words(&bytes)).unwrap_or_default();
    let lines: Vec<String> = spoken.chunks(PER_LINE).map(|line| format!("{indent}{}\n", line.join(" "))).collect();
    format!("{indent}{}\n{}", grouped(hash), lines.concat())
}

/// Reads a hash of 32 bytes in either form, blanks and hyphens wherever a person put them.
pub fn parse(text: &str) -> Option<[u8; 32]> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_lowercase();
    if plain.len() == 64 {
        return hex::decode(&plain).ok()?.try_into().ok();
    }
    let spoken = (plain.len() == 80 && plain.is_ascii()).then(|| plain.as_bytes().chunks(5).map(bits))?;
    let bytes: Vec<u8> = spoken.collect::<Option<Vec<u16>>>()?.into_iter().flat_map(u16::to_be_bytes).collect();
    bytes.try_into().ok()
}

fn bits(word: &[u8]) -> Option<u16> {
    let place = |letters: &[u8], at: usize| letters.iter().position(|letter| *letter == word[at]);
    let consonant = |at| place(CONSONANTS, at);
    let vowel = |at| place(VOWELS, at);
    let bits = consonant(0)? << 12 | vowel(1)? << 10 | consonant(2)? << 6 | vowel(3)? << 4 | consonant(4)?;
    u16::try_from(bits).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_paper() {
        // 127.0.0.1 and 63.84.220.193 in the paper's table.
        assert_eq!(words(&[127, 0, 0, 1]), ["lusab", "babad"]);
        assert_eq!(words(&[63, 84, 220, 193]), ["gutih", "tugad"]);
    }

    #[test]
    fn both_forms_read_back_however_they_are_spaced() {
        let hash: [u8; 32] = std::array::from_fn(|i| (i * 37 + 11) as u8);
        let spoken = words(&hash);
        assert_eq!(spoken.len(), 16);
        for text in [hex::encode(hash), grouped(&hex::encode(hash)), spoken.join(" "), spoken.join("-").to_uppercase()]
        {
            assert_eq!(parse(&text), Some(hash), "{text}");
        }
        assert_eq!(parse(&both(&hex::encode(hash), "").lines().skip(1).collect::<String>()), Some(hash));
    }

    #[test]
    fn half_a_hash_and_misheard_words_are_no_hash() {
        let spoken = words(&[7; 32]);
        for text in [
            String::new(),
            hex::encode([7; 16]),
            spoken[1..].join(" "),
            spoken.join(" ").replace('b', "c").replace('d', "q"),
        ] {
            assert_eq!(parse(&text), None, "{text}");
        }
    }

    #[test]
    fn a_hash_is_shown_in_groups_of_four() {
        assert_eq!(grouped("00112233aabb"), "0011 2233 aabb");
    }
}
