//! Whether the disk has room for a file, asked before it is written.

use std::{
    io::{self, ErrorKind},
    path::Path,
};

use crate::error::Result;

/// Bytes that stay free whatever is written: files of tickets go on coming, and the database may lie on the same disk.
const RESERVE: u64 = 512_000_000;

/// Makes the folder, and sees whether so many bytes more fit beside the reserve. An error of the kind
/// [`StorageFull`](ErrorKind::StorageFull) where they do not.
pub(super) async fn make_room(folder: &Path, bytes: u64) -> Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    let folder = folder.to_owned();
    let free = tokio::task::spawn_blocking(move || free(&folder)).await.map_err(io::Error::other)??;
    Ok(fits(free, bytes)?)
}

/// Bytes that whoever runs the program may still write there.
fn free(folder: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

fn fits(free: u64, bytes: u64) -> io::Result<()> {
    if free >= bytes.saturating_add(RESERVE) {
        return Ok(());
    }
    Err(io::Error::new(ErrorKind::StorageFull, "the disk has no room for the file and the reserve"))
}

#[cfg(test)]
mod tests;
