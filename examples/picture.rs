//! The first picture of a made-up day, as SVG, for the README: `cargo run --release --example picture > data/screen.svg`.

#[path = "../tests/kit/picture.rs"]
mod text;

use std::fmt::Write as _;

use qiantai::app::Effect;
use qiantai::app::update;
use qiantai::cli::demo;
use qiantai::desk::Desk;
use qiantai::locale::{Language, Locale};
use qiantai::runtime::start::{Start, ready};
use qiantai::runtime::worker::{Files, Job};
use qiantai::runtime::{clock, open};
use qiantai::ui::theme::Theme;
use qiantai::ui::{Scene, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::style::{Color, Modifier};
use text::shown;

fn main() -> anyhow::Result<()> {
    let folder = std::env::temp_dir().join(format!("qiantai-{}", clock::new_uid()));
    std::fs::create_dir_all(&folder)?;
    let files = Files::beside(folder.join("logbook.db"), folder.join("site.toml"));
    let plan = demo::Plan { now: clock::now(), visits: None, seed: 1 };
    let mut desk = Desk::new(open::open(&files.db, Some(plan.log()))?.store, demo::house()?)?;
    demo::fill(&mut desk, plan).map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
    let start = Start { language: Some(Language::Hans), ..Start::default() };
    let (mut model, mut worker) = ready(desk, files, &start)?;
    let effect = Effect::Load(model.want());
    let job = Job { effect, post: model.post.clone(), operator: model.operator.clone() };
    if let Some(event) = worker.perform(&job, plan.now) {
        let _ = update(&mut model, event, plan.now, clock::new_uid());
    }
    let mut terminal = Terminal::new(TestBackend::new(120, 40))?;
    let (locale, theme) = (Locale::new(model.language), Theme::new(false, true));
    terminal.draw(|frame| view(&Scene::new(&model, &locale, plan.now, &theme), frame))?;
    println!("{}", svg(terminal.backend().buffer()));
    Ok(std::fs::remove_dir_all(&folder)?)
}

/// The cells of the picture, in pixels.
const CELL: (u32, u32) = (9, 19);
const GROUND: &str = "#16181d";
const INK: &str = "#d7dae0";

/// A buffer as SVG: every character at its own cell, wide ones over two.
fn svg(buffer: &Buffer) -> String {
    let (width, height) = (u32::from(buffer.area.width) * CELL.0, u32::from(buffer.area.height) * CELL.1);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"'DejaVu Sans Mono','Sarasa Mono SC','Noto Sans Mono CJK SC',monospace\" font-size=\"15\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{GROUND}\"/>\n"
    );
    for (column, row, cell) in shown(buffer) {
        let x = u32::from(column - buffer.area.left()) * CELL.0;
        let y = u32::from(row - buffer.area.top()) * CELL.1;
        let wide = u32::from(cell.symbol().cell_width().max(1)) * CELL.0;
        let (mut ink, mut ground) = (colour(cell.fg, INK), colour(cell.bg, GROUND));
        if cell.modifier.contains(Modifier::REVERSED) {
            std::mem::swap(&mut ink, &mut ground);
        }
        if ground != GROUND {
            let _ =
                writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{}\" fill=\"{ground}\"/>", CELL.1);
        }
        if cell.symbol().trim().is_empty() {
            continue;
        }
        let mut look = String::new();
        if cell.modifier.contains(Modifier::BOLD) {
            look.push_str(" font-weight=\"bold\"");
        }
        if cell.modifier.contains(Modifier::DIM) {
            look.push_str(" opacity=\"0.6\"");
        }
        if cell.modifier.contains(Modifier::CROSSED_OUT) {
            look.push_str(" text-decoration=\"line-through\"");
        } else if cell.modifier.contains(Modifier::UNDERLINED) {
            look.push_str(" text-decoration=\"underline\"");
        }
        let symbol = cell.symbol().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let _ = writeln!(out, "<text x=\"{x}\" y=\"{}\" fill=\"{ink}\"{look}>{symbol}</text>", y + 14);
    }
    out + "</svg>\n"
}

/// A colour of the terminal as SVG writes it.
fn colour(colour: Color, plain: &str) -> String {
    let (r, g, b) = match colour {
        Color::Indexed(index @ 16..=231) => {
            let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
            let index = index - 16;
            (level(index / 36), level(index / 6 % 6), level(index % 6))
        }
        Color::Indexed(index @ 232..) => {
            let level = 8 + 10 * (index - 232);
            (level, level, level)
        }
        Color::Rgb(r, g, b) => (r, g, b),
        _ => return plain.to_owned(),
    };
    format!("#{r:02x}{g:02x}{b:02x}")
}
