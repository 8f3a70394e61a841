//! What lies over the panel.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::Overlay;
use crate::ui::Scene;

/// Draws one overlay over the body of the window.
pub fn draw(_scene: &Scene<'_>, _overlay: &Overlay, _area: Rect, _frame: &mut Frame<'_>) {}
