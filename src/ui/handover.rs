//! The handover page.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::ui::Scene;

/// Draws the live page of the post.
pub fn draw(_scene: &Scene<'_>, _area: Rect, _frame: &mut Frame<'_>) {}
