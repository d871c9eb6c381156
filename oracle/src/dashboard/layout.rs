//! The frame around every page, and the pieces that pages share.

use std::iter;

use crate::view::{html::Html, words};

pub const STYLE: &str = include_str!("style.css");

/// Places of the navigation: path, name.
const PLACES: [(&[&str], &str); 5] = [
    (&[], "Overview"),
    (&["proposals"], "Proposals"),
    (&["decisions"], "Decisions"),
    (&["policies"], "Policies"),
    (&["effects"], "Effects"),
];

/// A whole document. `live` pages ask for themselves again every ten seconds.
pub fn document(title: &str, live: bool, body: Html) -> String {
    let nav = Html::tag("nav", "", Html::all(PLACES.map(|(path, name)| Html::link(path, name))));
    let header = Html::tag("header", "", Html::all([Html::tag("b", "", "Trimtab"), nav]));
    let footer = Html::tag(
        "footer",
        "",
        "Every figure comes from finalized chain data and from the decision log. Check it: trimtab oracle verify",
    );
    standalone(title, live, Html::all([header, Html::tag("main", "", body), footer]))
}

/// A document without navigation, for files.
pub fn standalone(title: &str, live: bool, body: Html) -> String {
    let refresh = if live { "<meta http-equiv=\"refresh\" content=\"10\">" } else { "" };
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">{refresh}\
         <title>{} · Trimtab</title><style>{STYLE}</style></head><body>{}</body></html>",
        Html::text(title).as_str(),
        body.as_str()
    )
}

/// Heading and a line below it.
pub fn heading(title: impl Into<Html>, below: impl Into<Html>) -> Html {
    Html::all([Html::tag("h1", "", title), Html::tag("p", "sub", below)])
}

/// A framed part of a page.
pub fn card(title: &str, body: Html) -> Html {
    Html::tag("section", "card", Html::all([Html::tag("h2", "", title), body]))
}

/// A headline figure.
pub fn tile(name: &str, figure: impl Into<Html>, below: impl Into<Html>) -> Html {
    Html::tag(
        "div",
        "tile",
        Html::all([Html::tag("span", "", name), Html::tag("b", "", figure), Html::tag("small", "", below)]),
    )
}

/// A table; columns whose name starts with `#` hold numbers. A sentence instead where there are no rows.
///
/// Cells repeat their column's name, which narrow screens show instead of the head. Missing cells are empty.
pub fn table(columns: &[&str], rows: Vec<Vec<Html>>, nothing: &str) -> Html {
    drawn("scroll rows", columns, rows, nothing)
}

/// A table of few and short columns, which stays a table on narrow screens.
pub fn small_table(columns: &[&str], rows: Vec<Vec<Html>>, nothing: &str) -> Html {
    drawn("scroll", columns, rows, nothing)
}

fn drawn(class: &str, columns: &[&str], rows: Vec<Vec<Html>>, nothing: &str) -> Html {
    if rows.is_empty() {
        return Html::tag("p", "quiet", nothing);
    }
    let columns: Vec<(&str, &str)> =
        columns.iter().map(|name| name.strip_prefix('#').map_or(("", *name), |name| ("n", name))).collect();
    let head = columns.iter().map(|(kind, name)| Html::tag("th", kind, name));
    let head = Html::tag("thead", "", Html::tag("tr", "", Html::all(head)));
    let line = |cells: Vec<Html>| {
        let cells = cells
            .into_iter()
            .chain(iter::repeat(Html::default()))
            .zip(&columns)
            .map(|(cell, (kind, name))| Html::cell(kind, name, cell));
        Html::tag("tr", "", Html::all(cells))
    };
    let body = Html::tag("tbody", "", Html::all(rows.into_iter().map(line)));
    Html::tag("div", class, Html::tag("table", "", Html::all([head, body])))
}

/// A moment in UTC that no line break cuts.
pub fn when(unix: i64) -> Html {
    Html::tag("span", "nb", words::moment(unix))
}

/// Names with their values.
pub fn facts(rows: Vec<(&str, Html)>) -> Html {
    Html::tag(
        "dl",
        "",
        Html::all(
            rows.into_iter().map(|(name, value)| Html::all([Html::tag("dt", "", name), Html::tag("dd", "", value)])),
        ),
    )
}

/// A state in a word, coloured by how it went.
pub fn badge(state: &str) -> Html {
    let class = match state {
        "executed" | "passed" | "propose" | "within" | "yes" => "good",
        "vetoed" | "rejected" | "refused" | "failed" | "stale" | "missed" | "no" => "bad",
        "active" | "queued" | "executable" | "hold" | "held" => "wait",
        _ => "plain",
    };
    Html::tag("span", &format!("badge {class}"), state)
}

/// A hash or an address, whole.
pub fn code(text: impl Into<Html>) -> Html {
    Html::tag("code", "", text)
}
