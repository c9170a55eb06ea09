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
        Bar(bar)
    }

    /// Shows how far it is.
    pub fn told(&self, progress: Progress) {
        // What is read is measured in bytes, since nobody knows how many articles a table holds before it was read.
        const BYTES: &str = "{msg:34} {bar:24} {binary_bytes}/{binary_total_bytes} {binary_bytes_per_sec} {eta}";
        const STEPS: &str = "{msg:34} {bar:24} {pos}/{len} {per_sec} {eta}";
        let (message, position, length, template) = match progress {
            Progress::Read { articles, bytes, of } => (format!("reading and rating: {articles} articles"), bytes, of, BYTES),
            Progress::Tables => ("writing tables".to_owned(), 0, 1, STEPS),
            Progress::Compare => ("comparing".to_owned(), 0, 1, STEPS),
            Progress::Draw { charts, of } => ("drawing".to_owned(), charts, of, STEPS),
            Progress::Write => ("writing the page".to_owned(), 0, 1, STEPS),
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.0.set_style(style);
        }
        self.0.set_message(message);
        self.0.set_length(length);
        self.0.set_position(position);
    }

    /// Takes the bar off the screen while something else is said.
    pub fn aside<T>(&self, say: impl FnOnce() -> T) -> T {
        self.0.suspend(say)
    }

    /// Takes the bar off the screen.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}
