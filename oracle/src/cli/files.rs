//! Files that a command was told to read or to write.

use std::{fs, path::Path};

use super::CliError;

/// The text of a file.
pub fn read(path: &Path) -> Result<String, CliError> {
    fs::read_to_string(path).map_err(|error| wrong("read", path, &error))
}

/// Writes a file whole, or not at all.
pub fn write(path: &Path, text: &str) -> Result<(), CliError> {
    let beside = path.with_added_extension("partial");
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| wrong("write", path, &error))
}

/// Makes a folder to write into.
pub fn make_folder(path: &Path) -> Result<(), CliError> {
    fs::create_dir_all(path).map_err(|error| wrong("write", path, &error))
}

/// What could not be done with a file that was named.
pub fn wrong(what: &str, path: &Path, error: &dyn std::error::Error) -> CliError {
    CliError::Wrong(format!("failed to {what} {}: {error}", path.display()))
}
