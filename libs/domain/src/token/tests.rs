use proptest::prelude::*;

use super::*;

fn bytes() -> impl Strategy<Value = [u8; Token::RANDOM_BYTES]> {
    prop::collection::vec(any::<u8>(), Token::RANDOM_BYTES).prop_map(|bytes| bytes.try_into().unwrap())
}

#[test]
fn a_token_looks_like_this() {
    let random = std::array::from_fn(|index| index as u8);
    let token = Token::generate(1043, random);
    assert_eq!(token.expose(), "sz-0123456789ABCDEFGHIJKL");
    assert_eq!(format!("{token:?}"), "Token(1043-…)");
}

#[test]
fn other_texts_are_refused() {
    for text in [
        "",
        "-",
        "sz",
        "sz-",
        "-0123456789ABCDEFGHIJKL",
        "sz-0123456789ABCDEFGHIJK",
        "sz-0123456789ABCDEFGHIJKLM",
        "SZ-0123456789ABCDEFGHIJKL",
        "0sz-0123456789ABCDEFGHIJKL",
        "+sz-0123456789ABCDEFGHIJKL",
        "-1-0123456789ABCDEFGHIJKL",
        "sz-0123456789ABCDEFGHIJK_",
        "sz-0123456789ABCDEFGHIJé",
        "sz-0123456789ABCDEFGHIJKL ",
        "zzzzzzzzzzzzzzzzzz-0123456789ABCDEFGHIJKL",
    ] {
        assert_eq!(text.parse::<Token>(), Err(InvalidToken), "{text}");
    }
}

#[test]
fn every_character_comes_equally_often() {
    // One byte of each value, 62 × 4 of them used.
    let mut counts = [0_u32; 128];
    for value in 0..=255_u8 {
        let mut random = [255; Token::RANDOM_BYTES];
        random[..Token::RANDOM_BYTES - 42].fill(value);
        let token = Token::generate(1, random);
        if value < 248 {
            counts[usize::from(token.expose().as_bytes()[2])] += 1;
        }
    }
    let used: Vec<_> = counts.into_iter().filter(|count| *count > 0).collect();
    assert_eq!(used, [4; 62]);
}

#[test]
fn bytes_that_would_weigh_more_are_skipped() {
    let mut random = [0; Token::RANDOM_BYTES];
    random[0] = 248;
    random[1] = 61;
    assert_eq!(Token::generate(0, random).expose(), "0-z000000000000000000000");
    assert_eq!(Token::generate(0, [255; Token::RANDOM_BYTES]).expose().len(), 24, "never too short");
}

proptest! {
    #[test]
    fn tokens_read_back(tenant in 0..=i64::MAX, random in bytes()) {
        let token = Token::generate(tenant, random);
        let read: Token = token.expose().parse().unwrap();
        prop_assert_eq!(read.tenant(), tenant);
        prop_assert_eq!(read, token);
    }

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        if let Ok(token) = text.parse::<Token>() {
            prop_assert_eq!(token.expose(), text);
        }
    }
}
