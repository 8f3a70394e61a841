//! What was left half typed to whoever has the keyboard now, by this window or by one that is gone.

use crate::app::Notice;
use crate::app::draft::Draft;
use crate::app::form::FormState;
use crate::desk::{StoreError, Who};
use crate::domain::time::Moment;
use crate::runtime::clock;
use crate::runtime::drafts::{self, Owner};
use crate::runtime::place::barred;
use crate::runtime::worker::Worker;

impl Worker {
    /// The drafts that a crash or a closed window has left to a person at a post, and why they cannot be read where they
    /// cannot; one that was written after all is dropped, unless it says more than what was written.
    ///
    /// # Errors
    /// Where the logbook cannot be read.
    pub fn left(&mut self, post: &str, person: &str, now: Moment) -> Result<(Vec<Draft>, Option<Notice>), StoreError> {
        let Some(desk) = &mut self.desk else { return Ok((Vec::new(), None)) };
        let owner = Owner { post, person };
        // What cannot be read is told, and keeps nobody from working.
        let (left, unread) = match self.drafts.load(owner, now) {
            Ok(left) => (left, self.drafts.put_aside().then_some(Notice::Aside)),
            Err(error) => (Vec::new(), Some(Notice::Store(barred(&self.files.state.join(drafts::FOLDER), &error)))),
        };
        let who = Who { post: post.to_owned(), operator: person.to_owned(), boot: self.boot };
        let mut open = Vec::new();
        for mut draft in left {
            if desk.is_done(draft.uid)? {
                let _ = self.drafts.drop(draft.uid);
                // It is not done a second time, but compared: as saved at once, and as taken up before.
                let (form, site) = (FormState::resume(&draft, now), &desk.house().site);
                let acts = [form.act(site, now), form.act_as_begun(site, now)];
                if acts.iter().any(|act| desk.act(act, &who, now).is_ok()) {
                    continue;
                }
                draft.uid = clock::new_uid();
                let _ = self.drafts.keep(owner, &draft);
            }
            open.push(draft);
        }
        Ok((open, unread))
    }
}
