//! Clients that do not give up.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use rappel_testkit::{Visitor, World, visitor::Answer};

use crate::firms::Firm;

/// How long somebody waits before they try again.
const AGAIN: Duration = Duration::from_millis(500);
const LOGIN: &str = "/login";

/// A ticket that the program has promised to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Promised {
    /// The company.
    pub(crate) slug: String,
    /// The number of the ticket.
    pub(crate) number: String,
}

/// Somebody with one urgent ticket to open.
pub(crate) struct Client {
    firm: Firm,
    person: usize,
    /// A browser that is signed in; the API where there is none.
    browser: Option<Visitor>,
}

/// As many clients as tickets, no two of them one person; every second one at a browser.
pub(crate) async fn gather(world: &World, firms: &[Firm], tickets: usize) -> Vec<Client> {
    let mut clients = Vec::with_capacity(tickets);
    for ticket in 0..tickets {
        let (firm, person) = (firms[ticket % firms.len()].clone(), ticket / firms.len());
        let browser = if ticket.is_multiple_of(2) { Some(firm.sign_in(world, person).await) } else { None };
        clients.push(Client { firm, person, browser });
    }
    clients
}

/// Opens their tickets, each until it is taken in.
pub(crate) async fn send(clients: Vec<Client>, sent: Arc<AtomicUsize>) -> Vec<Promised> {
    let mut promised = Vec::with_capacity(clients.len());
    for mut client in clients {
        let number = match &mut client.browser {
            Some(browser) => by_form(&client.firm, client.person, browser).await,
            None => by_api(&mut client.firm, client.person).await,
        };
        sent.fetch_add(1, Ordering::Relaxed);
        promised.push(Promised { slug: client.firm.slug, number });
    }
    promised
}

/// Whoever gets an error presses the button again: same form, same key, one ticket. Whoever is signed out, since Redis lost
/// everything, signs in again and looks whether the ticket is there before they write it once more.
async fn by_form(firm: &Firm, person: usize, browser: &mut Visitor) -> String {
    loop {
        let page = browser.open("/tickets").await;
        if page.path.starts_with(LOGIN) {
            firm.enter(person, browser).await;
        } else if page.status == 200
            && let Some(number) = own_number(browser, &page, person).await
        {
            return number;
        }
        tokio::time::sleep(AGAIN).await;
    }
}

async fn own_number(browser: &mut Visitor, list: &Answer, person: usize) -> Option<String> {
    match already_there(list, person) {
        Some(number) => Some(number),
        None => fill_in(browser, person).await,
    }
}

/// Managers see their colleagues' tickets too.
fn already_there(list: &Answer, person: usize) -> Option<String> {
    let (rows, links) = (list.page().texts("span.cell-more"), list.page().attributes("a[data-row]", "href"));
    let own = rows.iter().position(|row| row.contains(&description(person)))?;
    links.get(own).and_then(|link| number_in(link))
}

fn description(person: usize) -> String {
    format!("Panne chez p{person}.")
}

/// Answers nothing when the person must sign in first.
async fn fill_in(browser: &mut Visitor, person: usize) -> Option<String> {
    let page = browser.open("/tickets/new").await;
    if page.status != 200 || page.path != "/tickets/new" {
        return None;
    }
    let form = page.page().form("form.form-ticket");
    let category = page.page().option("category", "URGENT");
    let description = description(person);
    let filled =
        [("category", category.as_str()), ("description", description.as_str()), ("phone", "06 12 34 56 78")];
    loop {
        let answer = browser.send(&page, &form, &filled).await;
        // The form belonged to a session that is no more.
        if answer.status == 403 || answer.path.starts_with(LOGIN) {
            return None;
        }
        if let (200, Some(number)) = (answer.status.as_u16(), number_in(&answer.path)) {
            return Some(number);
        }
        tokio::time::sleep(AGAIN).await;
    }
}

fn number_in(path: &str) -> Option<String> {
    let number = path.strip_prefix("/tickets/")?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| number.to_owned())
}

async fn by_api(firm: &mut Firm, person: usize) -> String {
    loop {
        if let Ok(number) = firm.open(true, person, &format!("once-{person}")).await {
            return number;
        }
        tokio::time::sleep(AGAIN).await;
    }
}
