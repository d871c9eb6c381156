//! The dashboard over HTTP and in a real browser: at two widths, in light and dark, and with hostile text in every field.

mod chromium;
mod hostile;
mod look;

use crate::demo::{Played, played};
use localnet::{pages::Place, paths};
use look::{Gallery, WIDTHS};
use oracle::store::Store;
use std::{path::Path, sync::Arc};

#[test]
fn every_page_answers_with_what_it_is_about() {
    let site = Site::of(played());
    for (page, expected) in [
        ("/", "emission rate"),
        ("/proposals", "vetoed"),
        ("/decisions", "propose"),
        ("/decisions/1", "history"),
        ("/effects", "executed"),
        ("/policies", "newest decision"),
        ("/parameters/emission_rate", "emission"),
    ] {
        let (status, text) = site.get(page);
        assert_eq!(status, 200, "{page}");
        assert!(text.to_lowercase().contains(expected), "{page} says nothing of {expected:?}");
        assert!(!text.contains("<script"), "{page} must work without scripts");
    }
    assert_eq!(site.get(&format!("/decisions/{}", played().summary.decisions + 1)).0, 404);
}

#[test]
fn a_browser_draws_the_pages_at_two_widths_without_overflow() {
    let site = Site::of(played());
    let pages = [
        ("/", "overview"),
        ("/decisions", "decisions"),
        ("/decisions/1", "decision"),
        ("/proposals", "proposals"),
        ("/effects", "effects"),
        ("/parameters/emission_rate", "parameter"),
        ("/policies", "policies"),
        ("/policies/A4", "policy"),
    ];
    let drawn = played().runtime.block_on(async {
        let mut gallery = Gallery::open("play", &paths::scratch("screenshots")).await?;
        for (page, name) in pages {
            for (width, dark) in WIDTHS {
                gallery.look(&format!("{}{page}", site.url), name, width, dark).await?;
            }
        }
        anyhow::Ok(())
    });
    drawn.expect("every page is drawn");
}

/// Pages over one database.
pub struct Site {
    pub url: String,
    _pages: localnet::pages::Pages,
}

impl Site {
    fn of(played: &'static Played) -> Self {
        let _inside = played.runtime.enter();
        Self::open(oracle::daemon::open_reader(&played.dir).expect("the database is there"))
    }

    /// Within a runtime.
    pub fn open(store: Store) -> Self {
        let pages = Place::take(Some(0))
            .and_then(|place| place.serve(oracle::dashboard::router(Arc::new(store))))
            .expect("a free port");
        Self { url: pages.url.clone(), _pages: pages }
    }

    /// Status and head with body, by the plainest of clients.
    pub fn get(&self, path: &str) -> (u16, String) {
        use std::io::{Read, Write};
        let host = self.url.trim_start_matches("http://");
        let mut stream = std::net::TcpStream::connect(host).expect("the site is up");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("it listens");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let text = String::from_utf8_lossy(&answer).into_owned();
        let status = text.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        (status, text)
    }
}

/// Width in a PNG's header.
fn width(png: &[u8]) -> u32 {
    png.get(16..20).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_be_bytes)
}

/// An empty folder of this process.
fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("trimtab-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Everything in a folder's text files, for a look at what was written.
fn all_text(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    entries
        .map(|path| if path.is_dir() { all_text(&path) } else { std::fs::read_to_string(path).unwrap_or_default() })
        .collect()
}
