//! Who is on call, and time that passes, written straight into the database: the pages that do the first have journeys of
//! their own, and no page does the second.

use super::{Colleague, World};
use crate::Column;

const ROTA: &str = "00000000-0000-4000-8000-0000000000a1";
const POLICY: &str = "00000000-0000-4000-8000-0000000000a2";

impl World {
    /// From now on `first` is on call, all week. If nobody takes it, each of `then` is paged, a minute after the one before;
    /// all once more; then the supervisors.
    pub fn put_on_call(&self, first: Colleague, then: &[Colleague]) {
        let week = format!(
            r#"[{{"from":{{"day":"Mon","time":"00:00"}},"until":{{"day":"Mon","time":"00:00"}},"staff":"{}"}}]"#,
            self.staff_id(first)
        );
        let others: Vec<String> = then
            .iter()
            .map(|colleague| {
                format!(r#"{{"delay_minutes":1,"targets":[{{"staff":"{}"}}]}}"#, self.staff_id(*colleague))
            })
            .collect();
        self.write_rota(&week, 1, &others, 1);
    }

    /// From now on everybody whose e-mail begins so is on call at once, all week, each for the companies that they see; the
    /// next step comes after so many minutes, and nobody is paged twice before that.
    pub fn all_on_call(&self, email: &str, step_minutes: u8) {
        let which = format!("FROM staff WHERE email LIKE '{email}%' ORDER BY email");
        let staff = self.program.parts().sql(&format!("SELECT {} {which}", self.plain_id()));
        let shift = |id: &String| {
            format!(
                r#"{{"from":{{"day":"Mon","time":"00:00"}},"until":{{"day":"Mon","time":"00:00"}},"staff":"stf_{id}"}}"#
            )
        };
        let shifts: Vec<String> = staff.iter().map(shift).collect();
        self.write_rota(&format!("[{}]", shifts.join(",")), step_minutes, &[], 0);
    }

    /// From now on there is a rota and a policy, and a hole in them.
    pub fn nobody_on_call(&self) {
        self.write_rota("[]", 1, &[], 0);
    }

    /// Lets days pass for an answered ticket: what is to come is that much nearer.
    pub fn days_pass(&self, number: &str, days: u32) {
        let earlier = |column: &str| match self.program.parts().column() {
            // What follows the seconds, fraction and zone, stays as the program wrote it.
            Column::Embedded => {
                format!(
                    "{column} = strftime('%Y-%m-%dT%H:%M:%S', {column}, '-{days} days') || substr({column}, 20)"
                )
            }
            Column::Production => format!("{column} = {column} - interval '{days} days'"),
        };
        let sql = |statement: &str| self.program.parts().sql(statement);
        let times = ["answered_at", "closes_at", "opened_at"].map(earlier).join(", ");
        sql(&format!("UPDATE tickets SET {times} WHERE number = {number}"));
        // The job says which closing date it was made for, and does nothing for another.
        let payload = match self.program.parts().column() {
            Column::Embedded => format!(
                "json_set(payload, '$.closes_at', strftime('%Y-%m-%dT%H:%M:%S', payload ->> 'closes_at', '-{days} days') \
                 || substr(payload ->> 'closes_at', 20))"
            ),
            Column::Production => format!(
                "jsonb_set(payload, '{{closes_at}}', to_jsonb(to_char(((payload ->> 'closes_at')::timestamptz \
                 - interval '{days} days') AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')))"
            ),
        };
        let run_at = earlier("run_at");
        sql(&format!(
            "UPDATE jobs SET {run_at}, payload = {payload} WHERE state = 'ready' AND kind IN ('remind_closing', 'close_answered')"
        ));
    }

    /// Lets every step of paging that waits fall due now.
    pub fn pages_fall_due(&self) {
        self.program
            .parts()
            .sql("UPDATE jobs SET run_at = created_at WHERE state = 'ready' AND kind = 'page'");
    }

    /// Lets the time pass by which whoever took a callback was to say how it went.
    pub fn promises_pass(&self) {
        self.program.parts().sql("UPDATE callbacks SET until = accepted_at WHERE phase = 'accepted'");
        self.program
            .parts()
            .sql("UPDATE jobs SET run_at = created_at WHERE state = 'ready' AND kind = 'promise'");
    }

    fn write_rota(&self, shifts: &str, minutes: u8, others: &[String], repeat: u8) {
        let rota = ROTA.replace('-', "");
        let on_call = format!(r#"{{"delay_minutes":{minutes},"targets":[{{"on_call":"rot_{rota}"}}]}}"#);
        let steps: Vec<String> = std::iter::once(on_call).chain(others.iter().cloned()).collect();
        let body = format!(r#"{{"steps":[{}],"repeat":{repeat}}}"#, steps.join(","));
        let (rota, policy, now) = (self.id(ROTA), self.id(POLICY), self.now());
        let sql = |statement: &str| self.program.parts().sql(statement);
        for table in ["tenants", "categories"] {
            sql(&format!("UPDATE {table} SET policy_id = NULL"));
        }
        sql("DELETE FROM policies");
        for table in ["shift_notices", "rota_swaps", "rota_overrides", "rotas"] {
            sql(&format!("DELETE FROM {table}"));
        }
        sql(&format!(
            "INSERT INTO rotas (id, name, time_zone, shifts, created_at) \
             VALUES ({rota}, 'Astreinte', 'Europe/Paris', '{shifts}', {now})"
        ));
        sql(&format!(
            "INSERT INTO policies (id, name, body, is_default) VALUES ({policy}, 'Escalade', '{body}', TRUE)"
        ));
    }

    /// The text form of a colleague's id.
    fn staff_id(&self, colleague: Colleague) -> String {
        let which = format!("FROM staff WHERE email = '{}'", colleague.email);
        let found = self.program.parts().sql(&format!("SELECT {} {which}", self.plain_id()));
        format!("stf_{}", found.first().unwrap_or_else(|| panic!("{} was not hired", colleague.name)))
    }

    /// The digits of an id, as SQL of this database.
    fn plain_id(&self) -> &'static str {
        match self.program.parts().column() {
            Column::Embedded => "lower(hex(id))",
            Column::Production => "replace(id::text, '-', '')",
        }
    }

    /// An id as a literal of this database.
    fn id(&self, uuid: &str) -> String {
        match self.program.parts().column() {
            Column::Embedded => format!("X'{}'", uuid.replace('-', "")),
            Column::Production => format!("'{uuid}'"),
        }
    }

    fn now(&self) -> &'static str {
        match self.program.parts().column() {
            Column::Embedded => "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')",
            Column::Production => "now()",
        }
    }
}
