//! One case: a scene, a moment, bytes written into accounts, and the instructions of one transaction.
//!
//! As text, one line: `@2 +100 ~15:200:ff00 ~15:-1 14w,15w,17,3s/0900`, that is: scene 2, 100 seconds later, two bytes
//! of account 15 overwritten from byte 200 on, its last byte cut off, and one instruction with four accounts and two
//! bytes of data. Accounts are places in the scene's table.

use std::{fmt, str::FromStr};

use anyhow::{Context, Result, bail};

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Input {
    pub scene: u8,
    /// Seconds after the scene's moment.
    pub secs: u32,
    pub patches: Vec<Patch>,
    pub calls: Vec<Call>,
}

/// A change of an account's bytes that no instruction could make.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Patch {
    Write {
        place: u8,
        at: u16,
        bytes: Vec<u8>,
    },
    /// Longer (zeroes) or shorter by so many bytes.
    Resize {
        place: u8,
        by: i8,
    },
}

/// One instruction to the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Call {
    pub accounts: Vec<Slot>,
    pub data: Vec<u8>,
}

/// An account of the scene's table in an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    pub place: u8,
    pub signer: bool,
    pub writable: bool,
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "@{} +{}", self.scene, self.secs)?;
        for patch in &self.patches {
            match patch {
                Patch::Write { place, at, bytes } => write!(f, " ~{place}:{at}:{}", hex(bytes))?,
                Patch::Resize { place, by } => write!(f, " ~{place}:{by:+}")?,
            }
        }
        self.calls.iter().try_for_each(|call| write!(f, " {call}"))
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let slots: Vec<String> = self.accounts.iter().map(Slot::to_string).collect();
        write!(f, "{}/{}", slots.join(","), hex(&self.data))
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let signer = if self.signer { "s" } else { "" };
        let writable = if self.writable { "w" } else { "" };
        write!(f, "{}{writable}{signer}", self.place)
    }
}

impl FromStr for Input {
    type Err = anyhow::Error;

    fn from_str(line: &str) -> Result<Self> {
        let mut input = Self::default();
        for word in line.split_whitespace() {
            match (word.as_bytes().first(), word.get(1..).unwrap_or_default()) {
                (Some(b'@'), rest) => input.scene = rest.parse()?,
                (Some(b'+'), rest) => input.secs = rest.parse()?,
                (Some(b'~'), rest) => input.patches.push(patch(rest)?),
                _ => input.calls.push(call(word)?),
            }
        }
        Ok(input)
    }
}

fn patch(word: &str) -> Result<Patch> {
    match word.split(':').collect::<Vec<_>>()[..] {
        [place, by] => Ok(Patch::Resize { place: place.parse()?, by: by.parse()? }),
        [place, at, bytes] => Ok(Patch::Write { place: place.parse()?, at: at.parse()?, bytes: unhex(bytes)? }),
        _ => bail!("no change of an account: {word}"),
    }
}

fn call(word: &str) -> Result<Call> {
    let (slots, data) = word.split_once('/').with_context(|| format!("no instruction: {word}"))?;
    let slots = slots.split(',').filter(|slot| !slot.is_empty());
    Ok(Call { accounts: slots.map(slot).collect::<Result<_>>()?, data: unhex(data)? })
}

fn slot(word: &str) -> Result<Slot> {
    let place = word.trim_end_matches(['w', 's']).parse()?;
    Ok(Slot { place, signer: word.contains('s'), writable: word.contains('w') })
}

fn hex(bytes: &[u8]) -> String {
    crate::world::hex(bytes)
}

fn unhex(text: &str) -> Result<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        bail!("an odd number of hexadecimal digits: {text}");
    }
    (0..text.len()).step_by(2).map(|at| Ok(u8::from_str_radix(&text[at..at + 2], 16)?)).collect()
}

#[test]
fn a_case_is_read_back_as_it_was_written() {
    let line = "@2 +100 ~15:200:ff00 ~15:-1 ~3:+7 14w,15w,17,3s,4ws/0900 /";
    assert_eq!(line.parse::<Input>().unwrap().to_string(), line);
    for broken in ["@x", "~1", "1,2", "1/0", "1/zz", "~1:2:3:4"] {
        assert!(broken.parse::<Input>().is_err(), "{broken}");
    }
}
