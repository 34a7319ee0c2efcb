# What the browser parts share: packages, the program, the gallery. Sourced by them.

# shellcheck source=packages.sh
. tests/setup/packages.sh
RAPPEL_TEST_CHROMIUM=$(chromium_bin)
export RAPPEL_TEST_CHROMIUM

# Packages as the lock file says, again only when it changed.
install_packages() {
  cmp -s tests/browser/package-lock.json tests/browser/node_modules/.installed && return
  npm --prefix tests/browser ci --no-audit --no-fund --loglevel error &&
    cp tests/browser/package-lock.json tests/browser/node_modules/.installed
}

# One build of the whole workspace, with the features that the other parts have built it with.
build_program() {
  cargo build --workspace --bins --examples --tests &&
    export RAPPEL_BINARY=${CARGO_TARGET_DIR:-$PWD/target}/debug/rappel
}

write_gallery() {
  export RAPPEL_GALLERY=$1
  "${CARGO_TARGET_DIR:-target}/debug/examples/gallery" "$RAPPEL_GALLERY"
}

# Runs node's tests, shows what failed, counts.
node_tests() {
  local log status
  log=$(mktemp)
  node --test --test-reporter=spec "$@" 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  local passed failed
  passed=$(sed -nE 's/^ℹ pass ([0-9]+)$/\1/p' "$log")
  failed=$(sed -nE 's/^ℹ fail ([0-9]+)$/\1/p' "$log")
  rm -f "$log"
  echo "${passed:-0} ${failed:-0}" >>"${RAPPEL_TALLY:-/dev/null}"
  return "$status"
}
