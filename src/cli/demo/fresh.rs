//! What the demonstration shows of corrections, and what has just happened and is still open.

use super::script::{Place, Script};
use crate::desk::{Act, ActTarget};
use crate::domain::entry::Kind;
use crate::domain::time::Moment;

impl Script<'_> {
    /// A wrong room struck through, a sign-out withdrawn, and a visitor who was written down late.
    pub(super) fn corrections(&mut self, now: Moment) {
        let cast = self.cast;
        let guest = |script: &mut Self, at: Moment, late: i64, room: String| {
            let said = [
                ("visitor", "guest".to_owned()),
                ("room", room),
                ("name", cast.name(&mut script.dice)),
                ("check", "known".to_owned()),
                ("at", if late > 0 { script.zone.rfc3339(at.plus_minutes(-late)) } else { String::new() }),
            ];
            script.say(at, Place::Gate, Kind::VisitorIn, &said)
        };
        let rooms: Vec<String> = (0..3).map(|_| cast.room(&mut self.dice)).collect();
        let [heard, stayed_at, late_at]: [String; 3] = rooms.try_into().unwrap_or_default();
        // Ten buildings further: never the same room.
        let right = format!("1{heard}");
        let wrong = guest(self, now.plus_minutes(-130), 0, heard);
        let said = [("new", right), ("why", cast.correction.why_room.clone())];
        let at = now.plus_minutes(-121);
        let act = self.act(at, Kind::Amended, Some(wrong), &said);
        self.put(at, Place::Gate, Act { target: ActTarget::Field("room".into()), ..act });

        let stayed = guest(self, now.plus_minutes(-95), 0, stayed_at);
        self.then(now.plus_minutes(-60), Place::Gate, Kind::VisitorOut, stayed, &[]);
        let said = [("why", cast.correction.why_out.clone())];
        self.then(now.plus_minutes(-52), Place::Gate, Kind::Withdrawn, stayed, &said);

        guest(self, now.plus_minutes(-44), 31, late_at);
    }

    /// What has just happened and is still open: a walk-in without outcome, promises near and past, notes, a car that
    /// stayed overnight.
    pub(super) fn fresh(&mut self, now: Moment) {
        let cast = self.cast;
        let walk_in = [
            ("name", self.dice.pick(&cast.rare)),
            ("room", cast.room(&mut self.dice)),
            ("reason", "suggestion".to_owned()),
            ("said", cast.walk_in.get("suggestion").map_or_else(String::new, |texts| self.dice.pick(texts))),
        ];
        self.say(now.plus_minutes(-14), Place::Counter, Kind::WalkIn, &walk_in);
        for (ago, due) in [(50, 28), (160, -6)] {
            let call = [
                ("direction", "in".to_owned()),
                ("phone", cast.phone(&mut self.dice)),
                ("name", cast.name(&mut self.dice)),
                ("room", cast.room(&mut self.dice)),
                ("topic", self.dice.pick(&cast.call.topics)),
                ("outcome", "promised".to_owned()),
                ("promise", self.promise(now.plus_minutes(due))),
            ];
            self.say(now.plus_minutes(-ago), Place::Counter, Kind::Call, &call);
        }
        for (text, ago) in cast.note.texts.iter().zip([290, 95, 35]) {
            let place = if ago == 95 { Place::Gate } else { Place::Counter };
            self.say(now.plus_minutes(-ago), place, Kind::Note, &[("text", text.clone())]);
        }
        self.vehicles += 1;
        let stayed = [
            ("plate", cast.plate(self.vehicles, &mut self.dice)),
            ("use", "guest".to_owned()),
            ("room", cast.room(&mut self.dice)),
            ("phone", cast.phone(&mut self.dice)),
        ];
        self.say(now.plus_minutes(-19 * 60), Place::Gate, Kind::VehicleIn, &stayed);
    }
}
