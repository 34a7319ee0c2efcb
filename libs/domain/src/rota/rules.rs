//! What a rota must not be. Guards what people write, not what is read back.

use chrono::{Datelike as _, NaiveDate};

use super::{Layer, Rota, Turn};
use crate::display_name::DisplayName;

/// Which part of a rota was refused; layers, people and hours are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RotaPart {
    /// The rota as a whole.
    Whole,
    /// The name of a layer.
    Name,
    /// The length of its turns.
    Turn,
    /// The day on which it begins.
    Start,
    /// Its people.
    People,
    /// Its hours.
    Hours,
}

/// Why a rota may not be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RotaRefusal {
    /// More layers than anybody can follow.
    #[error("a rota has at most {} layers", Rota::MOST_LAYERS)]
    TooManyLayers,
    /// More weekly shifts than a week has hours.
    #[error("a rota has at most {} weekly shifts", Rota::MOST_SHIFTS)]
    TooManyShifts,
    /// A layer without a name.
    #[error("a layer needs a name of at most {} characters", Layer::LONGEST_NAME)]
    Name,
    /// A layer in which nobody is on call.
    #[error("a layer needs at least one person")]
    NoPeople,
    /// More people than take turns.
    #[error("a layer has at most {} people", Layer::MOST_PEOPLE)]
    TooManyPeople,
    /// Turns of no time, or of more than anybody stands.
    #[error("a turn lasts 1 to {} days or 1 to {} hours", Layer::LONGEST_DAYS, Layer::LONGEST_HOURS)]
    TurnLength,
    /// A day outside this century.
    #[error("a layer begins between 2000 and 2099")]
    Start,
    /// More restrictions than a week has.
    #[error("a layer is restricted to at most {} spans of hours", Layer::MOST_HOURS)]
    TooManyHours,
}

impl RotaRefusal {
    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        match self {
            Self::TooManyLayers => "rota-too-many-layers",
            Self::TooManyShifts => "rota-too-many-shifts",
            Self::Name => "rota-layer-name",
            Self::NoPeople => "rota-no-people",
            Self::TooManyPeople => "rota-too-many-people",
            Self::TurnLength => "rota-turn-length",
            Self::Start => "rota-start",
            Self::TooManyHours => "rota-too-many-hours",
        }
    }

    /// Where it is corrected.
    pub const fn part(self) -> RotaPart {
        match self {
            Self::TooManyLayers | Self::TooManyShifts => RotaPart::Whole,
            Self::Name => RotaPart::Name,
            Self::NoPeople | Self::TooManyPeople => RotaPart::People,
            Self::TurnLength => RotaPart::Turn,
            Self::Start => RotaPart::Start,
            Self::TooManyHours => RotaPart::Hours,
        }
    }
}

impl Rota {
    /// Layers at most.
    pub const MOST_LAYERS: usize = 10;
    /// Weekly shifts at most.
    pub const MOST_SHIFTS: usize = 50;

    /// Whether somebody may save this rota.
    pub fn validate(&self) -> Result<(), RotaRefusal> {
        if self.layers.len() > Self::MOST_LAYERS {
            return Err(RotaRefusal::TooManyLayers);
        }
        if self.shifts.len() > Self::MOST_SHIFTS {
            return Err(RotaRefusal::TooManyShifts);
        }
        self.layers.iter().try_for_each(Layer::validate)
    }
}

impl Layer {
    /// Characters of a name at most.
    pub const LONGEST_NAME: usize = 60;
    /// People at most.
    pub const MOST_PEOPLE: usize = 30;
    /// Days of a turn at most.
    pub const LONGEST_DAYS: u16 = 60;
    /// Hours of a turn at most.
    pub const LONGEST_HOURS: u16 = 720;
    /// Spans of hours at most.
    pub const MOST_HOURS: usize = 20;

    /// Whether somebody may save this layer.
    pub fn validate(&self) -> Result<(), RotaRefusal> {
        let turn_lasts = match self.rotation.turn {
            Turn::Weekly(_) => true,
            Turn::Days(days) => (1..=Self::LONGEST_DAYS).contains(&days),
            Turn::Hours(hours) => (1..=Self::LONGEST_HOURS).contains(&hours),
        };
        let is_name = DisplayName::parse(&self.name).is_ok();
        if !is_name || self.name.chars().count() > Self::LONGEST_NAME {
            return Err(RotaRefusal::Name);
        }
        if !turn_lasts {
            return Err(RotaRefusal::TurnLength);
        }
        if !in_this_century(self.rotation.starts_on) {
            return Err(RotaRefusal::Start);
        }
        match self.rotation.people.len() {
            0 => return Err(RotaRefusal::NoPeople),
            count if count > Self::MOST_PEOPLE => return Err(RotaRefusal::TooManyPeople),
            _ => {}
        }
        if self.hours.len() > Self::MOST_HOURS {
            return Err(RotaRefusal::TooManyHours);
        }
        Ok(())
    }
}

/// Time zones are known for those years, and a slip of a digit is found.
fn in_this_century(day: NaiveDate) -> bool {
    (2000..2100).contains(&day.year())
}

#[cfg(test)]
mod tests;
