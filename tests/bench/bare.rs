//! The measure: the smallest program that shows a table of the same size and opens SQLite.

use std::path::{Path, PathBuf};

use crossterm::event::{Event, KeyCode, read};
use ratatui::layout::Constraint;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Block, Row, Table, TableState};
use rusqlite::Connection;

/// A plain database with the rows that the bare table shows, beside the logbook.
pub fn database(logbook: &Path) -> PathBuf {
    let path = logbook.with_extension("bare.db");
    let _ = std::fs::remove_file(&path);
    let mut db = Connection::open(&path).unwrap();
    db.execute_batch(
        "PRAGMA journal_mode=WAL; CREATE TABLE visit (id INTEGER PRIMARY KEY, time TEXT, room TEXT, name TEXT)",
    )
    .unwrap();
    let tx = db.transaction().unwrap();
    for id in 0..1_000 {
        let values = (id, "14:28", format!("3-2-{id}"), "欧阳倩 访客");
        tx.execute("INSERT INTO visit VALUES (?1, ?2, ?3, ?4)", values).unwrap();
    }
    tx.commit().unwrap();
    path
}

/// Shows the newest rows; arrows move, every key draws one picture.
pub fn run(path: &Path) {
    let db = Connection::open(path).unwrap();
    let mut statement = db.prepare("SELECT time, room, name FROM visit ORDER BY id DESC LIMIT 60").unwrap();
    let rows: Vec<[String; 3]> = statement
        .query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut terminal = ratatui::init();
    let mut state = TableState::default().with_selected(0);
    loop {
        terminal
            .draw(|frame| {
                let table = Table::new(
                    rows.iter().map(|row| Row::new(row.clone())),
                    [Constraint::Length(8), Constraint::Length(12), Constraint::Fill(1)],
                )
                .block(Block::bordered().title("访客"))
                .row_highlight_style(Style::new().add_modifier(Modifier::REVERSED));
                frame.render_stateful_widget(table, frame.area(), &mut state);
            })
            .unwrap();
        let Event::Key(key) = read().unwrap() else { continue };
        match key.code {
            KeyCode::Down => state.select_next(),
            KeyCode::Up => state.select_previous(),
            KeyCode::Char('q') => break,
            _ => {}
        }
    }
    ratatui::restore();
}
