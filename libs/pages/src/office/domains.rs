//! The hosts of a client company: that which it has by its short name, and its own ones with the records that prove them.

use chrono::{DateTime, Utc};
use rappel_domain::host::{HostName, OwnHost, Standing, record_value};
use serde::Serialize;

use super::TenantHead;
use crate::{
    Page, Surface, Text,
    form::{Field, Problem, problems},
    page::sample_time,
    routes::office as routes,
};

/// An own host with what can be done with it.
#[derive(Debug, Clone, Serialize)]
pub struct DomainCard {
    /// Its name, as DNS has it.
    pub host: String,
    /// As people write it, where that is something else.
    pub readable: Option<String>,
    /// Whether it is proved: `waiting`, `proved`, `missing` or `off`.
    pub standing: &'static str,
    /// Since when it is, or until when.
    pub at: Option<DateTime<Utc>>,
    /// Whether links carry it.
    pub is_primary: bool,
    /// The name of the record that proves it.
    pub record_name: String,
    /// What the record says.
    pub record_value: String,
    /// When there was last an answer.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was asked in vain since.
    pub unanswered_at: Option<DateTime<Utc>>,
    /// Has it looked for now.
    pub check_action: String,
    /// Has links carry it, while it is proved and they do not.
    pub link_action: Option<String>,
    /// Has them carry it no more.
    pub unlink_action: Option<String>,
    /// Takes it away.
    pub remove_action: String,
}

impl DomainCard {
    fn new(slug: &str, own: &OwnHost) -> Self {
        let (standing, at) = match own.standing {
            Standing::Waiting => ("waiting", None),
            Standing::Proved { since } => ("proved", Some(since)),
            Standing::Missing { .. } => ("missing", own.served_until()),
            Standing::Off { at } => ("off", Some(at)),
        };
        let is_well = matches!(own.standing, Standing::Proved { .. });
        let act = |act: &str| routes::domain_act(slug, &own.host, act);
        let readable = own.host.readable();
        Self {
            readable: Some(readable).filter(|it| it != own.host.as_str()),
            standing,
            at,
            is_primary: own.carries_links(),
            record_name: own.host.record_name(),
            record_value: record_value(&own.token),
            answered_at: own.answered_at,
            unanswered_at: own.asked_at.filter(|asked| own.answered_at.is_none_or(|it| it < *asked)),
            check_action: act("check"),
            link_action: (is_well && !own.is_primary).then(|| act("link")),
            unlink_action: own.is_primary.then(|| act("unlink")),
            remove_action: act("remove"),
            host: own.host.to_string(),
        }
    }
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct Domains {
    /// Head.
    pub head: TenantHead,
    /// The host that it always has.
    pub slug_host: String,
    /// Whether links carry that one.
    pub slug_is_primary: bool,
    /// Its own hosts.
    pub cards: Vec<DomainCard>,
    /// Where the form posts.
    pub action: String,
    /// The name of a new one.
    pub host: Field,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl Domains {
    /// The page with an empty form.
    pub fn new(slug: &str, head: TenantHead, slug_host: &str, own: &[OwnHost]) -> Self {
        Self {
            head,
            slug_host: slug_host.to_owned(),
            slug_is_primary: own.iter().all(|it| !it.carries_links()),
            cards: own.iter().map(|it| DomainCard::new(slug, it)).collect(),
            action: routes::domains(slug),
            host: Field::text("host", "domain-host").hint("domain-host-hint").autocomplete("off"),
            errors: Vec::new(),
        }
    }

    /// The form as it was filled in, with what was wrong.
    #[must_use]
    pub fn refused(self, typed: &str, why: Option<Text>) -> Self {
        let host = self.host.value(typed).error_if(why);
        Self { errors: problems([&host]), host, ..self }
    }
}

impl Page for Domains {
    const TEMPLATE: &'static str = "office/domains";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        Text::key("domains-title").with("name", self.head.name.as_str())
    }

    fn samples() -> Vec<Self> {
        let page = |own: &[OwnHost]| {
            let head = TenantHead::sample(&routes::domains("durand"));
            Self::new("durand", head, "durand.exemple.fr", own)
        };
        let at = sample_time;
        let own = |name: &str, standing, is_primary| OwnHost {
            is_primary,
            standing,
            asked_at: Some(at("2026-11-22T08:00:00Z")),
            answered_at: Some(at("2026-11-22T08:00:00Z")),
            ..OwnHost::new(
                HostName::from_trusted(name),
                "0123456789abcdef0123456789abcdef".to_owned(),
                at("2026-11-20T08:00:00Z"),
            )
        };
        let since = at("2026-11-20T09:30:00Z");
        let gone_at = at("2026-11-21T09:30:00Z");
        let long = "support.une-societe-dont-le-nom-est-vraiment-tres-tres-long.durand-et-fils.example";
        let unasked = OwnHost { asked_at: None, answered_at: None, ..own(long, Standing::Waiting, false) };
        let silent = OwnHost { answered_at: None, ..own("aide.durand.fr", Standing::Waiting, false) };
        vec![
            page(&[]),
            page(&[
                own("support.durand.fr", Standing::Proved { since }, true),
                own("xn--socit-esab.fr", Standing::Proved { since }, false),
                silent,
                unasked,
            ]),
            page(&[
                own("support.durand.fr", Standing::Missing { since, gone_at }, true),
                own("vieux.durand.fr", Standing::Off { at: gone_at }, false),
            ]),
            page(&[]).refused("https://support.durand.fr/", Some("host-form".into())),
        ]
    }
}
