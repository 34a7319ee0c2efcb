//! What the database and the provider say at the end.

use std::collections::{HashMap, HashSet};

use rappel_testkit::World;

use super::{
    chaos::{self, Blows},
    clients::Promised,
    duplicates,
};
use crate::{firms::GUARDS, gates::Verdict, spread};

/// Callbacks that nobody was told of so far.
pub(crate) fn waiting(world: &World) -> usize {
    let sql = "SELECT count(*) FROM callbacks c WHERE NOT EXISTS (SELECT 1 FROM deliveries d WHERE \
               d.tenant_id = c.tenant_id AND d.callback_id = c.id AND d.summons_id IS NOT NULL AND d.channel = 'sms' \
               AND d.provider_message_id IS NOT NULL)";
    world.program.parts().sql(sql)[0].parse().expect("a count")
}

pub(crate) fn judge(world: &World, promised: &[Promised], blows: &Blows, verdict: &mut Verdict) {
    let sql = |statement: &str| world.program.parts().sql(statement);
    let taken: HashMap<String, f64> = world
        .provider
        .taken()
        .into_iter()
        .filter(|text| text.to.starts_with(GUARDS))
        .filter_map(|text| Some((text.sid?, seconds(text.at))))
        .collect();

    // Each callback with what the provider calls its texts.
    let rows = sql("SELECT t.slug, k.number, extract(epoch FROM c.requested_at), d.provider_message_id \
         FROM callbacks c JOIN tenants t ON t.id = c.tenant_id JOIN tickets k ON k.tenant_id = c.tenant_id AND k.id = c.ticket_id \
         LEFT JOIN deliveries d ON d.tenant_id = c.tenant_id AND d.callback_id = c.id AND d.summons_id IS NOT NULL \
         AND d.channel = 'sms' AND d.provider_message_id IS NOT NULL");
    let mut delays = HashMap::<Promised, f64>::new();
    for row in &rows {
        let [slug, number, requested, sid] =
            row.split('|').collect::<Vec<_>>().try_into().expect("four columns");
        let Some(at) = taken.get(sid) else { continue };
        let delay = at - requested.parse::<f64>().expect("seconds");
        let ticket = Promised { slug: slug.to_owned(), number: number.to_owned() };
        delays.entry(ticket).and_modify(|known| *known = known.min(delay)).or_insert(delay);
    }
    let lost: Vec<&Promised> = promised.iter().filter(|ticket| !delays.contains_key(*ticket)).collect();
    let different: HashSet<&Promised> = promised.iter().collect();
    let (strange, found) = duplicates::find(world);
    let twice: HashSet<&str> = found.iter().map(|it| it.sid.as_str()).collect();
    let without_cause = found.iter().filter(|it| it.cause.is_none()).count();
    let unsure: usize = sql("SELECT count(*) FROM attempts WHERE outcome IS NULL OR outcome = 'unknown'")[0]
        .parse()
        .expect("a count");
    let most = (unsure + blows.kills).min(promised.len().div_ceil(100));

    blown(blows, verdict);
    Verdict::say("texts that the provider took", &taken.len().to_string());
    verdict.gate(
        "promised, each once",
        &different.len().to_string(),
        "= tickets",
        different.len() == promised.len(),
    );
    verdict.gate("paged", &delays.len().to_string(), "= promised", delays.len() == different.len());
    verdict.gate(
        "lost",
        &format!("{} {:?}", lost.len(), lost.iter().take(3).collect::<Vec<_>>()),
        "0",
        lost.is_empty(),
    );
    verdict.gate(
        "texts that no first step explains",
        &format!("{} {:?}", strange.len(), strange.iter().take(3).collect::<Vec<_>>()),
        "0",
        strange.is_empty(),
    );
    Verdict::say("lists that the provider refused", &world.provider.lists_failed().len().to_string());
    for duplicate in &found {
        Verdict::say("told twice", &duplicate.words);
    }
    verdict.gate("told twice without a cause", &without_cause.to_string(), "0", without_cause == 0);
    Verdict::say("calls told of twice", &found.len().to_string());
    verdict.gate(
        "duplicates (texts that tell of a call again)",
        &format!("{}; {unsure} ambiguous, {} kills", twice.len(), blows.kills),
        &format!("<= {most}"),
        twice.len() <= most,
    );
    let violations = world.provider.violations();
    verdict.gate(
        "requests that the provider could not read",
        &violations.len().to_string(),
        "0",
        violations.is_empty(),
    );
    Verdict::say("from the ticket to the first text", &spread::seconds(delays.into_values().collect()));
}

/// A night in which nothing was broken shows nothing.
fn blown(blows: &Blows, verdict: &mut Verdict) {
    let Blows { kills, crashes, redis } = blows;
    verdict.gate("workers killed", &kills.to_string(), "> 0", *kills > 0);
    let all = chaos::CRASHES.len();
    verdict.gate("crashes of PostgreSQL", &crashes.to_string(), &format!("= {all}"), *crashes == all);
    let all = chaos::REDIS.len();
    verdict.gate("blows to Redis", &redis.to_string(), &format!("= {all}"), *redis == all);
}

pub(super) fn seconds(at: std::time::SystemTime) -> f64 {
    at.duration_since(std::time::UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}
