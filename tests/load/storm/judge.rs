//! What the database and the provider say at the end.

use std::collections::{HashMap, HashSet};

use rappel_testkit::World;

use super::{chaos::Blows, clients::Promised};
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
    let (mut delays, mut claimed) = (HashMap::<Promised, f64>::new(), HashSet::new());
    for row in &rows {
        let [slug, number, requested, sid] =
            row.split('|').collect::<Vec<_>>().try_into().expect("four columns");
        let Some(at) = taken.get(sid) else { continue };
        claimed.insert(sid);
        let delay = at - requested.parse::<f64>().expect("seconds");
        let ticket = Promised { slug: slug.to_owned(), number: number.to_owned() };
        delays.entry(ticket).and_modify(|known| *known = known.min(delay)).or_insert(delay);
    }
    let lost: Vec<&Promised> = promised.iter().filter(|ticket| !delays.contains_key(*ticket)).collect();
    let different: HashSet<&Promised> = promised.iter().collect();
    let unclaimed = taken.keys().filter(|sid| !claimed.contains(sid.as_str())).count();
    let unsure: usize = sql("SELECT count(*) FROM attempts WHERE outcome IS NULL OR outcome = 'unknown'")[0]
        .parse()
        .expect("a count");
    let most = (unsure + blows.kills).min(promised.len().div_ceil(100));

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
        "duplicates (texts that no page remembers)",
        &format!("{unclaimed}; {unsure} ambiguous requests, {} kills", blows.kills),
        &format!("<= {most}"),
        unclaimed <= most,
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

fn seconds(at: std::time::SystemTime) -> f64 {
    at.duration_since(std::time::UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}
