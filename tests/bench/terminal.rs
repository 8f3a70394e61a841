//! A program in a real terminal, timed from outside.

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// No byte for so long means that the picture is finished.
const STILL: Duration = Duration::from_millis(25);
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Program {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    output: Receiver<(Instant, usize)>,
    started: Instant,
    _master: Box<dyn MasterPty + Send>,
}

impl Program {
    pub fn start(program: &str, args: &[String]) -> Self {
        let pair = native_pty_system().openpty(PtySize { rows: 40, cols: 120, ..PtySize::default() }).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let (to, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0_u8; 1 << 16];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if to.send((Instant::now(), n)).is_err() {
                    return;
                }
            }
        });
        Self { child, writer, output, started, _master: pair.master }
    }

    /// Waits until the screen is still. Returns the milliseconds from `since` to its last byte.
    fn still(&mut self, since: Instant) -> f64 {
        let mut last = None;
        loop {
            match self.output.recv_timeout(if last.is_some() { STILL } else { PATIENCE }) {
                Ok((at, _)) => last = Some(at),
                Err(RecvTimeoutError::Timeout) if last.is_some() => break,
                Err(error) => panic!("no picture: {error}"),
            }
        }
        last.unwrap().duration_since(since).as_secs_f64() * 1_000.0
    }

    /// Milliseconds from the start to the first picture.
    pub fn picture(&mut self) -> f64 {
        self.still(self.started)
    }

    /// Milliseconds from a key to the finished picture.
    pub fn press(&mut self, key: &[u8]) -> f64 {
        let since = Instant::now();
        self.writer.write_all(key).unwrap();
        self.writer.flush().unwrap();
        self.still(since)
    }

    /// The share of a core and the bytes that the program takes while nobody touches it.
    pub fn idle(&mut self, time: Duration) -> (f64, usize) {
        let before = self.cpu();
        let until = Instant::now() + time;
        let mut bytes = 0;
        while let Some(rest) = until.checked_duration_since(Instant::now()) {
            if let Ok((_, n)) = self.output.recv_timeout(rest) {
                bytes += n;
            }
        }
        ((self.cpu() - before) / time.as_secs_f64(), bytes)
    }

    fn cpu(&self) -> f64 {
        cpu(self.child.process_id().unwrap())
    }

    /// Ends it.
    pub fn end(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Seconds of processor time that a process has taken so far (Linux).
pub fn cpu(pid: u32) -> f64 {
    let schedules = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let nanos = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(path.join("schedstat")).unwrap_or_default();
        text.split(' ').next().and_then(|nanos| nanos.parse::<f64>().ok()).unwrap_or(0.0)
    };
    schedules.map(|task| nanos(task.unwrap().path())).sum::<f64>() / 1e9
}
