//! Who there is in the demo: companies, their people, and the staff.

use rappel_domain::{Locale, role::StaffRole};

use crate::demo::logos::{self, Shape};

/// Somebody who can sign in.
pub(crate) struct SignIn {
    /// Whose portal; `None` for the back office.
    pub(crate) tenant: Option<String>,
    /// What they type.
    pub(crate) user_name: &'static str,
    /// Who they are.
    pub(crate) who: &'static str,
}

/// Everybody who can sign in, the most useful first.
pub(crate) fn sign_ins() -> Vec<SignIn> {
    let staff = STAFF.iter().map(|it| SignIn { tenant: None, user_name: it.user_name, who: it.who });
    let people = PEOPLE.iter().map(|it| SignIn {
        tenant: Some(COMPANIES[it.company].slug.to_owned()),
        user_name: it.user_name,
        who: it.who,
    });
    people.chain(staff).collect()
}

pub(super) struct Company {
    pub(super) name: &'static str,
    pub(super) slug: &'static str,
    pub(super) colour: &'static str,
    pub(super) sign: (Shape, [u8; 3]),
    pub(super) locale: Locale,
    pub(super) zone: &'static str,
}

pub(super) const COMPANIES: [Company; 3] = [
    Company {
        name: "Durand & Fils",
        slug: "durand",
        colour: "#8a3b12",
        sign: (logos::crescent, [0x8a, 0x3b, 0x12]),
        locale: Locale::Fr,
        zone: "Europe/Paris",
    },
    Company {
        name: "Nunes Travel",
        slug: "nunes",
        colour: "#0b6e6e",
        sign: (logos::compass, [0x0b, 0x6e, 0x6e]),
        locale: Locale::En,
        zone: "Europe/Lisbon",
    },
    Company {
        name: "Clinique des Tilleuls",
        slug: "tilleuls",
        colour: "#5b2a86",
        sign: (logos::leaf, [0x5b, 0x2a, 0x86]),
        locale: Locale::Fr,
        zone: "Europe/Paris",
    },
];

pub(super) struct Somebody {
    pub(super) company: usize,
    pub(super) name: &'static str,
    pub(super) user_name: &'static str,
    pub(super) phone: &'static str,
    pub(super) role: &'static str,
    pub(super) who: &'static str,
}

const fn person(
    company: usize,
    name: &'static str,
    user_name: &'static str,
    phone: &'static str,
    role: &'static str,
    who: &'static str,
) -> Somebody {
    Somebody { company, name, user_name, phone, role, who }
}

pub(super) const PEOPLE: [Somebody; 6] = [
    person(
        0,
        "Claire Martin",
        "claire.martin",
        "06 12 34 56 78",
        "member",
        "Claire Martin, bakery manager (fr)",
    ),
    person(
        0,
        "Jean Durand",
        "jean.durand",
        "06 12 34 56 79",
        "manager",
        "Jean Durand, sees all of Durand & Fils (fr)",
    ),
    person(
        1,
        "Sofia Nunes",
        "sofia.nunes",
        "+351 912 345 678",
        "manager",
        "Sofia Nunes, sees all of Nunes Travel (en)",
    ),
    person(1, "Tom Baker", "tom.baker", "+351 912 345 679", "member", "Tom Baker, travel agent (en)"),
    person(
        2,
        "Anne Petit",
        "anne.petit",
        "06 12 34 56 80",
        "manager",
        "Anne Petit, sees all of the clinic (fr)",
    ),
    person(2, "Hugo Blanc", "hugo.blanc", "06 12 34 56 81", "member", "Hugo Blanc, reception (fr)"),
];

pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) user_name: &'static str,
    pub(super) phone: &'static str,
    pub(super) role: StaffRole,
    pub(super) who: &'static str,
}

pub(super) const STAFF: [Member; 5] = [
    Member {
        name: "Marie Leroy",
        user_name: "marie",
        phone: "+33612345601",
        role: StaffRole::Agent,
        who: "Marie Leroy, agent, on call",
    },
    Member {
        name: "Karim Haddad",
        user_name: "karim",
        phone: "+33612345602",
        role: StaffRole::Agent,
        who: "Karim Haddad, agent, on call",
    },
    Member {
        name: "Léa Fontaine",
        user_name: "lea",
        phone: "+33612345603",
        role: StaffRole::Agent,
        who: "Léa Fontaine, agent",
    },
    Member {
        name: "Paul Mercier",
        user_name: "paul",
        phone: "+33612345604",
        role: StaffRole::Supervisor,
        who: "Paul Mercier, supervisor",
    },
    Member {
        name: "Nadia Roux",
        user_name: "admin",
        phone: "+33612345605",
        role: StaffRole::Admin,
        who: "Nadia Roux, administrator",
    },
];

pub(super) const TERMS_FR: &str = "Les demandes sont traitées du lundi au vendredi de 9 h à 18 h. Les demandes URGENT sont rappelées jour et nuit, dans le délai annoncé à l’ouverture du ticket.";
pub(super) const TERMS_EN: &str = "Requests are handled Monday to Friday, 9:00 to 18:00. URGENT requests are called back day and night, within the time announced when the ticket is opened.";
