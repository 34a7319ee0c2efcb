use super::*;

fn plates(pixels: &[([u8; 4], usize)]) -> Plates {
    Plates::of(pixels.iter().flat_map(|(pixel, count)| std::iter::repeat_n(*pixel, *count)))
}

const NOTHING: [u8; 4] = [0, 0, 0, 0];
const NONE: Plates = Plates { dark_by_day: false, light_by_night: false };

#[test]
fn a_dark_logo_stands_on_white_by_night() {
    let navy = plates(&[([16, 24, 64, 255], 60), (NOTHING, 100)]);
    assert_eq!(navy, Plates { light_by_night: true, ..NONE });
    let mostly = plates(&[([16, 24, 64, 255], 60), ([255, 136, 0, 255], 40), (NOTHING, 100)]);
    assert_eq!(mostly, Plates { light_by_night: true, ..NONE }, "the larger part could not be seen");
}

#[test]
fn a_light_logo_stands_on_ink_by_day() {
    let white = plates(&[([255, 255, 255, 255], 60), (NOTHING, 100)]);
    assert_eq!(white, Plates { dark_by_day: true, ..NONE });
    let yellow = plates(&[([255, 220, 0, 255], 60), (NOTHING, 100)]);
    assert_eq!(yellow, Plates { dark_by_day: true, ..NONE });
}

#[test]
fn a_logo_that_is_seen_on_both_or_has_a_ground_needs_nothing() {
    assert_eq!(plates(&[([40, 120, 220, 255], 60), (NOTHING, 100)]), NONE);
    let on_white = plates(&[([16, 24, 64, 255], 10), ([255, 255, 255, 255], 90)]);
    assert_eq!(on_white, NONE, "a photograph or a logo on a ground of its own");
    assert_eq!(plates(&[(NOTHING, 100)]), NONE);
    assert_eq!(plates(&[]), NONE);
}
