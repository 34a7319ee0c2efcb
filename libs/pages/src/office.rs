//! Pages of the staff: a workplace, dense and calm. They take what the commands answer, not what a screen needs.

mod address;
mod brand;
mod callback;
mod callbacks;
mod categories;
mod company;
mod data;
mod deliveries;
mod domains;
mod done;
mod fact;
mod keys;
mod layer;
mod list;
mod navigation;
mod oncall;
mod open_ticket;
mod people;
mod phone_test;
mod policies;
mod policy;
mod proof;
mod queue;
mod readiness;
mod rehearsal;
mod reports;
mod retention;
mod rota;
mod settings;
mod sign_on;
mod swaps;
mod team;
mod tenants;
mod texts;
mod ticket;
mod two_step;
mod welcome;

pub use address::Address;
pub use brand::{BrandPage, BrandPairs, Look, PairRow};
pub use callback::{CallbackPanel, Outcomes};
pub use callbacks::{CallbackRow, Callbacks};
pub use categories::{Categories, CategoryChoices, CategoryFields, CategoryLine, CategoryPage};
pub use company::{CompanyFields, InForce};
pub use data::{CountLine, Deletions, Leaves, ReceiptCard, TenantData};
pub use deliveries::{
    AttemptLine, Deliveries, DeliveryLine, DeliveryPage, JobLine, channel_name, news_name, state_name,
};
pub use domains::{DomainCard, Domains};
pub use done::Done;
pub use fact::{FactLine, say_fact};
pub use keys::{ApiKeys, KeyLine};
pub use layer::{EVERY_DAY, HoursRow, LayerPage, PersonRow, hour_days};
pub use list::{QueueRow, QueueRows, Tab};
pub use navigation::{Rights, navigation};
pub use oncall::{Day, DayTurn, OnCall, OpenCall, OverrideLine, Preview, PreviewLine, RotaCard, SpanLine};
pub use open_ticket::{OpenFields, OpenTicket};
pub use people::{Account, PersonLine, TenantPeople};
pub use phone_test::{LastLine, PhoneTests, Place, TestFact, TestLine, say_hindrance};
pub use policies::{ChannelLine, Policies, PolicyCard, PolicyRow, StepLine, UseLine};
pub use policy::{ChannelRow, PolicyPage, SavedPolicy, StepForm, TargetRow, channel_choices};
pub use proof::{CallbackProof, ChainLine, ProofLine, ProofMessage, ReceiptLine, unreadable, why_text};
pub use queue::Queue;
pub use readiness::{FaultLine, Looker, PersonLine as UnreachableLine, Readiness, Way};
pub use rehearsal::{MomentLine, Rehearsal, ToldLine};
pub use reports::{FeedbackRow, FeedbackWords, Numbers, ReportRow, ReportSection, Reports, duration_text};
pub use retention::{OperatorRetention, RetentionPreview};
pub use rota::{LayerLine, OverrideForm, RotaPage, ShiftRow, day_word, turn_text, weekdays};
pub use settings::{Fallback, Me, Proof, Settings};
pub use sign_on::{SignOnPage, Tested};
pub use swaps::{OwnShift, SwapLine, Swaps, swap_state};
pub use team::{StaffFields, StaffLine, StaffPage, Team, role_name};
pub use tenants::{TenantFields, TenantHead, TenantPage, TenantRow, Tenants, Used};
pub use texts::{AskedTexts, TextPage, TextRow, TextsPage};
pub use ticket::{Assign, Closed, Entry, Feedback, Message, Side, TicketPage, TicketView, Work};
pub use two_step::{Confirm, Duty, Passkeys, RecoveryCodes, TwoStep};
pub use welcome::Welcome;

pub(crate) use navigation::sample_navigation;
pub(crate) use oncall::day_key;

crate::page::pages![
    ApiKeys,
    BrandPage,
    BrandPairs,
    CallbackPanel,
    CallbackProof,
    Callbacks,
    Categories,
    CategoryPage,
    Confirm,
    Deletions,
    Deliveries,
    DeliveryPage,
    Domains,
    LayerPage,
    Me,
    OnCall,
    OpenTicket,
    OperatorRetention,
    Passkeys,
    Policies,
    PolicyPage,
    Queue,
    QueueRows,
    Readiness,
    RecoveryCodes,
    Reports,
    RetentionPreview,
    RotaPage,
    Settings,
    SignOnPage,
    StaffPage,
    Swaps,
    Team,
    TenantData,
    TenantPage,
    TenantPeople,
    Tenants,
    TextPage,
    TextsPage,
    TicketPage,
    TwoStep,
    Welcome,
];
