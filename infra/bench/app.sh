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

# invent_county: the institutions of the demo county, TEAMS teams of TEAM_SIZE, and UNSIGNED adults nobody has signed up yet: a
# county in small, which infra/county takes in through the API with the demo's policies. AREA is 439901.
invent_county() {
    local county=$WORK/county kind
    mkdir "$county"
    cp "$DEMO/county/institutions.csv" "$county"
    for kind in contracts events visits; do
        head -n 1 "$DEMO/county/$kind.csv" >"$county/$kind.csv"
    done
    awk -v teams="$TEAMS" -v capacity=$((TEAM_SIZE * 2)) 'BEGIN {
        print "团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限"
        for (i = 0; i < teams; i++)
            printf "T%04d,第%d家庭医生团队,H43990100%03d,王医生,D43990100%04d,护士1;公卫医师1,%d\n",
                i + 1, i + 1, 3 + i % 8, i + 1, capacity
    }' >"$county/teams.csv"
    awk -v area="$AREA" -v count="$UNSIGNED" 'BEGIN {
        print "姓名,证件类型,证件号码,性别,出生日期,联系电话,险种,人群分类,经济类型,监护人姓名,监护人证件号码,与监护人关系,户编号"
        split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", weight, " ")
        for (i = 0; i < count; i++) {
            day = sprintf("%d%02d%02d", 1950 + i % 50, 1 + int(i / 50) % 12, 1 + int(i / 600) % 28)
            number = area day sprintf("%03d", 1 + int(i / 16800))
            total = 0
            for (at = 1; at <= 17; at++) total += weight[at] * substr(number, at, 1)
            number = number substr("10X98765432", 1 + total % 11, 1)
            printf "测试员,居民身份证,%s,%s,%s-%s-%s,,390,,一般,,,,\n", number, substr(number, 17, 1) % 2 ? "男" : "女",
                substr(day, 1, 4), substr(day, 5, 2), substr(day, 7, 2)
        }
    }' >"$county/residents.csv"
    "$INFRA/county" "$county" >"$WORK/county.json"
    [ "$(field residents.accepted "$WORK/county.json")" = "$UNSIGNED" ] || {
        cat "$WORK/county.json" >&2
        fail 'the application refuses invented residents'
    }
}

# fill: CONTRACTS contracts set-based.
fill() {
    local position since=$SECONDS
    position=$(db -At -c "SELECT coalesce(max(position), 0) FROM outbox_event WHERE area = '$AREA'")
    db -v contracts="$CONTRACTS" -v teams="$TEAMS" -v first_position="$position" -f "$INFRA/bench/county.sql"
    say "filled with $CONTRACTS contracts of $TEAMS teams in $((SECONDS - since)) s"
}
