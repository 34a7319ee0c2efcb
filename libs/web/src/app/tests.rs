mod answers;
mod forms;
mod harness;
mod hosts;
mod looks;
mod machines;
mod sessions;
