//! What can be wrong with a provider, or with what it says.

/// What is wrong. Nothing of it is a secret; texts that a provider sent are cut.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// An address that is not https, or that is more than a host and a path.
    #[error("{0:?} is no https address of a host and a path")]
    Address(String),
    /// The name leads to an address of the inside.
    #[error("the address is one of the inside")]
    Inside,
    /// No connection.
    #[error("no connection")]
    Unreachable,
    /// No answer in time.
    #[error("no answer in time")]
    Late,
    /// The answer is longer than any that is read.
    #[error("the answer is too long")]
    TooLong,
    /// The answer leads elsewhere, which is not followed.
    #[error("the answer leads elsewhere")]
    Moved,
    /// An answer with another status than it should have.
    #[error("answered with status {0}")]
    Status(u16),
    /// What was answered is not what the protocol asks for.
    #[error("the answer cannot be read: {0}")]
    Unreadable(String),
    /// The discovery document is that of another issuer.
    #[error("the document is of the issuer {0:?}")]
    OtherIssuer(String),
    /// The provider does not offer what is needed.
    #[error("the provider does not offer {0}")]
    Lacks(&'static str),
    /// The provider refuses, with one of its error codes.
    #[error("the provider refuses: {0}")]
    Refused(String),
    /// The ID token does not hold.
    #[error("the ID token does not hold: {0}")]
    Token(#[from] Token),
}

/// Why an ID token does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Token {
    /// There is none, or it is no token.
    #[error("there is none that can be read")]
    Missing,
    /// It is over, or is of another time.
    #[error("its time is over")]
    Expired,
    /// It is for another client.
    #[error("it is for another client")]
    Audience,
    /// It is of another issuer, or the answer is.
    #[error("it is of another issuer")]
    Issuer,
    /// It was made for another sign-in.
    #[error("it is of another sign-in")]
    Nonce,
    /// It is not signed by a key of the provider, or in a way that is not taken.
    #[error("its signature is not the provider's")]
    Signature,
    /// It names nobody, or whoever the provider names elsewhere is another.
    #[error("it is not clear whom it names")]
    Subject,
}

impl Fault {
    /// One word for logs.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Address(_) => "address",
            Self::Inside => "inside",
            Self::Unreachable => "unreachable",
            Self::Late => "late",
            Self::TooLong => "too_long",
            Self::Moved => "moved",
            Self::Status(_) => "status",
            Self::Unreadable(_) => "unreadable",
            Self::OtherIssuer(_) => "other_issuer",
            Self::Lacks(_) => "lacks",
            Self::Refused(_) => "refused",
            Self::Token(Token::Missing) => "token_missing",
            Self::Token(Token::Expired) => "token_expired",
            Self::Token(Token::Audience) => "token_audience",
            Self::Token(Token::Issuer) => "token_issuer",
            Self::Token(Token::Nonce) => "token_nonce",
            Self::Token(Token::Signature) => "token_signature",
            Self::Token(Token::Subject) => "token_subject",
        }
    }
}

/// At most so much of what somebody else wrote, in letters that cannot break a line.
pub(crate) fn cut(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(120).collect()
}
