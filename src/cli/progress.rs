//! The progress bar: on a terminal's standard error, nowhere else.

use detente::pipeline::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that can be told how far a run is.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar; hidden where it was asked to be quiet or standard error is no terminal.
    pub fn new(quiet: bool) -> Bar {
        let bar = ProgressBar::with_draw_target(
            None,
            if quiet {
                ProgressDrawTarget::hidden()
            } else {
                ProgressDrawTarget::stderr()
            },
        );
        if let Ok(style) = ProgressStyle::with_template("{msg:24} {bar:32} {pos}/{len} {per_sec} {eta}") {
            bar.set_style(style);
        }
        Bar(bar)
    }

    /// Shows how far it is.
    pub fn told(&self, progress: Progress) {
        let (message, position, length) = match progress {
            Progress::Read { articles, of } => ("reading and rating", articles, of),
            Progress::Tables => ("writing tables", 0, 1),
            Progress::Compare => ("comparing", 0, 1),
            Progress::Draw { charts, of } => ("drawing", charts, of),
            Progress::Write => ("writing the page", 0, 1),
        };
        self.0.set_message(message);
        self.0.set_length(length);
        self.0.set_position(position);
    }

    /// Takes the bar off the screen.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}
