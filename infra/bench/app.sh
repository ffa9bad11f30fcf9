# What the benchmarks share: an application of their own on an empty demo, its database, and lines of measures. Sourced after
# common.sh, never run. Where data names the directory of a running application, that one's database is connected to.

START_SECONDS_MAX=120

app=
stop() {
    if [ -n "$app" ]; then
        kill "$app" 2>/dev/null || true
        wait "$app" 2>/dev/null || true
    fi
    rm -rf "$WORK"
}
trap stop EXIT
trap 'exit 130' INT TERM

say() {
    printf '%s\n' "$*" >&2
}

need() {
    command -v "$1" >/dev/null || fail "$1 is not on the PATH; Debian has it in the package $2"
}

# measure NAME OURS FLOOR UNIT GOAL: one line; the floor may be null.
measure() {
    awk -v name="$1" -v ours="$2" -v floor="$3" -v unit="$4" -v goal="$5" 'BEGIN {
        ratio = floor == "null" ? "null" : sprintf("%.2f", ours / floor)
        printf "{\"measure\":\"%s\",\"ours\":%s,\"floor\":%s,\"unit\":\"%s\",\"ratio\":%s,\"goal\":\"%s\"}\n",
            name, ours, floor, unit, ratio, goal
    }'
}

# median: of numbers on standard input, one a line.
median() {
    sort -n | awk '{ value[NR] = $1 } END { print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'
}

# percentile: the 99th of numbers on standard input.
percentile() {
    sort -n | awk '{ value[NR] = $1 } END { at = int(NR * 0.99 + 0.999999); print value[at < 1 ? 1 : at] }'
}

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 10000))
        (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    printf '%s\n' "$port"
}

start() {
    local jar=${JIAYI_JAR:-$INFRA/../app/target/jiayi.jar} port since=$SECONDS
    [ -r "$jar" ] || fail "there is no $jar; build it with: mvn -q -DskipTests package"
    port=$(free_port)
    data=$WORK/data
    export JIAYI_URL=http://127.0.0.1:$port
    JIAYI_DEMO=empty JIAYI_DATA=$data SERVER_PORT=$port \
        java -jar "$jar" --spring.profiles.active=demo >"$WORK/app.log" 2>&1 &
    app=$!
    until curl -sf -o "$BODY" "$JIAYI_URL/actuator/health/readiness"; do
        if ! kill -0 "$app" 2>/dev/null || [ $((SECONDS - since)) -ge $START_SECONDS_MAX ]; then
            grep -v '^[a-z]*: ey' "$WORK/app.log" >&2
            fail "the application does not start"
        fi
        sleep 1
    done
    say "started on $JIAYI_URL"
}

# connect: lets db and bench speak to the embedded database. Its port is the fourth line of PostgreSQL's own pid file.
connect() {
    export PGHOST=127.0.0.1 PGUSER=postgres PGPASSWORD=postgres PGDATABASE=postgres
    PGPORT=$(sed -n 4p "$data/postgres/postmaster.pid")
    export PGPORT
}

# db [psql arguments]: as the embedded database's superuser.
db() {
    PGOPTIONS='-c client_min_messages=warning' psql -X -q -v ON_ERROR_STOP=1 "$@"
}

# bench [pgbench arguments]: as the application works.
bench() {
    PGOPTIONS='-c role=jiayi_app' pgbench -n -M prepared -j 2 "$@" postgres 2>"$WORK/pgbench.err" || {
        cat "$WORK/pgbench.err" >&2
        fail 'pgbench failed'
    }
}

