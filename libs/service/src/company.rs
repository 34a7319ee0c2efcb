//! What may be set for a company, or by the operator for all: as it is typed, and checked. Nothing typed follows the operator.

use rappel_domain::{
    company::{CompanySettings, Conformity, StaffNames, Written},
    display_name::DisplayName,
    email_address::EmailAddress,
    office_hours::OfficeHours,
};

use crate::{
    invalid::{Checks, Reason},
    settings::bounded,
    tenants::filled,
};

/// The word of a choice that follows the operator.
pub const FOLLOW: &str = "operator";
/// The word of hours that are a company's own.
pub const OWN_HOURS: &str = "own";
/// Names of the fields of a week's hours, Monday first.
pub const HOURS: [&str; 7] =
    ["hours_mon", "hours_tue", "hours_wed", "hours_thu", "hours_fri", "hours_sat", "hours_sun"];

/// Letters of terms, a legal notice or a declaration at most: some twenty pages.
const LONGEST_DOCUMENT: usize = 50_000;
/// Characters of a signature at most.
const LONGEST_SIGNATURE: usize = 500;

/// Settings as they are typed.
#[derive(Debug, Clone, Default)]
pub struct CompanyForm {
    /// Days before closing at which the person is reminded: 0 to 30, 0 for never.
    pub reminder_days: String,
    /// Who e-mails come from.
    pub sender_name: String,
    /// Where answers to e-mails go.
    pub reply_to: String,
    /// What stands under answers in e-mails.
    pub signature: String,
    /// `full`, `first` or `operator_name`.
    pub staff_names: String,
    /// `yes` or `no`.
    pub second_step: String,
    /// `own` for hours of its own; a company without them follows the operator.
    pub hours_of: String,
    /// Hours of each weekday, Monday first.
    pub hours: [String; 7],
    /// A line each: `2026-12-25 Noël`.
    pub holidays: String,
    /// Who publishes the portal, in French.
    pub legal_fr: String,
    /// The same in English.
    pub legal_en: String,
    /// What is declared of accessibility, in French.
    pub accessibility_fr: String,
    /// The same in English.
    pub accessibility_en: String,
    /// A word of [`Conformity`]; [`FOLLOW`] or nothing where there is no declaration.
    pub conformity: String,
}

/// What was typed, if all of it can be taken. What follows in language and zone is said by the form around it; what has a page of its
/// own stays as it is.
pub(crate) fn checked(
    checks: &mut Checks,
    form: &CompanyForm,
    follows: (bool, bool),
    now: &CompanySettings,
) -> Option<CompanySettings> {
    let CompanyForm {
        reminder_days,
        sender_name,
        reply_to,
        signature,
        staff_names,
        second_step,
        hours_of,
        hours,
        holidays,
        legal_fr,
        legal_en,
        accessibility_fr,
        accessibility_en,
        conformity,
    } = form;
    let reminder_days = match reminder_days.trim() {
        "" => Some(None),
        typed => bounded(checks, "reminder_days", typed, 0, 30).map(Some),
    };
    let sender_name = match sender_name.trim() {
        "" => Some(None),
        typed => checks.take("sender_name", DisplayName::parse(typed)).map(|it| Some(it.to_string())),
    };
    let reply_to = match reply_to.trim() {
        "" => Some(None),
        typed => checks.take("reply_to", EmailAddress::parse(typed)).map(|it| Some(it.to_string())),
    };
    let signature = checks.take("signature", signature_of(signature));
    let staff_names = match staff_names.as_str() {
        "" | FOLLOW => Some(None),
        word => {
            let way = StaffNames::from_word(word);
            checks.take("staff_names", way.ok_or(Reason::NotAChoice)).map(Some)
        }
    };
    let second_step = match second_step.as_str() {
        "" | FOLLOW => Some(None),
        "yes" => Some(Some(true)),
        "no" => Some(Some(false)),
        _ => {
            checks.refuse("second_step", Reason::NotAChoice);
            None
        }
    };
    let hours = match hours_of.as_str() {
        "" | FOLLOW => Some(None),
        OWN_HOURS => hours_typed(checks, hours, holidays).map(Some),
        _ => {
            checks.refuse("hours_of", Reason::NotAChoice);
            None
        }
    };
    let legal = (document(checks, "legal_fr", legal_fr), document(checks, "legal_en", legal_en));
    let accessibility = Written {
        fr: document(checks, "accessibility_fr", accessibility_fr)?,
        en: document(checks, "accessibility_en", accessibility_en)?,
    };
    let conformity = match conformity.as_str() {
        "" | FOLLOW => Some(Conformity::default()),
        word => checks.take("conformity", Conformity::from_word(word).ok_or(Reason::NotAChoice)),
    };
    if form.conformity == FOLLOW && accessibility.says_any() {
        checks.refuse("conformity", Reason::Text("conformity-unsaid"));
        return None;
    }
    // What is inherited says what it comes to; another result needs the text that shows it.
    if conformity.is_some_and(|it| it != Conformity::default()) && !accessibility.says_any() {
        checks.refuse("conformity", Reason::Text("conformity-undeclared"));
    }
    let (follows_language, follows_zone) = follows;
    Some(CompanySettings {
        reminder_days: reminder_days?,
        sender_name: sender_name?,
        reply_to: reply_to?,
        signature: signature?,
        staff_names: staff_names?,
        second_step: second_step?,
        hours: hours?,
        keep_months: now.keep_months,
        legal: Written { fr: legal.0?, en: legal.1? },
        accessibility,
        conformity: conformity?,
        follows_language,
        follows_zone,
    })
}

/// A document in the words of whoever answers for it; none where nothing is written.
pub(crate) fn document(checks: &mut Checks, field: &'static str, typed: &str) -> Option<Option<String>> {
    let text = filled(typed);
    let is_long = text.as_ref().is_some_and(|text| text.chars().count() > LONGEST_DOCUMENT);
    checks.take(field, if is_long { Err(Reason::Text("document-too-long")) } else { Ok(text) })
}

/// Lines without spaces at their ends, and without empty ones at the ends.
fn signature_of(typed: &str) -> Result<Option<String>, Reason> {
    let is_refused = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    let lines: Vec<&str> = typed.lines().map(str::trim_end).collect();
    let text = lines.join("\n");
    if text.contains(is_refused) || text.chars().count() > LONGEST_SIGNATURE {
        return Err(Reason::Text("signature-refused"));
    }
    Ok(filled(&text))
}

fn hours_typed(checks: &mut Checks, days: &[String; 7], holidays: &str) -> Option<OfficeHours> {
    let mut week: [Vec<_>; 7] = std::array::from_fn(|_| Vec::new());
    let mut is_whole = true;
    for ((place, name), typed) in week.iter_mut().zip(HOURS).zip(days) {
        match checks.take(name, OfficeHours::parse_day(typed)) {
            Some(spans) => *place = spans,
            None => is_whole = false,
        }
    }
    let holidays = checks.take("holidays", OfficeHours::parse_holidays(holidays))?;
    is_whole.then_some(OfficeHours { week, holidays })
}
