#![no_main]
//! `bodies::tables`, with bytes of libFuzzer's.

#[path = "../bodies.rs"]
#[allow(dead_code)]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::tables(bytes));
