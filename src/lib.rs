//! `detente` measures how adversaries talk to each other.
#![warn(missing_docs)]

pub mod article;
pub mod chart;
pub mod compare;
pub mod pipeline;
pub mod quote;
pub mod report;
pub mod study;
pub mod tone;
