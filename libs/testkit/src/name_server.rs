//! A name server on the loopback: answers questions for TXT records as it is told, fails, or says nothing.

use std::{
    collections::HashMap,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::{net::UdpSocket, task::AbortHandle};

/// What is answered about a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Records {
    /// These texts.
    Texts(Vec<String>),
    /// The name is there, and no text.
    None,
    /// There is no such name.
    NoName,
    /// Another server may know (a referral).
    Elsewhere,
    /// The server has a fault.
    Fault,
    /// The server will not say.
    Refused,
    /// Nothing comes back.
    Silence,
}

#[derive(Debug, Default)]
struct Zone {
    names: HashMap<String, Records>,
    others: Option<Records>,
    asked: Vec<String>,
}

/// The server; it ends when this is dropped.
#[derive(Debug)]
pub struct NameServer {
    address: SocketAddr,
    zone: Arc<Mutex<Zone>>,
    task: AbortHandle,
}

impl Drop for NameServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl NameServer {
    /// Starts a server that knows no name.
    pub async fn start() -> io::Result<Self> {
        let socket = UdpSocket::bind("127.0.0.1:0").await?;
        let address = socket.local_addr()?;
        let zone = Arc::new(Mutex::new(Zone::default()));
        let task = tokio::spawn(serve(socket, Arc::clone(&zone))).abort_handle();
        Ok(Self { address, zone, task })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers this about a name from now on.
    pub fn put(&self, name: &str, records: Records) {
        lock(&self.zone).names.insert(name.to_lowercase(), records);
    }

    /// Answers this about every name that it was not told of.
    pub fn put_others(&self, records: Records) {
        lock(&self.zone).others = Some(records);
    }

    /// The names that it was asked for TXT records of, in order.
    pub fn asked(&self) -> Vec<String> {
        lock(&self.zone).asked.clone()
    }
}

fn lock(zone: &Mutex<Zone>) -> MutexGuard<'_, Zone> {
    zone.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(socket: UdpSocket, zone: Arc<Mutex<Zone>>) {
    let mut buffer = [0; 1500];
    loop {
        let Ok((length, from)) = socket.recv_from(&mut buffer).await else { continue };
        if let Some(answer) = answer(&buffer[..length], &zone) {
            // Whoever asked may have gone.
            let _ = socket.send_to(&answer, from).await;
        }
    }
}

const TXT: [u8; 2] = [0, 16];
const SOA: [u8; 2] = [0, 6];
const NS: [u8; 2] = [0, 2];
const INTERNET: [u8; 2] = [0, 1];
/// Points to the name in the question.
const SAME_NAME: [u8; 2] = [0xc0, 12];

/// RFC 1035, section 4.
fn answer(query: &[u8], zone: &Mutex<Zone>) -> Option<Vec<u8>> {
    let (name, end) = name_at(query, 12)?;
    let kind = query.get(end..end + 2)?;
    let question = query.get(12..end + 4)?;
    let records = {
        let mut zone = lock(zone);
        if kind == TXT {
            zone.asked.push(name.clone());
        }
        let known = zone.names.get(&name).or(zone.others.as_ref()).cloned();
        known.unwrap_or(Records::NoName)
    };
    let (code, answers, authority): (u8, Vec<Vec<u8>>, Option<Vec<u8>>) = match records {
        Records::Silence => return None,
        Records::Texts(texts) if kind == TXT => (0, texts.iter().map(|text| txt(text)).collect(), None),
        Records::Texts(_) | Records::None => (0, Vec::new(), Some(record(SOA, &soa()))),
        Records::NoName => (3, Vec::new(), Some(record(SOA, &soa()))),
        Records::Elsewhere => (0, Vec::new(), Some(record(NS, &SAME_NAME))),
        Records::Fault => (2, Vec::new(), None),
        Records::Refused => (5, Vec::new(), None),
    };
    let count = u8::try_from(answers.len()).ok()?;
    let mut message = query.get(..2)?.to_vec();
    // An answer to a question that wanted recursion, which there is.
    message.extend([0x81, 0x80 | code, 0, 1, 0, count, 0, u8::from(authority.is_some()), 0, 0]);
    message.extend(question);
    message.extend(answers.concat());
    message.extend(authority.unwrap_or_default());
    Some(message)
}

/// A text in pieces of at most 255 bytes, as long ones are.
fn txt(text: &str) -> Vec<u8> {
    let mut data = Vec::new();
    for piece in text.as_bytes().chunks(255) {
        data.push(u8::try_from(piece.len()).expect("at most 255"));
        data.extend(piece);
    }
    record(TXT, &data)
}

/// The root's names, and five numbers.
fn soa() -> Vec<u8> {
    let mut data = vec![0, 0];
    for number in [1_u32, 60, 60, 60, 60] {
        data.extend(number.to_be_bytes());
    }
    data
}

fn record(kind: [u8; 2], data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("a short record").to_be_bytes();
    let lifetime = [0; 4];
    [&SAME_NAME[..], &kind, &INTERNET, &lifetime, &length, data].concat()
}

/// The name at a place, in lower case without the last dot, and the place after it.
fn name_at(message: &[u8], mut place: usize) -> Option<(String, usize)> {
    let mut labels = Vec::new();
    loop {
        let length = usize::from(*message.get(place)?);
        place += 1;
        if length == 0 {
            return Some((labels.join("."), place));
        }
        let label = message.get(place..place + length)?;
        labels.push(String::from_utf8_lossy(label).to_lowercase());
        place += length;
    }
}
