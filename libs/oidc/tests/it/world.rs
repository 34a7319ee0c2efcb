//! A provider, and somebody who signs in with it.

use chrono::{DateTime, Utc};
use rappel_oidc::{Answer, Asked, Claims, Fault, Party, Providers, Reach};
use rappel_testkit::identity::{Account, Algorithm, CLIENT_ID, CLIENT_SECRET, IdentityProvider};

pub(crate) struct World {
    pub(crate) provider: IdentityProvider,
    pub(crate) providers: Providers,
    pub(crate) party: Party,
    pub(crate) now: DateTime<Utc>,
}

pub(crate) fn asked(letter: char) -> Asked {
    let chance = |length| letter.to_string().repeat(length);
    Asked {
        state: chance(64),
        nonce: chance(64),
        verifier: chance(64),
        redirect: "https://durand.example.org/login/provider/callback".to_owned(),
    }
}

impl World {
    pub(crate) async fn new(algorithm: Algorithm) -> Self {
        let provider = IdentityProvider::start(algorithm).await.unwrap();
        let now = "2026-11-22T08:00:00Z".parse().unwrap();
        provider.set_time(now);
        provider.sign_in_as(Account::new("subject-1", "Claire@durand.fr", "Claire Durand"));
        let party = Party {
            issuer: provider.issuer(),
            client_id: CLIENT_ID.to_owned(),
            client_secret: CLIENT_SECRET.to_owned(),
        };
        Self { provider, providers: Providers::new(Reach::Inside).unwrap(), party, now }
    }

    /// A whole sign-in.
    pub(crate) async fn sign_in(&self) -> Result<Claims, Fault> {
        let asked = asked('a');
        let there = self.providers.begin(&self.party, &asked, self.now).await?;
        self.finish(&asked, &self.provider.visit(there.as_str())).await
    }

    /// The second half of one, with what the browser brings back.
    pub(crate) async fn finish(&self, asked: &Asked, back: &str) -> Result<Claims, Fault> {
        let back = url::Url::parse(back).unwrap();
        let said =
            |name: &str| back.query_pairs().find(|(key, _)| key == name).map(|(_, it)| it.into_owned());
        let (code, issuer) = (said("code").unwrap(), said("iss"));
        let answer = Answer { code: &code, issuer: issuer.as_deref() };
        self.providers.finish(&self.party, asked, &answer, self.now).await
    }
}
