//! The colours of the style that brands are measured against, as they are counted with here. Nothing here reads the style: a test
//! of `rappel-pages`, which has it, holds the two together.

use super::{DAY, INK, INK_BY_NIGHT, NIGHT, QUIET_BY_DAY, QUIET_BY_NIGHT, colour::Oklch};

/// A colour of the style: lightness, chroma and hue, by day and by night.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Token {
    /// What the style calls it.
    pub name: &'static str,
    /// By day.
    pub day: [f64; 3],
    /// By night.
    pub night: [f64; 3],
}

/// Each colour of the style that is counted with. Of a brand's soft ground the style has that of nobody's brand, so that its chroma is
/// one of many: here is the most.
pub fn tokens() -> [Token; 6] {
    let token = |name, day: Oklch, night: Oklch| {
        let [day, night] = [day, night].map(|it| [it.lightness, it.chroma, it.hue]);
        Token { name, day, night }
    };
    let soft = |lightness, chroma| Oklch { lightness, chroma, hue: INK.hue };
    [
        token("--canvas", DAY.canvas, NIGHT.canvas),
        token("--surface", DAY.surface, NIGHT.surface),
        token("--raised", DAY.raised, NIGHT.raised),
        token("--ink", INK, INK_BY_NIGHT),
        token("--quiet", QUIET_BY_DAY, QUIET_BY_NIGHT),
        token(
            "--brand-soft",
            soft(DAY.soft_lightness, DAY.soft_chroma),
            soft(NIGHT.soft_lightness, NIGHT.soft_chroma),
        ),
    ]
}
