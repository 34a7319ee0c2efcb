//! People with an authenticator app.

use std::sync::atomic::{AtomicU8, Ordering};

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    Clock as _,
    id::{PersonId, StaffId},
    token::Token,
};
use rappel_service::{
    Error, Reason, StaffScope, Tenant,
    factors::{Confirmed, TwoStep},
    links::Entered,
    second_step::Admission,
    sha256,
};
use rappel_store::links::Purpose;
use totp_rs::{Builder, Secret};

use crate::world::World;

pub(crate) const PASSWORD: &str = "quatre mots sans rapport";

pub(crate) struct Enrolled {
    pub(crate) id: PersonId,
    /// In base32.
    pub(crate) secret: String,
    pub(crate) codes: Vec<String>,
    /// Of the session that began when the app was enrolled.
    pub(crate) token: String,
}

impl Enrolled {
    /// What their app shows now.
    pub(crate) fn code(&self, world: &World) -> String {
        code(&self.secret, world.clock.now())
    }
}

/// What an app with a secret shows.
pub(crate) fn code(secret: &str, at: DateTime<Utc>) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let seconds = u64::try_from(at.timestamp()).unwrap();
    Builder::new().with_secret(secret).build().unwrap().generate(seconds).to_string()
}

/// Why a code, or a password, was refused.
#[track_caller]
pub(crate) fn refusal<T: std::fmt::Debug>(answer: Result<T, Error>) -> &'static str {
    match answer {
        Err(Error::Invalid(invalid)) => match invalid[0].reason {
            Reason::Text(key) => key,
            ref other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

impl World {
    pub(crate) fn now_and(&self, later: Duration) -> DateTime<Utc> {
        self.clock.now() + later
    }

    /// A link of the company that works once, for an hour.
    pub(crate) async fn link(&self, purpose: Purpose) -> String {
        self.link_of(&self.durand, purpose).await
    }

    /// The same of any company, or of the operator.
    pub(super) async fn link_of(&self, tenant: &Tenant, purpose: Purpose) -> String {
        static SEED: AtomicU8 = AtomicU8::new(1);
        let token = Token::generate(tenant.number, [SEED.fetch_add(1, Ordering::Relaxed); 64]);
        let guest = self.store().doors().guest(tenant.id).await.unwrap();
        let tx = self.store().write(&guest).await.unwrap();
        let later = tx.clock().now() + Duration::hours(1);
        tx.links().insert(&sha256(token.expose()), purpose, later).await.unwrap();
        tx.commit().await.unwrap();
        token.expose().to_owned()
    }

    /// Somebody who chose a password, and the token of the session that this began.
    pub(crate) async fn with_password(&self, name: &str, role: &str) -> (PersonId, String) {
        let scope = self.person(&self.durand, name, role).await;
        let id = self.service.account(&scope).await.unwrap().0.id;
        let link = self.link(Purpose::PersonInvitation(id)).await;
        match self.service.choose_password(&self.durand, &link, PASSWORD).await.unwrap() {
            Entered::Person(admission) => (id, admission.whole().unwrap().token),
            Entered::Staff(other) => panic!("{other:?}"),
        }
    }

    /// The right of a session that began a moment ago.
    pub(crate) async fn confirmed(&self, token: &str) -> Confirmed {
        let (scope, _) = self.service.portal_session(self.durand.id, token).await.unwrap().unwrap();
        self.service.confirmed(&scope, token).await.unwrap().unwrap()
    }

    /// Somebody of staff who signed in a moment ago, and the right that this gives.
    pub(crate) async fn confirmed_staff(&self, id: StaffId) -> (StaffScope, Confirmed) {
        let (scope, token) = self.sign_in(id).await;
        let own = scope.on(scope.operator()).unwrap();
        let reader = self.service.confirmed(&own, &token).await.unwrap().unwrap();
        (scope, reader)
    }

    /// Somebody who has an app.
    pub(crate) async fn enrolled(&self, name: &str, role: &str) -> Enrolled {
        let (id, token) = self.with_password(name, role).await;
        let reader = self.confirmed(&token).await;
        self.service.begin_factor(&reader).await.unwrap();
        let TwoStep::Begun(begun) = self.service.two_step(&reader).await.unwrap() else {
            panic!("nothing was begun");
        };
        let first = code(&begun.secret, self.clock.now());
        let (codes, entered) = self.service.enrol_factor(&reader, &first).await.unwrap();
        Enrolled { id, secret: begun.secret, codes: codes.into_texts(), token: entered.token }
    }

    pub(crate) async fn sign_in_with(&self, login: &str, password: &str) -> Admission {
        self.service.sign_in_person(self.durand.id, login, password, None).await.unwrap()
    }

    /// The token of a sign-in that waits for its second step.
    pub(crate) async fn half_in(&self, login: &str) -> String {
        self.half_in_with(login, PASSWORD).await
    }

    pub(crate) async fn half_in_with(&self, login: &str, password: &str) -> String {
        match self.sign_in_with(login, password).await {
            Admission::SecondStep(waiting) => waiting.token,
            Admission::Whole(entered) => panic!("{entered:?}"),
        }
    }

    /// How many e-mails tell of a change.
    pub(crate) fn told_of(&self, change: &str) -> usize {
        let word = change.chars().fold(String::new(), |word, letter| {
            let gap = if letter.is_uppercase() && !word.is_empty() { "_" } else { "" };
            format!("{word}{gap}{}", letter.to_lowercase())
        });
        let rows = self.sql("SELECT CAST(payload AS TEXT) FROM deliveries WHERE news = 'account_changed'");
        rows.iter().filter(|row| row.contains(&format!("\"{word}\""))).count()
    }
}
