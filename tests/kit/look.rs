//! A look at the screen: what must hold of every picture in windows of every size, and the pictures that are kept.

use qiantai::locale::Language;
use ratatui::buffer::{Buffer, CellWidth};

use super::{App, picture};

/// From the least window to a very wide one.
const SIZES: [(u16, u16); 5] = [(60, 18), (80, 24), (100, 30), (120, 40), (200, 50)];

/// Sizes that no one chooses, and that come about while a window is pulled.
const ODD: [(u16, u16); 9] = [(0, 0), (1, 1), (200, 1), (2, 60), (0, 40), (37, 11), (59, 60), (61, 19), (183, 59)];

/// Scenes that a small window lays out otherwise than a large one.
const SMALL: &str = "today complaints calls visitors page year help complaint-form ladder lines-page signed-page \
                     overstay-today paper paper-below why-v1";

/// Scenes whose columns and labels long words can break.
const LONG: &str =
    "today complaints calls visitors page year help complaint-form walk-in-form signed-page paper why-v9";

/// Looks at a scene in windows of every size; the picture of its own window is kept where it says more than others do:
/// large in 简体, small where the layout is another, in English where words are long, and once in 繁體.
pub fn look(app: &mut App, name: &str) {
    let own = app.size();
    for size in SIZES {
        app.resize(size);
        sound(app, name);
    }
    for size in ODD {
        app.resize(size);
        assert_eq!(halved(&app.drawn().0), None, "{name} {size:?}");
    }
    app.resize(own);
    let among = |scenes: &str| scenes.split_whitespace().any(|scene| scene == name);
    let kept = match (app.model.language, own) {
        (Language::Hans, (120, 40)) => true,
        (Language::Hans, _) => among(SMALL),
        (Language::En, (80, 24)) => among(LONG),
        (Language::Hant, (80, 24)) => name == "today",
        _ => false,
    };
    if kept {
        let name = format!("{}-{}x{}-{name}", app.model.language.tag(), own.0, own.1);
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../pictures", omit_expression => true }, {
            insta::assert_snapshot!(name, without_hash(&app.screen()));
        });
    }
}

/// Wide characters are whole, every word is found, the cursor is in sight where something is typed, and the footer says
/// of Enter what Enter does.
fn sound(app: &mut App, name: &str) {
    let (buffer, cursor) = app.drawn();
    let size = app.size();
    let told = || format!("{name} {} {size:?}\n{}", app.model.language.tag(), picture::text(&buffer));
    assert_eq!(halved(&buffer), None, "a wide character is cut: {}", told());
    let text = picture::text(&buffer);
    assert!(!text.contains('⟦'), "a word is missing: {}", told());
    if app.model.typing() {
        let (x, y) = cursor.unwrap_or_else(|| panic!("no cursor: {}", told()));
        assert!(x < size.0 && y < size.1, "the cursor is out of sight: {}", told());
    }
    let footer = text.lines().last().unwrap_or_default();
    if let (Some(primary), true) = (app.model.primary(app.now), footer.contains("Enter ")) {
        let label = app.word(&primary.label());
        assert!(footer.contains(&format!("Enter {label}")), "Enter does {label}: {}", told());
    }
}

/// The place of a wide character whose second half is another's, or lies outside.
pub fn halved(buffer: &Buffer) -> Option<(u16, u16)> {
    let area = buffer.area;
    let places = (area.top()..area.bottom()).flat_map(|y| (area.left()..area.right()).map(move |x| (x, y)));
    let wide = |place: &(u16, u16)| buffer[*place].symbol().cell_width() > 1;
    places.filter(wide).find(|(x, y)| {
        let second = buffer.cell((x + 1, *y)).map(|cell| cell.symbol().trim().is_empty());
        second != Some(true)
    })
}

/// A picture without the digits of a chain's head, which differ in every logbook.
fn without_hash(screen: &str) -> String {
    let digits = |word: &&str| word.len() == 16 && word.chars().all(|c| c.is_ascii_hexdigit());
    match screen.split([' ', ':']).find(digits) {
        Some(head) => screen.replace(head, "0000000000000000"),
        None => screen.to_owned(),
    }
}
