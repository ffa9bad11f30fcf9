# What the tools beside this file share: HTTP with curl, and a small reader of JSON. Sourced, never run.
# Needs only bash, curl and awk, so that it works on a bare machine.

JIAYI_URL=${JIAYI_URL:-http://127.0.0.1:8080}
JIAYI_URL=${JIAYI_URL%/}
INFRA=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
DEMO=$INFRA/../app/src/main/resources/demo
WORK=$(mktemp -d "${TMPDIR:-/tmp}/jiayi.XXXXXX")
trap 'rm -rf "$WORK"' EXIT

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# http METHOD PATH [curl arguments]: leaves the status in STATUS, the body in $BODY and the headers in $HEAD.
# The token of TOKEN goes along, unless it is empty.
BODY=$WORK/body
HEAD=$WORK/head
TOKEN=
http() {
    local method=$1 path=$2
    shift 2
    : >"$BODY"
    : >"$HEAD"
    STATUS=$(curl -sS -X "$method" -o "$BODY" -D "$HEAD" -w '%{http_code}' \
        ${TOKEN:+-H "Authorization: Bearer $TOKEN"} "$@" "$JIAYI_URL$path") ||
        fail "no answer from $JIAYI_URL to $method $path; is the server running, and is JIAYI_URL right?"
}

# want STATUS…: ends the tool with the server's problem unless the last answer has one of these statuses.
want() {
    local wanted
    for wanted in "$@"; do
        [ "$STATUS" = "$wanted" ] && return
    done
    cat "$BODY" >&2
    echo >&2
    fail "the server answered $STATUS where $* was expected"
}

# header NAME: the value of a header of the last answer.
header() {
    awk -v name="$1" 'BEGIN { name = tolower(name) ":" }
        tolower(substr($0, 1, length(name))) == name {
            sub(/^[^:]*:[ \t]*/, ""); sub(/[ \t\r]+$/, ""); value = $0
        }
        END { print value }' "$HEAD"
}

# token ROLE [name=value…]: sets TOKEN to a token of the demo's issuer.
token() {
    local role=$1
    shift
    TOKEN=$("$INFRA/token" "$role" "$@") || exit 1
}

# flat [FILE]: a JSON document as lines "path<TAB>value", one for each string, number and literal, such as
# "data.0.id<TAB>bat_…". Understands all of JSON; of the escapes, \u is left as it is.
flat() {
    LC_ALL=C awk '
        function fail_at() { print "not JSON at character " at > "/dev/stderr"; exit 1 }
        function blanks() { while (index(" \t\r\n", substr(text, at, 1)) && at <= size) at++ }
        function string(   value, char) {
            at++
            value = ""
            while (at <= size) {
                char = substr(text, at++, 1)
                if (char == "\"") return value
                if (char == "\\") {
                    char = substr(text, at++, 1)
                    if (char == "n") char = "\n"
                    else if (char == "t") char = "\t"
                    else if (char == "r") char = "\r"
                    else if (char == "b" || char == "f") char = " "
                    else if (char == "u") char = "\\u"
                }
                value = value char
            }
            fail_at()
        }
        function line(path, value) { gsub(/[\n\t]/, " ", value); print substr(path, 2) "\t" value }
        function value(path,   char, start, name, count) {
            blanks()
            char = substr(text, at, 1)
            if (char == "\"") { line(path, string()); return }
            if (char == "{" || char == "[") {
                at++
                count = 0
                blanks()
                if (substr(text, at, 1) == (char == "{" ? "}" : "]")) { at++; return }
                while (1) {
                    blanks()
                    if (char == "{") {
                        if (substr(text, at, 1) != "\"") fail_at()
                        name = string()
                        blanks()
                        if (substr(text, at++, 1) != ":") fail_at()
                    } else name = count++
                    value(path "." name)
                    blanks()
                    start = substr(text, at++, 1)
                    if (start == (char == "{" ? "}" : "]")) return
                    if (start != ",") fail_at()
                }
            }
            start = at
            while (at <= size && !index(",]} \t\r\n", substr(text, at, 1))) at++
            if (at == start) fail_at()
            line(path, substr(text, start, at - start))
        }
        { text = text $0 "\n" }
        END { at = 1; size = length(text); value("") }
    ' "${1:-$BODY}"
}

# field PATH [FILE]: one value of the last answer, or of a file; empty where there is none.
field() {
    flat "${2:-$BODY}" | awk -F '\t' -v path="$1" '$1 == path && !found { print $2; found = 1 }'
}

# rows FIELD…: of every element of the last answer's "data" (or "files", by LIST=files), these fields, tab-separated.
rows() {
    flat "$BODY" | awk -F '\t' -v list="${LIST:-data}" -v wanted="$*" '
        BEGIN { count = split(wanted, names, " "); last = -1 }
        index($1, list ".") == 1 {
            rest = substr($1, length(list) + 2)
            dot = index(rest, ".")
            at = dot ? substr(rest, 1, dot - 1) : rest
            values[at, dot ? substr(rest, dot + 1) : ""] = $2
            if (at + 0 > last) last = at + 0
        }
        END {
            for (i = 0; i <= last; i++) {
                row = ""
                for (n = 1; n <= count; n++) row = row (n > 1 ? "\t" : "") values[i, names[n]]
                print row
            }
        }'
}
