//! What a form sent: read once, before any handler, with caps while it streams.
//!
//! The outer layer reads the form, checks its token and leaves a [`Sent`] in the request; a
//! handler asks for [`Form<T>`] and, where files are expected, for [`Files`].

mod multipart;
mod urlencoded;

use std::{
    iter,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use form_urlencoded::byte_serialize;
use poem::{FromRequest, Request, RequestBody, Result};
use serde::de::DeserializeOwned;
use tempfile::TempPath;

use crate::problem::Problem;

pub(crate) use multipart::read as read_multipart;
pub(crate) use urlencoded::read as read_urlencoded;

/// Files on one form.
pub const MAX_FILES: usize = 5;
/// Bytes of one file.
pub const MAX_FILE_BYTES: u64 = 10 * 1024 * 1024;
/// Bytes of one field that is not a file; a long error message fits.
pub const MAX_FIELD_BYTES: usize = 512 * 1024;
/// Bytes of all of them together, with their names.
const MAX_TEXT_BYTES: usize = 3 * MAX_FIELD_BYTES;
/// Fields on one form.
const MAX_FIELDS: usize = 200;

/// The fields of a form, as `T` wants them. Give `T` `#[serde(default)]`: a field that is missing
/// is then empty, and the page says which one must be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form<T>(pub T);

impl<'a, T: DeserializeOwned> FromRequest<'a> for Form<T> {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> Result<Self> {
        let sent =
            request.extensions().get::<Sent>().ok_or_else(|| Problem::bad_request("no form was sent"))?;
        let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(sent.fields()).finish();
        let fields = serde_html_form::from_str(&encoded)
            .map_err(|error| Problem::bad_request(format!("the form makes no sense: {error}")))?;
        Ok(Self(fields))
    }
}

/// The files of a form.
#[derive(Debug, Default)]
pub struct Files {
    /// Complete ones, on disk until they are dropped.
    pub uploads: Vec<Upload>,
    /// Those that were not kept.
    pub refused: Vec<RefusedFile>,
    /// Whether one came before a token that lets files in: such a form is not taken.
    pub(crate) too_early: bool,
}

impl<'a> FromRequest<'a> for Files {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> Result<Self> {
        Ok(request.extensions().get::<Sent>().map(Sent::take_files).unwrap_or_default())
    }
}

/// A file on disk that disappears when this is dropped, unless it is moved elsewhere.
#[derive(Debug)]
pub struct Upload {
    /// Name as the browser gave it, without folders and control characters. Never a path.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Where it is.
    pub path: TempPath,
}

/// A file that was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedFile {
    /// Name as the browser gave it.
    pub name: String,
    /// Why.
    pub reason: FileRefusal,
}

/// Why a file was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileRefusal {
    /// More than [`MAX_FILE_BYTES`].
    TooLarge,
    /// More than [`MAX_FILES`].
    TooMany,
}

/// What a form sent.
#[derive(Debug, Clone, Default)]
pub struct Sent(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    fields: Vec<(String, String)>,
    files: Mutex<Files>,
}

impl Sent {
    pub(crate) fn new(fields: Vec<(String, String)>, files: Files) -> Self {
        Self(Arc::new(Inner { fields, files: Mutex::new(files) }))
    }

    /// Name and value of every field that is not a file, in order.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The first value of a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// What somebody wrote at length, so that an error page can give it back: no more than one field takes.
    pub fn typed(&self) -> Option<String> {
        let long = |value: &str| value.contains('\n') || value.chars().nth(40).is_some();
        let mut typed = String::new();
        for (_, value) in self.fields().filter(|(name, value)| !is_secret(name) && long(value)) {
            let gap = if typed.is_empty() { "" } else { "\n\n" };
            if typed.len() + gap.len() + value.len() <= MAX_FIELD_BYTES {
                typed.push_str(gap);
                typed.push_str(value);
            }
        }
        (!typed.is_empty()).then_some(typed)
    }

    /// Every field but secrets and the form's token, encoded as a form: to go along through a sign-in. Nothing when that is
    /// more than one field takes.
    pub fn kept(&self) -> Option<String> {
        let mut kept = String::new();
        for (name, value) in self.fields().filter(|(name, _)| !is_secret(name)) {
            let and = if kept.is_empty() { "" } else { "&" };
            let name = byte_serialize(name.as_bytes());
            let value = byte_serialize(value.as_bytes());
            for piece in iter::once(and).chain(name).chain(iter::once("=")).chain(value) {
                // Encoded it may be three times as long: nobody has us write that only to throw it away.
                if kept.len() + piece.len() > MAX_FIELD_BYTES {
                    return None;
                }
                kept.push_str(piece);
            }
        }
        Some(kept)
    }

    /// Whether a file came before a token that lets files in.
    pub(crate) fn is_too_early(&self) -> bool {
        self.0.files.lock().unwrap_or_else(PoisonError::into_inner).too_early
    }

    fn take_files(&self) -> Files {
        std::mem::take(&mut *self.0.files.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What is neither shown nor goes along; `kept` is what has gone along already, and no text that anybody typed.
fn is_secret(name: &str) -> bool {
    name == crate::csrf::FIELD || name == "kept" || name.contains("password") || name.contains("secret")
}

/// Whether a form may bring files, and where they go meanwhile.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Disk<'a> {
    /// Into this folder.
    Folder(&'a Path),
    /// Files are not expected here.
    None,
}

#[cfg(test)]
mod tests;
