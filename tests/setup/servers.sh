# Throw-away PostgreSQL and Redis on free loopback ports, with everything below one folder. Sourced by tests/run.
# Both are started in the foreground as our own children, so that they are stopped by their process ids and nothing is left.

server_pids=()

# A port that nobody listens on, below the range that the kernel gives out by itself.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# Waits up to 30 s until a command succeeds, as long as the process lives.
wait_until() {
  local pid=$1 tries=0
  shift
  until "$@" >/dev/null 2>&1; do
    kill -0 "$pid" 2>/dev/null || return 1
    tries=$((tries + 1))
    [ $tries -lt 300 ] || return 1
    sleep 0.1
  done
}

start_postgres() {
  local folder=$1/postgres bin port log=$1/postgres.log as=()
  bin=$(postgres_bin) || { echo "No PostgreSQL server programs." >&2; return 1; }
  mkdir -p "$folder"
  # PostgreSQL refuses to run as root.
  if [ "$(id -u)" -eq 0 ]; then
    local user=postgres
    id "$user" >/dev/null 2>&1 || user=nobody
    chown "$user" "$folder"
    as=(setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups)
  fi
  (cd / && "${as[@]}" "$bin/initdb" --pgdata="$folder/data" --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync) >"$log" 2>&1 || {
    tail -n 5 "$log" >&2
    return 1
  }
  port=$(free_port)
  # No fsync: the data dies with the run. The durability of PostgreSQL is not what we test.
  (cd / && exec "${as[@]}" "$bin/postgres" -D "$folder/data" -p "$port" -k "$folder" \
    -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c max_connections=300 -c shared_buffers=128MB) >>"$log" 2>&1 &
  server_pids+=($!)
  wait_until $! "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" || { tail -n 5 "$log" >&2; return 1; }
  # The role may do anything: tests make their own roles and databases with it.
  export RAPPEL_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres"
  export RAPPEL_TEST_POSTGRES_BIN=$bin
}

start_redis() {
  local folder=$1/redis port log=$1/redis.log
  mkdir -p "$folder"
  port=$(free_port)
  redis-server --port "$port" --bind 127.0.0.1 --dir "$folder" --save '' --appendonly no --databases 512 >"$log" 2>&1 &
  server_pids+=($!)
  wait_until $! redis_answers "$port" || { tail -n 5 "$log" >&2; return 1; }
  export RAPPEL_TEST_REDIS="redis://127.0.0.1:$port/0"
}

redis_answers() {
  local answer
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'PING\r\n' >&3
  read -r -t 2 answer <&3
  exec 3>&-
  [[ $answer == +PONG* ]]
}

start_servers() { start_postgres "$1" && start_redis "$1"; }

stop_servers() {
  local pid
  for pid in "${server_pids[@]}"; do kill -INT "$pid" 2>/dev/null; done
  for pid in "${server_pids[@]}"; do wait "$pid" 2>/dev/null; done
  server_pids=()
}
