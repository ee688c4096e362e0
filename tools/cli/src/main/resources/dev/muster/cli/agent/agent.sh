# Runs an agent: sh agent.sh PROGRAM [ARGUMENT...]
#
# It stays behind as the leader of the agent's session and starts the agent again when it died of itself: of a full heap
# (-XX:+ExitOnOutOfMemoryError exits 3) or of a crash. One that ended in order, could not start, or was ended by somebody is
# not started again.
told=
# A handler and not '', because a signal that is ignored here would be ignored by the agent too.
trap 'told=yes' TERM INT HUP QUIT
# The shell's own remarks ("Aborted") are not the agent's words.
exec 3>&2 2>/dev/null
most=3 seconds=300
# When it was started again, the last three times.
third=0 second=0 last=0
died_with=
while :; do
    # In the foreground: a background job of a script has its INT and QUIT ignored. In parentheses, so that the standard
    # error of this shell stays what it is.
    (exec "$@" --keeper=$$ $died_with 2>&3 3>&-)
    status=$?
    case $status in
        # SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV
        3 | 132 | 134 | 135 | 136 | 139) ;;
        *) exit $status ;;
    esac
    [ -z "$told" ] || exit $status
    now=$(date +%s)
    if [ $((now - third)) -lt $seconds ]; then
        echo "The agent died $((most + 1)) times within $seconds s, the last time with exit status $status, and is not started again." >&3
        exit $status
    fi
    third=$second second=$last last=$now
    died_with=--died-with=$status
done
