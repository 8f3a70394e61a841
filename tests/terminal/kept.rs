//! What was half typed comes back, after whichever key the program dies.

use crate::windows::{Window, begun};

const F4: &str = "\u{1b}[14~";
const INSERT: &str = "\u{1b}[2~";

/// What is typed into the first fields of a complaint.
const FIELDS: [&str; 3] = ["3-2-101", "欧阳倩", "楼道灯坏了"];

/// The keys, and of each what stands in the form by then.
fn keys() -> Vec<(String, Vec<String>)> {
    let mut keys = Vec::new();
    let mut stands: Vec<String> = Vec::new();
    for field in FIELDS {
        stands.push(String::new());
        for c in field.chars() {
            stands.last_mut().unwrap().push(c);
            keys.push((c.to_string(), stands.clone()));
        }
        keys.push(("\r".to_owned(), stands.clone()));
    }
    keys
}

fn killed(rounds: usize) {
    let keys = keys();
    for round in 0..rounds {
        // Every place in turn, in steps that share nothing with their number.
        let last = round * 7 % keys.len();
        let folder = tempfile::tempdir().unwrap();
        let mut window = begun(folder.path());
        window.types(&[F4, INSERT]);
        for (key, stands) in &keys[..=last] {
            window.send(key);
            window.until("what was typed", |screen| stands.iter().all(|text| screen.contains(text)));
            window.settle();
        }
        window.signal("-KILL");
        window.end();
        let mut again = Window::open(folder.path(), &[]);
        let stands = &keys[last].1;
        again.until("what was typed before", |screen| stands.iter().all(|text| screen.contains(text)));
        again.signal("-TERM");
        again.end();
    }
}

#[test]
fn after_a_kill_a_form_has_every_key_that_is_older_than_a_quarter_of_a_second() {
    killed(5);
}

#[test]
#[ignore = "long: 200 kills"]
fn after_each_of_two_hundred_kills_a_form_has_every_key() {
    killed(200);
}
