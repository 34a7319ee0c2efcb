use std::{collections::BTreeMap, io::Read as _, time::Duration};

use super::*;

fn entries(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let bytes = std::fs::read(path).unwrap();
    let archive = rawzip::ZipArchive::from_slice(&bytes).unwrap();
    let mut all = archive.entries();
    let mut found = BTreeMap::new();
    while let Some(entry) = all.next_entry().unwrap() {
        let name = entry.file_path().try_normalize().unwrap().as_ref().to_owned();
        let packed = archive.get_entry(entry.wayfinder()).unwrap();
        let mut content = Vec::new();
        flate2::read::DeflateDecoder::new(packed.data()).read_to_end(&mut content).unwrap();
        found.insert(name, content);
    }
    found
}

#[tokio::test]
async fn what_goes_in_comes_out_and_half_a_file_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let stored = folder.path().join("stored");
    std::fs::write(&stored, vec![7_u8; 300_000]).unwrap();
    let path = folder.path().join("it.zip");
    let mut archive = Archive::begin(&path).await.unwrap();
    archive.entry("a.json".to_owned()).await.unwrap();
    archive.text("[1".to_owned()).await.unwrap();
    archive.text(",2]".to_owned()).await.unwrap();
    archive.entry("files/b".to_owned()).await.unwrap();
    archive.content_of(stored).await.unwrap();
    archive.entry("files/c".to_owned()).await.unwrap();
    archive.content_of(folder.path().join("never")).await.unwrap();
    assert!(!path.exists(), "not before its end");
    let size = archive.finish().await.unwrap();
    assert_eq!(size as u64, path.metadata().unwrap().len());
    assert!(size < 100_000, "packed: {size}");
    let read = entries(&path);
    assert_eq!(read["a.json"], b"[1,2]");
    assert_eq!(read["files/b"], vec![7_u8; 300_000]);
    assert_eq!(read["files/c"], b"");

    let mut half = Archive::begin(&folder.path().join("half.zip")).await.unwrap();
    half.entry("a".to_owned()).await.unwrap();
    drop(half);
    // The thread that wrote may end a moment later; it makes no file anew.
    tokio::time::sleep(Duration::from_millis(50)).await;
    let mut left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["it.zip", "stored"]);
}

#[test]
fn names_are_no_paths() {
    for (given, plain) in [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..", ""),
        ("facture mars.pdf", "facture_mars.pdf"),
        ("C:\\été\n.txt", "C__été_.txt"),
    ] {
        assert_eq!(plain_name(given), plain);
    }
    // As many bytes as a file system takes, and no half a letter.
    assert_eq!(plain_name(&"a".repeat(300)), "a".repeat(180));
    assert_eq!(plain_name(&"é".repeat(300)), "é".repeat(90));
    assert_eq!(plain_name(&format!("a{}", "é".repeat(300))), format!("a{}", "é".repeat(89)));
}
