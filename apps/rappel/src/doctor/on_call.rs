//! Who is on call: holes are found here, before a client finds them.

use rappel_domain::{delivery::Channel, readiness::Fault};
use rappel_service::{Service, StaffScope};

use super::Finding;

/// Staff, numbers, and the week ahead.
pub(super) async fn look(service: &Service) -> Vec<Finding> {
    match findings(service).await {
        Ok(findings) => findings,
        Err(why) => vec![Finding::broken(
            format!("The rota cannot be read: {why}"),
            "Check the rights of the database role.",
        )],
    }
}

/// Numbers and mailboxes of staff, and those of the last resort, that refuse us.
async fn refused(service: &Service, office: &StaffScope) -> rappel_service::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for staff in service.team(office).await?.iter().filter(|it| it.disabled_at.is_none()) {
        for (what, refused) in [("number", &staff.refusals.calls), ("mailbox", &staff.refusals.mail)] {
            if let Some(refused) = refused {
                let way = if what == "number" { "calls" } else { "e-mails" };
                findings.push(Finding::careful(
                    format!("The {what} of {} refuses {way} ({}).", staff.name, refused.detail),
                    "Correct it under Équipe in the back office.",
                ));
            }
        }
    }
    for fault in service.readiness(office).await?.faults {
        if let Fault::Fallback { by, detail, .. } = fault {
            let what = match by {
                Channel::Sms => "The fallback number refuses texts",
                Channel::Voice => "The fallback number refuses calls",
                Channel::Email => "The fallback mailbox refuses e-mails",
            };
            findings.push(Finding::broken(
                format!("{what} ({detail}): the last resort reaches nobody by it."),
                "Correct it under Réglages in the back office.",
            ));
        }
    }
    Ok(findings)
}

async fn findings(service: &Service) -> Result<Vec<Finding>, String> {
    let said = |error: &dyn std::fmt::Display| error.to_string();
    if service.operator().await.map_err(|error| said(&error))?.is_none() {
        return Ok(vec![Finding::broken(
            "Nobody can sign in to the back office yet.",
            "Run `rappel staff add you@example.org --name \"Your Name\" --phone +33…`.",
        )]);
    }
    let line = service.store().doors().command_line().await.map_err(|error| said(&error))?;
    let on_call = service.on_call(&line.office(), None).await.map_err(|error| said(&error))?;
    let mut findings = Vec::new();
    let named: Vec<_> =
        on_call.rotas.iter().flat_map(|view| view.week.iter().flat_map(|span| &span.staff)).collect();
    for staff in on_call.staff.iter().filter(|staff| named.contains(&&staff.id)) {
        if !staff.takes_sms() {
            findings.push(Finding::careful(
                format!("{} is on call this week but cannot be paged by SMS.", staff.name),
                "Enter a mobile number under Équipe; if it answered STOP, let it send START.",
            ));
        }
    }
    findings.extend(refused(service, &line.office()).await.map_err(|error| said(&error))?);
    if on_call.rotas.is_empty() {
        findings.push(Finding::broken(
            "There is no rota: an urgent ticket goes straight to the supervisors.",
            "Make one under Astreinte in the back office.",
        ));
    }
    for view in &on_call.rotas {
        if !on_call.is_paged(view.rota.id) {
            findings.push(Finding::careful(
                format!("No escalation names the rota {}: nobody is paged by it.", view.rota.name),
                "Name it in a step of one under Escalades in the back office.",
            ));
        }
        let holes: Vec<_> =
            view.week.iter().filter(|span| span.staff.is_empty() && span.to > on_call.now).collect();
        let zone = view.rota.rota.time_zone;
        findings.push(match holes.first() {
            None => Finding::fine(format!("The rota {} has somebody on call all week.", view.rota.name)),
            Some(first) => Finding::careful(
                format!(
                    "The rota {} has {} holes this week, the next from {} to {}.",
                    view.rota.name,
                    holes.len(),
                    first.from.max(on_call.now).with_timezone(&zone).format("%A %H:%M"),
                    first.to.with_timezone(&zone).format("%A %H:%M"),
                ),
                "Fill them under Astreinte; meanwhile the supervisors are paged.",
            ),
        });
    }
    Ok(findings)
}
