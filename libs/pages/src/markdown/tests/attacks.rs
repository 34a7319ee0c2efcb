//! What attackers type: in every place of a text, nothing comes out but our own markup, and all of it is read.

use super::*;

/// Elements, attributes, addresses and breaks of parsers, as they are collected for such tests.
const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script>/*",
    "</script><script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=`javascript:alert(1)`>",
    "<img \"\"\"><script>alert(1)</script>\">",
    "<img src=x:x onerror=\"alert`1`\">",
    "<image/src/onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text x=20 y=20>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math href=\"javascript:alert(1)\">x</math>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc=\"&lt;script&gt;alert(1)&lt;/script&gt;\">",
    "<object data=data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==>",
    "<embed src=//evil.example/x.swf>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<base href=//evil.example/>",
    "<form action=//evil.example><input name=csrf>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<title></title><script>alert(1)</script>",
    "<plaintext>",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><img src=x onerror=alert(1)>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href=\"javascript:alert(1)\"?>",
    "<!DOCTYPE html><script>alert(1)</script>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"jav\tascript:alert(1)\">x</a>",
    "<a href=\"&#106;avascript:alert(1)\">x</a>",
    "<p style=\"position:fixed;inset:0\">x</p>",
    "<div/onmouseover='alert(1)'>x",
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)' autofocus='",
    "`onload=alert(1)",
    "</p></div></main><script>alert(1)</script>",
    "</code></pre><script>alert(1)</script>",
    "</a><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&#x3c;img src=x onerror=alert(1)&#x3e;",
    "\u{feff}<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "<scr\u{0}ipt>alert(1)</scr\u{0}ipt>",
    "{{constructor.constructor('alert(1)')()}}",
    "{{{page.name}}}",
    "<%= 7*7 %>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](//evil.example)",
    "[x](https:javascript:alert(1))",
    "[x](https://a.fr/\"onmouseover=\"alert(1))",
    "[x](https://a.fr/'onmouseover='alert(1))",
    "[x](https://a.fr \"onmouseover=alert(1)\")",
    "[x](mailto:a@b.fr?body=<script>alert(1)</script>)",
    "[<img src=x onerror=alert(1)>](https://a.fr)",
    "[`<script>alert(1)</script>`](https://a.fr)",
    "[a][1]\n\n[1]: javascript:alert(1)",
    "[a]: https://a.fr/ \"<script>alert(1)</script>\"",
    "![x](javascript:alert(1))",
    "![x](x\"onerror=\"alert(1))",
    "![<script>alert(1)</script>](https://a.fr/i.png)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "<https://a.fr/\"onmouseover=alert(1)>",
    "<https://a.fr/><script>alert(1)</script>",
    "<a@b.fr\"onmouseover=alert(1)>",
    "https://a.fr/\"onmouseover=\"alert(1)",
    "https://a.fr/'onmouseover='alert(1)",
    "https://a.fr/<script>alert(1)</script>",
    "https://a.fr/`onload=alert(1)`",
    "https://\"><script>alert(1)</script>",
    "javascript://a.fr/%0aalert(1)",
    "feed:javascript:alert(1)",
    "```\"><script>alert(1)</script>\nx\n```",
    "```js onload=alert(1)\nx\n```",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "~~~<img src=x onerror=alert(1)>\n~~~",
    "    </code><script>alert(1)</script>",
    "`</code><script>alert(1)</script>`",
    "`` ` onload=alert(1) ` ``",
    "* <script>alert(1)</script>\n* b",
    "1. <img src=x onerror=alert(1)>",
    "# <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "a | <script>alert(1)</script>\n--|--\n1 | 2",
    "[^1]: <script>alert(1)</script>",
    "<div>\n\n[x](javascript:alert(1))\n\n</div>",
    "<pre>\n\n```\n<script>alert(1)</script>\n",
    "\\<script>alert(1)\\</script>",
    "\\`<script>alert(1)</script>\\`",
    "\\[x](javascript:alert(1))",
];

/// The places of a text in which somebody writes.
const PLACES: &[(&str, &str)] = &[
    ("", ""),
    ("Bonjour, ", " merci"),
    ("un\n\n", "\n\ndeux"),
    ("`", "`"),
    ("```\n", "\n```"),
    ("```", "\nx\n```"),
    ("    ", ""),
    ("> ", ""),
    ("- ", ""),
    ("[", "](https://a.fr)"),
    ("[x](", ")"),
    ("[x](https://a.fr/", ")"),
    ("<", ">"),
    ("<https://a.fr/", ">"),
    ("https://a.fr/", ""),
    ("<!--", "-->"),
    ("<div>", "</div>"),
];

#[test]
fn nothing_of_an_attack_is_markup() {
    let mut tried = 0;
    for payload in PAYLOADS {
        for (before, after) in PLACES {
            for medium in [Medium::Page, Medium::Mail] {
                let typed = format!("{before}{payload}{after}");
                let html = render(&typed, medium);
                is_allowed(&html, medium).unwrap_or_else(|why| panic!("{typed:?}: {why}"));
                assert_eq!(letters(&visible(&html)), letters(&typed), "{typed:?}: {html}");
                tried += 1;
            }
        }
    }
    assert!(PAYLOADS.len() > 100 && tried > 3_000, "{tried}");
}

/// The places of attributes that are ours hold no other.
#[test]
fn an_address_does_not_end_its_attribute() {
    for end in ["\"", "'", "`", " ", "\t", "\n", ">", "<", "&quot;", "&#34;", "\u{0}", "\u{c}", "\\\""] {
        for place in [
            "https://a.fr/{} onclick=alert(1)",
            "[x](https://a.fr/{}onclick=alert(1))",
            "<https://a.fr/{}onclick=1>",
        ] {
            let typed = place.replace("{}", end);
            assert_eq!(is_allowed(&page(&typed), Medium::Page), Ok(()), "{typed:?}");
        }
    }
}
