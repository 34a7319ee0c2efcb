//! Files that came with a form: what they are by their first bytes, and which we take.

use rappel_pages::Text;
use rappel_service::Received;
use rappel_web::{FileRefusal, Files};
use tokio::io::AsyncReadExt as _;

/// As many bytes tell what a file is.
const HEAD: usize = 8 * 1024;

/// Received files, or why one was refused.
///
/// The uploads stay on disk as long as `files` lives: keep it until the command is done.
pub(crate) async fn receive(files: &Files) -> std::io::Result<Result<Vec<Received>, Text>> {
    if let Some(refused) = files.refused.first() {
        return Ok(Err(Text::key(match refused.reason {
            FileRefusal::TooLarge => "new-files-too-large",
            FileRefusal::TooMany => "new-files-too-many",
        })));
    }
    let mut received = Vec::with_capacity(files.uploads.len());
    for upload in &files.uploads {
        let mut head = Vec::with_capacity(HEAD);
        tokio::fs::File::open(&upload.path).await?.take(HEAD as u64).read_to_end(&mut head).await?;
        let Some(media_type) = media_type(&head) else {
            return Ok(Err(Text::key("new-files-kind")));
        };
        received.push(Received {
            path: upload.path.to_path_buf(),
            name: upload.name.clone(),
            media_type: media_type.to_owned(),
            size: upload.size,
        });
    }
    Ok(Ok(received))
}

/// The media type, if it is of a kind that we take: pictures, documents, archives, sound, plain text. Programs, and
/// what a browser would run, are refused.
fn media_type(head: &[u8]) -> Option<&'static str> {
    use infer::MatcherType;
    match infer::get(head) {
        Some(kind) => match kind.matcher_type() {
            MatcherType::Image
            | MatcherType::Archive
            | MatcherType::Doc
            | MatcherType::Audio
            | MatcherType::Video
            | MatcherType::Book => Some(kind.mime_type()),
            MatcherType::App | MatcherType::Font | MatcherType::Text | MatcherType::Custom => None,
        },
        None => is_plain_text(head).then_some("text/plain"),
    }
}

/// UTF-8 or Latin text without control characters, and no markup that a browser would run.
fn is_plain_text(head: &[u8]) -> bool {
    let control = |byte: &u8| *byte < 0x20 && !matches!(*byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    let start =
        String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    let runs = ["<svg", "<!doctype", "<html", "<script", "<?xml", "#!", "<?php"];
    !head.iter().any(control) && !runs.iter().any(|beginning| start.starts_with(beginning))
}

#[cfg(test)]
mod tests;
