//! `multipart/form-data`, read piece by piece: fields into memory, files onto the disk.

use std::path::Path;

use multer::{Field, Multipart};
use poem::Body;
use tempfile::TempPath;
use tokio::io::AsyncWriteExt as _;

use super::{
    Disk, FileRefusal, Files, MAX_FIELD_BYTES, MAX_FIELDS, MAX_FILE_BYTES, MAX_FILES, MAX_TEXT_BYTES,
    RefusedFile, Sent, Upload,
};
use crate::{csrf, problem::Problem};

/// Reads the form. A file is only taken once the token, which must stand before it, has been shown to
/// `token_opens_disk`: nobody else may write to our disk. Of a form whose session has ended the words are read all the same, so that
/// they can be given back.
pub(crate) async fn read(
    body: Body,
    boundary: String,
    disk: Disk<'_>,
    token_opens_disk: impl Fn(&str) -> bool,
) -> Result<Sent, Problem> {
    let mut multipart = Multipart::new(body.into_bytes_stream(), boundary);
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut files = Files::default();
    let mut open = false;
    let mut parts = 0;
    let mut room = MAX_TEXT_BYTES;
    while let Some(field) = multipart.next_field().await.map_err(|error| unreadable(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        // Those of which nothing is kept count too.
        parts += 1;
        room = room.checked_sub(name.len()).filter(|_| parts <= MAX_FIELDS).ok_or_else(Problem::too_large)?;
        let Some(file_name) = field.file_name().map(plain_name) else {
            let value = text(field, room.min(MAX_FIELD_BYTES)).await?;
            room -= value.len();
            open |= name == csrf::FIELD && token_opens_disk(&value);
            fields.push((name, value));
            continue;
        };
        let folder = match disk {
            Disk::Folder(folder) if open => folder,
            Disk::Folder(_) => {
                files.too_early |= !is_empty(field).await?;
                continue;
            }
            Disk::None => return Err(Problem::forbidden("a file came before the token")),
        };
        match file(field, folder, files.uploads.len() < MAX_FILES).await? {
            Kept::Nothing => {}
            Kept::Refused(reason) => files.refused.push(RefusedFile { name: file_name, reason }),
            Kept::File(path, size) => files.uploads.push(Upload { name: file_name, size, path }),
        }
    }
    Ok(Sent::new(fields, files))
}

/// Reads a file that is not taken, and keeps nothing of it. One that would be refused in any case is not read to its end.
async fn is_empty(mut field: Field<'_>) -> Result<bool, Problem> {
    let mut size = 0_u64;
    while let Some(piece) = field.chunk().await.map_err(|error| unreadable(&error))? {
        size += piece.len() as u64;
        if size > MAX_FILE_BYTES {
            return Err(Problem::too_large());
        }
    }
    Ok(size == 0)
}

enum Kept {
    /// The field was left empty.
    Nothing,
    Refused(FileRefusal),
    File(TempPath, u64),
}

/// Reads a file to its end in any case, so that the form can come back with what was typed.
async fn file(mut field: Field<'_>, folder: &Path, room: bool) -> Result<Kept, Problem> {
    let mut writing: Option<(tokio::fs::File, TempPath)> = None;
    let mut size = 0_u64;
    while let Some(piece) = field.chunk().await.map_err(|error| unreadable(&error))? {
        size += piece.len() as u64;
        if !room || size > MAX_FILE_BYTES {
            writing = None;
            continue;
        }
        if writing.is_none() && size == piece.len() as u64 {
            let made = tempfile::Builder::new().prefix("upload-").tempfile_in(folder);
            let (made, path) = made.map_err(Problem::internal)?.into_parts();
            writing = Some((tokio::fs::File::from_std(made), path));
        }
        if let Some((file, _)) = &mut writing {
            file.write_all(&piece).await.map_err(Problem::internal)?;
        }
    }
    if size == 0 {
        return Ok(Kept::Nothing);
    }
    let Some((mut file, path)) = writing else {
        return Ok(Kept::Refused(if room { FileRefusal::TooLarge } else { FileRefusal::TooMany }));
    };
    file.flush().await.map_err(Problem::internal)?;
    Ok(Kept::File(path, size))
}

async fn text(mut field: Field<'_>, most: usize) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|error| unreadable(&error))? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > most {
            return Err(Problem::too_large());
        }
    }
    String::from_utf8(bytes).map_err(|_| Problem::bad_request("a field is not UTF-8"))
}

fn unreadable(error: &multer::Error) -> Problem {
    Problem::unreadable_body(error)
}

/// The last part of a name, without what could end a header or a line.
fn plain_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    let name = name.trim_matches([' ', '.']);
    if name.is_empty() { "file".to_owned() } else { name.to_owned() }
}
