//! The own account: name, language, number checked by a code, how to be told.

mod fields;

use chrono::{DateTime, Utc};
use rappel_domain::display_name::DisplayNameRefusal;
use serde::Serialize;

use self::fields::{time, ways, zones};
use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems, scheme_field},
    language,
    page::sample_time,
    reader::phone_display,
    routes::portal as routes,
};

/// What somebody's own page begins with.
#[derive(Debug, Clone, Copy)]
pub struct Own<'a> {
    /// Name.
    pub name: &'a str,
    /// What they sign in with.
    pub username: &'a str,
    /// E-mail address.
    pub email: &'a str,
    /// `fr`, `en`, or empty for the one of the browser.
    pub language: &'a str,
    /// As in `Europe/Paris`, or empty for the company's.
    pub zone: &'a str,
    /// `light`, `dark`, or empty for the system's.
    pub scheme: &'a str,
}

/// How somebody is told of each kind of news.
#[derive(Debug, Clone)]
pub struct Told {
    /// That an answer was posted.
    pub answers: News,
    /// That a ticket closes.
    pub closing: News,
    /// What became of a call.
    pub calls: News,
    /// When quiet hours begin, as in `22:00`; empty for none.
    pub quiet_from: String,
    /// When they end.
    pub quiet_until: String,
}

/// How a person is told of one kind of news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// By e-mail.
    Email,
    /// By SMS.
    Sms,
    /// By both.
    Both,
    /// Not at all.
    None,
}

impl News {
    /// The choice of a form.
    pub fn of_value(value: &str) -> Option<Self> {
        [Self::Email, Self::Sms, Self::Both, Self::None].into_iter().find(|news| news.value() == value)
    }

    /// The choice of an account.
    pub fn of_account(by_email: bool, by_sms: bool) -> Self {
        match (by_email, by_sms) {
            (true, false) => Self::Email,
            (false, true) => Self::Sms,
            (true, true) => Self::Both,
            (false, false) => Self::None,
        }
    }

    /// Whether an e-mail is sent.
    pub fn by_email(self) -> bool {
        matches!(self, Self::Email | Self::Both)
    }

    /// Whether an SMS is sent.
    pub fn by_sms(self) -> bool {
        matches!(self, Self::Sms | Self::Both)
    }

    /// What the form sends.
    pub fn value(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Both => "both",
            Self::None => "none",
        }
    }
}

/// The number of the account.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Phone {
    /// None was given.
    Absent,
    /// A code was sent to it and is awaited.
    Unverified {
        /// E.164.
        number: String,
    },
    /// It answered with the code.
    Verified {
        /// E.164.
        number: String,
    },
}

/// A browser that the person is signed in with.
#[derive(Debug, Clone, Serialize)]
pub struct BrowserRow {
    /// Which it is; empty when it does not say.
    pub browser: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When it was last used.
    pub seen_at: DateTime<Utc>,
    /// Whether it is the one that reads.
    pub own: bool,
    /// Where it is signed out.
    pub end_action: String,
}

/// A file with what is kept of the person.
#[derive(Debug, Clone, Serialize)]
pub struct ExportRow {
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// Until when it can be fetched; nothing while it is put together.
    pub until: Option<DateTime<Utc>>,
    /// Size in kilobytes.
    pub kilobytes: i64,
    /// Where it is.
    pub href: String,
}

/// The account page.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    /// E-mail address.
    pub email: String,
    /// User name.
    pub username: String,
    /// Name.
    pub name: Field,
    /// Language.
    pub language: Field,
    /// Time zone.
    pub zone: Field,
    /// Light or dark.
    pub scheme: Field,
    /// How to be told of an answer.
    pub news: Field,
    /// How to be told that a ticket closes.
    pub closing: Field,
    /// How to be told what became of a call.
    pub calls: Field,
    /// When quiet hours begin.
    pub quiet_from: Field,
    /// When they end.
    pub quiet_until: Field,
    /// Whether text messages can be sent at all: otherwise no number is proved, and nobody is told by SMS.
    pub texts: bool,
    /// The number as it is.
    pub phone_state: Phone,
    /// The number as it is changed.
    pub phone: Field,
    /// The code that was sent.
    pub code: Field,
    /// The browsers that the person is signed in with, the reading one first.
    pub browsers: Vec<BrowserRow>,
    /// Whether the sign-in asks for a second step.
    pub two_step: bool,
    /// Where the second step is set up.
    pub two_step_href: &'static str,
    /// How many passkeys there are.
    pub passkeys: usize,
    /// Where passkeys are added.
    pub passkeys_href: &'static str,
    /// Files with what is kept of the person, the latest first.
    pub exports: Vec<ExportRow>,
    /// Whether one is being put together.
    pub export_waits: bool,
    /// Where the forms post.
    pub actions: Actions,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

/// Where the forms of the account post.
#[derive(Debug, Clone, Serialize)]
pub struct Actions {
    details: &'static str,
    news: &'static str,
    phone: &'static str,
    code: &'static str,
    password: &'static str,
    change_password: &'static str,
    end_sessions: &'static str,
    export: &'static str,
}

impl Account {
    /// The page of a person.
    pub fn new(own: &Own<'_>, told: &Told, phone: Phone) -> Self {
        let languages = language::languages().into_iter().map(|it| Choice::new(it.tag, Text::plain(it.name)));
        let browser = std::iter::once(Choice::new("", "account-language-browser"));
        let languages = browser.chain(languages).collect();
        let verified = matches!(phone, Phone::Verified { .. });
        let number = match &phone {
            Phone::Absent => "",
            Phone::Unverified { number } | Phone::Verified { number } => number,
        };
        let ways = |name, label: &'static str, none, news: News| {
            // What was chosen stays in sight, also when another number is to be proved first.
            Field::choice(name, label, ways(verified || news.by_sms(), none)).value(news.value())
        };
        let news = ways("news", "account-news", "news-none-hint", told.answers);
        let waits = [told.answers, told.closing, told.calls].into_iter().any(News::by_sms);
        let hint = if waits { "account-news-waits" } else { "account-news-hint" };
        Self {
            email: own.email.to_owned(),
            username: own.username.to_owned(),
            name: Field::text("name", "account-name").autocomplete("name").value(own.name),
            language: Field::choice("locale", "account-language", languages)
                .hint("account-language-hint")
                .value(own.language)
                .conditional(),
            zone: zones(own.zone),
            scheme: scheme_field().value(own.scheme),
            news: if verified { news } else { news.hint(hint) },
            closing: ways("closing", "account-closing", "closing-none-hint", told.closing),
            calls: ways("calls", "account-calls", "calls-none-hint", told.calls),
            quiet_from: time("quiet_from", "account-quiet-from").value(&*told.quiet_from),
            quiet_until: time("quiet_until", "account-quiet-until").value(&*told.quiet_until),
            phone: Field::phone("phone", "account-phone")
                .hint("account-phone-hint")
                .value(phone_display(number)),
            texts: true,
            phone_state: phone,
            browsers: Vec::new(),
            two_step: false,
            two_step_href: routes::TWO_STEP,
            passkeys: 0,
            passkeys_href: routes::PASSKEYS,
            exports: Vec::new(),
            export_waits: false,
            code: Field::text("code", "account-code").hint("account-code-hint").autocomplete("one-time-code"),
            actions: Actions {
                details: routes::ACCOUNT,
                news: routes::ACCOUNT_NEWS,
                phone: routes::ACCOUNT_PHONE,
                code: routes::ACCOUNT_CODE,
                password: routes::ACCOUNT_PASSWORD,
                change_password: routes::CHANGE_PASSWORD,
                end_sessions: routes::END_SESSIONS,
                export: routes::ACCOUNT_EXPORT,
            },
            errors: Vec::new(),
        }
    }

    /// The page where no text message can be sent: ways that were chosen before stay in sight.
    #[must_use]
    pub fn without_texts(mut self) -> Self {
        self.texts = false;
        for field in [&mut self.news, &mut self.closing, &mut self.calls] {
            let chosen = field.value.clone();
            field.choices.retain(|it| !["sms", "both"].contains(&it.value.as_str()) || it.value == chosen);
        }
        self.news.hint = Some("account-news-no-texts".into());
        self
    }

    /// The page with the browsers that the person is signed in with.
    #[must_use]
    pub fn with_browsers(self, browsers: Vec<BrowserRow>) -> Self {
        Self { browsers, ..self }
    }

    /// The page of somebody whose sign-in asks for a second step, or not.
    #[must_use]
    pub fn with_two_step(self, two_step: bool) -> Self {
        Self { two_step, ..self }
    }

    /// The page of somebody who has so many passkeys.
    #[must_use]
    pub fn with_passkeys(self, passkeys: usize) -> Self {
        Self { passkeys, ..self }
    }

    /// The page with the files of what is kept of the person.
    #[must_use]
    pub fn with_exports(self, exports: Vec<ExportRow>) -> Self {
        Self { export_waits: exports.iter().any(|it| it.until.is_none()), exports, ..self }
    }

    /// The page with what was typed into one field, named as in the form, and what was wrong with it.
    #[must_use]
    pub fn refused(mut self, field: &str, typed: &str, why: impl Into<Text>) -> Self {
        if let Some(found) = self.fields().into_iter().find(|known| known.name == field) {
            *found = found.clone().value(typed);
        }
        self.refused_if(field, Some(why.into()))
    }

    /// The page with what was wrong with a field, if anything was; what was typed stands in it already.
    #[must_use]
    pub fn refused_if(mut self, field: &str, why: Option<Text>) -> Self {
        let found = self.fields().into_iter().find(|known| known.name == field);
        let added = match (found, why) {
            (Some(found), Some(why)) => {
                *found = found.clone().error(why);
                problems([&*found])
            }
            _ => Vec::new(),
        };
        self.errors.extend(added);
        self
    }

    fn fields(&mut self) -> [&mut Field; 11] {
        [
            &mut self.name,
            &mut self.language,
            &mut self.zone,
            &mut self.scheme,
            &mut self.phone,
            &mut self.code,
            &mut self.news,
            &mut self.closing,
            &mut self.calls,
            &mut self.quiet_from,
            &mut self.quiet_until,
        ]
    }
}

impl Page for Account {
    const TEMPLATE: &'static str = "portal/account";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        "account-title".into()
    }

    fn samples() -> Vec<Self> {
        let browser = |browser: &str, seen: &str, own| BrowserRow {
            browser: browser.to_owned(),
            since: sample_time("2026-11-20T07:58:00Z"),
            seen_at: sample_time(seen),
            own,
            end_action: routes::end_session("ses_1"),
        };
        let one = || vec![browser("Firefox · Windows", "2026-11-22T08:12:00Z", true)];
        let three = || {
            let others = [("Safari · iPhone", "2026-11-22T06:40:00Z"), ("", "2026-11-21T17:03:00Z")];
            [one(), others.map(|(name, seen)| browser(name, seen, false)).to_vec()].concat()
        };
        let own = Own {
            name: "Claire Martin",
            username: "claire.martin",
            email: "claire@durand.example",
            language: "fr",
            zone: "",
            scheme: "",
        };
        let told = || Told {
            answers: News::Email,
            closing: News::Email,
            calls: News::None,
            quiet_from: "20:00".to_owned(),
            quiet_until: "08:00".to_owned(),
        };
        let page = |phone| Self::new(&own, &told(), phone);
        let number = || "+33612345678".to_owned();
        let export = |until: Option<&str>| ExportRow {
            asked_at: sample_time("2026-11-22T08:00:00Z"),
            until: until.map(sample_time),
            kilobytes: 412,
            href: routes::export("exp_1"),
        };
        vec![
            page(Phone::Absent).with_browsers(one()).with_exports(vec![export(None)]),
            page(Phone::Unverified { number: number() }).refused("code", "123", "invalid-code"),
            Self::new(
                &own,
                &Told { answers: News::Sms, closing: News::Both, ..told() },
                Phone::Unverified { number: number() },
            ),
            page(Phone::Verified { number: number() })
                .with_browsers(three())
                .with_two_step(true)
                .with_passkeys(2)
                .with_exports(vec![export(Some("2026-11-29T08:01:00Z"))]),
            page(Phone::Absent).without_texts(),
            page(Phone::Unverified { number: number() }).without_texts(),
            page(Phone::Absent).refused("phone", "12", crate::refusal::sample_phone()),
            page(Phone::Absent).refused("name", "", DisplayNameRefusal::Empty),
            page(Phone::Absent).refused("quiet_until", "20:00", "invalid-same-time"),
            page(Phone::Absent).refused("quiet_from", "soir", "invalid-time-of-day"),
        ]
    }
}
