//! `record`: one JSON object a line in, one record a line out. A record is printed after its commit is durable, so what
//! was read from here is in the logbook. A bad line leaves nothing behind and the next one is read.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::cli::find::Names;
use crate::cli::json::Writing;
use crate::cli::line::{Default, Reader};
use crate::cli::read::{Raw, next};
use crate::cli::say::{LineError, Voice};
use crate::cli::{CommandError, Run};
use crate::desk::{Desk, Reply};
use crate::domain::text::display;

/// Reads all lines. Returns whether every one was done.
pub(super) fn record(run: &mut Run<'_>, desk: &mut Desk) -> Result<bool, CommandError> {
    let names = Names::new();
    let (mut number, mut good, mut bytes) = (0_u64, true, Vec::new());
    loop {
        let raw = next(run.input, &mut bytes).map_err(|_| CommandError::Refused(run.locale.tr("cli-cannot-read")))?;
        number += 1;
        let now = (run.now)();
        // The settings are the desk's own, yet the desk is needed whole to act.
        let site = desk.house().site.clone();
        let voice = Voice { locale: run.locale, writing: Writing { site: &site, now } };
        let object = match raw {
            Raw::End => return Ok(good),
            Raw::TooLong => Err(voice.line_error("cli-line-too-long")),
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
                let mut json = voice.writing.record(&reply.record);
                json.repeated = Some(reply.repeated);
                run.json(&json)?;
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

/// The object of a line; `None` for a blank one.
fn parse(bytes: &[u8], voice: &Voice<'_>) -> Result<Option<Map<String, Value>>, Vec<LineError>> {
    let text = std::str::from_utf8(bytes).map_err(|_| voice.line_error("cli-line-not-utf8"))?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    let Pairs(pairs) = serde_json::from_str(text).map_err(|_| voice.line_error("cli-line-not-json"))?;
    let mut object = Map::new();
    for (field, value) in pairs {
        if object.contains_key(&field) {
            return Err(vec![LineError { field: Some(field), text: voice.tr("cli-field-twice") }]);
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
    for error in errors {
        let line = number.to_string();
        let said = match &error.field {
            None => voice.tr_args("cli-bad-line", &[("line", line), ("cause", error.text.clone())]),
            Some(field) => {
                // A name from the line is not to be trusted more than its values.
                let field = crate::ui::cells::cut(&display(field), 40);
                voice.tr_args("cli-bad-field", &[("line", line), ("field", field), ("cause", error.text.clone())])
            }
        };
        writeln!(run.err, "{said}")?;
    }
    Ok(())
}
