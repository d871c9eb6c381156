//! Looks at a page as a person would, and measures what a person would see.

use super::{
    chromium::{Browser, Sight},
    width,
};
use anyhow::{Result, ensure};
use std::path::{Path, PathBuf};

/// Wide as a desk, narrow as a phone; light and dark.
pub const WIDTHS: [(u32, bool); 3] = [(1280, false), (390, false), (390, true)];

/// Whatever runs by itself or reaches out, in markup.
const ACTIVE: &str = "[...document.querySelectorAll('*')].filter(e => \
    ['SCRIPT', 'IFRAME', 'IMG', 'OBJECT', 'EMBED', 'FORM', 'LINK', 'BASE'].includes(e.tagName) \
    || [...e.attributes].some(a => a.name.startsWith('on') || /^\\s*javascript:/i.test(a.value))).length";

/// Visible elements that reach beyond the right edge, by tag and text; what scrolls in its own frame does not.
const OVERFLOWING: &str = "[...document.body.querySelectorAll('*')].filter(e => { \
    const box = e.getBoundingClientRect(); \
    return box.width > 0 && box.right > document.documentElement.clientWidth + 1 && !e.closest(innerWidth > 600 ? '.scroll' : '.scroll:not(.rows)'); \
    }).slice(0, 3).map(e => e.tagName + ': ' + e.textContent.slice(0, 60)).join(' | ')";

/// A browser, and where its pictures go.
pub struct Gallery {
    pub browser: Browser,
    folder: PathBuf,
}

impl Gallery {
    pub async fn open(name: &str, folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self { browser: Browser::start(name).await?, folder: folder.into() })
    }

    /// Opens a page, and finds it drawn, inert, and as wide as the window.
    pub async fn look(&mut self, url: &str, name: &str, window: u32, dark: bool) -> Result<()> {
        let scheme = if dark { "dark" } else { "light" };
        let at = format!("{name} at {window} in {scheme}");
        self.browser.open(url, Sight { width: window, dark }).await?;
        let title = self.browser.value("document.querySelector('h1').textContent").await?;
        ensure!(title.as_str().is_some_and(|title| !title.is_empty()), "{at}: no heading");
        ensure!(self.browser.value("document.documentElement.clientWidth").await? == window, "{at}: another width");
        let beyond = self.browser.value(OVERFLOWING).await?;
        ensure!(beyond == "", "{at}: beyond the edge is {beyond}");
        let reach = self.browser.value("document.documentElement.scrollWidth").await?;
        ensure!(reach == window, "{at}: the page is {reach} wide");
        ensure!(self.browser.value(ACTIVE).await? == 0, "{at}: something active is on the page");
        let ground = self.browser.value("getComputedStyle(document.body).backgroundColor").await?;
        let expected = if dark { "rgb(15, 20, 26)" } else { "rgb(246, 247, 249)" };
        ensure!(ground == expected, "{at}: the ground is {ground}");
        let picture = self.browser.picture(&self.folder.join(format!("{name}-{window}-{scheme}.png")), 6_000.0).await?;
        ensure!(width(&picture) == window, "{at}: the picture has another width");
        // A blank page of this size compresses to a few kilobytes.
        ensure!(picture.len() > 8_000, "{at}: looks empty, {} bytes", picture.len());
        Ok(())
    }
}
