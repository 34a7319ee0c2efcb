use proptest::prelude::*;
use scraper::{Html, Node};

use super::*;

mod attacks;

/// Every element and attribute that may come out.
pub(super) fn is_allowed(html: &str, medium: Medium) -> Result<(), String> {
    let page = Html::parse_fragment(html);
    for node in page.tree.nodes() {
        match node.value() {
            Node::Element(element) => {
                let name = element.name();
                let attributes: Vec<(&str, &str)> = element.attrs().collect();
                let fine = match (name, attributes.as_slice()) {
                    // What the parser of a fragment puts around it.
                    ("html" | "body" | "p" | "br", []) => true,
                    ("pre" | "code", []) => medium == Medium::Page,
                    ("pre" | "code", [("style", style)]) => {
                        medium == Medium::Mail && [medium.code(), medium.block()].concat().contains(style)
                    }
                    ("a", [("href", target), ("rel", "noopener nofollow ugc")]) => {
                        ["http://", "https://", "mailto:"]
                            .iter()
                            .any(|it| target.to_ascii_lowercase().starts_with(it))
                    }
                    _ => false,
                };
                if !fine {
                    return Err(format!("<{name} {attributes:?}> in {html}"));
                }
            }
            Node::Comment(_) | Node::Doctype(_) | Node::ProcessingInstruction(_) => {
                return Err(format!("{:?} in {html}", node.value()));
            }
            Node::Document | Node::Fragment | Node::Text(_) => {}
        }
    }
    Ok(())
}

/// What is read of it.
pub(super) fn visible(html: &str) -> String {
    let html = html.replace("<br>", "\n").replace("</p>", "\n").replace("</pre>", "\n");
    Html::parse_fragment(&html).root_element().text().collect()
}

fn page(text: &str) -> String {
    render(text, Medium::Page)
}

#[test]
fn text_stays_as_it_was_typed() {
    for (typed, expected) in [
        ("", ""),
        ("Bonjour", "<p>Bonjour</p>"),
        ("a\nb\n\nc\r\nd\re", "<p>a<br>b</p><p>c<br>d<br>e</p>"),
        ("\n\n a \n \n\n b\n", "<p> a</p><p> b</p>"),
        ("# titre\n- un\n- deux\n1. trois", "<p># titre<br>- un<br>- deux<br>1. trois</p>"),
        ("__init__ et 2*3*4 et **gras**", "<p>__init__ et 2*3*4 et **gras**</p>"),
        ("> cité\n\\* fin", "<p>&gt; cité<br>\\* fin</p>"),
        ("<b>gras</b> & &amp;", "<p>&lt;b&gt;gras&lt;/b&gt; &amp; &amp;amp;</p>"),
        (
            "![image](https://a.fr/i.png)",
            "<p>![image](<a href=\"https://a.fr/i.png\" rel=\"noopener nofollow ugc\">https://a.fr/i.png</a>)</p>",
        ),
        ("a | b\n--|--\n1 | 2\n***", "<p>a | b<br>--|--<br>1 | 2<br>***</p>"),
    ] {
        assert_eq!(page(typed), expected, "{typed:?}");
    }
}

#[test]
fn code_keeps_its_shape() {
    for (typed, expected) in [
        ("Erreur `0x80070005` ici", "<p>Erreur <code>0x80070005</code> ici</p>"),
        ("`a` `b`", "<p><code>a</code> <code>b</code></p>"),
        ("``a`b``\nfin", "<p><code>a&#x60;b</code><br>fin</p>"),
        (
            "voici :\n```\n  a  b\n\n<c>\n```\nmerci",
            "<p>voici :</p><pre><code>  a  b\n\n&lt;c&gt;</code></pre><p>merci</p>",
        ),
        ("```js\nx\n```", "<pre><code>js\nx</code></pre>"),
        ("```Erreur 42 : &amp;\nx", "<pre><code>Erreur 42 : &amp;amp;\nx</code></pre>"),
        ("~~~\nx\n~~~", "<pre><code>x</code></pre>"),
        (
            "Trace :\n\n    at main.rs:1\n      at b\n\nfin",
            "<p>Trace :</p><pre><code>at main.rs:1\n  at b</code></pre><p>fin</p>",
        ),
        ("- un :\n  ```\n  x\n  ```", "<p>- un :</p><pre><code>x</code></pre>"),
    ] {
        assert_eq!(page(typed), expected, "{typed:?}");
    }
}

#[test]
fn links_lead_where_they_say() {
    let link =
        |target: &str, words: &str| format!("<a href=\"{target}\" rel=\"noopener nofollow ugc\">{words}</a>");
    let plain = |url: &str| link(url, url);
    for (typed, expected) in [
        ("voir https://durand.fr/a.", format!("<p>voir {}.</p>", plain("https://durand.fr/a"))),
        ("(http://durand.fr/(b))", format!("<p>({})</p>", plain("http://durand.fr/(b)"))),
        ("<https://durand.fr/>", format!("<p>{}</p>", plain("https://durand.fr/"))),
        ("à claire@durand.fr", format!("<p>à {}</p>", link("mailto:claire@durand.fr", "claire@durand.fr"))),
        (
            "[notre site](https://durand.fr/)",
            format!("<p>{} (https://durand.fr/)</p>", link("https://durand.fr/", "notre site")),
        ),
        (
            "[https://banque.fr](https://ailleurs.fr)",
            format!("<p>{} (https://ailleurs.fr)</p>", link("https://ailleurs.fr", "https://banque.fr")),
        ),
        ("[x](/tickets/1)", "<p>[x](/tickets/1)</p>".to_owned()),
        ("[x](ftp://durand.fr)", "<p>[x](ftp://durand.fr)</p>".to_owned()),
        ("tel:+33123 ssh://h", "<p>tel:+33123 ssh://h</p>".to_owned()),
        ("`https://durand.fr`", "<p><code>https://durand.fr</code></p>".to_owned()),
    ] {
        assert_eq!(page(typed), expected, "{typed:?}");
    }
}

/// Letters and digits, in order.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z0-9é ]{1,6}",
        "[\\[\\]()<>`~*_#>|&;:/\\\\\"'=!. \t-]{1,4}",
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\n    ".to_owned()),
        Just("```".to_owned()),
        Just("\n> ".to_owned()),
        Just("\n- ".to_owned()),
        Just("\n\t".to_owned()),
        Just("https://a.fr/".to_owned()),
        Just("javascript:".to_owned()),
        Just("](https://b.fr)".to_owned()),
        Just("<!--".to_owned()),
        Just("<script>".to_owned()),
        Just("a@b.fr".to_owned()),
        Just("&amp;".to_owned()),
        Just("\r\n".to_owned()),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn nothing_that_can_be_read_is_lost(typed in pieces()) {
        for medium in [Medium::Page, Medium::Mail] {
            let html = render(&typed, medium);
            prop_assert_eq!(letters(&visible(&html)), letters(&typed), "{}", html);
        }
    }

    #[test]
    fn only_our_markup_comes_out(typed in pieces()) {
        for medium in [Medium::Page, Medium::Mail] {
            prop_assert_eq!(is_allowed(&render(&typed, medium), medium), Ok(()));
        }
    }

    #[test]
    fn any_text_at_all_is_taken(typed in any::<String>()) {
        let html = page(&typed);
        prop_assert_eq!(is_allowed(&html, Medium::Page), Ok(()));
    }
}

/// Texts that make a careless parser nest or repeat itself: eight times as long is eight times as much to read and to write, not
/// sixty-four. What the parser does between two events is its own, and not measured here.
#[test]
fn a_hostile_text_makes_no_more_events_and_markup_than_its_length() {
    let cost = |text: &str| {
        let events = Parser::new_ext(text, Options::empty()).into_offset_iter().count();
        let written = [Medium::Page, Medium::Mail].map(|medium| render(text, medium).len());
        [events, written[0], written[1]]
    };
    for piece in [
        "[",
        "`",
        "<",
        "[a](",
        "> ",
        "- ",
        "*a_",
        "```\n",
        "\\",
        "&",
        "<!--",
        "(https://a.fr/",
        "a@",
        "![[]()",
    ] {
        let short = piece.repeat(7_500 / piece.len());
        let (small, large) = (cost(&short), cost(&short.repeat(8)));
        for (small, large) in small.into_iter().zip(large) {
            assert!(large <= 8 * small + 100, "{piece}: {small}, then {large}");
        }
    }
}
