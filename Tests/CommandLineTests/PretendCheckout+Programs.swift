extension PretendCheckout {
    static let systemPrograms = [
        "bash", "cat", "chmod", "dirname", "env", "find", "flock", "grep", "install", "mkdir", "mktemp", "mv",
        "readlink", "realpath", "rm", "rmdir", "sh", "sleep", "sort", "tee", "true",
    ]

    /// Each notes its calls in the file `calls` of `root`; files of `root` with telling names decide what it does.
    static let pretendedPrograms = [
        "swift": #"""
        #!/bin/sh
        echo "swift $*" >>"$PRETEND/calls"
        echo "Building for production..."
        while [ "$1" != --scratch-path ]; do shift; done
        [ ! -e "$PRETEND/sources are broken" ] || { echo "error: cannot find 'x' in scope"; exit 1; }
        sleep 0.2
        mkdir -p "$2/release"
        cat >"$2/release/genome-lua.new" <<'END'
        #!/bin/sh
        if [ "$1" = --generate-completion-script ]; then
            [ ! -e "$PRETEND/no completions" ] || { echo "no completions for $2" >&2; exit 64; }
            echo "completions for $2"
            exit
        fi
        printf '<%s>' "$@"
        cat
        [ ! -e "$PRETEND/signal" ] || kill -TERM $$
        [ ! -e "$PRETEND/status" ] || exit "$(cat "$PRETEND/status")"
        END
        chmod +x "$2/release/genome-lua.new"
        mv "$2/release/genome-lua.new" "$2/release/genome-lua"
        """#,
        "make": #"""
        #!/bin/sh
        echo "make $*" >>"$PRETEND/calls"
        while [ "$1" != -C ]; do shift; done
        echo "Entering directory"
        [ ! -e "$PRETEND/environments are broken" ] || { echo "error: use of undeclared identifier 'x'"; exit 2; }
        library="$2/${2##*/}.so"
        echo "library" >"$library"
        chmod 644 "$library"
        : >"$2/by-product.o"
        """#,
        "pkg-config": #"""
        #!/bin/sh
        [ -e "$PRETEND/lua is installed" ]
        """#,
        "apt-get": #"""
        #!/bin/sh
        echo "apt-get $*" >>"$PRETEND/calls"
        echo "Reading package lists..."
        [ ! -e "$PRETEND/mirror is down" ] || { echo "E: Unable to fetch some archives"; exit 100; }
        case $* in *install*lua*) : >"$PRETEND/lua is installed" ;; esac
        case $* in *install*libpretend-dev) mkdir -p "$PRETEND/include"; : >"$PRETEND/include/pretend.h" ;; esac
        """#,
        "sudo": #"""
        #!/bin/sh
        [ "$1" != -n ] || shift
        exec "$@"
        """#,
    ]
}
