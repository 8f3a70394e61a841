//! What the process asks of the system before anything else: that no memory is written out when it dies, since it holds
//! names and numbers; and that a limit on the size of files is an error to be told, not the end.

/// Asks for it. Where the system refuses, the program works all the same.
#[cfg(unix)]
pub fn prepare() {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
    // Whoever handles the signal is told of the limit by the write that met it.
    let told = std::sync::Arc::default();
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, told);
}

/// There is no such thing here.
#[cfg(not(unix))]
pub fn prepare() {}
