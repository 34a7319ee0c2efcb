//! What people write in tickets and messages, as markup: line breaks, links, and code for errors that they paste.
//!
//! A small Markdown that loses nothing. Code between back quotes, code blocks, `<https://…>` and `[words](https://…)` are what they are
//! in CommonMark; addresses are links as they stand. Everything else stays as it was typed, because in a ticket `__init__`,
//! `2*3*4` and `<b>` are more often part of an error than of its shape. No markup comes out but what is written in this file.

use std::ops::Range;

use handlebars::html_escape;
use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{CodeBlockKind, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

/// Where the markup is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Medium {
    /// A page, which has a style sheet.
    Page,
    /// An e-mail, which may have none.
    Mail,
}

impl Medium {
    const fn code(self) -> &'static str {
        match self {
            Self::Page => "<code>",
            Self::Mail => "<code style=\"font-family:monospace;font-size:15px\">",
        }
    }

    const fn block(self) -> &'static str {
        match self {
            Self::Page => "<pre><code>",
            Self::Mail => {
                "<pre style=\"margin:8px 0;padding:8px 12px;border:1px solid #c9ced8;white-space:pre-wrap;\
                 overflow-wrap:anywhere\"><code style=\"font-family:monospace;font-size:14px\">"
            }
        }
    }
}

/// The markup of a text.
pub(crate) fn render(text: &str, medium: Medium) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut page =
        Writer { html: String::with_capacity(text.len() * 2), medium, in_paragraph: false, lines: 0 };
    let mut events = Parser::new_ext(&text, Options::empty()).into_offset_iter();
    let mut written = 0;
    while let Some((event, range)) = events.next() {
        let Some(found) = island(&text, &mut events, event, &range) else { continue };
        if range.start < written {
            continue;
        }
        page.text(&text[written..range.start]);
        page.island(&found);
        written = range.end;
    }
    page.text(&text[written..]);
    page.end_paragraph();
    page.html
}

/// What is more than text.
enum Island<'a> {
    /// Inside a line.
    Code(String),
    /// Lines of its own, below the words that stood beside its fence.
    Block { beside: &'a str, code: String },
    /// Words that lead somewhere.
    Link { words: &'a str, target: &'a str },
}

fn island<'a>(
    text: &'a str,
    events: &mut OffsetIter<'_>,
    event: Event<'_>,
    range: &Range<usize>,
) -> Option<Island<'a>> {
    let source = &text[range.clone()];
    match event {
        Event::Code(code) => Some(Island::Code(code.into_string())),
        Event::Start(Tag::CodeBlock(kind)) => {
            let beside = match kind {
                // As it stands: an error that begins beside the fence is more than the name of a language.
                CodeBlockKind::Fenced(_) => source.lines().next()?.trim_start_matches(['`', '~']).trim(),
                CodeBlockKind::Indented => "",
            };
            let inside = events.map_while(|(event, _)| match event {
                Event::End(TagEnd::CodeBlock) => None,
                Event::Text(text) => Some(text.into_string()),
                _ => Some(String::new()),
            });
            Some(Island::Block { beside, code: inside.collect() })
        }
        Event::Start(Tag::Link { link_type, dest_url, .. }) => {
            let (words, target) = match link_type {
                LinkType::Autolink => {
                    let target = source.strip_prefix('<')?.strip_suffix('>')?;
                    (target, target)
                }
                // With a title, an escape or a reference it stays as it was typed.
                LinkType::Inline => {
                    let both = source.strip_prefix('[')?.strip_suffix(')')?;
                    let words = both.strip_suffix(&*dest_url)?.strip_suffix("](")?;
                    (words, &both[words.len() + 2..])
                }
                _ => return None,
            };
            if !is_safe(target) || words.trim().is_empty() {
                return None;
            }
            // What is inside was read just now.
            events.find(|(event, _)| matches!(event, Event::End(TagEnd::Link)))?;
            Some(Island::Link { words, target })
        }
        _ => None,
    }
}

/// Whether a link may lead there: pages of the Web and addresses of people.
fn is_safe(target: &str) -> bool {
    let is_plain = !target
        .contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\'));
    let Some((scheme, rest)) = target.split_once(':') else { return false };
    let begins_host = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    let leads = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => rest.strip_prefix("//").is_some_and(begins_host),
        "mailto" => rest.starts_with(char::is_alphanumeric) && rest.contains('@'),
        _ => false,
    };
    is_plain && leads
}

struct Writer {
    html: String,
    medium: Medium,
    in_paragraph: bool,
    /// Ends of lines since the last words.
    lines: usize,
}

impl Writer {
    /// Words between islands. A line ends where it was ended, and an empty line begins a paragraph.
    fn text(&mut self, text: &str) {
        let mut pieces = text.split('\n').enumerate().peekable();
        while let Some((number, piece)) = pieces.next() {
            self.lines += usize::from(number > 0);
            if !piece.trim().is_empty() {
                self.begin_words();
                self.words(if pieces.peek().is_some() { piece.trim_end() } else { piece });
            } else if self.in_paragraph && self.lines == 0 && !piece.is_empty() {
                self.html.push(' ');
            }
        }
    }

    fn island(&mut self, island: &Island<'_>) {
        match island {
            Island::Code(code) => {
                self.begin_words();
                self.html.push_str(self.medium.code());
                self.html.push_str(&html_escape(code));
                self.html.push_str("</code>");
            }
            Island::Link { words, target } => {
                self.begin_words();
                self.link(target, words);
                // Nobody is led elsewhere than they read.
                if words != target {
                    self.html.push_str(&html_escape(&format!(" ({target})")));
                }
            }
            Island::Block { beside, code } => {
                self.end_paragraph();
                self.html.push_str(self.medium.block());
                if !beside.is_empty() {
                    self.html.push_str(&html_escape(beside));
                    self.html.push('\n');
                }
                self.html.push_str(&html_escape(code.trim_end_matches('\n')));
                self.html.push_str("</code></pre>");
            }
        }
    }

    fn words(&mut self, words: &str) {
        let finder = LinkFinder::new();
        for span in finder.spans(words) {
            let text = span.as_str();
            match span.kind() {
                Some(LinkKind::Url) if is_safe(text) => self.link(text, text),
                Some(LinkKind::Email) if is_safe(&format!("mailto:{text}")) => {
                    self.link(&format!("mailto:{text}"), text);
                }
                _ => self.html.push_str(&html_escape(text)),
            }
        }
    }

    fn link(&mut self, target: &str, words: &str) {
        let (target, words) = (html_escape(target), html_escape(words));
        for piece in ["<a href=\"", &target, "\" rel=\"noopener nofollow ugc\">", &words, "</a>"] {
            self.html.push_str(piece);
        }
    }

    fn begin_words(&mut self) {
        if self.in_paragraph && self.lines > 1 {
            self.end_paragraph();
        }
        if !self.in_paragraph {
            self.html.push_str("<p>");
        } else if self.lines == 1 {
            self.html.push_str("<br>");
        }
        self.in_paragraph = true;
        self.lines = 0;
    }

    fn end_paragraph(&mut self) {
        if self.in_paragraph {
            self.html.push_str("</p>");
        }
        self.in_paragraph = false;
        self.lines = 0;
    }
}

#[cfg(test)]
mod tests;
