//! Each way to look for records, and the plan that it must follow.

use uuid::Uuid;

use crate::domain::entry::Family;
use crate::domain::time::Moment;
use crate::store::query::Place;
use crate::store::sqlite::statement::{Statement, counted, paged, running};
use crate::store::{Cursor, LimitQuery, ListView, Query};

fn select(query: &Query) -> Statement {
    paged(query, [0, 9])
}

fn count(query: &Query) -> Statement {
    counted(query, 9, [0, 9])
}

fn limits(query: &LimitQuery) -> Statement {
    running(query, [0, 9])
}

/// Each way to look for records, with the index that it must follow.
pub(in crate::store::sqlite) fn list_plans() -> Vec<(String, &'static str)> {
    let (at, cursor) = (Moment::default(), Cursor { order: 1, id: 1, n: 0 });
    let of = |view| Query::new(Family::Complaint, view, 9);
    let mut plans = Vec::new();
    for place in [Place::First, Place::Last, Place::After(cursor), Place::Before(cursor)] {
        plans.extend([
            (select(&of(ListView::Newest).at(place)), "record_newest (family=?"),
            (select(&of(ListView::Newest).between(at, at).at(place)), "record_newest (family=? AND at>? AND at<?)"),
            (select(&of(ListView::Open).at(place)), "record_open (family=?"),
            (select(&of(ListView::Inside).at(place)), "record_inside (family=?"),
            (select(&of(ListView::Due).at(place)), "record_due (family=?"),
            (
                select(&of(ListView::Due).due_after(at).at(place)),
                "record_due (family=? AND due_order>? AND due_order<?)",
            ),
            (select(&of(ListView::Newest).with_key("k").at(place)), "record_key (family=? AND key=?"),
            (select(&of(ListView::Inside).with_key("k").at(place)), "record_inside (family=?"),
            (select(&of(ListView::Inside).driven_by("k".into()).at(place)), "record_driver (family=? AND driver=?"),
            (select(&of(ListView::Newest).naming(Uuid::nil()).at(place)), "PRIMARY KEY (visit=?"),
        ]);
    }
    plans.extend([
        (count(&of(ListView::Newest).between(at, at).standing()), "COVERING INDEX record_newest (family=? AND at>?"),
        (count(&of(ListView::Due).late(at)), "COVERING INDEX record_due (family=? AND due_order>? AND due_order<?)"),
        (count(&of(ListView::Due)), "COVERING INDEX record_due (family=?"),
        (count(&of(ListView::Inside)), "COVERING INDEX record_inside (family=?"),
        (count(&of(ListView::Inside).itself()), "COVERING INDEX record_inside (family=?"),
        (count(&of(ListView::Open)), "COVERING INDEX record_due (family=?"),
        (limits(&LimitQuery::first(9)), "SCAN d"),
        (limits(&LimitQuery::first(9).due_after(at)), "PRIMARY KEY (due_order>?)"),
    ]);
    plans.into_iter().map(|(statement, index)| (statement.sql, index)).collect()
}
