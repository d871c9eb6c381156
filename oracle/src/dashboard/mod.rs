//! The pages: server-rendered from the store, without scripts, without anything from elsewhere.

mod decision;
mod effects;
mod layout;
mod overview;
mod parameter;
mod proposal;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    middleware,
    response::{Html as Page, IntoResponse, Response},
    routing::get,
};

use crate::{
    store::{Store, StoreError},
    view::{Picture, html::Html},
};

pub use layout::{badge, card, code, facts, heading, standalone, table, tile};
pub use {decision::decision_card, effects::effects_table, overview::charts, proposal::proposals_table};

/// Nothing may be loaded or run: only the page's own style.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// All pages over one store; merge it with the router of the health endpoints.
pub fn router(store: Arc<Store>) -> Router {
    Router::new()
        .route("/", get(|store| page(store, |picture| Some(overview::page(picture)))))
        .route("/proposals", get(|store| page(store, |picture| Some(proposal::list(picture)))))
        .route("/proposals/{address}", get(|store, Path(address): Path<String>| page(store, move |picture| proposal::page(picture, &address))))
        .route("/decisions", get(|store| page(store, |picture| Some(decision::list(picture)))))
        .route("/decisions/{number}", get(|store, Path(number): Path<String>| page(store, move |picture| decision::page(picture, &number))))
        .route("/parameters/{key}", get(|store, Path(key): Path<String>| page(store, move |picture| parameter::page(picture, &key))))
        .route("/effects", get(|store| page(store, |picture| Some(effects::page(picture)))))
        .fallback(|| async { missing() })
        .layer(middleware::map_response(guard))
        .with_state(store)
}

/// Reads the store off the event loop and renders.
async fn page(State(store): State<Arc<Store>>, render: impl FnOnce(&Picture) -> Option<String> + Send + 'static) -> Response {
    let made = tokio::task::spawn_blocking(move || Ok::<_, StoreError>(render(&Picture::load(&store)?))).await;
    match made {
        Ok(Ok(Some(text))) => Page(text).into_response(),
        Ok(Ok(None)) => missing(),
        Ok(Err(error)) => broken(&error.to_string()),
        Err(_) => broken("the page could not be drawn"),
    }
}

fn missing() -> Response {
    let body = Html::all([heading("Not found", "There is no such page, proposal, decision or parameter."), Html::link(&[], "Back to the overview")]);
    (StatusCode::NOT_FOUND, Page(layout::document("Not found", false, body))).into_response()
}

fn broken(reason: &str) -> Response {
    tracing::warn!(reason, "a page failed");
    let body = heading("The store could not be read", "The oracle's log says why; the page may work again in a moment.");
    (StatusCode::INTERNAL_SERVER_ERROR, Page(layout::document("Error", false, body))).into_response()
}

async fn guard(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
