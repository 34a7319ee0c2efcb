//! Phone calls to people on call: what is said, what their digits mean, and connecting them with the client.

mod notice;

use rappel_domain::{
    Locale, Refusal,
    callback::{self, Callback, Connection, State, Via},
    delivery::{DeliveryState, News, Recipient},
    id::{CallbackId, DeliveryId, StaffId},
    phone::Phone,
};
use rappel_store::{
    Tx,
    deliveries::{Delivery, Moved},
};

use crate::{
    Scope, Service,
    callbacks::{Outcome, evidence, holder},
    error::{Error, Result},
    receipts::{Told, is_of},
    retry::again,
    settings::Effective,
};

pub use notice::{NoticeCall, Subject, is_notice};

/// A call with everything that it may say.
#[derive(Debug)]
pub struct CallCase {
    scope: Scope,
    delivery: Delivery,
    staff: StaffId,
    /// The obligation.
    pub callback: Callback,
    /// Number of the ticket.
    pub number: i64,
    /// What the person on the phone speaks.
    pub locale: Locale,
    /// The tenant with what it inherits.
    pub settings: Effective,
    /// Who has the callback.
    pub holder: Option<String>,
}

/// What became of a digit that takes a callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is theirs.
    Yours,
    /// Somebody else was faster, or it is over.
    TooLate,
}

impl CallCase {
    /// Whether the one on the phone has the callback.
    pub fn is_mine(&self) -> bool {
        matches!(self.callback.state, State::Accepted { by, .. } if by == self.staff)
    }

    /// Whether it waits to be taken.
    pub const fn waits(&self) -> bool {
        matches!(self.callback.state, State::Requested | State::Paging)
    }

    /// Whether the call is to connect with the client, rather than to page.
    pub const fn is_connect(&self) -> bool {
        matches!(self.delivery.news, News::Connect)
    }
}

impl Service {
    /// The call that a provider speaks of. Its signature was checked before. [`Error::NotFound`] also when whoever is on
    /// the phone may not see the company any more.
    pub async fn call_case(&self, tenant_number: i64, id: DeliveryId) -> Result<CallCase> {
        let scope = self.store.doors().receipt(tenant_number).await?;
        let tx = self.store.read(&scope).await?;
        let delivery = tx.deliveries().by_id(id).await?;
        let (Recipient::Staff(staff), Some(callback)) = (&delivery.to, delivery.callback) else {
            return Err(Error::NotFound);
        };
        // As at the door of a link: whoever has left, or lost the right to the company, hears nothing of it.
        let staff = tx.staff(*staff).await?;
        if staff.disabled_at.is_some() || !staff.may_see(scope.tenant()) {
            return Err(Error::NotFound);
        }
        let callback = tx.callbacks().by_id(callback).await?;
        let ticket = tx.tickets().by_id(callback.ticket).await?;
        let who: Vec<StaffId> = holder(&callback).into_iter().collect();
        let names = tx.staff_names(&who).await?;
        let holder = who.first().and_then(|id| names.get(id).cloned());
        let settings = Effective::read(&tx).await?;
        drop(tx);
        Ok(CallCase {
            scope,
            staff: staff.id,
            locale: staff.locale,
            number: ticket.number,
            delivery,
            callback,
            settings,
            holder,
        })
    }

    /// The same for what came of a call with this name; [`Error::NotFound`] when the delivery is another one. Until the
    /// provider has answered us its name is unknown: somebody may press a digit before that.
    pub async fn call_under_way(&self, tenant_number: i64, id: DeliveryId, call: &str) -> Result<CallCase> {
        let scope = self.store.doors().receipt(tenant_number).await?;
        let tx = self.store.read(&scope).await?;
        let attempts = tx.deliveries().attempts(id).await?;
        drop(tx);
        if !is_of(call, &attempts) {
            return Err(Error::NotFound);
        }
        self.call_case(tenant_number, id).await
    }

    /// Whether this digit was pressed in a call.
    pub async fn has_said(&self, case: &CallCase, call: &str, digit: &str) -> Result<bool> {
        let tx = self.store.read(&case.scope).await?;
        let told = tx.deliveries().receipts(case.delivery.id).await?;
        let said = |status: &str| status.strip_prefix(evidence::DIGIT) == Some(digit);
        Ok(told.iter().any(|it| it.provider_message_id == call && said(&it.status)))
    }

    /// The one on the phone pressed the digit that takes it.
    pub async fn take_by_call(&self, case: &CallCase) -> Result<Taken> {
        match self.accept_as(&case.scope, case.callback.id, case.staff, Via::Voice).await {
            Ok(()) => Ok(Taken::Yours),
            Err(Error::Refused(Refusal::AlreadyTaken { .. } | Refusal::CallbackOver)) => Ok(Taken::TooLate),
            Err(error) => Err(error),
        }
    }

    /// The one on the phone says what became of it, or that somebody else has to. Answers whether that counted.
    pub async fn outcome_by_call(&self, case: &CallCase, outcome: Outcome) -> Result<bool> {
        match self.outcome_as(&case.scope, case.callback.id, case.staff, outcome).await {
            Ok(()) => Ok(true),
            Err(Error::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// A digit was pressed: somebody heard it. Nothing that the provider says later takes that back.
    pub async fn heard(&self, case: &CallCase, call: &str, digit: &str) -> Result<()> {
        self.note_digit(case.settings.tenant.number, case.delivery.id, call, digit).await
    }

    async fn note_digit(&self, tenant: i64, delivery: DeliveryId, call: &str, digit: &str) -> Result<()> {
        let status = format!("{}{digit}", evidence::DIGIT);
        let state = Some(DeliveryState::Delivered);
        let told = Told { message_id: call, status: &status, state, detail: None, fault: None };
        self.receipt(tenant, delivery, told).await
    }

    /// The call with the client is over: how long it was is a fact, noted once for each call.
    pub async fn connected(&self, case: &CallCase, call: &str, status: &str, seconds: i32) -> Result<()> {
        again(|| async {
            let mut tx = self.store.write(&case.scope).await?;
            let said = format!("dial {status}");
            let noted = tx.deliveries().note_receipt(case.delivery.id, call, &said, None).await?;
            if noted == Moved::Yes {
                let callback = tx.callbacks().by_id(case.callback.id).await?;
                let decision = callback::called(tx.clock(), &callback, case.staff, seconds);
                tx.record(decision).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Whether calls can be made.
    pub const fn can_call(&self) -> bool {
        self.call_after.is_some()
    }

    /// How long after the text somebody is called; `None` where nobody is.
    pub const fn call_after(&self) -> Option<chrono::Duration> {
        self.call_after
    }

    /// Whether a call of ours may be connected with a number. A client typed it, and a call to the other end of the world is
    /// at our cost; numbers of staff are called wherever they are.
    pub fn can_connect(&self, phone: &Phone) -> bool {
        self.can_call() && self.connects_with.iter().any(|code| phone.e164().starts_with(code.as_str()))
    }

    /// The reader of an on-call page asks to be called and connected with the client.
    pub async fn connect_by_link(&self, token: &str) -> Result<()> {
        let (scope, staff, callback) = self.acting(token).await?;
        self.connect_as(&scope, callback, staff).await
    }

    pub(crate) async fn connect_as(&self, scope: &Scope, id: CallbackId, staff: StaffId) -> Result<()> {
        if !self.can_call() {
            return Err(Error::NotFound);
        }
        again(|| async {
            let mut tx = self.store.write(scope).await?;
            let callback = tx.callbacks().by_id(id).await?;
            if !self.can_connect(&callback.phone) {
                return Err(Refusal::NotConnectable.into());
            }
            let before = connections(&tx, &callback).await?;
            if let Some(decision) = callback::connect(tx.clock(), &callback, staff, &before)? {
                tx.record(decision).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }
}

/// The calls that connect, of one callback.
async fn connections(tx: &Tx, callback: &Callback) -> Result<Vec<Connection>> {
    let all = tx.deliveries().of_ticket(callback.ticket).await?;
    let calls = all.iter().filter(|it| it.callback == Some(callback.id) && matches!(it.news, News::Connect));
    Ok(calls.map(|it| Connection { at: it.created_at, state: it.state }).collect())
}
