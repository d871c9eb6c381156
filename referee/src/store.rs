//! The file of played cells: append-only, one line each, so that a run that was stopped goes on where it stood.

use {
    crate::cell::{Cell, Key},
    serde::{Deserialize, Serialize},
    std::{
        collections::BTreeMap,
        fs::{File, OpenOptions},
        io::{BufRead, BufReader, Write},
        path::{Path, PathBuf},
    },
};

/// What a file of cells was played with; cells of another identity are never mixed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// SHA-256 over the registration, the scenarios, the line-up and the code, as hex.
    pub hash: String,
    /// For people: what went into the hash.
    pub made_of: Vec<String>,
}

/// Why a file of cells cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk refused.
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    /// The file belongs to another evaluation.
    #[error(
        "{path} holds cells of another evaluation (hash {found}, this one has {expected}); use another --out or remove the file"
    )]
    Foreign { path: PathBuf, found: String, expected: String },
    /// A line inside the file is not a cell.
    #[error("{path} line {line}: {reason}; the file was changed by something else, remove it to begin anew")]
    Damaged { path: PathBuf, line: usize, reason: String },
}

/// An open file of cells.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    file: File,
}

impl Store {
    /// Opens or begins the file and gives the cells that are in it already.
    ///
    /// A last line without an end is what a killed process leaves; it is cut off and played again.
    pub fn open(path: &Path, identity: &Identity) -> Result<(Self, BTreeMap<Key, Cell>), StoreError> {
        let io = |source| StoreError::Io { path: path.to_owned(), source };
        let mut file = OpenOptions::new().create(true).read(true).append(true).open(path).map_err(io)?;
        let mut lines = Vec::new();
        let mut whole = 0u64;
        let mut reader = BufReader::new(&file);
        loop {
            let mut line = String::new();
            let read = reader.read_line(&mut line).map_err(io)?;
            if read == 0 || !line.ends_with('\n') {
                break;
            }
            whole += read as u64;
            lines.push(line);
        }
        file.set_len(whole).map_err(io)?;
        let Some((head, rows)) = lines.split_first() else {
            write_line(&mut file, identity).map_err(io)?;
            return Ok((Self { path: path.to_owned(), file }, BTreeMap::new()));
        };
        check(path, head, identity)?;
        let cells = rows.iter().enumerate().map(|(place, row)| read::<Cell>(path, place + 2, row));
        let cells = cells.map(|cell| cell.map(|cell| (cell.key.clone(), cell))).collect::<Result<_, _>>()?;
        Ok((Self { path: path.to_owned(), file }, cells))
    }

    /// Appends cells and hands them to the disk.
    pub fn append(&mut self, cells: &[Cell]) -> Result<(), StoreError> {
        let path = &self.path;
        let io = |source| StoreError::Io { path: path.clone(), source };
        for cell in cells {
            write_line(&mut self.file, cell).map_err(io)?;
        }
        self.file.sync_data().map_err(io)
    }
}

fn write_line(file: &mut File, row: &impl Serialize) -> std::io::Result<()> {
    let mut line = serde_json::to_vec(row)?;
    line.push(b'\n');
    file.write_all(&line)
}

fn check(path: &Path, head: &str, identity: &Identity) -> Result<(), StoreError> {
    let found: Identity = read(path, 1, head)?;
    if found.hash == identity.hash {
        return Ok(());
    }
    Err(StoreError::Foreign { path: path.to_owned(), found: found.hash, expected: identity.hash.clone() })
}

fn read<T: serde::de::DeserializeOwned>(path: &Path, line: usize, row: &str) -> Result<T, StoreError> {
    let damaged =
        |error: serde_json::Error| StoreError::Damaged { path: path.to_owned(), line, reason: error.to_string() };
    serde_json::from_str(row).map_err(damaged)
}
