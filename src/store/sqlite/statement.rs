//! Statements that are put together from a query: its conditions, its place, its order.

use rusqlite::types::Value;

use crate::domain::time::Moment;
use crate::store::query::Logs;
use crate::store::sqlite::int;
use crate::store::sqlite::read::RECORDS;
use crate::store::{LimitQuery, ListView, Query};

#[cfg(test)]
pub(super) mod tests;

/// A statement put together, with its values.
pub(super) struct Statement {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

impl Statement {
    fn new(sql: &str) -> Self {
        Self { sql: sql.to_owned(), values: Vec::new() }
    }

    fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        let joint = if self.sql.contains(" WHERE ") { " AND " } else { " WHERE " };
        self.sql.extend([joint, condition]);
        self.values.extend(values);
    }

    fn and_if(&mut self, condition: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.and(condition, [value.into()]);
        }
    }

    fn end(mut self, tail: &str, limit: usize) -> Self {
        self.sql.extend([" ", tail, " LIMIT ?"]);
        self.values.push(int(limit).into());
        self
    }
}

/// The conditions of a list, but for its place. The plus keeps the planner from walking a log instead of the family.
fn narrowed(columns: &str, query: &Query, own: [i64; 2]) -> Statement {
    let mut statement = Statement::new(columns);
    if query.visit.is_some() {
        statement.sql.push_str(" JOIN named v ON v.seq = r.seq");
    }
    statement.and("r.family = ?", [query.family.code().into()]);
    match query.view {
        ListView::Newest => {}
        ListView::Open | ListView::Due => statement.and("r.status = 0", []),
        ListView::Inside => statement.and("r.inside > 0", []),
    }
    if query.logs == Logs::Own {
        statement.and("+r.seq BETWEEN ? AND ?", own.map(Value::from));
    }
    statement.and_if("r.at >= ?", query.from.map(Moment::millis));
    statement.and_if("r.at < ?", query.to.map(Moment::millis));
    statement.and_if("r.due_order > ?", query.due_after);
    if query.due_after.is_some() {
        statement.and("r.due_order < ?", [query.due_until.map_or(i64::MAX, |until| until.saturating_add(1)).into()]);
    }
    if let Some(key) = &query.key {
        // Fewer are inside than ever had a usual name.
        let inside = query.view == ListView::Inside;
        let is = if inside { "+r.key = ?" } else { "r.key = ? AND r.key <> ''" };
        statement.and(is, [key.clone().into()]);
    }
    statement.and_if("r.driver = ? AND r.driver <> ''", query.driver.clone());
    if query.itself {
        statement.and("r.inside = 1", []);
    }
    statement.and_if("v.visit = ?", query.visit.map(|visit| visit.as_bytes().to_vec()));
    statement.and_if("r.post = ?", query.post.clone());
    if query.standing {
        statement.and("r.status <> 2", []);
    }
    statement
}

fn order(query: &Query) -> &'static str {
    match query.view {
        _ if query.visit.is_some() => "v.seq",
        _ if query.as_written() => "r.seq",
        ListView::Due => "r.due_order",
        ListView::Newest | ListView::Open | ListView::Inside => "r.at",
    }
}

pub(super) fn paged(query: &Query, own: [i64; 2]) -> Statement {
    let order = order(query);
    let mut statement = narrowed(RECORDS, query, own);
    let down = query.descends() != query.place.is_backward();
    if let Some(place) = query.place.cursor() {
        let than = if down { "<" } else { ">" };
        statement.and(&format!("({order}, r.seq) {than} (?, ?)"), [place.order.into(), place.id.into()]);
    }
    let down = if down { " DESC" } else { "" };
    statement.end(&format!("ORDER BY {order}{down}, r.seq{down}"), query.limit)
}

pub(super) fn counted(query: &Query, cap: usize, own: [i64; 2]) -> Statement {
    let inner = narrowed("SELECT 1 FROM record r", query, own).end("", cap);
    Statement { sql: format!("SELECT count(*) FROM ({})", inner.sql), ..inner }
}

pub(super) fn running(query: &LimitQuery, own: [i64; 2]) -> Statement {
    // In this order, so that the most urgent come first and no more are read than are wanted.
    let mut statement = Statement::new(
        "SELECT r.seq, r.subject, r.family, r.site, r.date, r.n, r.at, r.post, r.status, r.inside, r.state, \
         d.due_order, d.seq, d.n FROM deadline d CROSS JOIN record r ON r.seq = d.seq",
    );
    if query.logs == Logs::Own {
        statement.and("+d.seq BETWEEN ? AND ?", own.map(Value::from));
    }
    statement.and_if("d.due_order > ?", query.due_after);
    statement.and_if("d.due_order <= ?", query.due_until);
    if let Some(after) = query.after {
        let place = [after.order.into(), after.id.into(), after.n.into()];
        statement.and("(d.due_order, d.seq, d.n) > (?, ?, ?)", place);
    }
    statement.end("ORDER BY d.due_order, d.seq, d.n", query.limit)
}
