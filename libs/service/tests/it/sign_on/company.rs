//! A company with a provider, and browsers that go there and back.

use rappel_domain::Clock as _;
use rappel_service::{
    Error, Person, Providers, Reach, Service, Tenant,
    second_step::Admission,
    sign_on::{NotDone, Onward, Returned, Setter, SignOnForm, Why},
};
use rappel_testkit::identity::{Algorithm, CLIENT_ID, CLIENT_SECRET, IdentityProvider};

use crate::world::World;

pub(crate) struct Company<'a> {
    pub(crate) world: &'a World,
    pub(crate) provider: IdentityProvider,
    pub(crate) service: Service,
    /// Whoever sits at the machine.
    pub(crate) setter: Setter,
}

/// Why somebody was not let in.
#[track_caller]
pub(crate) fn why<T: std::fmt::Debug>(answer: Result<T, NotDone>) -> Why {
    match answer {
        Err(NotDone::Because(why)) => why,
        other => panic!("{other:?}"),
    }
}

/// A form that is filled in well.
pub(crate) fn form(issuer: &str, domains: &str) -> SignOnForm {
    SignOnForm {
        label: "Durand".to_owned(),
        issuer: issuer.to_owned(),
        client_id: CLIENT_ID.to_owned(),
        client_secret: CLIENT_SECRET.to_owned(),
        domains: domains.to_owned(),
        is_on: true,
        passwords: true,
        version: 0,
    }
}

impl<'a> Company<'a> {
    /// Durand with a provider, for people at durand.fr.
    pub(crate) async fn new(world: &'a World, algorithm: Algorithm) -> Self {
        let provider = IdentityProvider::start(algorithm).await.unwrap();
        let service = world.service.clone().with_providers(Providers::new(Reach::Inside).unwrap());
        let setter = Setter::at_the_machine(&world.store().doors().command_line().await.unwrap());
        let company = Self { world, provider, service, setter };
        company.set(&world.durand, "durand.fr").await;
        company
    }

    pub(crate) async fn set(&self, tenant: &Tenant, domains: &str) {
        self.save(tenant, form(&self.provider.issuer(), domains)).await.unwrap();
    }

    /// Saves what is typed into the form as it is opened now.
    pub(crate) async fn save(&self, tenant: &Tenant, form: SignOnForm) -> Result<(), Error> {
        let set = self.service.sign_on(&self.world.office, tenant.id).await.unwrap();
        let form = SignOnForm { version: set.map_or(0, |it| it.version), ..form };
        self.service.save_sign_on(&self.setter, tenant.id, &form).await
    }

    /// Members come by the provider alone from now on.
    pub(crate) async fn be_strict(&self) {
        let form = SignOnForm { passwords: false, ..form(&self.provider.issuer(), "durand.fr") };
        self.save(&self.world.durand, form).await.unwrap();
    }

    /// Lets the domain of an address in.
    pub(crate) async fn allow(&self, tenant: &Tenant, address: &str) {
        self.set(tenant, address.split_once('@').unwrap().1).await;
    }

    /// A browser goes to the provider, and is sent back: to where.
    pub(crate) async fn goes(&self, tenant: &Tenant, browser: &str, onward: Onward) -> Returned {
        self.provider.set_time(self.world.clock.now());
        let origin = self.service.portal_origin(tenant).await.unwrap();
        let leaving = self.service.begin_sign_on(tenant.id, &origin, browser, onward).await.unwrap();
        let back = self.provider.visit(&leaving.url);
        assert!(back.starts_with(&format!("{origin}/login/provider/callback?")), "{back}");
        let mut returned = Returned::default();
        for pair in back.split_once('?').unwrap().1.split('&') {
            let (name, value) = pair.split_once('=').unwrap();
            let value = value.replace("%3A", ":").replace("%2F", "/");
            match name {
                "state" => returned.state = value,
                "code" => returned.code = value,
                "iss" => returned.issuer = Some(value),
                "error" => returned.error = Some(value),
                other => panic!("{other}"),
            }
        }
        returned
    }

    pub(crate) async fn returns(
        &self,
        tenant: &Tenant,
        browser: &str,
        returned: &Returned,
    ) -> Result<(Admission, Onward), NotDone> {
        Box::pin(self.service.end_sign_on(tenant.id, browser, returned)).await
    }

    /// A whole sign-in: the token of its session.
    pub(crate) async fn comes(&self, tenant: &Tenant) -> Result<String, NotDone> {
        let back = self.goes(tenant, "browser", Onward::default()).await;
        match self.returns(tenant, "browser", &back).await?.0 {
            Admission::Whole(entered) => Ok(entered.token),
            Admission::SecondStep(waiting) => panic!("{waiting:?}"),
        }
    }

    /// Whose session it is.
    pub(crate) async fn reader(&self, tenant: &Tenant, token: &str) -> Person {
        self.service.portal_session(tenant.id, token).await.unwrap().expect("a session").1
    }

    /// How many people Durand has, past every wall.
    pub(crate) fn people(&self) -> usize {
        let slug = &self.world.durand.slug;
        let count = format!(
            "SELECT count(*) FROM persons WHERE tenant_id = (SELECT id FROM tenants WHERE slug = '{slug}')"
        );
        self.world.sql(&count)[0].parse().unwrap()
    }

    /// Everything that a sign-in leaves: sessions, what waits for a second step, people, who is who.
    pub(crate) async fn traces(&self) -> Vec<String> {
        let mut traces = Vec::new();
        for table in ["sessions", "links", "persons", "identities"] {
            traces.extend(self.world.sql(&format!("SELECT count(*) FROM {table}")));
        }
        traces.extend(self.world.redis_texts().await.into_iter().map(|(key, _)| key));
        traces.sort();
        traces
    }
}

/// Whether there is nothing to be found.
pub(crate) fn is_not_found<T: std::fmt::Debug>(answer: &Result<T, NotDone>) -> bool {
    matches!(answer, Err(NotDone::Failed(Error::NotFound)))
}
