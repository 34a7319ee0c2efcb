//! What may be set for a company or by the operator for all: read from forms and rows, and shown with where it comes from.

use rappel_domain::{
    Locale,
    company::{CompanySettings, Conformity, StaffNames, Written},
    office_hours::OfficeHours,
    retention::{Keep, Standing},
    visibility::Visibility,
};
use rappel_pages::{Text, office::InForce, office_hours::HoursShown, routes::office as paths};
use rappel_service::{
    company::{CompanyForm, FOLLOW, HOURS, OWN_HOURS},
    settings::{Effective, terms_of},
};

use crate::typed::Typed;

/// Whose settings they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// The operator's, which others follow.
    Operators,
    /// A company's, which may follow.
    Companys,
}

/// The settings as they were typed.
pub(crate) fn form(typed: &Typed, whose: Whose) -> CompanyForm {
    CompanyForm {
        reminder_days: typed.owned("reminder_days"),
        sender_name: typed.owned("sender_name"),
        reply_to: typed.owned("reply_to"),
        signature: typed.owned("signature"),
        staff_names: typed.owned("staff_names"),
        second_step: typed.owned("second_step"),
        hours_of: match whose {
            Whose::Operators => OWN_HOURS.to_owned(),
            Whose::Companys => typed.owned("hours_of"),
        },
        hours: HOURS.map(|name| typed.owned(name)),
        holidays: typed.owned("holidays"),
        legal_fr: typed.owned("legal_fr"),
        legal_en: typed.owned("legal_en"),
        accessibility_fr: typed.owned("accessibility_fr"),
        accessibility_en: typed.owned("accessibility_en"),
        conformity: typed.owned("conformity"),
    }
}

/// The settings as they are kept, for the fields of their form.
pub(crate) fn kept(settings: &CompanySettings, whose: Whose) -> Vec<(String, String)> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let (no_names, no_step) = match whose {
        Whose::Operators => (StaffNames::default().as_str(), "no"),
        Whose::Companys => (FOLLOW, FOLLOW),
    };
    // It is the result of a declaration: who follows in that follows in this.
    let follows = whose == Whose::Companys && !settings.accessibility.says_any();
    let conformity = if follows { FOLLOW } else { settings.conformity.as_str() };
    let step = settings.second_step.map_or(no_step, |required| if required { "yes" } else { "no" });
    let hours_of = if settings.hours.is_some() { OWN_HOURS } else { FOLLOW };
    let hours = settings.hours.clone().unwrap_or_default();
    let values = [
        ("reminder_days", settings.reminder_days.map(|it| it.to_string()).unwrap_or_default()),
        ("sender_name", text(&settings.sender_name)),
        ("reply_to", text(&settings.reply_to)),
        ("signature", text(&settings.signature)),
        ("staff_names", settings.staff_names.map_or(no_names, StaffNames::as_str).to_owned()),
        ("second_step", step.to_owned()),
        ("hours_of", hours_of.to_owned()),
        ("holidays", hours.holidays_text()),
        ("legal_fr", text(&settings.legal.fr)),
        ("legal_en", text(&settings.legal.en)),
        ("accessibility_fr", text(&settings.accessibility.fr)),
        ("accessibility_en", text(&settings.accessibility.en)),
        ("conformity", conformity.to_owned()),
    ];
    let days = HOURS.iter().zip(&hours.week).map(|(name, day)| (*name, OfficeHours::day_text(day)));
    values.into_iter().chain(days).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Letters of a long text that are shown in the place of all of it.
const BEGINNING: usize = 120;

/// What counts for a company: every setting with its value and where it comes from. `sees` is what its members see, with what
/// the company says of that itself; `policy` the name of the escalation it has chosen, else of the default one; `kept` how long
/// its closed tickets are kept.
pub(crate) fn in_force(
    settings: &Effective,
    (sees, own_visibility): (&Visibility, bool),
    (policy, own_policy): (Option<Text>, bool),
    kept: Standing,
) -> Vec<InForce> {
    let (tenant, own, counts) = (&settings.tenant, &settings.tenant.settings, &settings.company);
    let count = |key: &'static str, value: i32| Text::key(key).with("count", value);
    let reminder = match i32::from(counts.reminder_days()) {
        0 => "company-reminder-none".into(),
        days => count("company-days", days),
    };
    let written = |text: Option<&str>, none: &'static str| text.map_or_else(|| none.into(), Text::plain);
    let names = match counts.staff_names() {
        StaffNames::Full => "company-names-full",
        StaffNames::First => "company-names-first",
        StaffNames::Operator => "company-names-operator",
    };
    let step = if counts.requires_second_step() { "company-step-yes" } else { "company-step-no" };
    let hours = counts.hours.as_ref().filter(|hours| hours.says_any()).map_or_else(
        || "company-hours-none".into(),
        |hours| {
            let days = hours.week.iter().filter(|day| !day.is_empty()).count();
            Text::key("company-hours-days").with("count", i32::try_from(days).unwrap_or_default())
        },
    );
    let visibility = match sees {
        Visibility::Company => "visibility-company",
        Visibility::Own | Visibility::Colleagues(_) => "visibility-own",
    };
    let policy = policy.unwrap_or_else(|| "policy-choice-none".into());
    let signature = InForce::new("company-signature", "signature", "company-none", own.signature.is_some());
    // A document that is in one language alone is what readers of the other get, too.
    let document = |name, field, locale, text: &Written, own: &Written| {
        let row = InForce::new(name, field, "company-standard", own.says_any());
        let read = text.read(locale).map(|(_, text)| beginning(text));
        read.into_iter().fold(row, |row, text| row.with_lines(&text))
    };
    let own_terms = terms_of(tenant);
    let terms = |name, field, locale| document(name, field, locale, &settings.terms, &own_terms);
    let legal = |name, field, locale| document(name, field, locale, &counts.legal, &own.legal);
    let accessible =
        |name, field, locale| document(name, field, locale, &counts.accessibility, &own.accessibility);
    let conformity = match counts.conformity() {
        Conformity::None => "company-conformity-none",
        Conformity::Partial => "company-conformity-partial",
        Conformity::Full => "company-conformity-full",
    };
    let months = match kept.keep {
        Keep::Always => "company-keep-always".into(),
        Keep::Months(months) => count("company-months", months),
    };
    let keep = InForce::new("retention-title", "", months, own.keep_months.is_some())
        .at(paths::tenant_data(&tenant.slug));
    let keep = if kept.next.is_some() { keep.changes("company-keep-announced") } else { keep };
    vec![
        InForce::language(tenant.locale, !own.follows_language),
        InForce::new(
            "office-tenant-zone",
            "time_zone",
            Text::plain(tenant.time_zone.name()),
            !own.follows_zone,
        ),
        InForce::new(
            "office-promise",
            "promise_minutes",
            count("company-minutes", settings.promise_minutes),
            tenant.promise_minutes.is_some(),
        ),
        InForce::new("policy-choice", "policy", policy, own_policy),
        InForce::new(
            "office-days",
            "close_after_days",
            count("company-days", settings.close_after_days),
            tenant.close_after_days.is_some(),
        ),
        InForce::new("company-reminder", "reminder_days", reminder, own.reminder_days.is_some()),
        InForce::new(
            "company-sender",
            "sender_name",
            written(counts.sender_name.as_deref(), "company-sender-portal"),
            own.sender_name.is_some(),
        ),
        InForce::new(
            "company-reply-to",
            "reply_to",
            written(counts.reply_to.as_deref(), "company-reply-to-none"),
            own.reply_to.is_some(),
        ),
        match &counts.signature {
            Some(text) => signature.with_lines(text),
            None => signature,
        },
        InForce::new("company-names", "staff_names", names, own.staff_names.is_some()),
        InForce::new("company-step", "second_step", step, own.second_step.is_some()),
        InForce::new("office-members-see", "members_see", visibility, own_visibility),
        InForce::new("company-hours", "hours_of", hours, own.hours.is_some()),
        keep,
        terms("office-tenant-terms-fr", "terms_fr", Locale::Fr),
        terms("office-tenant-terms-en", "terms_en", Locale::En),
        legal("company-legal-fr", "legal_fr", Locale::Fr),
        legal("company-legal-en", "legal_en", Locale::En),
        accessible("company-accessibility-fr", "accessibility_fr", Locale::Fr),
        accessible("company-accessibility-en", "accessibility_en", Locale::En),
        InForce::new("company-conformity", "conformity", conformity, own.accessibility.says_any()),
    ]
}

/// The first line of a text, cut after a word where it is long.
fn beginning(text: &str) -> String {
    let text = text.trim();
    let line = text.lines().next().unwrap_or_default().trim_end();
    let shown: String = line.chars().take(BEGINNING).collect();
    if shown.len() == text.len() {
        return shown;
    }
    let cut = if shown.len() == line.len() { None } else { shown.rsplit_once(' ') };
    format!("{}…", cut.map_or(shown.as_str(), |(whole, _)| whole))
}

/// When ordinary tickets are worked, if that is said.
pub(crate) fn hours_shown(settings: &Effective, now: chrono::DateTime<chrono::Utc>) -> Option<HoursShown> {
    settings.hours().map(|(hours, zone)| HoursShown::at(now, hours, zone))
}

#[cfg(test)]
mod tests;
