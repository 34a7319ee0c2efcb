//! Talks to OpenID Connect providers: discovery, the way to their sign-in page with PKCE, a code for tokens, and every check of
//! an ID token. It knows no rows, no companies and no cookies: `rappel-service` does.
//!
//! An issuer is typed by people, and everything else comes from what is fetched there: each request goes through
//! [`http`](self), which refuses plain http, addresses of the inside, redirections, long answers and slow ones.
//!
//! To add a check of an ID token: in `provider/claims.rs`, with its [`Token`] and a row of the table in `tests/it`.

mod fault;
mod http;
mod provider;
mod reach;

pub use fault::{Fault, Token};
pub use provider::{Answer, Asked, Claims, Found, Party, Providers};
pub use reach::Reach;
