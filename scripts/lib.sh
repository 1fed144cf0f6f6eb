# Creates .venv from a lock file. build, serve and test source this file, with $root set to the repository.
# shellcheck shell=sh disable=SC2154

cd "$root" || exit 1
mkdir -p .cache
log=$root/.cache/set-up.log
unset PYTHONHOME PYTHONPATH

say() {
    printf '%s\n' "$*"
}

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# Fails if there is no apt, or if the user may not use it without a password.
install_debian() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        return 1
    fi
    say "Installing Debian's $* ..."
    {
        $as_root apt-get -q update &&
            $as_root env DEBIAN_FRONTEND=noninteractive \
                apt-get -q install -y --no-install-recommends "$@"
    } </dev/null >>"$log" 2>&1
}

# Prints the Python to create venvs with, even if .venv itself is first in PATH.
find_python() {
    for name in python3 python3.13 python3.12 python3.11; do
        "$name" -c 'import sys
if sys.version_info < (3, 11):
    sys.exit(1)
print(getattr(sys, "_base_executable", sys.executable))' 2>/dev/null && return
    done
    return 1
}

# Prints a hash of all that an installation depends on: these files, this Python, this folder.
fingerprint() {
    "$python" -c 'import hashlib, pathlib, sys
files = [pathlib.Path(name).read_bytes() for name in sys.argv[2:]]
place = f"{sys.version} {sys.argv[1]}".encode()
print(hashlib.sha256(b"\0".join([place, *files])).hexdigest())' "$root" "$@"
}

# stamp build | stamp test
stamp() {
    if [ "$1" = build ]; then
        echo "build $(fingerprint requirements/build.txt)"
    else
        echo "test $(fingerprint requirements/build.txt requirements/test.txt)"
    fi
}

new_venv() {
    rm -rf .venv
    "$python" -c 'import venv; from ensurepip import bootstrap' 2>/dev/null ||
        install_debian python3-venv ||
        fail "This Python cannot create virtual environments: sudo apt install python3-venv"
    "$python" -m venv .venv >>"$log" 2>&1 || fail_with_log "$python could not create .venv"
}

fail_with_log() {
    tail -n 15 "$log" | sed 's/^/    /' >&2
    fail "$1: the last lines of its log are above, the rest in $log"
}

pip_install() {
    if .venv/bin/python -m pip install --disable-pip-version-check --no-input "$@" >>"$log" 2>&1
    then
        return
    fi
    if grep -Eq '(NewConnection|NameResolution|ConnectTimeout|ReadTimeout|Proxy|Protocol)Error' "$log"
    then
        fail "No network, and something must be installed first:" \
            "try again when you are online (details in $log)"
    fi
    fail_with_log "pip failed"
}

# set_up build | set_up test. An environment for tests can also build: test.txt includes all of
# build.txt, at the same versions.
# .venv/installed is removed before anything changes and written last, so a set-up that was killed
# does not count.
set_up() {
    if command -v flock >/dev/null; then
        exec 9>.cache/set-up.lock
        flock 9
    fi
    : >"$log"
    python=$(find_python) || fail "Wayfolio needs Python 3.11 or newer: sudo apt install python3"
    installed=$(cat .venv/installed 2>/dev/null) || installed=
    if [ "$installed" != "$(stamp "$1")" ] && [ "$installed" != "$(stamp test)" ]; then
        if [ "$installed" != "$(stamp build)" ]; then
            say "Creating .venv ..."
            new_venv
        fi
        rm -f .venv/installed .venv/editable
        say "Installing requirements/$1.txt ..."
        pip_install --require-hashes --only-binary :all: --retries 2 --timeout 30 \
            -r "requirements/$1.txt"
        # A new stamp: installing python3-venv may have brought a newer Python.
        stamp "$1" >.venv/installed
    fi
    # The project itself is installed again whenever its metadata changes; that needs no network.
    if [ "$(cat .venv/editable 2>/dev/null)" != "$(fingerprint pyproject.toml)" ]; then
        pip_install --no-index --no-deps --no-build-isolation --editable .
        fingerprint pyproject.toml >.venv/editable
    fi
    # Containers often tell Python not to write compiled files; then every start compiles everything.
    .venv/bin/python -m compileall -q scripts/wayfolio >>"$log" 2>&1 || true
    if command -v flock >/dev/null; then
        exec 9>&-
    fi
}
