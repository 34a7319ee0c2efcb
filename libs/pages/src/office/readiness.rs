//! Who could not be reached when it is their turn, and why.

use chrono::{DateTime, Utc};
use rappel_domain::{
    id::StaffId,
    readiness::{Fault, Report},
};
use serde::Serialize;

use super::phone_test::{PhoneTests, Place};
use crate::{
    Page, Reader, Surface, Text,
    readiness::{Advice, Called as _, say_duty, say_fault, say_gap, say_next},
    routes::office as routes,
};

/// Where something is put right.
#[derive(Debug, Clone, Serialize)]
pub struct Way {
    /// What the link says.
    pub text: Text,
    /// Where it leads.
    pub href: String,
}

/// Something that is wrong with a rota or an escalation.
#[derive(Debug, Clone, Serialize)]
pub struct FaultLine {
    /// What is so, and what to do.
    pub advice: Advice,
    /// Where, for those who may.
    pub way: Option<Way>,
}

/// Somebody who cannot be reached.
#[derive(Debug, Clone, Serialize)]
pub struct PersonLine {
    /// Name.
    pub name: String,
    /// Where they are counted on.
    pub duties: Vec<Text>,
    /// When they are next on call.
    pub next: Option<Text>,
    /// Why, and what to do.
    pub gaps: Vec<Advice>,
    /// Where, for those who may.
    pub way: Option<Way>,
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct Readiness {
    /// Where the rotas are.
    pub on_call_href: &'static str,
    /// That texts do not leave, when they do not.
    pub no_texts: Option<Text>,
    /// What that means.
    pub no_texts_then: Option<Text>,
    /// What is wrong with rotas and escalations.
    pub faults: Vec<FaultLine>,
    /// Who cannot be reached.
    pub people: Vec<PersonLine>,
    /// What is said when nothing is wrong.
    pub fine: Text,
    /// What that means.
    pub fine_then: Text,
    /// Tests of the reader's own phone.
    pub tests: Option<PhoneTests>,
}

/// Who looks, and what they may put right.
#[derive(Debug, Clone, Copy)]
pub struct Looker {
    /// Who; nobody in particular where nobody is signed in.
    pub staff: Option<StaffId>,
    /// Changes rotas, and writes new escalations.
    pub edits_rotas: bool,
    /// Changes escalations that there are.
    pub edits_policies: bool,
    /// Changes staff.
    pub edits_staff: bool,
    /// Changes the operator's settings.
    pub edits_settings: bool,
}

impl Readiness {
    /// The page of a report.
    pub fn new(reader: Reader, report: &Report, looker: Looker, now: DateTime<Utc>) -> Self {
        let names = &report.names;
        let way = |text: &'static str, href: String| Way { text: text.into(), href };
        let put_right = |fault: &Fault| match fault {
            Fault::NoRota => way("readiness-to-rotas", routes::ON_CALL.to_owned()),
            Fault::Unpaged(_) => way("readiness-to-policies", routes::POLICIES.to_owned()),
            Fault::Hole { rota, .. } => way("readiness-to-rota", routes::rota(*rota)),
            Fault::Step { policy, .. } => way("readiness-to-policy", routes::policy(*policy)),
            Fault::Fallback { .. } => way("readiness-to-settings", routes::SETTINGS.to_owned()),
        };
        let may = |fault: &Fault| match fault {
            Fault::NoRota | Fault::Unpaged(_) | Fault::Hole { .. } => looker.edits_rotas,
            Fault::Step { .. } => looker.edits_policies,
            Fault::Fallback { .. } => looker.edits_settings,
        };
        let faults = report.faults.iter().map(|fault| FaultLine {
            advice: say_fault(reader, fault, names),
            way: may(fault).then(|| put_right(fault)),
        });
        let account = |id: StaffId| {
            if looker.staff == Some(id) {
                Some(way("readiness-to-me", routes::ME.to_owned()))
            } else {
                looker.edits_staff.then(|| way("readiness-to-staff", routes::staff(id)))
            }
        };
        let people = report.people.iter().map(|person| PersonLine {
            name: names.name(person.staff),
            duties: person.duties.iter().map(|duty| say_duty(*duty, names)).collect(),
            next: say_next(reader, person, now),
            gaps: person.gaps.iter().map(|gap| say_gap(reader, gap)).collect(),
            way: account(person.staff),
        });
        let (no_texts, fine, fine_then) = match (report.ways.texts, report.ways.calls) {
            (true, _) => (None, "readiness-fine", "readiness-fine-then"),
            (false, true) => {
                (Some("readiness-calls-only"), "readiness-fine-calls", "readiness-fine-no-texts-then")
            }
            (false, false) => {
                (Some("readiness-mail-only"), "readiness-fine-mail", "readiness-fine-no-texts-then")
            }
        };
        let then = no_texts.map(|key| match key {
            "readiness-calls-only" => "readiness-calls-only-then",
            _ => "readiness-mail-only-then",
        });
        Self {
            on_call_href: routes::ON_CALL,
            no_texts: no_texts.map(Text::key),
            no_texts_then: then.map(Text::key),
            faults: faults.collect(),
            people: people.collect(),
            fine: fine.into(),
            fine_then: fine_then.into(),
            tests: None,
        }
    }
}

impl Page for Readiness {
    const TEMPLATE: &'static str = "office/readiness";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "readiness-title".into()
    }

    fn samples() -> Vec<Self> {
        use rappel_domain::readiness::Ways;

        use crate::mail::readiness::sample;
        let reader = Reader { locale: rappel_domain::Locale::Fr, zone: chrono_tz::Europe::Paris };
        let now = crate::page::sample_time("2026-11-22T13:19:00Z");
        let full = sample();
        let staff = full.people.first().map(|it| it.staff);
        let looker = Looker {
            staff,
            edits_rotas: true,
            edits_policies: true,
            edits_staff: true,
            edits_settings: true,
        };
        let agent = Looker {
            edits_rotas: false,
            edits_policies: false,
            edits_staff: false,
            edits_settings: false,
            ..looker
        };
        let fine = |ways| Report { people: Vec::new(), faults: Vec::new(), ways, ..sample() };
        let tests = PhoneTests::samples(Place::Readiness).into_iter().nth(1);
        vec![
            Self { tests, ..Self::new(reader, &full, looker, now) },
            Self::new(reader, &full, agent, now),
            Self::new(reader, &fine(full.ways), looker, now),
            Self::new(reader, &fine(Ways { texts: false, calls: true }), looker, now),
            Self::new(reader, &fine(Ways { texts: false, calls: false }), looker, now),
        ]
    }
}
