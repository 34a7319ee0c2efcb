//! The audit of a company: what was changed that is no fact of a ticket, and what staff looked at, by whom, in a chain like that of facts.

mod chain;
mod parts;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    host::HostName,
    id::{ApiKeyId, DeliveryId, JobId, StaffId, TicketId},
    role::PersonRole,
    visibility::Visibility,
};

pub use chain::{Broken, Entry, Head, Link, Verifier};
pub use parts::{CategoryPart, SettingsPart, StaffMay};

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "deed", rename_all = "snake_case")]
pub enum Deed {
    /// Somebody was invited.
    PersonInvited {
        /// What they may see.
        role: PersonRole,
    },
    /// Their invitation was mailed again.
    InvitationSent,
    /// Somebody sees more, or less.
    RoleChanged {
        /// What they saw.
        from: PersonRole,
        /// What they see now.
        to: PersonRole,
    },
    /// Somebody sees tickets of others, or of fewer others.
    VisibilityChanged {
        /// Whose they see; `None` follows the company.
        sees: Option<Visibility>,
    },
    /// Those for whom nothing else is said see tickets of others, or their own only.
    MembersSee {
        /// Whose they see.
        sees: Visibility,
    },
    /// Somebody cannot sign in any more.
    PersonDisabled,
    /// Somebody can sign in again.
    PersonEnabled,
    /// Somebody gave their own account up.
    PersonLeft,
    /// Somebody's sign-in asks for a second factor from now on.
    FactorAdded,
    /// They took it away themselves.
    FactorRemoved,
    /// It was taken away from somebody who lost it.
    FactorTakenAway,
    /// Somebody made themselves other recovery codes.
    RecoveryCodesMade,
    /// The sign-in of somebody of staff asks for a second factor from now on; this and the next in the operator's audit.
    StaffFactorAdded {
        /// Whose.
        staff: StaffId,
    },
    /// They took it away themselves.
    StaffFactorRemoved {
        /// Whose.
        staff: StaffId,
    },
    /// It was taken away from somebody of staff who lost it.
    StaffFactorTakenAway {
        /// Whose.
        staff: StaffId,
    },
    /// Somebody of staff made themselves other recovery codes.
    StaffRecoveryCodesMade {
        /// Whose.
        staff: StaffId,
    },
    /// Somebody signs in with a passkey too.
    PasskeyAdded,
    /// They took one away.
    PasskeyRemoved,
    /// Somebody joined the staff and was invited; this and the next two in the operator's audit.
    StaffAdded {
        /// Who.
        staff: StaffId,
        /// What they may do, and for whom.
        may: StaffMay,
    },
    /// Their invitation was mailed again.
    StaffInvited {
        /// Whose.
        staff: StaffId,
    },
    /// Somebody of staff was saved.
    StaffChanged {
        /// Who.
        staff: StaffId,
        /// What they may do by now, and for whom.
        may: StaffMay,
    },
    /// Somebody of staff signs in with a passkey too; this and the next in the operator's audit.
    StaffPasskeyAdded {
        /// Whose.
        staff: StaffId,
    },
    /// They took one away.
    StaffPasskeyRemoved {
        /// Whose.
        staff: StaffId,
    },
    /// Somebody follows a ticket.
    FollowerAdded {
        /// Its number.
        number: i64,
    },
    /// Somebody follows a ticket no more.
    FollowerLeft {
        /// Its number.
        number: i64,
    },
    /// Tickets can be about something else too.
    CategoryAdded {
        /// What it is called, in French.
        category: String,
    },
    /// What tickets can be about is asked, ordered or worked otherwise.
    CategoryChanged {
        /// What it was called, in French.
        category: String,
        /// What changed of it.
        parts: Vec<CategoryPart>,
    },
    /// The company has another logo.
    LogoChanged {
        /// Names its pictures.
        hash: String,
    },
    /// The company has no logo any more.
    LogoRemoved,
    /// The company has another colour.
    ColourChanged {
        /// What it had, `#rrggbb`.
        from: String,
        /// What it has now.
        to: String,
    },
    /// A text is said in other words, or as everybody's again. Which words is in their row alone: an audit is never rewritten,
    /// and words may name somebody who is erased later.
    TextChanged {
        /// In which language, its tag.
        locale: String,
        /// Which, by its key.
        key: String,
        /// The [`crate::own_text::fingerprint`] of what the company's own said; `None` when it was the standard text.
        from: Option<String>,
        /// The same of what it says now; `None` when it is the standard text.
        to: Option<String>,
    },
    /// A host is to be the company's own.
    HostAdded {
        /// Which.
        host: HostName,
    },
    /// Its record was found: the portal is served there.
    HostProved {
        /// Which.
        host: HostName,
    },
    /// Links carry this host from now on.
    HostLinked {
        /// Which.
        host: HostName,
    },
    /// Links do not carry it any more.
    HostUnlinked {
        /// Which.
        host: HostName,
    },
    /// Its record was gone for too long: the portal is served there no more.
    HostOff {
        /// Which.
        host: HostName,
    },
    /// It is not the company's own any more.
    HostRemoved {
        /// Which.
        host: HostName,
    },
    /// The company's settings were changed.
    SettingsChanged {
        /// What of them; nothing in rows from before it was noted.
        #[serde(default)]
        parts: Vec<SettingsPart>,
    },
    /// Settings of the operator were changed that the company follows.
    FollowedSettingsChanged {
        /// Which of them count for the company.
        parts: Vec<SettingsPart>,
    },
    /// A key of the JSON API was made.
    KeyMade {
        /// Which.
        key: ApiKeyId,
    },
    /// A key of the JSON API is refused from now on.
    KeyRevoked {
        /// Which.
        key: ApiKeyId,
    },
    /// The company's own identity provider was set.
    ProviderSaved {
        /// Its address.
        issuer: String,
        /// What it calls us.
        client_id: String,
        /// Whose addresses are taken.
        domains: Vec<String>,
        /// Whether it knows us by another secret.
        another_secret: bool,
        /// Whether people may sign in with it.
        is_on: bool,
        /// Whether members may sign in without it.
        passwords: bool,
    },
    /// The company has no identity provider of its own any more.
    ProviderRemoved,
    /// Somebody came by the company's provider, who was not there before.
    PersonJoined,
    /// Somebody signs in by the company's provider from now on.
    IdentityLinked {
        /// Its address.
        issuer: String,
    },
    /// Who somebody is with the provider was forgotten.
    IdentityUnlinked,
    /// Somebody asked for everything that is kept of them.
    ExportAsked,
    /// It was asked that everything be taken away that tells who somebody was.
    ErasureAsked,
    /// That was done.
    PersonErased,
    /// Somebody asked for everything of the company, to be fetched.
    CompanyExportAsked,
    /// Nobody waits for it any more: somebody said so.
    CompanyExportCancelled,
    /// How long closed tickets are kept was changed.
    RetentionChanged {
        /// Months after their closing; `None` for ever.
        months: Option<i32>,
        /// When tickets go by it for the first time, where it is shorter than before.
        from: Option<DateTime<Utc>>,
    },
    /// Closed tickets went whose time was over.
    TicketsTakenAway {
        /// How many.
        tickets: u64,
        /// With so many messages.
        messages: u64,
        /// And so many files.
        files: u64,
        /// When the one that was closed last was: none of them was closed later.
        closed_before: DateTime<Utc>,
        /// Where their chains ended, hashed one after the other (`libs/domain/src/retention.rs`).
        chains: String,
    },
    /// It was asked that everything of the company be deleted.
    DeletionAsked {
        /// When that begins.
        on: DateTime<Utc>,
    },
    /// That was called back.
    DeletionRecalled,
    /// Staff opened a ticket.
    TicketSeen {
        /// Which.
        ticket: TicketId,
        /// Its number.
        number: i64,
    },
    /// Staff fetched a file of a ticket.
    FileFetched {
        /// Of which.
        ticket: TicketId,
        /// Its number.
        number: i64,
    },
    /// Staff opened the proof of a ticket's call.
    ProofSeen {
        /// Of which.
        ticket: TicketId,
        /// Its number.
        number: i64,
    },
    /// Staff opened the list of people.
    PeopleSeen,
    /// Staff opened the list of the company's tickets alone.
    TicketsSeen,
    /// What a ticket's call is about was opened, by the link that went to whoever is on call; a scanner of links leaves it, too.
    CallSeen {
        /// Of which.
        ticket: TicketId,
        /// Its number.
        number: i64,
    },
    /// Staff opened the list of messages of the company alone.
    MessagesSeen,
    /// Staff opened a message that was sent.
    MessageSeen {
        /// Which.
        delivery: DeliveryId,
    },
    /// Staff fetched everything of the company.
    CompanyExportFetched,
    /// The company was added.
    CompanyAdded,
    /// A message that was sent goes once more.
    MessageSentAgain {
        /// Which.
        delivery: DeliveryId,
    },
    /// Something that was given up is tried once more.
    JobRevived {
        /// Which.
        job: JobId,
    },
}

/// The words of what was only looked at.
pub const LOOKS: [&str; 9] = [
    "ticket_seen",
    "file_fetched",
    "proof_seen",
    "people_seen",
    "tickets_seen",
    "call_seen",
    "messages_seen",
    "message_seen",
    "company_export_fetched",
];

impl Deed {
    /// The own host that it is about.
    pub const fn host(&self) -> Option<&HostName> {
        match self {
            Self::HostAdded { host }
            | Self::HostProved { host }
            | Self::HostLinked { host }
            | Self::HostUnlinked { host }
            | Self::HostOff { host }
            | Self::HostRemoved { host } => Some(host),
            _ => None,
        }
    }

    /// The word in the table.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::PersonInvited { .. } => "person_invited",
            Self::InvitationSent => "invitation_sent",
            Self::RoleChanged { .. } => "role_changed",
            Self::VisibilityChanged { .. } => "visibility_changed",
            Self::MembersSee { .. } => "members_see",
            Self::PersonDisabled => "person_disabled",
            Self::PersonEnabled => "person_enabled",
            Self::PersonLeft => "person_left",
            Self::FactorAdded => "factor_added",
            Self::FactorRemoved => "factor_removed",
            Self::FactorTakenAway => "factor_taken_away",
            Self::RecoveryCodesMade => "recovery_codes_made",
            Self::StaffFactorAdded { .. } => "staff_factor_added",
            Self::StaffFactorRemoved { .. } => "staff_factor_removed",
            Self::StaffFactorTakenAway { .. } => "staff_factor_taken_away",
            Self::StaffRecoveryCodesMade { .. } => "staff_recovery_codes_made",
            Self::PasskeyAdded => "passkey_added",
            Self::PasskeyRemoved => "passkey_removed",
            Self::StaffPasskeyAdded { .. } => "staff_passkey_added",
            Self::StaffPasskeyRemoved { .. } => "staff_passkey_removed",
            Self::FollowerAdded { .. } => "follower_added",
            Self::FollowerLeft { .. } => "follower_left",
            Self::CategoryAdded { .. } => "category_added",
            Self::CategoryChanged { .. } => "category_changed",
            Self::LogoChanged { .. } => "logo_changed",
            Self::LogoRemoved => "logo_removed",
            Self::ColourChanged { .. } => "colour_changed",
            Self::TextChanged { .. } => "text_changed",
            Self::HostAdded { .. } => "host_added",
            Self::HostProved { .. } => "host_proved",
            Self::HostLinked { .. } => "host_linked",
            Self::HostUnlinked { .. } => "host_unlinked",
            Self::HostOff { .. } => "host_off",
            Self::HostRemoved { .. } => "host_removed",
            Self::SettingsChanged { .. } => "settings_changed",
            Self::FollowedSettingsChanged { .. } => "followed_settings_changed",
            Self::KeyMade { .. } => "key_made",
            Self::KeyRevoked { .. } => "key_revoked",
            Self::ProviderSaved { .. } => "provider_saved",
            Self::ProviderRemoved => "provider_removed",
            Self::PersonJoined => "person_joined",
            Self::IdentityLinked { .. } => "identity_linked",
            Self::IdentityUnlinked => "identity_unlinked",
            Self::ExportAsked => "export_asked",
            Self::ErasureAsked => "erasure_asked",
            Self::PersonErased => "person_erased",
            Self::CompanyExportAsked => "company_export_asked",
            Self::CompanyExportCancelled => "company_export_cancelled",
            Self::RetentionChanged { .. } => "retention_changed",
            Self::TicketsTakenAway { .. } => "tickets_taken_away",
            Self::DeletionAsked { .. } => "deletion_asked",
            Self::DeletionRecalled => "deletion_recalled",
            Self::TicketSeen { .. } => "ticket_seen",
            Self::FileFetched { .. } => "file_fetched",
            Self::ProofSeen { .. } => "proof_seen",
            Self::PeopleSeen => "people_seen",
            Self::TicketsSeen => "tickets_seen",
            Self::CallSeen { .. } => "call_seen",
            Self::MessagesSeen => "messages_seen",
            Self::MessageSeen { .. } => "message_seen",
            Self::CompanyExportFetched => "company_export_fetched",
            Self::StaffAdded { .. } => "staff_added",
            Self::StaffInvited { .. } => "staff_invited",
            Self::StaffChanged { .. } => "staff_changed",
            Self::CompanyAdded => "company_added",
            Self::MessageSentAgain { .. } => "message_sent_again",
            Self::JobRevived { .. } => "job_revived",
        }
    }

    /// Whether something was only looked at.
    pub fn is_look(&self) -> bool {
        LOOKS.contains(&self.kind())
    }
}

#[cfg(test)]
mod tests;
