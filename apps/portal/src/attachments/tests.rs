use super::*;

#[test]
fn kinds_are_told_by_their_bytes() {
    let taken: [(&[u8], &str); 4] = [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"PK\x03\x04\x14\0\0\0", "application/zip"),
        ("550 5.7.1 relais refusé\r\n".as_bytes(), "text/plain"),
    ];
    for (head, expected) in taken {
        assert_eq!(media_type(head), Some(expected));
    }
    let refused: [&[u8]; 7] = [
        b"\x7fELF\x02\x01\x01",
        b"MZ\x90\0\x03",
        b"  <svg xmlns='http://www.w3.org/2000/svg' onload='x()'>",
        b"\xef\xbb\xbf<!DOCTYPE html><script>",
        b"#!/bin/sh\n",
        b"\0\x01\x02",
        b"<?xml version='1.0'?><svg/>",
    ];
    for head in refused {
        assert_eq!(media_type(head), None, "{head:?}");
    }
}
