use std::collections::HashSet;

use super::{CODES, make, read};
use crate::hasher::Hasher;

#[tokio::test]
async fn a_set_has_ten_codes_each_with_its_place() {
    let hasher = Hasher::new(2, 2).unwrap();
    let (texts, kept) = make(&hasher).await.unwrap();
    assert_eq!((texts.len(), kept.len()), (CODES, CODES));
    assert_eq!(texts.iter().collect::<HashSet<_>>().len(), CODES);
    for (text, kept) in texts.iter().zip(&kept) {
        let (place, code) = read(text).unwrap();
        assert_eq!(place, kept.place);
        assert!(hasher.verify(&code, Some(&kept.hash)).await.unwrap(), "{text}");
        assert!(!kept.hash.contains(&code));
        let shouted = text.to_uppercase().replace('-', " ");
        assert_eq!(read(&shouted), Some((place, code)), "as people copy it");
    }
    let (_, first) = read(&texts[0]).unwrap();
    assert!(!hasher.verify(&first, Some(&kept[1].hash)).await.unwrap());
}

#[test]
fn what_is_no_code_is_not_read() {
    assert_eq!(read("3OIl0-00000"), Some((3, "3011000000".to_owned())));
    for wrong in ["", "123456", "abcde-fghjk", "3x7kq-9mz2", "3x7kq-9mz2dd", "3x7kq-9mz2u", "3x7kq-9mz2é"] {
        assert_eq!(read(wrong), None, "{wrong}");
    }
}
