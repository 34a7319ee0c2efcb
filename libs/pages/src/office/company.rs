//! What may be set for a company, or by the operator for all: the fields that both forms have, and what is in force.

use rappel_domain::Locale;
use serde::Serialize;

use super::tenants::languages;
use crate::{
    Text,
    form::{Choice, Field},
    language,
    routes::office as routes,
};

/// Follows the operator.
const FOLLOW: &str = "operator";

/// Fields of both forms.
#[derive(Debug, Clone, Serialize)]
pub struct CompanyFields {
    /// Days before closing at which the person is reminded.
    pub reminder_days: Field,
    /// Who e-mails come from.
    pub sender_name: Field,
    /// Where answers to e-mails go.
    pub reply_to: Field,
    /// What stands under answers in e-mails.
    pub signature: Field,
    /// How clients read names of staff.
    pub staff_names: Field,
    /// Whether everybody signs in with a second step.
    pub second_step: Field,
    /// Whose hours count; only for a company.
    pub hours_of: Option<Field>,
    /// Hours of each weekday.
    pub hours: Vec<Field>,
    /// Days without hours.
    pub holidays: Field,
    /// The legal notice and the declaration of accessibility, each in French and in English.
    pub documents: Vec<Field>,
    /// What the declaration of accessibility comes to.
    pub conformity: Field,
}

impl CompanyFields {
    /// The fields of the operator, which all follow that say nothing themselves.
    pub fn of_operator() -> Self {
        Self::new(None)
    }

    /// The fields of a company, each of which may follow the operator.
    pub fn of_company() -> Self {
        Self::new(Some(&Choice::new(FOLLOW, "company-follow")))
    }

    fn new(follow: Option<&Choice>) -> Self {
        let empty = if follow.is_some() { "office-inherited" } else { "company-default" };
        // The operator's own page has nobody to follow.
        let hint = |followed: &'static str, own: &'static str| if follow.is_some() { followed } else { own };
        let choices = |own: Vec<Choice>| follow.into_iter().cloned().chain(own).collect::<Vec<_>>();
        let first = if follow.is_some() { FOLLOW } else { "full" };
        let names = [
            ("full", "company-names-full"),
            ("first", "company-names-first"),
            ("operator_name", "company-names-operator"),
        ];
        let names = names.map(|(word, name)| Choice::new(word, name));
        let conformities = [
            ("none", "company-conformity-none"),
            ("partial", "company-conformity-partial"),
            ("full", "company-conformity-full"),
        ];
        let conformities = choices(conformities.map(|(word, name)| Choice::new(word, name)).into());
        let conformity = if follow.is_some() { FOLLOW } else { "partial" };
        let second = if follow.is_some() { FOLLOW } else { "no" };
        let steps = vec![Choice::new("no", "company-step-no"), Choice::new("yes", "company-step-yes")];
        let days = [
            ("hours_mon", "day-mon"),
            ("hours_tue", "day-tue"),
            ("hours_wed", "day-wed"),
            ("hours_thu", "day-thu"),
            ("hours_fri", "day-fri"),
            ("hours_sat", "day-sat"),
            ("hours_sun", "day-sun"),
        ];
        let hours_of = follow.map(|follow| {
            let own = Choice::new("own", "company-hours-own");
            Field::choice("hours_of", "company-hours-of", vec![follow.clone(), own]).value(FOLLOW)
        });
        Self {
            reminder_days: Field::number("reminder_days", "company-reminder")
                .hint(hint("company-reminder-hint", "company-reminder-hint-all"))
                .optional(),
            sender_name: Field::text("sender_name", "company-sender")
                .hint(empty)
                .autocomplete("off")
                .optional(),
            reply_to: Field::email("reply_to", "company-reply-to")
                .hint(hint("company-reply-to-hint", "company-reply-to-hint-all"))
                .autocomplete("off")
                .optional(),
            signature: Field::text("signature", "company-signature")
                .hint(hint("company-signature-hint", "company-signature-hint-all"))
                .rows(3)
                .optional(),
            staff_names: Field::choice("staff_names", "company-names", choices(names.into())).value(first),
            second_step: Field::choice("second_step", "company-step", choices(steps))
                .hint("company-step-hint")
                .value(second),
            hours_of,
            hours: days
                .into_iter()
                .map(|(name, label)| Field::text(name, label).autocomplete("off").conditional())
                .collect(),
            holidays: Field::text("holidays", "company-holidays")
                .hint("company-holidays-hint")
                .rows(4)
                .optional(),
            documents: [
                ("legal_fr", "company-legal-fr", hint("company-legal-hint", "company-legal-hint-all")),
                ("legal_en", "company-legal-en", hint("company-legal-hint", "company-legal-hint-all")),
                (
                    "accessibility_fr",
                    "company-accessibility-fr",
                    hint("company-accessibility-hint", "company-accessibility-hint-all"),
                ),
                (
                    "accessibility_en",
                    "company-accessibility-en",
                    hint("company-accessibility-hint", "company-accessibility-hint-all"),
                ),
            ]
            .into_iter()
            .map(|(name, label, hint)| Field::text(name, label).rows(6).hint(hint).optional())
            .collect(),
            conformity: Field::choice("conformity", "company-conformity", conformities)
                .hint("company-conformity-hint")
                .value(conformity),
        }
    }

    /// Every field, to be filled in and marked.
    pub fn each(&mut self) -> impl Iterator<Item = &mut Field> {
        let fields = [
            &mut self.reminder_days,
            &mut self.sender_name,
            &mut self.reply_to,
            &mut self.signature,
            &mut self.staff_names,
            &mut self.second_step,
        ];
        let hours = self.hours_of.iter_mut().chain(&mut self.hours);
        fields
            .into_iter()
            .chain(hours)
            .chain([&mut self.holidays])
            .chain(&mut self.documents)
            .chain([&mut self.conformity])
    }

    /// Every field in the order of the form.
    pub(super) fn all(&self) -> impl Iterator<Item = &Field> {
        let fields = [
            &self.reminder_days,
            &self.sender_name,
            &self.reply_to,
            &self.signature,
            &self.staff_names,
            &self.second_step,
        ];
        let hours = self.hours_of.iter().chain(&self.hours);
        fields
            .into_iter()
            .chain(hours)
            .chain([&self.holidays])
            .chain(&self.documents)
            .chain([&self.conformity])
    }
}

/// The choice that follows the operator, before others.
pub(super) fn or_follow(own: Vec<Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new(FOLLOW, "company-follow")).chain(own).collect()
}

/// Whose tickets members see; `following` has the choice of the operator's first.
pub(super) fn visibility_field(following: bool) -> Field {
    let rules = vec![
        Choice::new("own", "visibility-own").hint("visibility-own-hint"),
        Choice::new("company", "visibility-company").hint("visibility-company-hint"),
    ];
    let (rules, first) = if following { (or_follow(rules), FOLLOW) } else { (rules, "own") };
    Field::choice("members_see", "office-members-see", rules).value(first)
}

/// One setting as it counts now.
#[derive(Debug, Clone, Serialize)]
pub struct InForce {
    /// What it is called.
    pub name: Text,
    /// What counts.
    pub value: Text,
    /// Lines of what counts, where it is a text of several.
    pub lines: Vec<String>,
    /// That something else was announced.
    pub then: Option<Text>,
    /// Whether the company says it itself.
    pub own: bool,
    /// Where it comes from.
    pub from: Text,
    /// Its field below, or the page where it is set.
    pub href: String,
}

impl InForce {
    /// A setting; `field` is the name of its field in the form below.
    pub fn new(name: &'static str, field: &'static str, value: impl Into<Text>, own: bool) -> Self {
        let from = if own { "company-from-own" } else { "company-from-operator" };
        Self {
            name: name.into(),
            value: value.into(),
            lines: Vec::new(),
            then: None,
            own,
            from: from.into(),
            href: format!("#{field}"),
        }
    }

    /// A language by its own name.
    pub fn language(locale: Locale, own: bool) -> Self {
        let all = language::languages();
        let name = all.iter().find(|it| it.tag == locale.tag()).map_or(locale.tag(), |it| it.name.as_str());
        Self::new("office-language", "locale", Text::plain(name), own)
    }

    /// The setting where it is set on a page of its own.
    #[must_use]
    pub fn at(self, href: String) -> Self {
        Self { href, ..self }
    }

    /// The setting while something else is announced.
    #[must_use]
    pub fn changes(self, then: impl Into<Text>) -> Self {
        Self { then: Some(then.into()), ..self }
    }

    /// The setting with a text of several lines for its value.
    #[must_use]
    pub fn with_lines(self, text: &str) -> Self {
        Self { lines: text.lines().map(str::to_owned).collect(), ..self }
    }

    pub(super) fn samples() -> Vec<Self> {
        vec![
            Self::language(Locale::Fr, false),
            Self::new(
                "office-promise",
                "promise_minutes",
                Text::key("company-minutes").with("count", 15),
                false,
            ),
            Self::new("company-signature", "signature", "company-none", true)
                .with_lines("Bien à vous,\nL’équipe d’assistance"),
            Self::new("company-step", "second_step", "company-step-yes", true),
            Self::new("retention-title", "", Text::key("company-months").with("count", 24), true)
                .at(routes::tenant_data("durand"))
                .changes("company-keep-announced"),
        ]
    }
}

/// A choice of languages of the operator.
pub(super) fn language_field() -> Field {
    Field::choice("locale", "office-language", languages()).value(Locale::Fr.tag())
}
