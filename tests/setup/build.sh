# Builds what the tests need, once, and what each of them copies instead of making it anew. Sourced by tests/setup/cargo-tests.

# One build of every package with one set of features, whatever part asks for it.
build_everything() {
  export RAPPEL_TEST_ARTIFACTS=$1/artifacts.json
  cargo build --workspace --bins --examples --tests --message-format=json-render-diagnostics >"$RAPPEL_TEST_ARTIFACTS"
}

# Databases with the schema: an SQLite file, and databases of PostgreSQL whose owner owns the copies too. The store's own tests copy
# the whole one; the others a light one, whose big tables have two parts instead of sixteen: the parts were a third of what
# PostgreSQL had to do for them.
make_templates() {
  local program=${CARGO_TARGET_DIR:-target}/debug/rappel name=rappel_template_$$ server
  local migrate=(env RAPPEL__SERVER__DOMAIN=support.localhost RAPPEL__SECRETS__KEY=0123456789abcdef0123456789abcdef)
  "${migrate[@]}" RAPPEL__DATABASE__URL="sqlite:$1/template.db" "$program" migrate >/dev/null || return 1
  export RAPPEL_TEST_SQLITE_TEMPLATE=$1/template.db
  [ -n "${RAPPEL_TEST_POSTGRES:-}" ] || return 0
  server=${RAPPEL_TEST_POSTGRES%/*}
  local psql=("${RAPPEL_TEST_POSTGRES_BIN:+$RAPPEL_TEST_POSTGRES_BIN/}psql" -Xq -v ON_ERROR_STOP=1)
  "${psql[@]}" "$RAPPEL_TEST_POSTGRES" \
    -c "CREATE ROLE $name LOGIN PASSWORD '$name' NOSUPERUSER NOBYPASSRLS" -c "CREATE DATABASE $name OWNER $name" &&
    "${migrate[@]}" RAPPEL__DATABASE__URL="postgres://$name:$name@${server#*@}/$name" "$program" migrate >/dev/null &&
    "${psql[@]}" "$RAPPEL_TEST_POSTGRES" -c "CREATE DATABASE ${name}_whole OWNER $name TEMPLATE $name" &&
    "${psql[@]}" "$server/$name" -f tests/setup/two-parts.sql || return 1
  export RAPPEL_TEST_POSTGRES_TEMPLATE=$name RAPPEL_TEST_POSTGRES_WHOLE=${name}_whole
}
