//! Progress: numbered steps with elapsed time, and a spinner for commands whose output nobody needs.

use std::time::{Duration, Instant};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

/// A known number of steps, announced one after the other.
pub struct Plan {
    total: usize,
    done: usize,
    started: Instant,
}

impl Plan {
    pub fn new(total: usize) -> Self {
        Self { total, done: 0, started: Instant::now() }
    }

    /// Run one step, saying when it starts, and how long it took.
    pub fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.done += 1;
        let (number, total) = (self.done, self.total);
        eprintln!("[{number}/{total}] {name}");
        let started = Instant::now();
        let result = work();
        let outcome = if result.is_ok() { "done" } else { "FAILED" };
        let (step, all) = (seconds(started.elapsed()), seconds(self.started.elapsed()));
        eprintln!("[{number}/{total}] {name}: {outcome} in {step} (total {all})");
        result
    }
}

/// Show `message` while `work` runs: a spinner on a terminal, two lines elsewhere.
pub fn quietly<T>(message: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    let spinner = ProgressBar::new_spinner();
    if spinner.is_hidden() {
        eprintln!("      {message} …");
    }
    let style = ProgressStyle::with_template("      {spinner} {msg} ({elapsed})")?;
    spinner.set_style(style);
    spinner.set_message(message.to_owned());
    spinner.enable_steady_tick(Duration::from_millis(120));
    let result = work();
    spinner.finish_and_clear();
    let outcome = if result.is_ok() { "done" } else { "FAILED" };
    eprintln!("      {message}: {outcome} in {}", seconds(started.elapsed()));
    result
}

/// `1.2 s` below a minute, `3 min 05 s` above.
pub fn seconds(elapsed: Duration) -> String {
    match elapsed.as_secs() {
        0..60 => format!("{:.1} s", elapsed.as_secs_f64()),
        whole => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_times_are_told_in_minutes() {
        assert_eq!(seconds(Duration::from_millis(1240)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 min 05 s");
    }
}
