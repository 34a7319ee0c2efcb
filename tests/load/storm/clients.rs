//! Clients that do not give up.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use rappel_testkit::{Visitor, World};

use crate::firms::Firm;

/// How long somebody waits before they try again.
const AGAIN: Duration = Duration::from_millis(500);

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
            Some(browser) => by_form(browser).await,
            None => by_api(&mut client.firm, client.person).await,
        };
        sent.fetch_add(1, Ordering::Relaxed);
        promised.push(Promised { slug: client.firm.slug, number });
    }
    promised
}

/// Whoever gets an error presses the button again: same form, same key, one ticket.
async fn by_form(browser: &mut Visitor) -> String {
    let page = loop {
        let page = browser.open("/tickets/new").await;
        if page.status == 200 && page.path == "/tickets/new" {
            break page;
        }
        tokio::time::sleep(AGAIN).await;
    };
    let form = page.page().form("form.form-ticket");
    let category = page.page().option("category", "URGENT");
    let filled = [("category", category.as_str()), ("description", "Panne"), ("phone", "06 12 34 56 78")];
    loop {
        let answer = browser.send(&page, &form, &filled).await;
        if let (200, Some(number)) = (answer.status.as_u16(), answer.path.strip_prefix("/tickets/"))
            && number.bytes().all(|byte| byte.is_ascii_digit())
        {
            return number.to_owned();
        }
        tokio::time::sleep(AGAIN).await;
    }
}

async fn by_api(firm: &mut Firm, person: usize) -> String {
    loop {
        if let Some(number) = firm.open(true, person, &format!("once-{person}")).await {
            return number;
        }
        tokio::time::sleep(AGAIN).await;
    }
}
