#!/usr/bin/env bash
# Runs tests.commands.check on every Python that is installed, and says which are missing:
#
#   tests/commands/matrix.sh [--record] [version ...] [-- arguments of pytest]
#
# such as tests/commands/matrix.sh 3.12 3.14 -- tests/checks; 3.14t is a free-threaded build. (On 3.13t,
# JupyterLab needs cffi<2: say so in a file that PIP_CONSTRAINT and PIP_BUILD_CONSTRAINT name.) With
# --record, the results go into docs/tried.md.
set -uo pipefail
cd "$(dirname "$0")/../.."

record=""
if [ "${1:-}" = "--record" ]; then record=yes; shift; fi
versions=()
while [ $# -gt 0 ] && [ "$1" != "--" ]; do versions+=("$1"); shift; done
[ $# -gt 0 ] && shift
[ ${#versions[@]} -gt 0 ] || versions=(3.11 3.12 3.13 3.14 3.14t)

is_version() { # tells whether a Python runs, and is of that version
    [ "$("$1" -c 'import sys, sysconfig; print("%d.%d" % sys.version_info[:2] + "t" * bool(sysconfig.get_config_var("Py_GIL_DISABLED")))' 2>/dev/null)" = "$2" ]
}

find_python() { # prints the path of a Python of that version
    local path
    while read -r path; do
        if [ -x "$path" ] && is_version "$path" "$1"; then
            echo "$path"
            return
        fi
    done < <(type -ap "python$1"; ls -d "$HOME"/.pyenv/versions/*/bin/"python$1" 2>/dev/null)
    return 1
}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
summary=""
failed=0
for version in "${versions[@]}"; do
    python=""
    if ! python=$(find_python "$version"); then
        result="missing"
    elif ! { "$python" -m venv "$folder/$version" && "$folder/$version/bin/pip" install -q -r requirements.txt -r tests/requirements.txt -e .; }; then
        result="the requirements cannot be installed"
        failed=1
    else
        "$folder/$version/bin/python" -m tests.commands.check "$@" 2>&1 | tee "$folder/log"
        [ "${PIPESTATUS[0]}" -eq 0 ] || failed=1
        result=$(tail -n 1 "$folder/log")
        if [ -n "$record" ]; then
            "$folder/$version/bin/python" -m tests.commands.tried "The tests on Python $version${*:+: $*}" "$result"
        fi
    fi
    summary+="| $version | $result |"$'\n'
done
printf '\n| Python | result |\n|---|---|\n%s' "$summary"
exit $failed
