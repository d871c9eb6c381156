//! The pages: server-rendered from the store, without scripts, without anything from elsewhere.

mod alternatives;
mod decision;
mod effects;
mod layout;
mod learned;
mod overview;
mod pages;
mod parameter;
mod policy;
mod proposal;
#[cfg(test)]
mod tests;

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
    view::html::Html,
};
use pages::{Pages, View};

pub use effects::effects_table;
pub use layout::{badge, card, code, facts, heading, small_table, standalone, table, tile, when};
pub use proposal::{turnout, what};

/// Nothing may be loaded or run: only the page's own style.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type Found = Result<Option<String>, StoreError>;

/// All pages over one store; merge it with the router of the health endpoints.
///
/// Give it a reader of its own ([`Store::reader`]): pages then never wait for the writer, nor it for them.
pub fn router(store: Arc<Store>) -> Router {
    Router::new()
        .route("/", get(|pages| page(pages, |view| Ok(Some(overview::page(view.picture))))))
        .route("/proposals", get(|pages| page(pages, |view| Ok(Some(proposal::list(view.picture))))))
        .route(
            "/proposals/{address}",
            get(|pages, part| page_of(pages, part, |view, address| Ok(proposal::page(view.picture, address)))),
        )
        .route("/decisions", get(|pages| page(pages, |view| Ok(Some(decision::list(view.picture))))))
        .route("/decisions/{number}", get(|pages, part| page_of(pages, part, decision::page)))
        .route(
            "/parameters/{key}",
            get(|pages, part| page_of(pages, part, |view, key| Ok(parameter::page(view.picture, key)))),
        )
        .route("/policies", get(|pages| page(pages, |view| Ok(Some(policy::list(view.picture))))))
        .route(
            "/policies/{name}",
            get(|pages, part| page_of(pages, part, |view, name| Ok(policy::page(view.picture, name)))),
        )
        .route("/effects", get(|pages| page(pages, |view| Ok(Some(effects::page(view.picture))))))
        .fallback(|| async { missing() })
        .layer(middleware::map_response(guard))
        .with_state(Arc::new(Pages::new(store)))
}

async fn page_of(pages: State<Arc<Pages>>, Path(part): Path<String>, render: fn(View, &str) -> Found) -> Response {
    page(pages, move |view| render(view, &part)).await
}

async fn page(State(pages): State<Arc<Pages>>, render: impl FnOnce(View) -> Found + Send + 'static) -> Response {
    match pages.draw(render).await {
        Ok(Some(text)) => Page(text).into_response(),
        Ok(None) => missing(),
        Err(reason) => broken(&reason),
    }
}

fn missing() -> Response {
    let body = Html::all([
        heading("Not found", "There is no such page, proposal, decision, policy or parameter."),
        Html::link(&[], "Back to the overview"),
    ]);
    (StatusCode::NOT_FOUND, Page(layout::document("Not found", false, body))).into_response()
}

fn broken(reason: &str) -> Response {
    tracing::warn!(reason, "a page failed");
    let body =
        heading("The store could not be read", "The oracle's log says why; the page may work again in a moment.");
    (StatusCode::INTERNAL_SERVER_ERROR, Page(layout::document("Error", true, body))).into_response()
}

async fn guard(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
