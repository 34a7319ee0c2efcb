use super::*;

/// Contrast from the text of two colours, written after the definition in WCAG 2.2 and not after our code.
fn measured(one: &str, other: &str) -> f64 {
    let luminance = |hex: &str| {
        let channel = |at: usize| f64::from(u32::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        let linear =
            |value: f64| if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
        0.2126 * linear(channel(1)) + 0.7152 * linear(channel(3)) + 0.0722 * linear(channel(5))
    };
    let (lighter, darker) = (luminance(one).max(luminance(other)), luminance(one).min(luminance(other)));
    (lighter + 0.05) / (darker + 0.05)
}

fn palette(text: &str) -> Palette {
    text.parse::<BrandColour>().unwrap().palette()
}

#[test]
fn colours_are_read_and_others_refused() {
    let shown = |text: &str| text.parse::<BrandColour>().map(|colour| colour.to_string());
    assert_eq!(shown("#0B5D4E"), Ok("#0b5d4e".to_owned()));
    assert_eq!(shown(" #fa0 "), Ok("#ffaa00".to_owned()));
    for text in
        ["", "#", "0b5d4e", "#0b5d4", "#0b5d4e00", "#0b5dég", "red", "#gggggg", "#12345é", "#fff;}body{}"]
    {
        assert_eq!(shown(text), Err(NotAColour), "{text}");
    }
}

#[test]
fn conversions_agree_with_published_values() {
    // oklch(62.8% 0.2577 29.23) is red in CSS Color 4.
    let red = Oklch::from_rgb(Rgb([255, 0, 0]));
    assert!((red.lightness - 0.628).abs() < 0.001 && (red.chroma - 0.2577).abs() < 0.001, "{red:?}");
    assert!((red.hue - 29.23).abs() < 0.1, "{red:?}");
    assert!((measured("#777777", "#ffffff") - 4.48).abs() < 0.01);
    assert_eq!(Oklch { lightness: 1.0, chroma: 0.4, hue: 100.0 }.to_rgb(), WHITE);
}

#[test]
fn text_on_the_brand_is_the_first_that_can_be_read() {
    assert_eq!(palette("#0b5d4e").light.on_brand, "#ffffff");
    assert_eq!(palette("#ffd500").light.on_brand, INK.to_rgb().to_string());
    assert_eq!(palette("#7a7a7a").light.on_brand, "#000000", "neither white nor ink reach 4.5");
}

#[test]
fn a_readable_brand_is_its_own_text() {
    let palette = palette("#0b5d4e");
    assert_eq!(palette.brand, "#0b5d4e");
    assert_eq!(palette.light.text, "#0b5d4e");
    assert_ne!(palette.dark.text, "#0b5d4e");
}

#[test]
fn every_colour_of_a_grid_can_be_read_day_and_night() {
    let tokens =
        |grounds: &Grounds| [grounds.canvas, grounds.surface, grounds.raised].map(|g| g.to_rgb().to_string());
    let mut count = 0;
    let grid = || (0..=255_u16).step_by(15).map(|value| value as u8);
    for red in grid() {
        for green in grid() {
            for blue in grid() {
                let colour = BrandColour(Rgb([red, green, blue]));
                let palette = colour.palette();
                count += 1;
                assert_eq!(palette.brand, format!("#{red:02x}{green:02x}{blue:02x}"), "never altered");
                for (scheme, grounds) in [(&palette.light, &DAY), (&palette.dark, &NIGHT)] {
                    assert!(measured(&scheme.on_brand, &palette.brand) >= 4.5, "{colour}: {palette:?}");
                    assert!(measured(&scheme.on_brand, &palette.hover) >= 4.5, "{colour}: {palette:?}");
                    for ground in tokens(grounds).iter().chain([&scheme.soft]) {
                        assert!(measured(&scheme.text, ground) >= 4.6, "{colour} on {ground}: {palette:?}");
                        assert!(measured(&scheme.ring, ground) >= 3.05, "{colour} on {ground}: {palette:?}");
                    }
                    // `--quiet` of the same scheme: author and time of an answer.
                    let quiet = if grounds.step < 0.0 { QUIET_BY_DAY } else { QUIET_BY_NIGHT };
                    let quiet = measured(&quiet.to_rgb().to_string(), &scheme.soft);
                    assert!(quiet >= 4.5, "{colour}: {quiet} {palette:?}");
                    for ink in ["#171c25", "#ebedf0"] {
                        let by_day = grounds.step < 0.0;
                        assert!(
                            measured(ink, &scheme.soft) >= 10.0 || by_day == (ink == "#ebedf0"),
                            "{palette:?}"
                        );
                    }
                }
            }
        }
    }
    assert_eq!(count, 5832);
}

#[test]
fn the_hue_of_a_colourful_brand_stays() {
    for text in ["#c2185b", "#0b5d4e", "#1a4fd6", "#ff8800", "#7b1fa2", "#00b8d4"] {
        let brand = Oklch::from_rgb(text.parse::<BrandColour>().unwrap().0);
        let palette = palette(text);
        for derived in [&palette.light.text, &palette.dark.text, &palette.light.ring, &palette.dark.ring] {
            let derived = Oklch::from_rgb(derived.parse::<BrandColour>().unwrap().0);
            let turned = (derived.hue - brand.hue).rem_euclid(360.0);
            assert!(turned.min(360.0 - turned) < 6.0, "{text}: {} to {}", brand.hue, derived.hue);
        }
    }
}
