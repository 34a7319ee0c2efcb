//! A change of settings in words: which parts of them, never what they held.

use rappel_domain::audit::SettingsPart;

use crate::Text;

/// Whose settings were changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The company's own.
    Own,
    /// The operator's, which the company follows.
    Followed,
}

/// The company's settings were changed, or those that it follows; and which parts of them. Older rows do not say which.
pub fn settings_changed(whose: Whose, parts: &[SettingsPart]) -> (Text, Vec<Text>) {
    let says = match (whose, parts) {
        (Whose::Own, []) => "history-settings",
        (Whose::Own, _) => "history-settings-parts",
        (Whose::Followed, _) => "history-settings-followed",
    };
    (says.into(), parts.iter().map(|part| name(*part).into()).collect())
}

const fn name(part: SettingsPart) -> &'static str {
    match part {
        SettingsPart::Name => "history-part-name",
        SettingsPart::Language => "history-part-language",
        SettingsPart::TimeZone => "history-part-zone",
        SettingsPart::Phone => "history-part-phone",
        SettingsPart::LastResort => "history-part-last-resort",
        SettingsPart::Promise => "history-part-promise",
        SettingsPart::Closing => "history-part-closing",
        SettingsPart::Reminder => "history-part-reminder",
        SettingsPart::Budgets => "history-part-budgets",
        SettingsPart::Policy => "history-part-policy",
        SettingsPart::Sender => "history-part-sender",
        SettingsPart::ReplyTo => "history-part-reply-to",
        SettingsPart::Signature => "history-part-signature",
        SettingsPart::StaffNames => "history-part-staff-names",
        SettingsPart::SecondStep => "history-part-second-step",
        SettingsPart::Hours => "history-part-hours",
        SettingsPart::Terms => "history-part-terms",
        SettingsPart::Legal => "history-part-legal",
        SettingsPart::Accessibility => "history-part-accessibility",
    }
}
