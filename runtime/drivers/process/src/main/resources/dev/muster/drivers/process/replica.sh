# Runs one replica: sh replica.sh PID_FILE EXIT_FILE MARK PROGRAM [ARGUMENT...]
#
# It stays behind as the leader of the replica's session and writes down how the program ended, so
# that even an agent that did not start the replica learns its exit status.
pid_file=$1 exit_file=$2 mark=$3
shift 3
# A handler and not '', because a signal that is ignored here would be ignored by the program too.
trap : TERM INT HUP QUIT
# The shell's own remarks ("Killed") are not the replica's words: they stay out of its log.
exec 3>&2 2>/dev/null
# The limit of file locks, which Linux keeps and does not enforce, is how a daemon is found again
# that left the session and wiped its environment: -w in dash, busybox and mksh, -x in bash and zsh.
ulimit -S -w "$mark" || ulimit -S -x "$mark"
# The program runs in the foreground: a background job of a script has its INT and QUIT ignored. In parentheses, because
# dash would give its own standard error to the program and take it back only when it has made its remark.
(exec sh -c 'echo $$ >"$0"; exec "$@" 3>&-' "$pid_file" "$@" 2>&3)
status=$?
echo $status >"$exit_file"
exit $status
