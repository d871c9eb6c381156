use std::path::PathBuf;

use super::*;
use crate::view::Picture;

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn empty_store(name: &str) -> (Folder, Arc<Store>) {
    let folder = Folder(std::env::temp_dir().join(format!("trimtab-pages-{name}-{}", std::process::id())));
    let store = Store::open(&folder.0.join("trimtab.sqlite")).unwrap();
    (folder, Arc::new(store))
}

#[test]
fn an_empty_store_gives_whole_pages_that_say_so() {
    let (_folder, store) = empty_store("empty");
    let picture = Picture::load(&store).unwrap();
    let overview = overview::page(&picture);
    for sentence in ["No proposal is open.", "No snapshot yet", "no decision yet", "Nothing to draw yet"] {
        assert!(overview.contains(sentence), "{sentence}");
    }
    for page in [overview, proposal::list(&picture), decision::list(&picture), effects::page(&picture)] {
        assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>"));
    }
    assert!(proposal::page(&picture, "x").is_none() && parameter::page(&picture, "x").is_none());
    assert!(decision::page(View { picture: &picture, store: &store }, "1").unwrap().is_none());
}

#[tokio::test]
async fn a_page_that_panics_takes_nothing_else_with_it() {
    let (_folder, store) = empty_store("panic");
    let pages = Arc::new(Pages::new(store));
    let broken = pages.clone().draw(|_| -> Result<(), StoreError> { panic!("drawn badly") }).await;
    assert!(broken.unwrap_err().contains("could not be drawn"));
    assert_eq!(pages.draw(|view| Ok(view.picture.records.len())).await, Ok(0));
}

#[tokio::test]
async fn a_flood_of_requests_reads_the_store_once() {
    let (_folder, store) = empty_store("flood");
    let pages = Arc::new(Pages::new(store));
    let draws = (0..200).map(|_| pages.clone().draw(|view| Ok(std::ptr::from_ref(view.picture) as usize)));
    let seen = futures_util::future::join_all(draws).await;
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
}
