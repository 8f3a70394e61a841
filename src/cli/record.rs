//! `record`: one JSON object a line in, one record a line out. A record is printed after its commit is durable, so what
//! was read from here is in the logbook. A bad line leaves nothing behind and the next one is read.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::cli::find::Names;
use crate::cli::json;
use crate::cli::line::{Default, LineError, Reader};
use crate::cli::read::{Raw, next};
use crate::cli::{CommandError, Run};
use crate::desk::{Desk, Reply};
use crate::domain::text::display;
use crate::words::Voice;

/// Reads all lines. Returns whether every one was done.
pub(super) fn record(run: &mut Run<'_>, desk: &mut Desk) -> Result<bool, CommandError> {
    let names = Names::new();
    let (mut number, mut good, mut bytes) = (0_u64, true, Vec::new());
    loop {
        let raw = next(run.input, &mut bytes).map_err(|_| CommandError::Refused(run.locale.tr("cli-cannot-read")))?;
        number += 1;
        let now = (run.now)();
        let voice = Voice::new(run.locale, &run.house.site, now);
        let object = match raw {
            Raw::End => return Ok(good),
            Raw::TooLong => Err(whole(&voice, "cli-line-too-long")),
            Raw::Line => match parse(&bytes, &voice) {
                Ok(None) => continue,
                Ok(Some(object)) => Ok(object),
                Err(errors) => Err(errors),
            },
        };
        let done = object.and_then(|object| {
            let default = Default { post: run.post, operator: run.operator, boot: run.boot };
            let reader = Reader { desk, voice, names: &names, default: &default, fresh: run.uid };
            act(reader, &object, now)
        });
        match done {
            Ok(reply) => {
                run.json(&json::record(&voice, &reply.record).with("repeated", Some(reply.repeated)))?;
                run.out.flush()?;
            }
            Err(errors) => {
                good = false;
                complain(run, &voice, number, &errors)?;
            }
        }
    }
}

fn act(
    mut reader: Reader<'_>,
    object: &Map<String, Value>,
    now: crate::domain::time::Moment,
) -> Result<Reply, Vec<LineError>> {
    let (act, who) = reader.read(object, now)?;
    reader.desk.act(&act, &who, now).map_err(|failure| reader.voice.failure(&failure))
}

/// What is wrong with a line as a whole.
fn whole(voice: &Voice<'_>, key: &str) -> Vec<LineError> {
    vec![(None, voice.tr(key))]
}

/// The object of a line; `None` for a blank one.
fn parse(bytes: &[u8], voice: &Voice<'_>) -> Result<Option<Map<String, Value>>, Vec<LineError>> {
    let text = std::str::from_utf8(bytes).map_err(|_| whole(voice, "cli-line-not-utf8"))?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    let Pairs(pairs) = serde_json::from_str(text).map_err(|_| whole(voice, "cli-line-not-json"))?;
    let mut object = Map::new();
    for (field, value) in pairs {
        if object.contains_key(&field) {
            return Err(vec![(Some(field), voice.tr("cli-field-twice"))]);
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

/// Says which line could not be done, at which field, and why.
fn complain(run: &mut Run<'_>, voice: &Voice<'_>, number: u64, errors: &[LineError]) -> Result<(), CommandError> {
    for (field, cause) in errors {
        let line = ("line", number.to_string());
        let said = match field {
            None => voice.say("cli-bad-line", &[line, ("cause", cause.clone())]),
            Some(field) => {
                // A name from the line is not to be trusted more than its values.
                let field = crate::cells::cut(&display(field), 40);
                voice.say("cli-bad-field", &[line, ("field", field), ("cause", cause.clone())])
            }
        };
        writeln!(run.err, "{said}")?;
    }
    Ok(())
}
