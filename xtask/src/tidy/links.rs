//! Relative links of Markdown files lead somewhere.

use super::{File, Findings};
use crate::workspace;

pub fn check(file: &File) -> Findings {
    if !file.path.ends_with(".md") {
        return vec![];
    }
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let leads = |link: &&str| workspace::root().join(folder).join(link).exists();
    let broken = targets(&file.text).into_iter().filter(|link| !leads(link));
    broken.map(|link| format!("{}: link to `{link}` leads nowhere", file.path)).collect()
}

/// What stands in `](…)`, without anchors; other sites and pure anchors are left out.
fn targets(text: &str) -> Vec<&str> {
    let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let files = links.filter_map(|link| link.split(['#', ' ']).next());
    files.filter(|link| !link.is_empty() && !link.contains("://") && !link.starts_with("mailto:")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_and_other_sites_are_not_files() {
        let text = "[a](README.md#top) [b](https://x.example) [c](#here) ![d](docs/a.png)";
        assert_eq!(targets(text), ["README.md", "docs/a.png"]);
    }

    #[test]
    fn a_broken_link_is_found() {
        let file = File { path: "README.md".into(), text: "[x](no/such/file.md) [y](Cargo.toml)".into() };
        assert_eq!(check(&file), ["README.md: link to `no/such/file.md` leads nowhere"]);
    }
}
