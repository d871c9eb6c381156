//! Reads the store for pages: off the event loop, a few at a time, and not more often than people can see.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::Semaphore;

use crate::{
    store::{Store, StoreError},
    view::Picture,
};

/// A picture this young is shown again instead of reading the store.
const FRESH: Duration = Duration::from_millis(500);

/// Pages drawn at the same time; the others wait, so a flood of requests cannot take all threads.
const AT_ONCE: usize = 4;

/// What a page is drawn from.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub picture: &'a Picture,
    /// For the rare thing that the picture leaves out.
    pub store: &'a Store,
}

/// The store behind the pages, and the newest picture of it.
pub struct Pages {
    store: Arc<Store>,
    seen: Mutex<Option<(Instant, Arc<Picture>)>>,
    drawing: Semaphore,
}

impl Pages {
    pub fn new(store: Arc<Store>) -> Self {
        Self { store, seen: Mutex::new(None), drawing: Semaphore::new(AT_ONCE) }
    }

    /// Draws one page.
    ///
    /// # Errors
    /// A sentence for the log: the store could not be read, or the drawing panicked.
    pub async fn draw<T: Send + 'static>(
        self: Arc<Self>,
        render: impl FnOnce(View) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, String> {
        let pages = self.clone();
        let _turn = self.drawing.acquire().await.map_err(|closed| closed.to_string())?;
        let drawn = tokio::task::spawn_blocking(move || {
            let picture = pages.picture()?;
            render(View { picture: &picture, store: &pages.store })
        });
        match drawn.await {
            Ok(result) => result.map_err(|error| error.to_string()),
            Err(panicked) => Err(format!("the page could not be drawn: {panicked}")),
        }
    }

    /// The store as it was at most [`FRESH`] ago; who comes meanwhile waits for the same picture.
    fn picture(&self) -> Result<Arc<Picture>, StoreError> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, picture)) = &*seen
            && at.elapsed() < FRESH
        {
            return Ok(picture.clone());
        }
        let picture = Arc::new(Picture::load(&self.store)?);
        *seen = Some((Instant::now(), picture.clone()));
        Ok(picture)
    }
}
