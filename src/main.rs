//! The program `detente`. It hands over to [`cli`]; everything it does stands in the library.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
