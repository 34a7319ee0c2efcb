//! The one style and the one script, with hashed names, kept by browsers for ever.

use std::{borrow::Cow, fmt::Write, sync::LazyLock};

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/css"]
struct Styles;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/js"]
struct Scripts;

/// A file of the style, the script or the icon.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// Contents.
    pub bytes: &'static [u8],
    /// `Content-Type`.
    pub content_type: &'static str,
    /// `ETag`, with its quotes.
    pub etag: &'static str,
    /// Whether the name changes with the contents, so that browsers may keep it for ever.
    pub immutable: bool,
}

/// Finds an asset by the path of the request, `/assets/…`.
pub fn lookup(path: &str) -> Option<Asset> {
    let bundle = bundle();
    bundle.files.iter().find(|file| file.path == path).map(|file| Asset {
        bytes: &file.bytes,
        content_type: file.content_type,
        etag: &file.etag,
        immutable: true,
    })
}

/// Everything, made once.
pub(crate) struct Bundle {
    pub(crate) css_path: String,
    pub(crate) js_path: String,
    pub(crate) icon_path: String,
    files: Vec<File>,
}

struct File {
    path: String,
    bytes: Vec<u8>,
    content_type: &'static str,
    etag: String,
}

pub(crate) fn bundle() -> &'static Bundle {
    static BUNDLE: LazyLock<Bundle> = LazyLock::new(|| {
        let css = File::new("css", "text/css; charset=utf-8", style().into_bytes());
        let js = File::new("js", "text/javascript; charset=utf-8", script().into_bytes());
        let icon = File::new("svg", "image/svg+xml", ICON.into());
        Bundle {
            css_path: css.path.clone(),
            js_path: js.path.clone(),
            icon_path: icon.path.clone(),
            files: vec![css, js, icon],
        }
    });
    &BUNDLE
}

impl File {
    fn new(extension: &str, content_type: &'static str, bytes: Vec<u8>) -> Self {
        let hash = short_hash(&bytes);
        Self {
            path: format!("/assets/rappel.{hash}.{extension}"),
            bytes,
            content_type,
            etag: format!("\"{hash}\""),
        }
    }
}

/// The first 48 bits of the SHA-256, in hex.
pub fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// All style files behind the order of their layers.
fn style() -> String {
    let mut css = String::from("@layer reset,tokens,base,layout,components,pages,utilities,print;\n");
    for name in sorted(Styles::iter()) {
        if let Some(file) = Styles::get(&name) {
            css.push_str(&squeezed(&String::from_utf8_lossy(&file.data)));
        }
    }
    css
}

fn script() -> String {
    let mut js = String::from("\"use strict\";\n");
    for name in sorted(Scripts::iter()) {
        if let Some(file) = Scripts::get(&name) {
            js.push_str(&squeezed(&String::from_utf8_lossy(&file.data)));
        }
    }
    js
}

fn sorted(names: impl Iterator<Item = Cow<'static, str>>) -> Vec<String> {
    let mut names: Vec<String> = names.map(Cow::into_owned).collect();
    names.sort();
    names
}

/// Drops indentation, empty lines and comment lines; what is left means the same.
fn squeezed(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut in_comment = false;
    for line in source.lines().map(str::trim) {
        if in_comment || line.starts_with("/*") {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

const ICON: &str = concat!(
    r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#173b8f"/>"##,
    r##"<path d="M9 12a8 8 0 1 1-1 6" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/>"##,
    r##"<path d="M9 6v6h6" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>"##
);
