//! HTML that escapes by construction: text goes in escaped, only this module writes markup.

use std::fmt::{self, Display, Write};

/// A piece of HTML that is safe to send.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Markup written in this program; a `&'static str` cannot carry anybody else's text.
    pub fn raw(markup: &'static str) -> Self {
        Self(markup.into())
    }

    /// Anybody's text, escaped for content and for quoted attributes alike.
    pub fn text(text: impl Display) -> Self {
        let mut html = Self::default();
        let _ = write!(Escape(&mut html.0), "{text}");
        html
    }

    /// An element with a class and a body.
    pub fn tag(name: &'static str, class: &str, body: impl Into<Html>) -> Self {
        let class = Self::text(class).0;
        let body = body.into().0;
        Self(if class.is_empty() {
            format!("<{name}>{body}</{name}>")
        } else {
            format!("<{name} class=\"{class}\">{body}</{name}>")
        })
    }

    /// A table's cell that knows its column's name.
    pub fn cell(class: &str, column: &str, body: Html) -> Self {
        let (class, column) = (Self::text(class).0, Self::text(column).0);
        Self(format!("<td class=\"{class}\" data-h=\"{column}\">{}</td>", body.0))
    }

    /// Something that a reader may open: a summary and what is below it.
    pub fn details(summary: impl Into<Html>, body: Html) -> Self {
        Self::tag("details", "", Self::all([Self::tag("summary", "", summary), body]))
    }

    /// A link to one of our own pages; each part of `path` is percent-encoded.
    pub fn link(path: &[&str], body: impl Into<Html>) -> Self {
        let mut href = String::new();
        for part in path {
            href.push('/');
            encode(part, &mut href);
        }
        if href.is_empty() {
            href.push('/');
        }
        Self(format!("<a href=\"{href}\">{}</a>", body.into().0))
    }

    /// The pieces one after the other.
    pub fn all(pieces: impl IntoIterator<Item = Html>) -> Self {
        pieces.into_iter().fold(Self::default(), |mut all, piece| {
            all.0.push_str(&piece.0);
            all
        })
    }

    /// Markup made of numbers, for drawings.
    pub(super) fn drawing(svg: String) -> Self {
        Self(svg)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }
}

impl<T: Display> From<T> for Html {
    fn from(text: T) -> Self {
        Self::text(text)
    }
}

struct Escape<'a>(&'a mut String);

impl Write for Escape<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                letter if (letter.is_control() && letter != '\n') || turns(letter) => self.0.push('\u{fffd}'),
                letter => self.0.push(letter),
            }
        }
        Ok(())
    }
}

/// Marks that reorder the text around them, so that a reader sees something else than what is there.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn encode(part: &str, href: &mut String) {
    for byte in part.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => href.push(char::from(byte)),
            byte => {
                let _ = write!(href, "%{byte:02X}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_comes_out_inert() {
        let hostile = "<script>alert(1)</script>\" onload='x' & \u{1}\u{202e}";
        let html = Html::tag("td", hostile, hostile).into_string();
        assert!(
            !html.contains("<script") && !html.contains("onload='") && !html.contains(['\u{1}', '\u{202e}']),
            "{html}"
        );
        assert_eq!(html.matches('"').count(), 2);
    }

    #[test]
    fn a_link_leaves_no_way_out_of_our_pages() {
        let link = Html::link(&["proposals", "../..//evil\"><script>"], "x").into_string();
        assert!(link.starts_with("<a href=\"/proposals/..%2F..%2F%2Fevil%22%3E%3Cscript%3E\">"), "{link}");
        assert_eq!(Html::link(&[], "home").as_str(), "<a href=\"/\">home</a>");
    }
}
