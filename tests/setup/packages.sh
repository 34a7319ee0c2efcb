# Finds the programs that the tests need, and installs them on Debian and Ubuntu when we may. Sourced by tests/run.

# PostgreSQL's server programs are not on the PATH of Debian: the newest version wins.
postgres_bin() {
  local initdb
  initdb=$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
  [ -n "$initdb" ] || initdb=$(command -v initdb) || return 1
  initdb=$(readlink -f "$initdb")
  [ -x "${initdb%/*}/postgres" ] && printf '%s' "${initdb%/*}"
}

# One that starts: Ubuntu's package is a stub that only tells to install a snap. The headless one has the same engine and no windows to
# draw: it needs a quarter less of the processor.
chromium_bin() {
  local name
  for name in "${RAPPEL_TEST_CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1 && command -v "$name" && return 0
  done
  return 1
}

# Debian calls it one thing, Ubuntu another.
chromium_package() {
  local name
  for name in chromium-headless-shell chromium; do
    [ -z "$(apt-cache --quiet madison "$name" 2>/dev/null)" ] || { echo "$name"; return; }
  done
  echo chromium-browser
}

# The tests' runner came with Node 18.
node_is_new_enough() {
  local version
  version=$(node --version 2>/dev/null) || return 1
  version=${version#v}
  [ "${version%%.*}" -ge 18 ]
}

# The Debian packages that are missing for these needs, one per line.
missing_packages() {
  local needs=$1
  if [[ $needs == *" servers "* ]]; then
    postgres_bin >/dev/null || echo postgresql
    command -v redis-server >/dev/null || echo redis-server
    command -v sqlite3 >/dev/null || echo sqlite3
  fi
  if [[ $needs == *" browser "* ]]; then
    chromium_bin >/dev/null || chromium_package
  fi
  if [[ $needs == *" browser "* || $needs == *" node "* ]]; then
    node_is_new_enough || echo nodejs
    command -v npm >/dev/null || echo npm
  fi
  if [[ $needs == *" faketime "* ]]; then
    command -v faketime >/dev/null || echo faketime
  fi
  command -v cc >/dev/null || echo gcc
}

install_missing() {
  local needs=$1 missing as_root=()
  missing=$(missing_packages "$needs")
  [ -n "$missing" ] || return 0
  if command -v apt-get >/dev/null; then
    [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
    if [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; then
      "${as_root[@]}" apt-get update -q >/dev/null
      missing=$(missing_packages "$needs") # names are known now
      echo "Installing: ${missing//$'\n'/ }"
      # shellcheck disable=SC2086 # one word per package
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing >/dev/null
      missing=$(missing_packages "$needs")
      [ -n "$missing" ] || return 0
    fi
    echo "Please install first: sudo apt-get install ${missing//$'\n'/ }" >&2
    [[ $missing != *chromium* ]] ||
      echo "Where Chromium is only a snap, install Google Chrome instead, or name a Chromium in RAPPEL_TEST_CHROMIUM." >&2
    [[ $missing != *nodejs* ]] || echo "Node must be 18 or newer." >&2
  else
    echo "Please install first (Debian's names; other systems have them under similar ones): ${missing//$'\n'/ }" >&2
  fi
  return 1
}
