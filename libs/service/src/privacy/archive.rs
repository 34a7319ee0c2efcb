//! A ZIP file, written entry by entry to the disk: memory stays flat however much goes into it, but for some hundred bytes of each
//! entry's name and place, which the file ends with.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, write::DeflateEncoder};
use rawzip::{CompressionMethod, ZipArchiveWriter};
use sha2::{Digest as _, Sha256};
use tokio::{
    sync::mpsc::{Receiver, Sender, channel},
    task::JoinHandle,
};

use crate::error::{Error, Result};

/// Pieces that wait for the disk.
const WAITING: usize = 4;

/// Bytes of a name that came from outside: with what stands before it, most file systems take it.
const LONGEST: usize = 180;

/// What is written next.
#[derive(Debug)]
enum Piece {
    /// Another entry begins.
    Entry(String),
    /// Text of the entry.
    Text(String),
    /// Bytes of the entry.
    Bytes(Vec<u8>),
    /// A file of the store, as the entry's content.
    Content(PathBuf),
    /// There are no more.
    End,
}

/// A file that is being written on a thread beside those that answer; removed again unless it is finished.
#[derive(Debug)]
pub(super) struct Archive {
    part: PathBuf,
    path: PathBuf,
    pieces: Sender<Piece>,
    writer: Option<JoinHandle<io::Result<u64>>>,
}

impl Archive {
    /// Begins a file, over what an earlier try has left.
    pub(super) async fn begin(path: &Path) -> Result<Self> {
        Self::begin_as(path, Ends::Plainly).await
    }

    /// The same, with a last entry that lists all others: see [`MANIFEST`].
    pub(super) async fn begin_listed(path: &Path) -> Result<Self> {
        Self::begin_as(path, Ends::WithManifest).await
    }

    async fn begin_as(path: &Path, ends: Ends) -> Result<Self> {
        if let Some(folder) = path.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        let part = path.with_extension("part");
        let (pieces, received) = channel(WAITING);
        let to = part.clone();
        let writer = Some(tokio::task::spawn_blocking(move || write(&to, received, ends)));
        Ok(Self { part, path: path.to_owned(), pieces, writer })
    }

    /// Begins an entry; what is added next is in it. The name is ours: no part of it may come from outside unless it went
    /// through [`plain_name`].
    pub(super) async fn entry(&mut self, name: String) -> Result<()> {
        self.send(Piece::Entry(name)).await
    }

    /// Adds text to the entry.
    pub(super) async fn text(&mut self, text: String) -> Result<()> {
        self.send(Piece::Text(text)).await
    }

    /// Adds bytes to the entry.
    pub(super) async fn bytes(&mut self, bytes: Vec<u8>) -> Result<()> {
        self.send(Piece::Bytes(bytes)).await
    }

    /// Adds a file of the store to the entry. One that is not there any more leaves the entry empty, and the list
    /// says so.
    pub(super) async fn content_of(&mut self, path: PathBuf) -> Result<()> {
        self.send(Piece::Content(path)).await
    }

    /// Ends the file and gives it its name; answers its size in bytes.
    pub(super) async fn finish(mut self) -> Result<i64> {
        self.send(Piece::End).await?;
        let size = self.written().await?;
        tokio::fs::rename(&self.part, &self.path).await?;
        Ok(i64::try_from(size).unwrap_or(i64::MAX))
    }

    async fn send(&mut self, piece: Piece) -> Result<()> {
        if self.pieces.send(piece).await.is_ok() {
            return Ok(());
        }
        // It stopped: it says why.
        self.written().await?;
        Err(stopped())
    }

    async fn written(&mut self) -> Result<u64> {
        let writer = self.writer.take().ok_or_else(stopped)?;
        Ok(writer.await.map_err(io::Error::other)??)
    }
}

impl Drop for Archive {
    fn drop(&mut self) {
        // Where it was finished, it has another name now.
        if let Err(error) = std::fs::remove_file(&self.part)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "half an export was not removed");
        }
    }
}

fn stopped() -> Error {
    Error::Files(io::Error::other("the writer of an export stopped"))
}

/// What stands at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    Plainly,
    WithManifest,
}

/// The last entry of a file that lists what is in it: a JSON array with name, bytes, SHA-256 and, of tables, rows of each entry;
/// `missing` of a file that was not on the disk.
pub(super) const MANIFEST: &str = "manifest.json";

/// What goes into an entry, measured on its way.
struct Measured<'a, W> {
    inner: &'a mut W,
    hasher: Sha256,
    bytes: u64,
    lines: u64,
}

impl<W: Write> Write for Measured<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.inner.write(bytes)?;
        let bytes = bytes.get(..taken).unwrap_or_default();
        self.hasher.update(bytes);
        self.bytes += taken as u64;
        self.lines += bytes.split(|byte| *byte == b'\n').skip(1).count() as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Writes until the end; what was abandoned is removed here, for its owner may have been gone before it was begun.
fn write(to: &Path, pieces: Receiver<Piece>, ends: Ends) -> io::Result<u64> {
    let list = to.with_extension("list");
    let written = write_all(to, &list, pieces, ends);
    let left = if ends == Ends::WithManifest { std::fs::remove_file(&list) } else { Ok(()) };
    if written.is_err() {
        // Its owner looks too, and says what went wrong.
        let _ = std::fs::remove_file(to);
    } else if let Err(error) = left {
        tracing::warn!(%error, "the list of an export was not removed");
    }
    written
}

fn write_all(to: &Path, list: &Path, mut pieces: Receiver<Piece>, ends: Ends) -> io::Result<u64> {
    let mut archive = ZipArchiveWriter::new(BufWriter::new(File::create(to)?));
    // On the disk, for there may be as many entries as there are files.
    let mut listed = match ends {
        Ends::Plainly => None,
        Ends::WithManifest => Some(BufWriter::new(File::create(list)?)),
    };
    let mut before = "[\n";
    let mut next = pieces.blocking_recv();
    while let Some(Piece::Entry(name)) = next {
        let new = archive.new_file(name.as_str()).compression_method(CompressionMethod::DEFLATE);
        let (mut entry, data) = new.start().map_err(io::Error::other)?;
        let mut data = data.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        let mut into = Measured { inner: &mut data, hasher: Sha256::new(), bytes: 0, lines: 0 };
        let mut is_missing = false;
        next = loop {
            match pieces.blocking_recv() {
                Some(Piece::Text(text)) => into.write_all(text.as_bytes())?,
                Some(Piece::Bytes(bytes)) => into.write_all(&bytes)?,
                Some(Piece::Content(path)) => match File::open(&path) {
                    Ok(mut file) => {
                        io::copy(&mut file, &mut into)?;
                    }
                    Err(error) if error.kind() == io::ErrorKind::NotFound => is_missing = true,
                    Err(error) => return Err(error),
                },
                other => break other,
            }
        };
        let Measured { inner: _, hasher, bytes, lines } = into;
        let (encoder, output) = data.finish().map_err(io::Error::other)?;
        encoder.finish()?;
        entry.finish(output).map_err(io::Error::other)?;
        if let Some(listed) = &mut listed {
            let mut hash = String::new();
            for byte in hasher.finalize() {
                let _ = std::fmt::Write::write_fmt(&mut hash, format_args!("{byte:02x}"));
            }
            let rows =
                std::path::Path::new(&name).extension().is_some_and(|it| it == "jsonl").then_some(lines);
            let mut line = serde_json::json!({ "name": name, "bytes": bytes, "sha256": hash, "rows": rows });
            if is_missing && let Some(line) = line.as_object_mut() {
                line.insert("missing".to_owned(), true.into());
            }
            write!(listed, "{before}{line}")?;
            before = ",\n";
        }
    }
    if !matches!(next, Some(Piece::End)) {
        return Err(io::Error::other("an export was abandoned"));
    }
    if let Some(mut listed) = listed {
        listed.write_all(b"\n]\n")?;
        listed.into_inner().map_err(io::IntoInnerError::into_error)?;
        let new = archive.new_file(MANIFEST).compression_method(CompressionMethod::DEFLATE);
        let (mut entry, data) = new.start().map_err(io::Error::other)?;
        let mut data = data.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        io::copy(&mut File::open(list)?, &mut data)?;
        let (encoder, output) = data.finish().map_err(io::Error::other)?;
        encoder.finish()?;
        entry.finish(output).map_err(io::Error::other)?;
    }
    let file =
        archive.finish().map_err(io::Error::other)?.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(file.metadata()?.len())
}

/// A name that is one inside any archive, whoever gave it: no path, no letter that a file system refuses.
pub(super) fn plain_name(name: &str) -> String {
    let letter = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    let mut plain = String::new();
    for c in name.chars().map(letter) {
        // File systems count bytes, and a letter has up to four.
        if plain.len() + c.len_utf8() > LONGEST {
            break;
        }
        plain.push(c);
    }
    // `..` and `.` would be folders.
    plain.trim_start_matches('.').to_owned()
}

#[cfg(test)]
mod tests;
