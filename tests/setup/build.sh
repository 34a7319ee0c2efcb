# Builds what the tests need, once, and what each of them copies instead of making it anew. Sourced by tests/setup/cargo-tests.

# One build of every package with one set of features, whatever part asks for it.
build_everything() {
  export RAPPEL_TEST_ARTIFACTS=$1/artifacts.json
  cargo build --workspace --bins --examples --tests --message-format=json-render-diagnostics >"$RAPPEL_TEST_ARTIFACTS"
}

# Databases with the whole schema: an SQLite file, and a database of PostgreSQL whose owner owns the copies too.
make_templates() {
  local program=${CARGO_TARGET_DIR:-target}/debug/rappel name=rappel_template_$$ server
  local migrate=(env RAPPEL__SERVER__DOMAIN=support.localhost RAPPEL__SECRETS__KEY=0123456789abcdef0123456789abcdef)
  "${migrate[@]}" RAPPEL__DATABASE__URL="sqlite:$1/template.db" "$program" migrate >/dev/null || return 1
  export RAPPEL_TEST_SQLITE_TEMPLATE=$1/template.db
  [ -n "${RAPPEL_TEST_POSTGRES:-}" ] || return 0
  server=${RAPPEL_TEST_POSTGRES%/*}
  "${RAPPEL_TEST_POSTGRES_BIN:+$RAPPEL_TEST_POSTGRES_BIN/}psql" -Xq "$RAPPEL_TEST_POSTGRES" -v ON_ERROR_STOP=1 \
    -c "CREATE ROLE $name LOGIN PASSWORD '$name' NOSUPERUSER NOBYPASSRLS" -c "CREATE DATABASE $name OWNER $name" &&
    "${migrate[@]}" RAPPEL__DATABASE__URL="postgres://$name:$name@${server#*@}/$name" "$program" migrate >/dev/null || return 1
  export RAPPEL_TEST_POSTGRES_TEMPLATE=$name
}
