//! `trimtab policy show`.

use std::path::{Path, PathBuf};

use clap::Args;
use mind::{
    learn::fqi::{FittedQ, Line},
    policy::{FILES, Feature, Policy, built_in, fitted_q},
    train::{Front, GOALS, Point},
};
use referee::arms::Arm;

use super::{front, parse, percent};
use crate::cli::{
    CliError,
    files::{read, write},
    output::{note, print, print_json},
};

#[derive(Args)]
#[command(
    after_help = "Examples:\n  trimtab policy show A4\n  trimtab policy show Q\n  trimtab policy show front\n  trimtab policy show mine/A1.toml --svg a1.svg"
)]
pub struct ShowArgs {
    /// A committed policy's name, a policy file, or `front`.
    #[arg(value_name = "POLICY")]
    policy: String,
    /// JSON to standard output.
    #[arg(long)]
    json: bool,
    /// Where to draw every answer of a table as a curve.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

/// The name of the front beside those of policies.
const FRONT: &str = "front";

/// What a name or a file stands for.
enum Shown {
    Table(Policy),
    Lines(FittedQ),
    Front(Front),
}

impl ShowArgs {
    pub fn run(self) -> Result<(), CliError> {
        let shown = self.found()?;
        match (&self.svg, &shown) {
            (Some(path), Shown::Table(policy)) => {
                write(path, &policy.svg())?;
                note(&format!("wrote {}", path.display()));
            }
            (Some(_), _) => {
                return Err(CliError::Wrong(format!("{} has no curves to draw: only tables have", self.policy)));
            }
            (None, _) => {}
        }
        match &shown {
            Shown::Table(policy) if self.json => print_json(policy),
            Shown::Lines(lines) if self.json => print_json(lines),
            Shown::Front(front) if self.json => print_json(front),
            Shown::Table(policy) => print(&format!("# {}\n{}", policy.hash(), policy.to_toml())),
            Shown::Lines(lines) => print(&format!("# {}\n{}", lines.hash(), of_lines(lines))),
            Shown::Front(front) => print(&of_front(front)),
        }
        Ok(())
    }

    fn found(&self) -> Result<Shown, CliError> {
        let path = Path::new(&self.policy);
        if self.policy.eq_ignore_ascii_case(FRONT) {
            return Ok(Shown::Front(front()?));
        }
        if self.policy.eq_ignore_ascii_case(Arm::Q.name()) {
            return Ok(Shown::Lines((*fitted_q()).clone()));
        }
        if let Some(policy) = built_in(&self.policy) {
            return Ok(Shown::Table(policy));
        }
        if !path.exists() {
            let known: Vec<&str> = FILES.iter().map(|(name, _)| *name).chain([Arm::Q.name(), FRONT]).collect();
            return Err(CliError::Wrong(format!(
                "{:?} is neither a file nor a committed policy; those are {}",
                self.policy,
                known.join(", ")
            )));
        }
        match FittedQ::parse(&read(path)?) {
            Ok(lines) => Ok(Shown::Lines(lines)),
            Err(_) => parse(path).map(Shown::Table),
        }
    }
}

/// One column per lever: what a step up is worth, by what is seen.
fn of_lines(learned: &FittedQ) -> String {
    let row = |name: &str, weight: &dyn Fn(&Line) -> f64| {
        let cells = learned.lines.iter().map(|line| match weight(line) {
            0.0 => format!("{:>13}", "."),
            weight => format!("{weight:>+13.4}"),
        });
        format!("{name:<16}{}\n", cells.collect::<String>())
    };
    let head: String = learned.lines.iter().map(|line| format!("{:>13}", line.lever.name())).collect();
    let mut text = format!("{}\n\n{:<16}{head}\n", learned.about, "worth of a step");
    text += &row("up or down", &|line| line.any);
    text += &row("up", &|line| line.constant);
    text += &row("up × level", &|line| line.level);
    for feature in Feature::ALL {
        if learned.lines.iter().any(|line| line.seen.contains_key(&feature)) {
            text += &row(feature.name(), &|line| line.seen.get(&feature).copied().unwrap_or(0.0));
        }
    }
    text
}

/// One row per policy: what it gains in each goal against static parameters, then the levels of its levers.
fn of_front(front: &Front) -> String {
    let Front { arm, calls, settings, points } = front;
    let [from, to] = settings.choice;
    let mut text = format!(
        "{} policies of {arm} by nsga, {calls} simulator calls; better than static parameters on seeds {from}..{to}, in % (secure_share in points)\n",
        points.len()
    );
    let head: String = GOALS.iter().map(|goal| format!("{goal:>20}")).collect();
    text += &format!("\n{:<6}{:>10}{head}\n", "", "worth");
    for point in points {
        let cells: String = GOALS.iter().map(|goal| format!("{:>20}", percent(point.effect(goal)))).collect();
        text += &format!("{:<6}{:>+10.4}{cells}\n", point.policy.name, point.worth as f64 / 1e6);
    }
    let levers = points.first().map_or(&[][..], |point| &point.policy.levers);
    let head: String = levers.iter().map(|lever| format!("{:>13}", lever.lever.name())).collect();
    text += &format!("\n{:<6}{head}{:>10}\n", "level", "answers");
    for Point { policy, .. } in points {
        let cells: String = policy.levers.iter().map(|lever| format!("{:>13}", lever.curve.base)).collect();
        let answers: usize = policy.levers.iter().map(|lever| lever.curve.terms.len()).sum();
        text += &format!("{:<6}{cells}{answers:>10}\n", policy.name);
    }
    text
}
