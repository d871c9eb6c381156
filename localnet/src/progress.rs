//! How a long run shows where it is: bars on a terminal, plain lines elsewhere.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// One bar at a time; lines above it stay.
pub struct Progress {
    bar: ProgressBar,
    terminal: bool,
    started: Instant,
}

impl Progress {
    /// Draws to standard error, so that standard output stays clean for results.
    pub fn new() -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self { bar, terminal, started: Instant::now() }
    }

    /// Begins a stage of `steps` steps; the stage before ends.
    pub fn stage(&mut self, name: &str, steps: u64) {
        self.end_stage();
        if self.terminal {
            let style = ProgressStyle::with_template("{spinner} {prefix:>10} [{bar:30}] {pos}/{len} {msg}")
                .unwrap_or_else(|_| ProgressStyle::default_bar())
                .progress_chars("=> ");
            self.bar = ProgressBar::new(steps).with_style(style).with_prefix(name.to_owned());
            self.bar.enable_steady_tick(Duration::from_millis(120));
        } else {
            self.say(format!("{name} …"));
        }
    }

    /// One step further; `now` says what is going on.
    pub fn step(&self, now: impl Into<String>) {
        self.bar.inc(1);
        self.doing(now);
    }

    /// Says what is going on within the step. Not printed where bars cannot be drawn.
    pub fn doing(&self, now: impl Into<String>) {
        self.bar.set_message(now.into());
    }

    /// A line that stays.
    pub fn say(&self, line: impl AsRef<str>) {
        let elapsed = self.started.elapsed().as_secs_f32();
        let line = format!("{elapsed:6.1}s  {}", line.as_ref());
        if self.terminal {
            self.bar.suspend(|| eprintln!("{line}"));
        } else {
            eprintln!("{line}");
        }
    }

    /// Takes the bar away.
    pub fn end_stage(&mut self) {
        self.bar.finish_and_clear();
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}
