//! The first start: settings and logbook are made where they are missing; what is there is opened, never replaced.

use crate::app::{Event, Notice};
use crate::desk::{Act, ActError, Desk, House, StoreError, Who};
use crate::domain::entry::Kind;
use crate::domain::refusal::Cause;
use crate::domain::rules::{FileError, FileFlaw};
use crate::domain::site::Site;
use crate::domain::text::ValueError;
use crate::domain::time::Moment;
use crate::locale::Language;
use crate::runtime::open::{self, open};
use crate::runtime::place::{is_there, private_folder, unwritten};
use crate::runtime::worker::{Files, Worker};
use crate::runtime::{clock, rules, settings};

impl Worker {
    /// The first start: settings and logbook are made where they are missing; what is there is opened, never replaced.
    /// The language in which its form was read is the site's from then on. `booted` is when the machine was started.
    pub(super) fn begin(
        &mut self,
        [site, post, person]: [&str; 3],
        language: Language,
        now: Moment,
        booted: Option<Moment>,
    ) -> Event {
        match self.begun([site, post, person].map(str::trim), language, (now, booted)) {
            Ok((desk, house)) => {
                self.desk = Some(desk);
                Event::Begun(Ok(Box::new(house)))
            }
            Err(why) => Event::Begun(Err(Box::new(why))),
        }
    }

    fn begun(
        &self,
        [site, post, person]: [&str; 3],
        language: Language,
        (now, booted): (Moment, Option<Moment>),
    ) -> Result<(Desk, House), Notice> {
        let Files { site: settings, db, .. } = &self.files;
        if [site, post, person].iter().any(|name| name.is_empty()) {
            return Err(Notice::Refused(Cause::Value(ValueError::Required)));
        }
        let new = !is_there(db);
        if new {
            open::is_free(db).map_err(Notice::Store)?;
        }
        if !rules::are_kept(settings) {
            let text = settings::first(site, post, person, Some(language));
            // Settings that would not be read back are not written.
            Site::parse(&text).map_err(|error| {
                let flaw = FileFlaw::Rule(error);
                Notice::Rules(Box::new(FileError { path: settings.clone(), flaw }))
            })?;
            settings::write(settings, &text).map_err(|error| Notice::Store(unwritten(&error)))?;
        }
        let rules = rules::load_for(db, settings).map_err(|error| Notice::Rules(Box::new(error)))?;
        if rules.house.site.post(post).is_none() {
            // Settings that were there name the posts.
            return Err(Notice::Refused(Cause::UnknownPost));
        }
        if new {
            db.parent().map_or(Ok(()), private_folder).map_err(|error| Notice::Store(unwritten(&error)))?;
        }
        let opened = open(db, new.then(clock::new_uid));
        let mut desk = opened.and_then(|opened| Desk::new(opened.store, rules.house.clone())).map_err(Notice::Store)?;
        desk.set_booted(move || booted);
        let who = Who { post: post.to_owned(), operator: person.to_owned(), boot: self.boot };
        let begin = new.then(|| Act::new(clock::new_uid(), Kind::Begun));
        let duty =
            Act { fields: [("person".to_owned(), person.to_owned())].into(), ..Act::new(clock::new_uid(), Kind::Duty) };
        let acts: Vec<Act> = begin.into_iter().chain([duty]).collect();
        let acts: Vec<(&Act, &Who, Moment)> = acts.iter().map(|act| (act, &who, now)).collect();
        desk.act_all(&acts).map_err(|failure| match failure {
            ActError::Store(error) => Notice::Store(error),
            ActError::Refused(reasons) => {
                let first = reasons.into_iter().next();
                first.map_or(Notice::Store(StoreError::Damaged), |reason| Notice::Refused(reason.cause))
            }
        })?;
        rules.keep();
        let house = desk.house().clone();
        Ok((desk, house))
    }
}
