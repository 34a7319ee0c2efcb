//! Paths of the back office.

use std::fmt::Display;

/// Sign-in.
pub const LOGIN: &str = "/login";
/// The second step of a sign-in.
pub const SECOND_STEP: &str = "/login/step";
/// Sign-out, by POST.
pub const LOGOUT: &str = "/logout";
/// Asks for a link to set a new password.
pub const FORGOT: &str = "/password";
/// Tickets of all tenants.
pub const QUEUE: &str = "/queue";
/// The rows of the queue, as a fragment.
pub const QUEUE_ROWS: &str = "/queue/rows";
/// Opens a ticket for somebody of a client: the form with `?tenant=`, and by POST the ticket.
pub const OPEN_TICKET: &str = "/queue/new";
/// Client companies; adds one by POST.
pub const TENANTS: &str = "/tenants";
/// What is left of client companies that are gone.
pub const DELETIONS: &str = "/deletions";
/// The same as a file.
pub const DELETIONS_FILE: &str = "/deletions/receipts.json";
/// Staff; adds somebody by POST.
pub const TEAM: &str = "/team";
/// Who is on call.
pub const ON_CALL: &str = "/oncall";
/// Who could not be reached when it is their turn.
pub const READINESS: &str = "/readiness";
/// Makes a rota: the form, and by POST the rota.
pub const NEW_ROTA: &str = "/oncall/rotas/new";
/// Swaps of shifts; asks for one by POST.
pub const SWAPS: &str = "/oncall/swaps";
/// Escalations.
pub const POLICIES: &str = "/policies";
/// Makes an escalation: the form, and by POST the escalation.
pub const NEW_POLICY: &str = "/policies/new";
/// Promised calls.
pub const CALLBACKS: &str = "/callbacks";
/// Every message sent.
pub const DELIVERIES: &str = "/deliveries";
/// How long callbacks took.
pub const REPORTS: &str = "/reports";
/// The callbacks of a report, as a table for other programs.
pub const REPORTS_CSV: &str = "/reports/callbacks.csv";
/// What clients said of closed tickets in a report, as a table for other programs.
pub const FEEDBACK_CSV: &str = "/reports/feedback.csv";
/// The operator's settings.
pub const SETTINGS: &str = "/settings";
/// Sends a message to try the settings, by POST with `channel`.
pub const SETTINGS_TEST: &str = "/settings/test";
/// How long closed tickets are kept of companies that follow the operator; saves it by POST.
pub const SETTINGS_RETENTION: &str = "/settings/retention";
/// Takes another logo of the operator, by POST.
pub const SETTINGS_LOGO: &str = "/settings/logo";
/// Takes it away, by POST.
pub const SETTINGS_LOGO_REMOVE: &str = "/settings/logo/remove";
/// The own account.
pub const ME: &str = "/me";
/// Sends a code to the own number, by POST.
pub const ME_PHONE: &str = "/me/phone";
/// Checks the code, by POST.
pub const ME_CODE: &str = "/me/phone/code";
/// Sends a test to the own number, by POST.
pub const ME_PHONE_TEST: &str = "/me/phone/test";
/// Mails a link to choose another password, by POST.
pub const ME_PASSWORD: &str = "/me/password";
/// Asks once more who sits there.
pub const CONFIRM: &str = "/me/confirm";
/// Proves who sits there by a passkey, by POST.
pub const PASSKEY_PROOF: &str = "/me/confirm/passkey";
/// What an authenticator is asked for that, by POST.
pub const BEGIN_PASSKEY_PROOF: &str = "/me/confirm/passkey/begin";
/// The passkeys of the own account; adds one by POST.
pub const PASSKEYS: &str = "/me/passkeys";
/// What an authenticator is asked for a new one, by POST.
pub const BEGIN_PASSKEY: &str = "/me/passkeys/begin";
/// The second step of the own account.
pub const TWO_STEP: &str = "/me/two-step";
/// Makes the secret of an app, by POST.
pub const BEGIN_TWO_STEP: &str = "/me/two-step/begin";
/// Takes the first code of an app, by POST.
pub const ENROL_TWO_STEP: &str = "/me/two-step/enrol";
/// Makes other recovery codes, by POST.
pub const RECOVERY_CODES: &str = "/me/two-step/codes";
/// Takes the second step away, by POST.
pub const REMOVE_TWO_STEP: &str = "/me/two-step/remove";

/// Makes an address of the own calendar, in place of the one before, by POST.
pub const ME_CALENDAR: &str = "/me/calendar";
/// The address of the own calendar no longer works, by POST.
pub const ME_CALENDAR_REVOKE: &str = "/me/calendar/revoke";
/// The numbers that our messages come from, as a contact.
pub const ME_CONTACT: &str = "/me/contact.vcf";

/// Chooses the first password.
pub fn invite(token: &str) -> String {
    format!("/invite/{token}")
}

/// Chooses another password.
pub fn password(token: &str) -> String {
    format!("/password/{token}")
}

/// A ticket of a tenant.
pub fn ticket(tenant: &str, number: i64) -> String {
    format!("{QUEUE}/{tenant}/{number}")
}

/// Something done with a ticket, by POST: `take`, `release`, `assign`, `answer`, `note`, `close`, `reopen`.
pub fn ticket_act(tenant: &str, number: i64, act: &str) -> String {
    format!("{QUEUE}/{tenant}/{number}/{act}")
}

/// A file of a ticket.
pub fn file(tenant: &str, number: i64, file: impl Display) -> String {
    format!("{QUEUE}/{tenant}/{number}/files/{file}")
}

/// A small picture of a file.
pub fn thumbnail(tenant: &str, number: i64, file: impl Display) -> String {
    format!("{QUEUE}/{tenant}/{number}/files/{file}/thumbnail")
}

/// Something done with the callback of a ticket, by POST: `take`, `reached`, `no-answer`, `wrong-number`, `cannot`,
/// `cancel`.
pub fn callback_act(tenant: &str, number: i64, act: &str) -> String {
    format!("{QUEUE}/{tenant}/{number}/callback/{act}")
}

/// The callback of a ticket, as a fragment.
pub fn callback_fragment(tenant: &str, number: i64) -> String {
    format!("{QUEUE}/{tenant}/{number}/callback")
}

/// The proof of a callback.
pub fn callback(tenant: &str, callback: impl Display) -> String {
    format!("{CALLBACKS}/{tenant}/{callback}")
}

/// A client company; saves by POST.
pub fn tenant(slug: &str) -> String {
    format!("{TENANTS}/{slug}")
}

/// The colour and the logo of a tenant; saves the colour by POST.
pub fn tenant_brand(slug: &str) -> String {
    format!("{TENANTS}/{slug}/brand")
}

/// What a colour gives, as a fragment.
pub fn tenant_brand_pairs(slug: &str) -> String {
    format!("{TENANTS}/{slug}/brand/pairs")
}

/// What a tenant says in words of its own.
pub fn tenant_texts(slug: &str) -> String {
    format!("{TENANTS}/{slug}/texts")
}

/// One text in one language; saved, shown with samples, or given up by POST.
pub fn tenant_text(slug: &str, locale: &str, key: &str) -> String {
    format!("{TENANTS}/{slug}/texts/{locale}/{key}")
}

/// The logo of a tenant; another one by POST.
pub fn tenant_logo(slug: &str) -> String {
    format!("{TENANTS}/{slug}/logo")
}

/// Takes the logo away, by POST.
pub fn remove_logo(slug: &str) -> String {
    format!("{TENANTS}/{slug}/logo/remove")
}

/// The data of a tenant.
pub fn tenant_data(slug: &str) -> String {
    format!("{TENANTS}/{slug}/data")
}

/// Everything of a tenant, as a file.
pub fn company_export(slug: &str, export: impl Display) -> String {
    format!("{TENANTS}/{slug}/data/exports/{export}")
}

/// What a time takes away for which closed tickets of a tenant are kept; saves it by POST.
pub fn retention(slug: &str) -> String {
    format!("{TENANTS}/{slug}/data/retention")
}

/// Takes back what was announced, by POST.
pub fn undo_retention(slug: &str) -> String {
    format!("{TENANTS}/{slug}/data/retention/undo")
}

/// Has a tenant deleted when its time has come, by POST.
pub fn delete_tenant(slug: &str) -> String {
    format!("{TENANTS}/{slug}/data/delete")
}

/// Calls that back, by POST.
pub fn keep_tenant(slug: &str) -> String {
    format!("{TENANTS}/{slug}/data/keep")
}

/// The own hosts of a tenant; adds one by POST.
pub fn domains(slug: &str) -> String {
    format!("{TENANTS}/{slug}/domains")
}

/// Something done with an own host, by POST: `check`, `link`, `unlink`, `remove`.
pub fn domain_act(slug: &str, host: impl Display, act: &str) -> String {
    format!("{TENANTS}/{slug}/domains/{host}/{act}")
}

/// The identity provider of a tenant; saves it by POST.
pub fn sign_on(slug: &str) -> String {
    format!("{TENANTS}/{slug}/sign-in")
}

/// Something done with it, by POST: `test`, `remove`.
pub fn sign_on_act(slug: &str, act: &str) -> String {
    format!("{TENANTS}/{slug}/sign-in/{act}")
}

/// Invites somebody of a tenant, by POST.
pub fn tenant_people(slug: &str) -> String {
    format!("{TENANTS}/{slug}/people")
}

/// Something done with somebody of a tenant, by POST: `invite`, `disable`, `enable`.
pub fn person_act(slug: &str, person: impl Display, act: &str) -> String {
    format!("{TENANTS}/{slug}/people/{person}/{act}")
}

/// Adds a category, by POST.
pub fn categories(slug: &str) -> String {
    format!("{TENANTS}/{slug}/categories")
}

/// Saves a category, by POST.
pub fn category(slug: &str, category: impl Display) -> String {
    format!("{TENANTS}/{slug}/categories/{category}")
}

/// Makes a key of the API, by POST.
pub fn api_keys(slug: &str) -> String {
    format!("{TENANTS}/{slug}/keys")
}

/// Revokes a key of the API, by POST.
pub fn revoke_key(slug: &str, key: impl Display) -> String {
    format!("{TENANTS}/{slug}/keys/{key}/revoke")
}

/// Asks once more who sits there, before a page.
pub fn confirm(next: &str) -> String {
    format!("{CONFIRM}?next={next}")
}

/// Calls a passkey otherwise, by POST.
pub fn rename_passkey(key: impl Display) -> String {
    format!("{PASSKEYS}/{key}/name")
}

/// Takes a passkey away, by POST.
pub fn remove_passkey(key: impl Display) -> String {
    format!("{PASSKEYS}/{key}/remove")
}

/// Takes the second factor of somebody of the staff away, by POST.
pub fn take_staff_factor(id: impl Display) -> String {
    format!("{TEAM}/{id}/two-step")
}

/// Somebody of the staff; saves by POST.
pub fn staff(id: impl Display) -> String {
    format!("{TEAM}/{id}")
}

/// Mails an invitation again, by POST.
pub fn invite_staff(id: impl Display) -> String {
    format!("{TEAM}/{id}/invite")
}

/// The shifts of a rota; saves by POST.
pub fn rota(id: impl Display) -> String {
    format!("{ON_CALL}/rotas/{id}")
}

/// Adds an exception to a rota, by POST.
pub fn overrides(rota: impl Display) -> String {
    format!("{ON_CALL}/rotas/{rota}/overrides")
}

/// Takes an exception away, by POST.
pub fn remove_override(rota: impl Display, id: impl Display) -> String {
    format!("{ON_CALL}/rotas/{rota}/overrides/{id}/remove")
}

/// Makes a rotation of a rota: the form, and by POST the rotation.
pub fn new_layer(rota: impl Display) -> String {
    format!("{ON_CALL}/rotas/{rota}/layers/new")
}

/// A rotation of a rota; saves by POST.
pub fn layer(rota: impl Display, id: impl Display) -> String {
    format!("{ON_CALL}/rotas/{rota}/layers/{id}")
}

/// Something done with a rotation, by POST: `higher`, `lower`, `remove`.
pub fn layer_act(rota: impl Display, id: impl Display, act: &str) -> String {
    format!("{ON_CALL}/rotas/{rota}/layers/{id}/{act}")
}

/// An escalation, with a dry run by `?at=`; saves by POST.
pub fn policy(id: impl Display) -> String {
    format!("{POLICIES}/{id}")
}

/// Something done with an escalation, by POST: `default`, `delete`.
pub fn policy_act(id: impl Display, act: &str) -> String {
    format!("{POLICIES}/{id}/{act}")
}

/// Something done with a swap, by POST: `accept`, `refuse`, `withdraw`.
pub fn swap_act(id: impl Display, act: &str) -> String {
    format!("{SWAPS}/{id}/{act}")
}

/// A message with every try.
pub fn delivery(tenant: &str, id: impl Display) -> String {
    format!("{DELIVERIES}/{tenant}/{id}")
}

/// Sends a message again, by POST.
pub fn send_again(tenant: &str, id: impl Display) -> String {
    format!("{DELIVERIES}/{tenant}/{id}/again")
}

/// Does a job that was given up once more, by POST.
pub fn revive_job(tenant: &str, id: impl Display) -> String {
    format!("/jobs/{tenant}/{id}/again")
}
