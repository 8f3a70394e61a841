//! Pictures of the model: what is drawn and how wide it is. Nothing here changes anything.

pub mod cells;
