//! Who calls: the key in `Authorization: Bearer rpl_…`, checked before anything else is read.
//!
//! A handler names what it needs as the type of its caller, so that none can forget to ask. To add a need: a line
//! in [`needs`].

use std::marker::PhantomData;

use poem::{
    Request, RequestBody,
    http::{HeaderValue, header},
};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions,
    registry::{MetaSecurityScheme, Registry},
};
use rappel_service::{Scope, Service, api_keys};
use rappel_web::{Problem, problem::Kind};

use crate::problem;

const SCHEME: &str = "key";
const ABOUT: &str = "A key of a tenant, or a staff member's key for a tenant. It names its tenant, so that every host of \
     the installation answers it. It may do what its scopes say: `tickets:read`, `tickets:write`, `callbacks:read`, \
     `callbacks:write`.";

/// What an operation needs of a key.
pub(crate) trait Need: Send + Sync {
    /// The scope, when one is needed.
    const SCOPE: Option<&'static str>;
    /// For whom the key must act.
    const WHO: Who;
}

/// For whom a key acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// A tenant or a staff member.
    Anybody,
    /// A staff member.
    Staff,
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident: $scope:expr, $who:expr;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $name;

        impl Need for $name {
            const SCOPE: Option<&'static str> = $scope;
            const WHO: Who = $who;
        }
    )*};
}
needs! {
    /// Any key.
    AnyKey: None, Who::Anybody;
    /// Reads tickets.
    ReadTickets: Some("tickets:read"), Who::Anybody;
    /// Opens, writes on and closes tickets.
    WriteTickets: Some("tickets:write"), Who::Anybody;
    /// Reads callbacks.
    ReadCallbacks: Some("callbacks:read"), Who::Anybody;
    /// Takes callbacks and says what became of them.
    WorkCallbacks: Some("callbacks:write"), Who::Staff;
}

/// Who calls, with everything that an operation needs.
pub(crate) struct Caller<N> {
    service: Service,
    granted: api_keys::Caller,
    need: PhantomData<N>,
}

impl<N> Caller<N> {
    /// Commands and page reads.
    pub(crate) const fn service(&self) -> &Service {
        &self.service
    }

    /// The right to the tenant's rows.
    pub(crate) const fn scope(&self) -> &Scope {
        &self.granted.scope
    }

    /// Whether the key has a scope besides the one that the operation needs.
    pub(crate) fn may(&self, scope: &str) -> bool {
        self.granted.may(scope)
    }

    /// Whether the tenant speaks, or one of staff.
    pub(crate) const fn who(&self) -> Who {
        if self.granted.key.staff.is_some() { Who::Staff } else { Who::Anybody }
    }
}

impl<'a, N: Need> ApiExtractor<'a> for Caller<N> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        let scheme = MetaSecurityScheme {
            ty: "http",
            description: Some(ABOUT),
            name: None,
            key_in: None,
            scheme: Some("bearer"),
            bearer_format: Some("rpl_{tenant}_{key}_{secret}"),
            flows: None,
            openid_connect_url: None,
        };
        registry.create_security_scheme(SCHEME, scheme);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![SCHEME]
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let service =
            request.data::<Service>().ok_or_else(|| Problem::internal("the service was left out"))?;
        let key = bearer(request).ok_or_else(no_key)?;
        let granted = service.api_caller(key).await.map_err(problem::of)?;
        if let Some(scope) = N::SCOPE.filter(|scope| !granted.may(scope)) {
            return Err(Problem::forbidden(format!("the key lacks the scope {scope}"))
                .code("scope_missing")
                .into());
        }
        let caller = Self { service: service.clone(), granted, need: PhantomData };
        if N::WHO == Who::Staff && caller.who() != Who::Staff {
            return Err(Problem::forbidden("only a staff member's key may do this")
                .code("staff_only")
                .into());
        }
        Ok(caller)
    }
}

/// The answer to a request without a key, or with one that is refused (RFC 6750).
pub(crate) fn refused() -> Problem {
    let challenge = HeaderValue::from_static(r#"Bearer realm="rappel", error="invalid_token""#);
    Problem::new(Kind::SignedOut)
        .code("key_refused")
        .detail("the key is unknown, revoked, or its owner may not use it any more")
        .header(header::WWW_AUTHENTICATE, challenge)
}

fn no_key() -> Problem {
    Problem::new(Kind::SignedOut)
        .code("key_missing")
        .detail("send a key: Authorization: Bearer rpl_…")
        .header(header::WWW_AUTHENTICATE, HeaderValue::from_static(r#"Bearer realm="rappel""#))
}

fn bearer(request: &Request) -> Option<&str> {
    let mut values = request.headers().get_all(header::AUTHORIZATION).iter();
    let value = values.next()?.to_str().ok()?;
    let (scheme, key) = value.split_once(' ')?;
    (values.next().is_none() && scheme.eq_ignore_ascii_case("bearer")).then(|| key.trim())
}
