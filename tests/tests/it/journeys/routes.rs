//! Every route of the portal and the back office, as their routers write them, with identifiers to ask them with.
//!
//! A new route that takes a form needs a line in `fields`, a new parameter one in `Estate::of`; until then the walks fail.

mod deeds;
mod estate;
mod walk;

use std::path::Path;

use rappel_testkit::{Visitor, visitor::Answer};
use reqwest::Method;

pub(super) use estate::{CANARIES, Estate, Ids};
pub(super) use walk::{Walk, bare, without_canaries};

/// Which router.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Site {
    Portal,
    Office,
}

/// One method of one pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) site: Site,
    pub(super) method: Method,
    pub(super) pattern: String,
}

/// The routes of a router, in its order.
pub(super) fn routes(site: Site) -> Vec<Route> {
    let folder = match site {
        Site::Portal => "portal",
        Site::Office => "office",
    };
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../apps/{folder}/src/lib.rs"));
    let text = std::fs::read_to_string(file).unwrap();
    let mut found = Vec::new();
    for entry in text.split(".at(\"").skip(1) {
        let (pattern, rest) = entry.split_once('"').unwrap();
        let handlers = rest.split("\n}").next().unwrap();
        for (word, method) in [("get(", Method::GET), ("post(", Method::POST)] {
            if handlers.contains(word) {
                found.push(Route { site, method, pattern: pattern.to_owned() });
            }
        }
    }
    assert!(found.len() > 30, "the router no longer reads as it did: {found:#?}");
    found
}

/// Forms that are one button.
const BUTTONS: [&str; 66] = [
    "/logout",
    "/login/provider",
    "/login/link/:token",
    "/login/passkey/begin",
    "/login/step/passkey/begin",
    "/account/confirm/passkey/begin",
    "/account/passkeys/begin",
    "/account/passkeys/:passkey/remove",
    "/me/confirm/passkey/begin",
    "/me/passkeys/begin",
    "/me/passkeys/:passkey/remove",
    "/tickets/:number/close",
    "/tickets/:number/reopen",
    "/tickets/:number/follow",
    "/tickets/:number/unfollow",
    "/tickets/:number/callback/cancel",
    "/account/news",
    "/account/password",
    "/account/export",
    "/account/sessions/end",
    "/account/sessions/:session/end",
    "/unsubscribe/:token",
    "/people/data/export",
    "/people/data/export/cancel",
    "/people/:person/invite",
    "/people/:person/remove",
    "/people/:person/enable",
    "/people/:person/two-step",
    "/people/:person/provider",
    "/account/two-step/begin",
    "/account/two-step/codes",
    "/account/two-step/remove",
    "/queue/:tenant/:number/take",
    "/queue/:tenant/:number/release",
    "/queue/:tenant/:number/close",
    "/queue/:tenant/:number/reopen",
    "/queue/:tenant/:number/callback/take",
    "/queue/:tenant/:number/callback/cancel",
    "/queue/:tenant/:number/callback/:outcome",
    "/tenants/:tenant/people/:person/:act",
    "/tenants/:tenant/keys/:key/revoke",
    "/tenants/:tenant/logo/remove",
    "/settings/logo/remove",
    "/tenants/:tenant/domains/:host/:act",
    "/tenants/:tenant/data/export",
    "/tenants/:tenant/data/export/cancel",
    "/tenants/:tenant/data/retention/undo",
    "/tenants/:tenant/data/keep",
    "/tenants/:tenant/sign-in/:act",
    "/team/:staff/invite",
    "/team/:staff/two-step",
    "/oncall/rotas/:rota/overrides/:override/remove",
    "/deliveries/:tenant/:delivery/again",
    "/jobs/:tenant/:job/again",
    "/oncall/rotas/:rota/layers/:layer/:act",
    "/oncall/swaps/:swap/:act",
    "/policies/:policy/:act",
    "/me/calendar",
    "/me/calendar/revoke",
    "/me/password",
    "/me/two-step/begin",
    "/me/two-step/codes",
    "/me/two-step/remove",
    "/me/phone",
    "/a/:token/take",
    "/a/:token/:outcome",
];

impl Route {
    /// The names of its parameters.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.pattern.split('/').filter_map(|part| part.strip_prefix(':'))
    }

    /// Those that name something of a tenant, or the tenant.
    pub(super) fn of_a_tenant(&self) -> Vec<&str> {
        const OTHERS: [&str; 12] = [
            "outcome", "act", "staff", "rota", "override", "layer", "swap", "policy", "calendar", "token",
            "locale", "text",
        ];
        // Passkeys of staff are the operator's.
        let is_staffs = |name: &str| (self.site, name) == (Site::Office, "passkey");
        self.parameters().filter(|name| !OTHERS.contains(name) && !is_staffs(name)).collect()
    }

    /// The path with each parameter as `value` answers it.
    pub(super) fn path(&self, value: impl Fn(&str) -> String) -> String {
        let part = |part: &str| match part.strip_prefix(':') {
            Some(name) => value(name),
            None => part.to_owned(),
        };
        self.pattern.split('/').map(part).collect::<Vec<_>>().join("/")
    }

    /// A form as a page of ours would send it, in part.
    pub(super) fn fields(&self, ids: &Ids) -> Vec<(&'static str, String)> {
        let text = |name, value: &str| (name, value.to_owned());
        let message = || vec![text("body", "Un message"), text("key", "k-1"), text("seen", "9")];
        let password = || vec![text("password", "une tout autre phrase")];
        let nobody = || vec![text("user", "personne"), text("password", "quinze lettres ou plus")];
        let person = || vec![text("name", "Ada"), text("email", "ada@new.example"), text("role", "member")];
        match (self.site, self.pattern.as_str()) {
            (_, "/login") => nobody(),
            (Site::Portal, "/login/link") | (_, "/password") => vec![text("user", "personne")],
            (_, "/password/:token" | "/invite/:token") => password(),
            (Site::Portal, "/people/list") => {
                vec![text("list", "Ada <ada@new.example>\nx"), text("list_role", "member")]
            }
            (Site::Portal, "/people/leave") => vec![text("what", "role")],
            (Site::Portal, "/people/:person/erase") => vec![text("name", "Luc Petit")],
            (Site::Portal, "/tickets/:number/followers") => vec![("person", ids.value("person"))],
            (Site::Portal, "/people/:person/access") => vec![text("sees", "own")],
            (Site::Portal, "/people/:person/role") => vec![text("role", "manager")],
            (Site::Portal, "/people") | (Site::Office, "/tenants/:tenant/people") => person(),
            (Site::Portal, "/tickets/:number/reply")
            | (Site::Office, "/queue/:tenant/:number/answer" | "/queue/:tenant/:number/note") => message(),
            (Site::Portal, "/tickets/new") => vec![
                ("category", ids.value("category")),
                text("description", "Une demande"),
                text("key", "k-2"),
            ],
            (Site::Portal, "/tickets/:number/callback") => vec![text("phone", "06 12 34 56 79")],
            (Site::Portal, "/feedback/:token" | "/tickets/:number/feedback") => {
                vec![text("solved", "yes"), text("remark", "Un mot")]
            }
            (Site::Portal, "/account") => vec![text("name", "Claire M."), text("locale", "fr")],
            (Site::Portal, "/account/phone") => vec![text("phone", "06 12 34 56 80")],
            (Site::Office, "/queue/new") => vec![
                ("tenant", ids.value("slug")),
                ("requester", ids.value("person")),
                ("category", ids.value("category")),
                text("description", "Une demande"),
                text("key", "k-3"),
            ],
            (_, "/login/step")
            | (Site::Portal, "/account/two-step/enrol")
            | (Site::Office, "/me/two-step/enrol") => vec![text("code", "123456")],
            (
                _,
                "/login/passkey" | "/login/step/passkey" | "/account/confirm/passkey" | "/me/confirm/passkey",
            ) => {
                vec![text("answer", "{}")]
            }
            (_, "/account/passkeys" | "/me/passkeys") => {
                vec![text("name", "Téléphone"), text("answer", "{}")]
            }
            (_, "/account/passkeys/:passkey/name" | "/me/passkeys/:passkey/name") => {
                vec![text("name", "Téléphone")]
            }
            // Too short, so that the walk goes on with the session it has.
            (Site::Portal, "/account/password/new") => vec![text("password", "court")],
            (Site::Portal, "/account/confirm") | (Site::Office, "/me/confirm") => {
                vec![text("password", "une tout autre phrase")]
            }
            (Site::Portal, "/account/phone/code") | (Site::Office, "/me/phone/code") => {
                vec![text("code", "123456")]
            }
            (Site::Office, "/queue/:tenant/:number/assign") => vec![("to", ids.value("staff"))],
            (Site::Office, "/tenants") => vec![text("name", "Une Autre"), text("brand_color", "#123456")],
            (Site::Office, "/tenants/:tenant") => {
                vec![text("name", "Durand & Fils"), text("brand_color", "#123456"), text("locale", "fr")]
            }
            (Site::Office, "/tenants/:tenant/brand") => vec![text("brand_color", "#123456")],
            // Another name, so that the company stays.
            (Site::Office, "/tenants/:tenant/data/delete") => vec![text("name", "Une Autre")],
            (Site::Office, "/tenants/:tenant/data/retention" | "/settings/retention") => {
                vec![text("months", "12")]
            }
            (Site::Office, "/tenants/:tenant/domains") => vec![text("host", "aide.durand.example")],
            (Site::Office, "/tenants/:tenant/sign-in") => vec![
                text("label", "Fournisseur"),
                text("issuer", "https://login.durand.example"),
                text("client_id", "rappel"),
                text("client_secret", "un secret"),
                text("domains", "durand.example"),
            ],
            // A form without its file.
            (Site::Office, "/tenants/:tenant/logo" | "/settings/logo") => vec![text("name", "logo.png")],
            (Site::Office, "/tenants/:tenant/texts/:locale/:text") => vec![text("words", "Entrer")],
            (Site::Office, "/tenants/:tenant/categories" | "/tenants/:tenant/categories/:category") => {
                vec![text("name_fr", "Divers"), text("name_en", "Various")]
            }
            (Site::Office, "/tenants/:tenant/keys") => {
                vec![text("name", "k"), text("scopes[]", "tickets:read")]
            }
            (Site::Office, "/team" | "/team/:staff") => vec![
                text("name", "Eva"),
                text("email", "eva@assistance.example"),
                text("user_name", "eva.new"),
                text("role", "agent"),
                text("locale", "fr"),
                ("tenants[]", ids.value("slug")),
            ],
            (
                Site::Office,
                "/oncall/rotas/new"
                | "/oncall/rotas/:rota"
                | "/oncall/rotas/:rota/layers/new"
                | "/oncall/rotas/:rota/layers/:layer"
                | "/policies/new"
                | "/policies/:policy",
            ) => vec![text("name", "Nuits")],
            (Site::Office, "/oncall/swaps") => {
                vec![("rota", ids.value("rota")), ("asked", ids.value("staff"))]
            }
            (Site::Office, "/oncall/rotas/:rota/overrides") => vec![("staff", ids.value("staff"))],
            (Site::Office, "/settings") => vec![text("name", "Support"), text("promise_minutes", "15")],
            (Site::Office, "/settings/test") => vec![text("channel", "email")],
            (Site::Office, "/me/phone/test") => vec![text("channel", "sms"), text("place", "me")],
            (Site::Office, "/me") => vec![text("name", "Zoé Blanc"), text("locale", "fr")],
            (_, pattern) if BUTTONS.contains(&pattern) => vec![],
            other => panic!("no form for {other:?}: say in `fields` what a page sends there"),
        }
    }
}

impl Route {
    /// Identifiers that a form may carry besides, each with what it is sent with.
    fn more(&self, ids: &Ids) -> Vec<(&'static str, String)> {
        match (self.site, self.pattern.as_str()) {
            (Site::Portal, "/tickets/new") => {
                vec![("requester", ids.value("person")), ("about", ids.value("number"))]
            }
            (Site::Portal, "/people/:person/access") => vec![("colleagues[]", ids.value("person"))],
            (Site::Office, "/tenants/:tenant/categories" | "/tenants/:tenant/categories/:category") => {
                vec![("after", ids.value("category"))]
            }
            _ => vec![],
        }
    }

    /// The fields of its form with one identifier that is another's, for each that names something of a tenant: what it is, and the
    /// form with our own, with `other`'s in its place.
    pub(super) fn with_another(&self, own: &Ids, other: &Ids) -> Vec<(String, Vec<(&'static str, String)>)> {
        // Staff and rotas are the operator's.
        const SHARED: [&str; 3] = ["staff", "asked", "rota"];
        let all = |ids: &Ids| [self.fields(ids), self.more(ids)].concat();
        let (ours, theirs) = (all(own), all(other));
        let differs = |(place, (name, value)): (usize, &(&'static str, String))| {
            (ours[place].1 != *value && !SHARED.contains(name)).then_some(place)
        };
        let places = theirs.iter().enumerate().filter_map(differs);
        let form = |place: usize| {
            let (name, value) = theirs[place].clone();
            let mut fields = self.fields(own);
            if self.pattern.ends_with("/access") {
                fields = vec![("sees", "colleagues".to_owned())];
            }
            fields.retain(|(field, _)| *field != name);
            fields.push((name, value.clone()));
            (value, fields)
        };
        places.map(form).collect()
    }
}

/// Asks as a page of ours would have it asked, and follows nothing.
pub(super) async fn ask(
    visitor: &mut Visitor,
    route: &Route,
    path: &str,
    fields: &[(&'static str, String)],
    csrf: &str,
) -> Answer {
    let mut request = visitor.request(route.method.clone(), path);
    if route.method == Method::POST {
        let mut fields = fields.to_vec();
        fields.push(("csrf", csrf.to_owned()));
        request = request
            .header("origin", format!("http://{}", visitor.host()))
            .header("sec-fetch-site", "same-origin")
            .form(&fields);
    }
    visitor.ask(request, path).await
}

/// The token of the forms of somebody who is signed in.
pub(super) async fn csrf(visitor: &mut Visitor) -> String {
    let page = visitor.open("/").await;
    page.expect(200).page().form(r#"form[action="/logout"]"#).value("csrf").unwrap().to_owned()
}
