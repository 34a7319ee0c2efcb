//! The operator's settings, and the reader's own account.

use chrono::{DateTime, Utc};
use rappel_domain::brand;
use serde::Serialize;

use super::{
    company::{CompanyFields, language_field, visibility_field},
    phone_test::{PhoneTests, Place},
    tenants::{languages, with_zone, zone_field},
};
use crate::{
    Page, Surface, Text,
    form::{Field, Problem, problems, scheme_field},
    frame::Logo,
    page::sample_time,
    routes::office as routes,
};

/// The operator's settings.
#[derive(Debug, Clone, Serialize)]
pub struct Settings {
    /// Where the form posts.
    pub action: &'static str,
    /// Where the tests post.
    pub test_action: &'static str,
    /// How long closed tickets are kept of companies that follow.
    pub retention_href: &'static str,
    /// Which state of them the form was filled from.
    pub version: Field,
    /// Name of the operator.
    pub name: Field,
    /// Number shown to clients.
    pub phone: Field,
    /// By when we call.
    pub promise_minutes: Field,
    /// After how many days an answered ticket closes.
    pub close_after_days: Field,
    /// Number that is paged as the last resort.
    pub fallback_phone: Field,
    /// Mailbox that is written to as the last resort.
    pub fallback_email: Field,
    /// What companies read that follow the operator.
    pub locale: Field,
    /// Whose clocks they live by.
    pub time_zone: Field,
    /// Whose tickets their members see.
    pub members_see: Field,
    /// What companies follow besides that say nothing themselves.
    pub company: CompanyFields,
    /// General terms in French of those that have none.
    pub terms_fr: Field,
    /// General terms in English.
    pub terms_en: Field,
    /// Where a test e-mail goes.
    pub own_email: String,
    /// Where a test SMS goes.
    pub own_phone: Option<String>,
    /// The operator's logo.
    pub logo: Option<Logo>,
    /// Its name, for that.
    pub operator: String,
    /// Where a logo is sent.
    pub logo_action: &'static str,
    /// Where it is taken away.
    pub remove_action: &'static str,
    /// The file of a new one.
    pub file: Field,
    /// Whether the reader sees every company, which all follow these.
    pub may_save: bool,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

/// By what the fallback number is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fallback {
    /// By text: nobody is called at all.
    Texts,
    /// By text, and by a call so many seconds later.
    Calls {
        /// How many.
        seconds: i64,
    },
    /// By text: our calls do not go to its country.
    Abroad,
}

impl Settings {
    /// Says by what the fallback number is told.
    #[must_use]
    pub fn with_fallback(self, fallback: Fallback) -> Self {
        let hint = match fallback {
            Fallback::Texts => Text::key("office-fallback-hint"),
            Fallback::Calls { seconds } => Text::key("office-fallback-hint-calls").with("seconds", seconds),
            Fallback::Abroad => Text::key("office-fallback-hint-abroad"),
        };
        Self { fallback_phone: self.fallback_phone.hint(hint), ..self }
    }

    /// The empty form.
    pub fn new(own_email: &str, own_phone: Option<&str>) -> Self {
        let number = |name, label: &'static str| Field { kind: "number", ..Field::text(name, label) };
        Self {
            action: routes::SETTINGS,
            test_action: routes::SETTINGS_TEST,
            retention_href: routes::SETTINGS_RETENTION,
            version: Field::version(),
            name: Field::text("name", "office-settings-name").autocomplete("organization"),
            phone: Field::phone("phone", "office-settings-phone")
                .hint("office-settings-phone-hint")
                .optional(),
            promise_minutes: number("promise_minutes", "office-promise").hint("office-promise-hint"),
            close_after_days: number("close_after_days", "office-days").hint("office-days-hint"),
            fallback_phone: Field::phone("fallback_phone", "office-fallback-phone")
                .hint("office-fallback-hint")
                .autocomplete("off")
                .optional(),
            fallback_email: Field::email("fallback_email", "office-fallback-email")
                .autocomplete("off")
                .optional(),
            locale: language_field(),
            time_zone: zone_field().value("Europe/Paris"),
            members_see: visibility_field(false),
            company: CompanyFields::of_operator(),
            terms_fr: Field::text("terms_fr", "office-tenant-terms-fr").rows(6).optional(),
            terms_en: Field::text("terms_en", "office-tenant-terms-en").rows(6).optional(),
            own_email: own_email.to_owned(),
            own_phone: own_phone.map(str::to_owned),
            logo: None,
            operator: String::new(),
            logo_action: routes::SETTINGS_LOGO,
            remove_action: routes::SETTINGS_LOGO_REMOVE,
            file: Field { kind: "file", ..Field::text("logo", "brand-logo-file") }.hint("brand-logo-hint"),
            may_save: true,
            errors: Vec::new(),
        }
    }

    /// Says who may save them, where the reader may not.
    #[must_use]
    pub fn saved_by_reader(self, may_save: bool) -> Self {
        Self { may_save, ..self }
    }

    /// The operator as it is saved, with its logo.
    #[must_use]
    pub fn of(self, name: &str, slug: &str, logo: Option<&brand::Logo>) -> Self {
        Self { operator: name.to_owned(), logo: logo.map(|logo| Logo::of(slug, logo)), ..self }
    }

    /// What was wrong with the file of a logo.
    #[must_use]
    pub fn refused_logo(self, why: Text) -> Self {
        let file = self.file.error(why);
        Self { errors: problems([&file]), file, ..self }
    }

    /// A zone that is not among the usual ones stays a choice.
    #[must_use]
    pub fn in_zone(self, zone: &str) -> Self {
        Self { time_zone: with_zone(self.time_zone, zone), ..self }
    }

    /// Every field, to be filled in and marked.
    pub fn each(&mut self) -> impl Iterator<Item = &mut Field> {
        let fields = [
            &mut self.version,
            &mut self.name,
            &mut self.phone,
            &mut self.promise_minutes,
            &mut self.close_after_days,
            &mut self.fallback_phone,
            &mut self.fallback_email,
            &mut self.locale,
            &mut self.time_zone,
            &mut self.members_see,
            &mut self.terms_fr,
            &mut self.terms_en,
        ];
        fields.into_iter().chain(self.company.each())
    }

    /// The page with its error summary.
    #[must_use]
    pub fn summed_up(self) -> Self {
        let fields = [
            &self.version,
            &self.name,
            &self.phone,
            &self.promise_minutes,
            &self.close_after_days,
            &self.fallback_phone,
            &self.fallback_email,
            &self.locale,
            &self.time_zone,
            &self.members_see,
        ];
        let errors = problems(fields.into_iter().chain(self.company.all()));
        Self { errors, ..self }
    }
}

impl Page for Settings {
    const TEMPLATE: &'static str = "office/settings";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "office-nav-settings".into()
    }

    fn samples() -> Vec<Self> {
        let mut refused = Self::new("marie@op.example", None);
        for field in refused.each() {
            field.error = Some("invalid-missing".into());
        }
        let page = || Self::new("marie@op.example", Some("+33612345678"));
        let plates = brand::Plates { light_by_night: true, dark_by_day: false };
        let logo = brand::Logo { hash: "0".to_owned(), width: 480, height: 120, plates };
        vec![
            page(),
            refused.summed_up(),
            page().with_fallback(Fallback::Calls { seconds: 120 }),
            page().with_fallback(Fallback::Abroad),
            page().saved_by_reader(false),
            page().of("Atelier Support", "operator", Some(&logo)),
            page().of("Atelier Support", "operator", None).refused_logo("logo-svg".into()),
        ]
    }
}

/// Whether a number was proved by a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// There is no number.
    Absent,
    /// Not yet; it is paged all the same.
    Unverified,
    /// No code can be sent.
    Impossible,
    /// It answered with the code.
    Verified,
}

/// The reader's own account.
#[derive(Debug, Clone, Serialize)]
pub struct Me {
    /// Where the form posts.
    pub action: &'static str,
    /// Where a link to choose another password is asked for.
    pub password_action: &'static str,
    /// What the reader signs in with.
    pub user_name: String,
    /// Where the reader reads mail.
    pub email: String,
    /// Whether the number refuses our text messages.
    pub sms_refused: bool,
    /// Whether the number was proved.
    pub proof: Proof,
    /// Where a code is asked for.
    pub phone_action: &'static str,
    /// The code that was sent.
    pub code: Field,
    /// Where it is checked.
    pub code_action: &'static str,
    /// Whether a code is asked for at each sign-in.
    pub two_step: bool,
    /// Where that is set up.
    pub two_step_href: &'static str,
    /// How many passkeys there are.
    pub passkeys: usize,
    /// Where passkeys are added.
    pub passkeys_href: &'static str,
    /// Tests of the number.
    pub tests: Option<PhoneTests>,
    /// As they are called.
    pub name: Field,
    /// The number that is paged.
    pub phone: Field,
    /// What they read.
    pub locale: Field,
    /// Light or dark, in this browser.
    pub scheme: Field,
    /// How many hours before a shift they are told of it.
    pub shift_lead: Field,
    /// Where an address of their calendar is made.
    pub calendar_action: &'static str,
    /// Where it is revoked.
    pub revoke_action: &'static str,
    /// Since when there is one.
    pub calendar_since: Option<DateTime<Utc>>,
    /// The address that was just made, this once.
    pub calendar_url: Option<String>,
    /// Where the numbers that our messages come from are.
    pub contact_href: &'static str,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl Me {
    /// The empty form.
    pub fn new(user_name: &str, email: &str) -> Self {
        Self {
            action: routes::ME,
            password_action: routes::ME_PASSWORD,
            user_name: user_name.to_owned(),
            email: email.to_owned(),
            sms_refused: false,
            proof: Proof::Absent,
            phone_action: routes::ME_PHONE,
            code: Field::text("code", "account-code").hint("account-code-hint").autocomplete("one-time-code"),
            code_action: routes::ME_CODE,
            two_step: false,
            two_step_href: routes::TWO_STEP,
            passkeys: 0,
            passkeys_href: routes::PASSKEYS,
            tests: None,
            name: Field::text("name", "people-name").autocomplete("name"),
            phone: Field::phone("phone", "office-staff-phone").hint("office-staff-phone-hint").optional(),
            locale: Field::choice("locale", "office-language", languages()).value("fr"),
            scheme: scheme_field().hint("account-scheme-here"),
            calendar_action: routes::ME_CALENDAR,
            revoke_action: routes::ME_CALENDAR_REVOKE,
            calendar_since: None,
            calendar_url: None,
            contact_href: routes::ME_CONTACT,
            shift_lead: Field::number("shift_lead", "me-shift-lead").hint("me-shift-lead-hint").value("24"),
            errors: Vec::new(),
        }
    }

    /// Every field, to be filled in and marked.
    pub fn each(&mut self) -> impl Iterator<Item = &mut Field> {
        [&mut self.name, &mut self.phone, &mut self.locale, &mut self.scheme, &mut self.shift_lead]
            .into_iter()
    }

    /// The page with its error summary.
    #[must_use]
    pub fn summed_up(self) -> Self {
        let fields = [&self.name, &self.phone, &self.locale, &self.shift_lead, &self.code];
        Self { errors: problems(fields), ..self }
    }
}

impl Page for Me {
    const TEMPLATE: &'static str = "office/me";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "account-details".into()
    }

    fn samples() -> Vec<Self> {
        let page = || Self::new("marie", "marie@op.example");
        let mut refused = Self { sms_refused: true, ..page() };
        for field in refused.each() {
            field.error = Some("invalid-missing".into());
        }
        let code = Field { error: Some("invalid-code".into()), ..page().code };
        let made = Self {
            calendar_since: Some(sample_time("2026-11-22T13:19:00Z")),
            calendar_url: Some("https://rappel.exemple.fr/calendar/1-AbCdEfGhIjKlMnOpQrStUv.ics".to_owned()),
            ..page()
        };
        let tested = |tests| Self { proof: Proof::Verified, tests: Some(tests), ..page() };
        let pages = vec![
            page(),
            refused.summed_up(),
            Self { proof: Proof::Impossible, ..page() },
            Self { proof: Proof::Unverified, two_step: true, passkeys: 2, ..page() },
            Self { proof: Proof::Unverified, code, ..page() }.summed_up(),
            made,
        ];
        pages.into_iter().chain(PhoneTests::samples(Place::Me).into_iter().map(tested)).collect()
    }
}
