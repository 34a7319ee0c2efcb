//! Pages of the clients.

mod accessibility;
mod account;
mod below;
mod callback;
mod change_password;
mod close;
mod company_data;
mod document;
mod done;
mod erase;
mod error;
mod feedback;
mod following;
mod history;
mod leave;
mod leaving;
mod login;
mod narrowed;
mod new_ticket;
mod passkeys;
mod password;
mod people;
mod people_list;
mod person_access;
mod provider;
mod sign_in_link;
mod ticket;
mod tickets;
mod two_step;
mod unsubscribe;

pub use accessibility::AccessibilityStatement;
pub use account::{Account, BrowserRow, ExportRow, News, Own, Phone, Told};
pub use below::Below;
pub use callback::{CallbackCard, CallbackChange, CallbackState, Callbacks, Fact, Mark};
pub use change_password::ChangePassword;
pub use close::Close;
pub use company_data::CompanyData;
pub use document::{Document, Part};
pub use done::{Done, undone_too_often};
pub use erase::Erase;
pub use error::{ErrorPage, Fault};
pub use feedback::{Feedback, FeedbackForm, FeedbackGiven};
pub use following::{Followers, Follows};
pub use history::{Act, ChangeRow, HostAct, LogChain, PeopleHistory, Whose, settings_changed, text_changed};
pub use leave::Leave;
pub use leaving::Leaving;
pub use login::{Kept, Login};
pub use narrowed::Narrowed;
pub use new_ticket::{About, CategoryHint, Cover, NewTicket, Refused, Urgency, Urgent};
pub use passkeys::{AskKey, KeyRow, Passkeys};
pub use password::{Forgot, LinkExpired, LinkKind, Purpose, SetPassword};
pub use people::{People, PersonRow, Role, Shown, State};
pub use people_list::{Fate, ListLine, ListReport};
pub use person_access::{PersonAccess, say_visibility};
pub use provider::{ProviderButton, ProviderRefused, ToProvider};
pub use sign_in_link::{AskLink, EnterByLink};
pub use ticket::{Closed, Conversation, Entry, FileLink, Message, Reply, Side, Step, TicketPage};
pub use tickets::{Pager, Status, Tab, TicketRow, Tickets};
pub use two_step::{
    Confirm, Elsewhere, Proof, Qr, RecoveryCodes, SecondStep, TwoStep, TwoStepActions, TwoStepState,
    grouped as grouped_secret,
};
pub use unsubscribe::Unsubscribe;

use crate::{
    frame::{Link, Section},
    routes::portal as routes,
};

crate::page::pages![
    AccessibilityStatement,
    Account,
    AskLink,
    Callbacks,
    CallbackChange,
    ChangePassword,
    Close,
    CompanyData,
    Confirm,
    Conversation,
    Document,
    EnterByLink,
    Erase,
    ErrorPage,
    Feedback,
    Forgot,
    Leave,
    Leaving,
    LinkExpired,
    Login,
    NewTicket,
    Passkeys,
    People,
    PeopleHistory,
    PersonAccess,
    ProviderRefused,
    RecoveryCodes,
    SecondStep,
    SetPassword,
    TicketPage,
    Tickets,
    ToProvider,
    TwoStep,
    Unsubscribe,
];

/// What the person who reads may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Own tickets.
    Member,
    /// All tickets of the company, and its people.
    Manager,
}

/// The navigation; `current` is the path of the link that is shown as current.
pub fn navigation(current: &str, reader: Reader) -> Vec<Section> {
    let link =
        |text: &'static str, href: &'static str| Link { current: href == current, ..Link::new(text, href) };
    let mut account = vec![link("nav-account", routes::ACCOUNT)];
    if reader == Reader::Manager {
        account.push(link("nav-people", routes::PEOPLE));
    }
    account.push(link("nav-terms", routes::TERMS));
    let assistance = vec![link("nav-new-ticket", routes::NEW_TICKET), link("nav-tickets", routes::TICKETS)];
    vec![Section::new("nav-assistance", assistance), Section::new("nav-yours", account)]
}
