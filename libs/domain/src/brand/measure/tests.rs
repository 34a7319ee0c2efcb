use super::*;

#[test]
fn every_pair_of_a_grid_of_colours_is_what_wcag_asks() {
    let mut count = 0;
    let grid = || (0..=16_u16).map(|step| (step * 255 / 16) as u8);
    for red in grid() {
        for green in grid() {
            for blue in grid() {
                let colour = BrandColour(Rgb([red, green, blue]));
                count += 1;
                for Measured { pair, day, night } in colour.measured() {
                    let least = pair.least();
                    assert!(day >= least && night >= least, "{colour} {pair:?}: {day} and {night}");
                }
            }
        }
    }
    assert_eq!(count, 4913);
}

#[test]
fn what_is_measured_is_what_is_drawn() {
    let [button, .., ring] = "#000000".parse::<BrandColour>().unwrap().measured();
    assert!((button.day - 21.0).abs() < 0.01 && (button.night - 21.0).abs() < 0.01, "{button:?}");
    assert_eq!(ring.pair, Pair::Ring);
    assert!(ring.day > 18.0 && ring.night < 4.0, "black by day, walked until it is seen by night: {ring:?}");
}

#[test]
fn paper_is_what_the_style_says() {
    assert_eq!(Paper::by_day(), Paper { canvas: "#ffffff".to_owned(), ink: "#161b24".to_owned() });
    assert_eq!(Paper::by_night().ink, "#e9ebef");
}
