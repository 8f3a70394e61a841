//! `record`: one JSON object a line in, one JSON object a line out, whatever came of it. A record is printed after its
//! commit is durable, so what was read from here is in the logbook. A bad line leaves nothing behind and the next one is
//! read.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::cli::answer::{self, LineError, LineErrors, LineFlaw, Reason};
use crate::cli::find::Names;
use crate::cli::line::{Default, Reader, sent};
use crate::cli::read::{Raw, next};
use crate::cli::{CommandError, Run};
use crate::desk::Desk;
use crate::domain::refusal::Cause;
use crate::domain::time::Moment;
use crate::words::Voice;

/// What an editor or an exporter may put before the first line.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Reads all lines. Returns whether every one was done, now or before.
pub(super) fn record(run: &mut Run<'_>, desk: &mut Desk) -> Result<bool, CommandError> {
    if run.post.is_some_and(|post| run.house.site.post(post).is_none()) {
        let cause = Cause::UnknownPost;
        return Err(CommandError::Refused(run.voice().cause(&cause)));
    }
    let (names, mut noted) = (Names::new(), desk.is_noted());
    let (mut number, mut good, mut bytes) = (0_u64, true, Vec::new());
    loop {
        let raw = next(run.input, &mut bytes).map_err(|_| CommandError::Refused(run.locale.tr("cli-cannot-read")))?;
        number += 1;
        let read = match raw {
            Raw::End => return desk.settled().map(|()| good).map_err(|error| run.store(&error)),
            Raw::TooLong => Err(LineError::whole(LineFlaw::TooLong)),
            Raw::Line => match parse(bytes.strip_prefix(BYTE_ORDER_MARK).filter(|_| number == 1).unwrap_or(&bytes)) {
                Ok(None) => continue,
                Ok(Some(object)) => Ok(object),
                Err(errors) => Err(errors),
            },
        };
        good &= line(run, desk, &names, number, read)?;
        if std::mem::replace(&mut noted, desk.is_noted()) && !noted {
            let _ = writeln!(run.err, "{}", run.locale.tr("notice-unnoted"));
        }
    }
}

/// Does one line and answers it. Returns whether it was done.
fn line(
    run: &mut Run<'_>,
    desk: &mut Desk,
    names: &Names,
    number: u64,
    read: Result<Map<String, Value>, LineErrors>,
) -> Result<bool, CommandError> {
    let now = (run.now)();
    let voice = Voice::new(run.locale, &run.house.site, now);
    let mut meant = None;
    let sent = read.as_ref().map(|object| sent(object).to_owned()).unwrap_or_default();
    let done = read.and_then(|object| {
        let default = Default { post: run.post, operator: run.operator, boot: run.boot };
        let mut reader = Reader { desk: &mut *desk, voice, names, default: &default, fresh: run.uid, then: None };
        act(&mut reader, &object, now, &mut meant)
    });
    let answer = match &done {
        Ok(reply) => answer::done(&voice, number, &sent, reply),
        Err(errors) => {
            complain(run, &voice, number, errors);
            let who = run.who();
            // The line is answered, whatever can still be read.
            let concerned = answer::concerned(&voice, desk.reading(&who), errors, meant).unwrap_or_default();
            answer::refused(&voice, number, &sent, errors, concerned)
        }
    };
    let written = run.json(&answer).and_then(|()| Ok(run.out.flush()?));
    written.map_err(|error| match error {
        // What was read after it is not even known to be there.
        CommandError::Gone => CommandError::Refused(voice.say("cli-nobody-reads", &[("line", number.to_string())])),
        error => error,
    })?;
    Ok(done.is_ok())
}

fn act(
    reader: &mut Reader<'_>,
    object: &Map<String, Value>,
    now: Moment,
    meant: &mut Option<uuid::Uuid>,
) -> Result<crate::desk::Reply, LineErrors> {
    let (act, who) = reader.read(object, now, meant)?;
    let done = reader.desk.act(&act, &who, now).map_err(LineError::all);
    done.map_err(|errors| errors.into_iter().map(at_the_uid).collect())
}

/// A conflict is one of the line's uid.
fn at_the_uid(error: LineError) -> LineError {
    let conflict = matches!(error.reason, Reason::Desk(Cause::UidConflict(_)));
    LineError { field: error.field.or(conflict.then(|| "uid".to_owned())), ..error }
}

/// The object of a line; `None` for a blank one.
fn parse(bytes: &[u8]) -> Result<Option<Map<String, Value>>, LineErrors> {
    let text = std::str::from_utf8(bytes).map_err(|_| LineError::whole(LineFlaw::NotUtf8))?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    let Pairs(pairs) = serde_json::from_str(text).map_err(|_| LineError::whole(LineFlaw::NotJson))?;
    let mut object = Map::new();
    for (field, value) in pairs {
        if object.contains_key(&field) {
            return Err(LineError::at(&field, Reason::Line(LineFlaw::Twice)));
        }
        object.insert(field, value);
    }
    Ok(Some(object))
}

/// The fields of an object as they are written, a repeated one too, which a map would silently keep but once.
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Pairs;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Fields)
    }
}

/// Says for people which line could not be done, at which field, and why. The answer says it too: with nobody to tell,
/// the work goes on.
fn complain(run: &mut Run<'_>, voice: &Voice<'_>, number: u64, errors: &[LineError]) {
    for error in errors {
        let line = ("line", number.to_string());
        let said = match error.said(voice) {
            (None, cause) => voice.say("cli-bad-line", &[line, ("cause", cause)]),
            (Some(field), cause) => voice.say("cli-bad-field", &[line, ("field", field), ("cause", cause)]),
        };
        let _ = writeln!(run.err, "{said}");
    }
}
