#![no_main]
//! `bodies::dictionary_afinn`, with bytes of libFuzzer's.

#[path = "../bodies.rs"]
#[allow(dead_code)]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::dictionary_afinn(bytes));
