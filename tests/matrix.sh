#!/usr/bin/env bash
# Runs the tests on every Python that is installed, and says which are missing: tests/matrix.sh [version ...]
# Arguments after -- go to pytest, such as: tests/matrix.sh 3.12 3.14 -- tests/test_checks.py
set -uo pipefail
cd "$(dirname "$0")/.."

versions=()
while [ $# -gt 0 ] && [ "$1" != "--" ]; do versions+=("$1"); shift; done
[ $# -gt 0 ] && shift
[ ${#versions[@]} -gt 0 ] || versions=(3.11 3.12 3.13 3.14 3.13t 3.14t)

find_python() { # prints the path of a Python of that version; 3.14t is a free-threaded one
    local version=$1 path
    for path in "$(command -v "python$version" || true)" "$HOME"/.pyenv/versions/"${version%t}".*/bin/python"$version"; do
        if [ -x "$path" ] && [ "$("$path" -c 'import sys, sysconfig; print("%d.%d" % sys.version_info[:2] + "t" * bool(sysconfig.get_config_var("Py_GIL_DISABLED")))' 2>/dev/null)" = "$version" ]; then
            echo "$path"
            return
        fi
    done
    return 1
}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
summary=""
failed=0
for version in "${versions[@]}"; do
    if ! python=$(find_python "$version"); then
        result="missing"
    elif ! { "$python" -m venv "$folder/$version" && "$folder/$version/bin/pip" install -q -r requirements.txt -r tests/requirements.txt -e .; }; then
        result="the requirements cannot be installed"
        failed=1
    elif "$folder/$version/bin/python" -m pytest -q -p no:cacheprovider "$@"; then
        result="passed"
    else
        result="failed"
        failed=1
    fi
    summary+="| $version | $result |"$'\n'
done
printf '\n| Python | result |\n|---|---|\n%s' "$summary"
exit $failed
