//! The dashboard of the play, over HTTP and, where there is a Chromium, in a real browser at two widths.

use crate::demo::{Played, played};
use localnet::{pages::Place, paths};
use std::{path::PathBuf, process::Command, sync::Arc};

/// Wide as a desk, narrow as a phone.
const WIDTHS: [u32; 2] = [1280, 400];

#[test]
fn every_page_answers_with_what_it_is_about() {
    let site = Site::open(played());
    let summary = &site.played.summary;
    for (page, expected) in [("/", "emission rate"), ("/proposals", "vetoed"), ("/decisions", "propose"), ("/decisions/1", "history"), ("/effects", "executed"), ("/parameters/emission_rate", "emission")] {
        let (status, text) = site.get(page);
        assert_eq!(status, 200, "{page}");
        assert!(text.to_lowercase().contains(expected), "{page} says nothing of {expected:?}");
        assert!(!text.contains("<script"), "{page} must work without scripts");
    }
    assert_eq!(site.get(&format!("/decisions/{}", summary.decisions + 1)).0, 404);
    assert_eq!(site.get("/parameters/%3Cscript%3E").0, 404);
}

#[test]
fn a_browser_draws_the_pages_at_two_widths() {
    let site = Site::open(played());
    let Some(browser) = browser() else {
        eprintln!("no Chromium on this machine: the pages were read over HTTP only (Debian: apt install chromium)");
        return;
    };
    let folder = paths::scratch("screenshots");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (page, name) in [("/", "overview"), ("/decisions/1", "decision"), ("/proposals", "proposals"), ("/effects", "effects")] {
        for width in WIDTHS {
            let picture = folder.join(format!("{name}-{width}.png"));
            let _ = std::fs::remove_file(&picture);
            shoot(&browser, &format!("{}{page}", site.url), width, &picture);
            let bytes = std::fs::read(&picture).expect("the browser drew the page");
            assert_eq!(size(&bytes), (width, 1600), "{name}");
            // A blank page of this size compresses to a few kilobytes.
            assert!(bytes.len() > 15_000, "{name} at {width} looks empty: {} bytes", bytes.len());
        }
    }
}

/// The pages over the play's database.
struct Site {
    played: &'static Played,
    url: String,
    _pages: localnet::pages::Pages,
}

impl Site {
    fn open(played: &'static Played) -> Self {
        let store = oracle::daemon::open_reader(&played.dir).expect("the database is there");
        let _inside = played.runtime.enter();
        let pages = Place::take(Some(0)).and_then(|place| place.serve(oracle::dashboard::router(Arc::new(store)))).expect("a free port");
        Self { played, url: pages.url.clone(), _pages: pages }
    }

    /// Status and body, by the plainest of clients.
    fn get(&self, path: &str) -> (u16, String) {
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

/// A Chromium on the PATH.
fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let places = std::env::split_paths(&path).flat_map(|folder| ["chromium", "chromium-browser", "google-chrome"].map(|name| folder.join(name)));
    places.into_iter().find(|file| file.is_file())
}

/// One picture with a new profile and no traffic of the browser's own.
fn shoot(browser: &PathBuf, url: &str, width: u32, picture: &std::path::Path) {
    let profile = std::env::temp_dir().join(format!("trimtab-browser-{}-{width}", std::process::id()));
    let quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"];
    let run = Command::new(browser)
        .args(quiet)
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("--window-size={width},1600"))
        .arg(format!("--screenshot={}", picture.display()))
        .arg(url)
        .output()
        .expect("the browser starts");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let _ = std::fs::remove_dir_all(profile);
}

/// Width and height in a PNG's header.
fn size(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| png.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_be_bytes);
    (number(16), number(20))
}
