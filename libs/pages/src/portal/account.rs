//! The own account: name, language, number checked by a code, how to be told.

use chrono::{DateTime, Utc};
use rappel_domain::display_name::DisplayNameRefusal;
use serde::Serialize;

use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    page::sample_time,
    reader::phone_display,
    routes::portal as routes,
};

/// How a person is told that an answer was posted.
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
    /// How to be told of an answer.
    pub news: Field,
    /// The number as it is.
    pub phone_state: Phone,
    /// The number as it is changed.
    pub phone: Field,
    /// The code that was sent.
    pub code: Field,
    /// The browsers that the person is signed in with, the reading one first.
    pub browsers: Vec<BrowserRow>,
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
    end_sessions: &'static str,
    export: &'static str,
}

impl Account {
    /// The page of a person.
    pub fn new(name: &str, username: &str, email: &str, language: &str, news: News, phone: Phone) -> Self {
        let languages = [("fr", Text::plain("Français")), ("en", Text::plain("English"))]
            .map(|(tag, name)| Choice::new(tag, name));
        let browser = std::iter::once(Choice::new("", "account-language-browser"));
        let languages = browser.chain(languages).collect();
        let verified = matches!(phone, Phone::Verified { .. });
        let mut ways = vec![Choice::new("email", "news-email")];
        if verified {
            ways.push(Choice::new("sms", "news-sms"));
            ways.push(Choice::new("both", "news-both"));
        }
        ways.push(Choice::new("none", "news-none").hint("news-none-hint"));
        let number = match &phone {
            Phone::Absent => "",
            Phone::Unverified { number } | Phone::Verified { number } => number,
        };
        let news_field = Field::choice("news", "account-news", ways).value(news.value());
        Self {
            email: email.to_owned(),
            username: username.to_owned(),
            name: Field::text("name", "account-name").autocomplete("name").value(name),
            language: Field::choice("locale", "account-language", languages).value(language),
            news: if verified { news_field } else { news_field.hint("account-news-hint") },
            phone: Field::phone("phone", "account-phone")
                .hint("account-phone-hint")
                .value(phone_display(number)),
            phone_state: phone,
            browsers: Vec::new(),
            exports: Vec::new(),
            export_waits: false,
            code: Field::text("code", "account-code").hint("account-code-hint").autocomplete("one-time-code"),
            actions: Actions {
                details: routes::ACCOUNT,
                news: routes::ACCOUNT_NEWS,
                phone: routes::ACCOUNT_PHONE,
                code: routes::ACCOUNT_CODE,
                password: routes::ACCOUNT_PASSWORD,
                end_sessions: routes::END_SESSIONS,
                export: routes::ACCOUNT_EXPORT,
            },
            errors: Vec::new(),
        }
    }

    /// The page with the browsers that the person is signed in with.
    #[must_use]
    pub fn with_browsers(self, browsers: Vec<BrowserRow>) -> Self {
        Self { browsers, ..self }
    }

    /// The page with the files of what is kept of the person.
    #[must_use]
    pub fn with_exports(self, exports: Vec<ExportRow>) -> Self {
        Self { export_waits: exports.iter().any(|it| it.until.is_none()), exports, ..self }
    }

    /// The page with what was typed into one field, named as in the form, and what was wrong with it.
    #[must_use]
    pub fn refused(mut self, field: &str, typed: &str, why: impl Into<Text>) -> Self {
        let fields = [&mut self.name, &mut self.phone, &mut self.code, &mut self.news];
        if let Some(found) = fields.into_iter().find(|known| known.name == field) {
            *found = found.clone().value(typed).error(why);
            self.errors = problems([&*found]);
        }
        self
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
        let page = |phone| {
            Self::new("Claire Martin", "claire.martin", "claire@durand.example", "fr", News::Email, phone)
        };
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
            page(Phone::Verified { number: number() })
                .with_browsers(three())
                .with_exports(vec![export(Some("2026-11-29T08:01:00Z"))]),
            page(Phone::Absent).refused("phone", "12", crate::refusal::sample_phone()),
            page(Phone::Absent).refused("name", "", DisplayNameRefusal::Empty),
        ]
    }
}
