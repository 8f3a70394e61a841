//! The header.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::ui::Scene;

pub(super) fn draw(_scene: &Scene<'_>, _area: Rect, _frame: &mut Frame<'_>) {}
