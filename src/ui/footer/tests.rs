//! What the footer says of Enter is what Enter does, and the panels are told apart.

use std::collections::BTreeSet;

use super::items;
use crate::app::panel::{PANELS, Panel, PanelSpec};
use crate::app::{Event, update};
use crate::locale::{Language, Locale};
use crate::ui::Scene;
use crate::ui::samples::{crowded, in_panel, now};
use crate::ui::theme::Theme;

#[test]
fn enter_does_what_the_footer_says_of_it_or_nothing_where_it_says_nothing() {
    let mut seen = BTreeSet::new();
    for panel in Panel::all() {
        for selected in 0..12 {
            for (turned, made) in [(false, crowded as fn(Panel) -> _), (true, crowded), (true, in_panel)] {
                let mut model = made(panel);
                model.page.past &= !turned;
                model.views.get_mut(&model.focused_panel()).unwrap().selected = selected;
                if let Some(record) = model.selected().filter(|_| turned) {
                    model.reveal = Some((record.subject, now().plus_minutes(1)));
                }
                let (locale, theme) = (Locale::new(Language::Hans), Theme::new(false, true));
                let scene = Scene::new(&model, &locale, now(), &theme);
                let said = items(&scene).into_iter().find(|item| item.key == "Enter");
                let primary = model.primary(now());
                assert_eq!(said.map(|item| item.label), primary.as_ref().map(|primary| locale.tr(&primary.label())));
                let before = format!("{:?}", (&model.overlays.len(), &model.reveal, &model.page));
                let effects = update(&mut model, Event::Key("enter".parse().unwrap()), now(), uuid::Uuid::from_u128(9));
                let after = format!("{:?}", (&model.overlays.len(), &model.reveal, &model.page));
                assert_eq!(
                    primary.is_some(),
                    !effects.is_empty() || before != after,
                    "{panel:?} {selected} {primary:?}"
                );
                seen.extend(primary.map(|primary| primary.label()));
            }
        }
    }
    assert!(seen.len() > 8, "{seen:?}");
}

#[test]
fn every_panel_has_one_row_a_number_a_digit_and_a_name_of_its_own() {
    let told = |of: fn(&PanelSpec) -> String| PANELS.iter().map(of).collect::<BTreeSet<_>>().len();
    let unique =
        [told(|spec| format!("{:?}", spec.panel)), told(|spec| spec.digit.into()), told(|spec| spec.name.into())];
    assert_eq!(unique, [PANELS.len(); 3]);
    let numbers: BTreeSet<u8> = PANELS.iter().map(|spec| spec.number).collect();
    assert_eq!(numbers, crate::domain::site::PANELS.into(), "the settings name these");
    for spec in &PANELS {
        assert_eq!(spec.panel.spec().panel, spec.panel);
        assert_eq!(spec.key, format!("f{}", spec.number));
    }
}
