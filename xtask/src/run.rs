//! Running other programs: never through a shell, never with standard input, errors with the whole command.

use std::fmt;
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use anyhow::{Context, Result};

/// A command that ended with another code than 0, after saying why on its own output.
#[derive(Debug)]
pub struct Failed {
    command: String,
    status: ExitStatus,
    output: String,
}

impl Failed {
    /// Wrong input (2) stays 2; everything else is 1.
    pub fn exit_code(&self) -> ExitCode {
        match self.status.code() {
            Some(2) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` failed ({})", self.command, self.status)?;
        if !self.output.is_empty() {
            write!(f, ":\n{}", self.output.trim_end())?;
        }
        Ok(())
    }
}

impl std::error::Error for Failed {}

/// Input that was wrong: what was expected, what was found.
#[derive(Debug)]
pub struct Refused(pub String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

/// Run with the output shown.
pub fn shown(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).status().with_context(|| format!("cannot start `{}`", line(command)))?;
    succeeded(command, status, String::new())
}

/// Run with the output kept back; it is shown only if the command fails. Returns standard output.
pub fn captured(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start `{}`", line(command)))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let both = text(&output.stdout) + &text(&output.stderr);
    succeeded(command, output.status, both)?;
    Ok(text(&output.stdout))
}

/// Run with standard error shown (where cargo reports progress). Returns standard output.
pub fn shown_but_for_output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{}`", line(command)))?;
    succeeded(command, output.status, String::new())?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn succeeded(command: &Command, status: ExitStatus, output: String) -> Result<()> {
    match status.success() {
        true => Ok(()),
        false => Err(Failed { command: line(command), status, output }.into()),
    }
}

/// The command as one would type it.
fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Is there such a program on the PATH?
pub fn on_path(program: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}
