//! The own account: name, language, number checked by a code, how to be told.

use rappel_domain::{display_name::DisplayNameRefusal, password::PasswordRefusal};
use serde::Serialize;

use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
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
    /// The present password.
    pub password: Field,
    /// The new one.
    pub new_password: Field,
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
}

impl Account {
    /// The page of a person.
    pub fn new(name: &str, username: &str, email: &str, language: &str, news: News, phone: Phone) -> Self {
        let languages =
            vec![Choice::new("fr", Text::plain("Français")), Choice::new("en", Text::plain("English"))];
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
            code: Field::text("code", "account-code").hint("account-code-hint").autocomplete("one-time-code"),
            password: Field::password("password", "account-password", "current-password"),
            new_password: Field::password("new_password", "password-new", "new-password")
                .hint("password-hint"),
            actions: Actions {
                details: routes::ACCOUNT,
                news: routes::ACCOUNT_NEWS,
                phone: routes::ACCOUNT_PHONE,
                code: routes::ACCOUNT_CODE,
                password: routes::ACCOUNT_PASSWORD,
            },
            errors: Vec::new(),
        }
    }

    /// The page with what was wrong with one field, named as in the form.
    #[must_use]
    pub fn refused(mut self, field: &str, why: impl Into<Text>) -> Self {
        let fields = [
            &mut self.name,
            &mut self.phone,
            &mut self.code,
            &mut self.password,
            &mut self.new_password,
            &mut self.news,
        ];
        if let Some(found) = fields.into_iter().find(|known| known.name == field) {
            found.error = Some(why.into());
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
        let page = |phone| {
            Self::new("Claire Martin", "claire.martin", "claire@durand.example", "fr", News::Email, phone)
        };
        let number = || "+33612345678".to_owned();
        vec![
            page(Phone::Absent),
            page(Phone::Unverified { number: number() }).refused("code", "account-code-wrong"),
            page(Phone::Verified { number: number() }),
            page(Phone::Absent).refused("phone", crate::refusal::sample_phone()),
            page(Phone::Absent).refused("password", "account-password-wrong"),
            page(Phone::Absent).refused("name", DisplayNameRefusal::Empty),
            page(Phone::Absent).refused("new_password", PasswordRefusal::Name),
        ]
    }
}
