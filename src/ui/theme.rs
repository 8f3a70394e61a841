//! Colours and lines. Colour is never alone: what is late, soon or struck says so in words or marks as well. The
//! colours are of the 256 fixed ones and hold on dark and on light backgrounds.

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

use crate::app::tick::Urgency;

/// How each kind of thing looks.
#[derive(Debug, Clone)]
pub struct Theme {
    pub calm: Style,
    /// A time limit that has run out, or waits for a calendar: the only block of colour on the screen.
    pub late: Style,
    /// What will be late, and what is wrong in a form.
    pub soon: Style,
    /// A time limit of which half has passed.
    pub half: Style,
    pub dim: Style,
    /// The border of the list, form or card in hand.
    pub focus: Style,
    pub border: Style,
    pub title: Style,
    pub selected: Style,
    /// A day off 休 in the calendar.
    pub off: Style,
    pub makeup: Style,
    pub half_day: Style,
    /// A value or record that was struck through, still legible.
    pub struck: Style,
    pub lines: border::Set<'static>,
    pub ascii: bool,
}

const ASCII: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

impl Theme {
    /// A theme with ASCII lines where `ascii`, without any colour unless `colour`.
    pub fn new(ascii: bool, colour: bool) -> Self {
        let ink = |style: Style, colours: Style| if colour { style.patch(colours) } else { style };
        let fg = |index| Style::new().fg(Color::Indexed(index));
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let late = bold.add_modifier(Modifier::REVERSED);
        Self {
            calm: Style::new(),
            late: if colour { bold.patch(fg(231).bg(Color::Indexed(160))) } else { late },
            soon: ink(bold, fg(166)),
            half: ink(Style::new(), fg(136)),
            dim: if colour { fg(243) } else { Style::new().add_modifier(Modifier::DIM) },
            focus: ink(bold, fg(33)),
            border: if colour { fg(243) } else { Style::new() },
            title: bold,
            selected: ink(bold, fg(33)),
            off: ink(bold, fg(71)),
            makeup: ink(bold, fg(33)),
            half_day: ink(bold, fg(134)),
            struck: Style::new().add_modifier(Modifier::CROSSED_OUT),
            lines: if ascii { ASCII } else { border::PLAIN },
            ascii,
        }
    }

    /// The look of a rest.
    pub const fn heat(&self, heat: Urgency) -> Style {
        match heat {
            Urgency::Late | Urgency::Pending => self.late,
            Urgency::Soon => self.soon,
            Urgency::Half => self.half,
            Urgency::Calm => self.calm,
        }
    }
}
