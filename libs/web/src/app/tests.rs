mod answers;
mod forms;
mod harness;
mod hosts;
mod machines;
mod sessions;
