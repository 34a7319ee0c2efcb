//! The style has the colours that brands are measured against.

use rappel_domain::brand::tokens;

/// What the style says of a colour: by day and by night, each lightness, chroma and hue.
fn said(style: &str, name: &str) -> [[f64; 3]; 2] {
    let line = style.lines().find_map(|line| line.trim().strip_prefix(&format!("{name}: ")));
    let both = line.and_then(|it| it.strip_prefix("light-dark(")).and_then(|it| it.strip_suffix(");"));
    let both = both.unwrap_or_else(|| panic!("{name} has no colour by day and by night"));
    let colours: Vec<[f64; 3]> = both
        .split(", ")
        .map(|colour| {
            let parts = colour.strip_prefix("oklch(").and_then(|it| it.strip_suffix(')')).unwrap();
            let numbers: Vec<f64> = parts.split(' ').map(|it| it.parse().unwrap()).collect();
            numbers.try_into().unwrap()
        })
        .collect();
    colours.try_into().unwrap()
}

#[test]
fn brands_are_measured_against_the_colours_of_the_style() {
    let style = include_str!("../../css/2-tokens.css");
    for token in tokens() {
        let [day, night] = said(style, token.name);
        for (said, counted) in [(day, token.day), (night, token.night)] {
            let same = |at: usize| (said[at] - counted[at]).abs() < 1e-9;
            if token.name == "--brand-soft" {
                assert!(same(0) && said[1] <= counted[1], "{}: {said:?}, {counted:?}", token.name);
            } else {
                // A grey has no hue.
                let hue = same(2) || said[1].abs() < 1e-9;
                assert!(same(0) && same(1) && hue, "{}: {said:?}, {counted:?}", token.name);
            }
        }
    }
}
