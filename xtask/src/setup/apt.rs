//! A private view of newer Debian suites, beside the machine's own, which stays as it is.
//!
//! apt itself checks the signature of each suite and the hash of each package.

use std::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{cache::Cache, debian};
use crate::{progress, run};

const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";
const SUITES: [&str; 2] = ["trixie-backports", "sid"];

/// The view, opened when the first part asks for it.
pub struct Lazy<'a> {
    cache: &'a Cache,
    opened: OnceCell<Apt>,
}

impl<'a> Lazy<'a> {
    pub fn new(cache: &'a Cache) -> Self {
        Self { cache, opened: OnceCell::new() }
    }

    pub fn get(&self) -> Result<&Apt> {
        if self.opened.get().is_none() {
            let apt = Apt::open(self.cache.scratch("apt")?)?;
            return Ok(self.opened.get_or_init(|| apt));
        }
        self.opened.get().context("opened above")
    }
}

/// A scratch folder that goes away with this value.
pub struct Apt {
    dir: PathBuf,
}

impl Apt {
    /// Fetch the lists of packages into `dir`.
    fn open(dir: PathBuf) -> Result<Self> {
        for program in ["apt-get", "apt-cache", "dpkg-deb"] {
            if run::on_path(program).is_none() {
                bail!("`{program}` is not on the PATH");
            }
        }
        if !Path::new(KEYRING).is_file() {
            bail!("{KEYRING} is missing; please run:\n\n  apt-get install -y debian-archive-keyring\n");
        }
        let mirror = debian::mirror()?;
        for part in ["lists/partial", "cache/archives/partial"] {
            fs::create_dir_all(dir.join(part))?;
        }
        let line = |suite: &str| format!("deb [signed-by={KEYRING}] {mirror} {suite} main\n");
        fs::write(dir.join("sources.list"), SUITES.map(line).concat())?;
        fs::write(dir.join("nothing-installed"), "")?;
        let apt = Self { dir };
        progress::quietly(&format!("reading Debian's {}", SUITES.join(" and ")), || {
            run::captured(apt.command("apt-get").args(["-q", "update"])).map(drop)
        })
        .context("the package lists cannot be fetched: is there a network?")?;
        Ok(apt)
    }

    /// The newest version of `package` that begins with `prefix`, if any.
    pub fn version(&self, package: &str, prefix: &str) -> Result<Option<String>> {
        let table = run::captured(self.command("apt-cache").args(["madison", package]))?;
        let versions = table.lines().filter_map(|line| line.split('|').nth(1)).map(str::trim);
        Ok(versions.filter(|version| version.starts_with(prefix)).map(str::to_owned).next())
    }

    /// Unpack one package below `into`.
    pub fn unpack(&self, package: &str, into: &Path) -> Result<()> {
        let mut download = self.command("apt-get");
        download.args(["-q", "download", package]).current_dir(self.archives());
        progress::quietly(&format!("downloading {package}"), || run::captured(&mut download))?;
        self.extract(into)
    }

    /// Unpack a package of sid and everything that it depends on below `into`.
    pub fn unpack_with_dependencies(&self, package: &str, into: &Path) -> Result<()> {
        let mut download = self.command("apt-get");
        // As on a machine where nothing is installed, so that nothing is left out.
        let nothing = self.dir.join("nothing-installed");
        download.arg("-o").arg(format!("Dir::State::status={}", nothing.display()));
        download.args(["-q", "install", "-y", "--download-only", "--no-install-recommends", "-t", "sid", package]);
        progress::quietly(&format!("downloading {package} and its libraries"), || run::captured(&mut download))?;
        self.extract(into)
    }

    fn archives(&self) -> PathBuf {
        self.dir.join("cache/archives")
    }

    /// Unpack what was downloaded, and forget it.
    fn extract(&self, into: &Path) -> Result<()> {
        for entry in fs::read_dir(self.archives())? {
            let file = entry?.path();
            if file.extension().is_some_and(|extension| extension == "deb") {
                run::captured(Command::new("dpkg-deb").arg("-x").arg(&file).arg(into))?;
                fs::remove_file(file)?;
            }
        }
        Ok(())
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let path = |part: &str| self.dir.join(part).display().to_string();
        for option in [
            format!("Dir::State::Lists={}", path("lists")),
            format!("Dir::Etc::sourcelist={}", path("sources.list")),
            "Dir::Etc::sourceparts=-".to_owned(),
            format!("Dir::Cache={}", path("cache")),
            "APT::Sandbox::User=root".to_owned(),
            "Debug::NoLocking=1".to_owned(),
            // Otherwise apt calls it a success when nothing could be fetched.
            "APT::Update::Error-Mode=any".to_owned(),
        ] {
            command.args(["-o", &option]);
        }
        command
    }
}

impl Drop for Apt {
    fn drop(&mut self) {
        // What stays behind is removed by the next run.
        let _ = fs::remove_dir_all(&self.dir);
    }
}
