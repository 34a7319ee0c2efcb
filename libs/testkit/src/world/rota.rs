//! Who is on call, written straight into the database: the pages that do it have journeys of their own.

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
        let on_call = format!(r#"{{"delay_minutes":1,"targets":[{{"on_call":"{ROTA}"}}]}}"#);
        let others = then.iter().map(|colleague| {
            format!(r#"{{"delay_minutes":1,"targets":[{{"staff":"{}"}}]}}"#, self.staff_id(*colleague))
        });
        let steps: Vec<String> = std::iter::once(on_call).chain(others).collect();
        let body = format!(r#"{{"steps":[{}],"repeat":1}}"#, steps.join(","));
        let (rota, policy, now) = (self.id(ROTA), self.id(POLICY), self.now());
        let sql = |statement: &str| self.program.parts().sql(statement);
        sql("DELETE FROM policies");
        sql("DELETE FROM rotas");
        sql(&format!(
            "INSERT INTO rotas (id, name, time_zone, shifts, created_at) VALUES ({rota}, 'Astreinte', 'Europe/Paris', '{week}', {now})"
        ));
        sql(&format!(
            "INSERT INTO policies (id, name, body, is_default) VALUES ({policy}, 'Escalade', '{body}', TRUE)"
        ));
    }

    fn staff_id(&self, colleague: Colleague) -> String {
        let id = match self.program.parts().column() {
            Column::Embedded => "lower(hex(id))",
            Column::Production => "replace(id::text, '-', '')",
        };
        let found =
            self.program.parts().sql(&format!("SELECT {id} FROM staff WHERE email = '{}'", colleague.email));
        let hex = found.first().unwrap_or_else(|| panic!("{} was not hired", colleague.name));
        let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
        parts.join("-")
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
            Column::Embedded => "strftime('%Y-%m-%d %H:%M:%f+00:00', 'now')",
            Column::Production => "now()",
        }
    }
}
