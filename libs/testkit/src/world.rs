//! An installation with people in it: an operator with staff, two client companies, a mail server and an SMS provider.
//!
//! | who | where | what for |
//! |---|---|---|
//! | Zoé Blanc | staff, administrator | sets everything up |
//! | Marie Leroy | staff, agent, first on call | takes calls |
//! | Paul Morel | staff, agent, second | is paged when Marie does not answer |
//! | Claire Martin | Durand & Fils, manager | opens tickets |
//! | Bob Stone | Stone Ltd, manager, English | must never see anything of Durand |

mod rota;

use std::time::Duration;

use crate::{
    Column, FaultProvider, NameServer, Program, SmtpSink, Visitor,
    provider::{ACCOUNT_SID, AUTH_TOKEN},
    smtp::{Received, Security},
    visitor::Answer,
};

/// Long enough for everybody.
pub const PASSWORD: &str = "quinze lettres au moins";

/// The number that our SMS come from.
pub const SENDER: &str = "+33755000000";

/// How long a message may take in a test before it counts as lost.
pub const SOON: Duration = Duration::from_secs(15);

/// The installation and its surroundings.
#[derive(Debug)]
pub struct World {
    /// The program.
    pub program: Program,
    /// Takes its SMS.
    pub provider: FaultProvider,
    /// Takes its e-mail.
    pub mail: SmtpSink,
    /// Is asked for the records of companies' own domains.
    pub names: NameServer,
}

/// One member of the operator's staff.
#[derive(Debug, Clone, Copy)]
pub struct Colleague {
    /// Name on the screen.
    pub name: &'static str,
    /// E-mail, with which they sign in.
    pub email: &'static str,
    /// Number that is paged.
    pub phone: &'static str,
    /// Role.
    pub role: &'static str,
}

/// The administrator.
pub const ZOE: Colleague =
    Colleague { name: "Zoé Blanc", email: "zoe@assistance.example", phone: "+33611000001", role: "admin" };
/// The first on call.
pub const MARIE: Colleague = Colleague {
    name: "Marie Leroy",
    email: "marie@assistance.example",
    phone: "+33611000002",
    role: "agent",
};
/// The second.
pub const PAUL: Colleague =
    Colleague { name: "Paul Morel", email: "paul@assistance.example", phone: "+33611000003", role: "agent" };
/// Everybody.
pub const STAFF: [Colleague; 3] = [ZOE, MARIE, PAUL];

/// A client company and its manager.
#[derive(Debug, Clone, Copy)]
pub struct Company {
    /// What its host begins with.
    pub slug: &'static str,
    /// Name on the screen.
    pub name: &'static str,
    /// Language.
    pub language: &'static str,
    /// Name of its manager.
    pub manager: &'static str,
    /// E-mail of its manager.
    pub email: &'static str,
}

/// The company of most journeys.
pub const DURAND: Company = Company {
    slug: "durand",
    name: "Durand & Fils",
    language: "fr",
    manager: "Claire Martin",
    email: "claire@durand.example",
};
/// The other one.
pub const STONE: Company = Company {
    slug: "stone",
    name: "Stone Ltd",
    language: "en",
    manager: "Bob Stone",
    email: "bob@stone.example",
};

impl World {
    /// Companies and staff, invited; nobody has a password yet.
    pub async fn invited(column: Column) -> Self {
        let provider = FaultProvider::start().await.expect("a provider");
        let mail = SmtpSink::start(Security::Plain).await.expect("a mail server");
        let names = NameServer::start().await.expect("a name server");
        let mut program = Program::new(column);
        program.set("DNS__SERVERS", &names.address().to_string());
        program.set("EMAIL__TRANSPORT", "smtp");
        program.set("EMAIL__HOST", "127.0.0.1");
        program.set("EMAIL__PORT", &mail.address().port().to_string());
        program.set("EMAIL__TLS", "none");
        program.set("EMAIL__FROM", "Assistance <support@assistance.example>");
        program.set("SMS__PROVIDER", "twilio");
        program.set("SMS__TWILIO__BASE_URL", &provider.base_url());
        program.set("SMS__TWILIO__ACCOUNT_SID", ACCOUNT_SID);
        program.set("SMS__TWILIO__AUTH_TOKEN", AUTH_TOKEN);
        program.set("SMS__TWILIO__FROM", SENDER);
        for company in [DURAND, STONE] {
            program.run(&[
                "tenant",
                "add",
                company.slug,
                "--name",
                company.name,
                "--language",
                company.language,
                "--manager-email",
                company.email,
                "--manager-name",
                company.manager,
            ]);
        }
        Self { program, provider, mail, names }
    }

    /// The same, running.
    pub async fn start(column: Column) -> Self {
        let mut world = Self::invited(column).await;
        world.program.serve().await;
        world
    }

    /// Adds a colleague, who chooses the password; answers their browser, signed in.
    pub async fn hire(&self, colleague: Colleague) -> Visitor {
        let said = self.program.run(&[
            "staff",
            "add",
            colleague.email,
            "--name",
            colleague.name,
            "--role",
            colleague.role,
            "--phone",
            colleague.phone,
        ]);
        let link = said
            .split_whitespace()
            .find(|word| word.contains("/invite/"))
            .expect("a link to choose a password");
        let mut visitor = self.program.office();
        choose_password(&mut visitor, link).await;
        visitor
    }

    /// The manager of a company, who follows the invitation in the mail; answers their browser, signed in.
    pub async fn manager(&self, company: Company) -> Visitor {
        let link = link_in(&self.mail_to(company.email).await, "/invite/");
        let mut visitor = self.program.portal(company.slug).speaking(company.language);
        choose_password(&mut visitor, &link).await;
        visitor
    }

    /// Signs in at the portal of a company.
    pub async fn sign_in(&self, company: Company, user: &str, password: &str) -> (Visitor, Answer) {
        let mut visitor = self.program.portal(company.slug).speaking(company.language);
        let page = visitor.open("/login").await;
        let form = page.page().form(r#"form[action="/login"]"#);
        let answer = visitor.send(&page, &form, &[("user", user), ("password", password)]).await;
        (visitor, answer)
    }

    /// The newest e-mail to this address, waiting for the first.
    pub async fn mail_to(&self, address: &str) -> Received {
        self.mail_where(address, |_| true).await
    }

    /// The newest e-mail to this address whose subject contains these words.
    pub async fn mail_about(&self, address: &str, words: &str) -> Received {
        self.mail_where(address, |mail| mail.subject().contains(words)).await
    }

    async fn mail_where(&self, address: &str, wanted: impl Fn(&Received) -> bool) -> Received {
        let began = std::time::Instant::now();
        loop {
            let all = self.mail.received();
            let found = all.iter().rev().find(|mail| mail.to.iter().any(|to| to == address) && wanted(mail));
            if let Some(mail) = found {
                return mail.clone();
            }
            let subjects: Vec<_> = all.iter().map(|mail| (mail.to.clone(), mail.subject())).collect();
            assert!(began.elapsed() < SOON, "no such mail to {address} within {SOON:?}: {subjects:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The newest SMS to this number that contains these words, waiting for it.
    pub async fn sms_to(&self, number: &str, words: &str) -> String {
        let began = std::time::Instant::now();
        loop {
            let all = self.provider.taken();
            let found = all.iter().rev().find(|sms| sms.to == number && sms.body.contains(words));
            if let Some(sms) = found {
                return sms.body.clone();
            }
            let texts: Vec<_> = all.iter().map(|sms| (sms.to.clone(), sms.body.clone())).collect();
            assert!(began.elapsed() < SOON, "no SMS {words:?} to {number} within {SOON:?}: {texts:#?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// Follows a link that was sent, and chooses the password.
async fn choose_password(visitor: &mut Visitor, link: &str) {
    let page = visitor.open(link).await;
    page.expect(200);
    let form = page.page().form("form.form");
    let entered = visitor.send(&page, &form, &[("password", PASSWORD)]).await;
    entered.expect(200);
}

/// The first address in a mail whose path contains this.
pub fn link_in(mail: &Received, path: &str) -> String {
    let text = mail.text();
    let link = text.split_whitespace().find(|word| word.starts_with("http") && word.contains(path));
    link.unwrap_or_else(|| panic!("no link {path} in:\n{text}")).trim_end_matches(['.', ',', ')']).to_owned()
}
