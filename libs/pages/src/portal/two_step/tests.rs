use super::{Qr, grouped};

#[test]
fn a_secret_is_copied_four_letters_at_a_time() {
    assert_eq!(grouped("GEZDGNBVGY"), "GEZD GNBV GY");
    assert_eq!(grouped(""), "");
}

/// The finder patterns of a QR code are where every reader looks for them, and a light border is around.
#[test]
fn a_code_is_drawn_within_its_border() {
    let qr = Qr::of("otpauth://totp/Durand:claire?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Durand");
    let mut dark = vec![vec![false; qr.side]; qr.side];
    for run in qr.path.split('M').skip(1) {
        let numbers: Vec<usize> = run
            .split(|letter: char| !letter.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().unwrap())
            .collect();
        let [x, y, long, 1, back] = numbers[..] else { panic!("{run}") };
        assert_eq!(long, back, "{run}");
        for module in &mut dark[y][x..x + long] {
            assert!(!*module, "drawn twice: {run}");
            *module = true;
        }
    }
    let finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"];
    let far = qr.side - 4 - 7;
    for (left, top) in [(4, 4), (far, 4), (4, far)] {
        for (y, row) in finder.iter().enumerate() {
            for (x, wanted) in row.chars().enumerate() {
                assert_eq!(dark[top + y][left + x], wanted == '1', "{left} {top}: {x} {y}");
            }
        }
    }
    let border = |place: usize| place < 4 || place >= qr.side - 4;
    for (y, row) in dark.iter().enumerate() {
        for (x, module) in row.iter().enumerate() {
            assert!(!*module || !(border(x) || border(y)), "{x} {y}");
        }
    }
    assert_eq!(Qr::of(&"x".repeat(5_000)).path, "", "the secret is there as a text, too");
}
