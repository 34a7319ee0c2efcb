# Finds a cargo that runs. Sourced by tests/run and .ci/run.

# rustup's `cargo` looks for its toolchains below $HOME. With another HOME it finds none, so we look where the program itself
# is installed: <cargo home>/bin/cargo, with rustup's folder beside the cargo home.
find_toolchain() {
  local cargo bin home folder
  cargo=$(command -v cargo) || {
    echo "No cargo. Install Rust $(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml) or newer: https://rustup.rs" >&2
    return 1
  }
  cargo --version >/dev/null 2>&1 && return 0
  bin=$(cd "$(dirname "$cargo")" && pwd)
  home=${bin%/bin}
  for folder in "${home%/*}/.rustup" "${home%/*}/rustup"; do
    if [ -d "$folder/toolchains" ] && RUSTUP_HOME=$folder cargo --version >/dev/null 2>&1; then
      export RUSTUP_HOME=$folder
      [ -w "$home" ] && export CARGO_HOME=${CARGO_HOME:-$home}
      return 0
    fi
  done
  cargo --version >&2 # its own words say what is missing
  return 1
}
