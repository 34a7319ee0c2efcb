//! E-mails: subject, plain text and branded HTML, in the reader's language.
//!
//! Every e-mail is a [`Letter`], a list of blocks; one template and one writer turn any letter into both parts. To add
//! an e-mail: a function in `mail/client.rs`, `mail/staff.rs` or another file there that returns a letter, its texts in
//! `locales`, and a line in `mail/samples.rs`.

pub mod client;
pub mod data;
pub mod domains;
pub mod duty;
pub mod leaving;
pub mod letter;
pub mod readiness;
pub mod samples;
pub mod sign_on;
pub mod staff;

pub use letter::{Block, Letter};

use rappel_domain::brand::{Logo, Palette, Paper};
use serde::Serialize;

use crate::{PageError, Pages, Reader, brand::is_sign};

/// A rendered e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Subject: one line.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

/// Whose e-mail it is.
#[derive(Debug, Clone, Serialize)]
pub struct Sender {
    /// Name of the tenant's portal, or of the operator.
    pub name: String,
    /// The brand colour, `#rrggbb`.
    pub brand: String,
    /// Text on it.
    pub on_brand: String,
    /// Name of the operator, who signs.
    pub operator: String,
    /// The operator's number, E.164.
    pub phone: Option<String>,
    /// The logo, carried as the one picture of the e-mail.
    pub logo: Option<MailLogo>,
}

/// The name of the logo's picture inside an e-mail, after `cid:`.
pub const LOGO_ID: &str = "logo";

/// A logo above an e-mail.
#[derive(Debug, Clone, Serialize)]
pub struct MailLogo {
    /// Its picture, `cid:…`.
    pub src: String,
    /// Pixels as it is shown; the picture has more for fine screens.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Whether the name stands beside it.
    pub is_sign: bool,
    /// What it stands on, by day and by night, `#rrggbb`.
    pub ground: String,
    /// Its name on that ground, where pictures are not shown.
    pub ink: String,
}

impl MailLogo {
    /// Pixels at most.
    const BOUNDS: (f64, f64) = (240.0, 48.0);

    fn new(logo: &Logo) -> Self {
        let (width, height) = (f64::from(logo.width), f64::from(logo.height));
        let scale = (Self::BOUNDS.0 / width).min(Self::BOUNDS.1 / height).min(1.0);
        let shown = |side: f64| ((side * scale).round() as u32).max(1);
        let Paper { canvas, ink } = Paper::by_day();
        let (ground, ink) = if logo.plates.dark_by_day { (ink, canvas) } else { (canvas, ink) };
        Self {
            src: format!("cid:{LOGO_ID}"),
            width: shown(width),
            height: shown(height),
            is_sign: is_sign(logo),
            ground,
            ink,
        }
    }
}

impl Sender {
    /// A sender with a palette.
    pub fn new(name: &str, palette: &Palette, operator: &str, phone: Option<&str>) -> Self {
        Self {
            name: name.to_owned(),
            brand: palette.brand.clone(),
            on_brand: palette.light.on_brand.clone(),
            operator: operator.to_owned(),
            phone: phone.map(str::to_owned),
            logo: None,
        }
    }

    /// The same with a logo, whose picture the e-mail must carry as [`LOGO_ID`].
    #[must_use]
    pub fn with_logo(self, logo: &Logo) -> Self {
        Self { logo: Some(MailLogo::new(logo)), ..self }
    }
}

#[derive(Serialize)]
struct View<'a> {
    frame: ViewFrame,
    sender: &'a Sender,
    letter: &'a Letter,
    subject: &'a str,
}

#[derive(Serialize)]
struct ViewFrame {
    locale: rappel_domain::Locale,
    zone: chrono_tz::Tz,
}

impl Pages {
    /// Renders a letter.
    pub fn mail(&self, reader: Reader, sender: &Sender, letter: &Letter) -> Result<Mail, PageError> {
        // A subject is one line; names in it may hold anything.
        let subject = letter.subject.say(reader.locale)?.split_whitespace().collect::<Vec<_>>().join(" ");
        let frame = ViewFrame { locale: reader.locale, zone: reader.zone };
        let html = self.fill_root("mail/letter", &View { frame, sender, letter, subject: &subject })?;
        let text = letter.text(reader, sender)?;
        Ok(Mail { subject, text, html })
    }
}

#[cfg(test)]
mod tests;
