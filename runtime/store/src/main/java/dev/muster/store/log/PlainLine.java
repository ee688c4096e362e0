package dev.muster.store.log;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines that are no JSON: what well-known programs and loggers put before the message is taken from
 * it. Formats whose parts have a fixed order are tried first; of any other a time, a level and what
 * lies between them are taken from its beginning.
 *
 * <p>Lines may be hostile: no group is repeated without a bound, as Java's matcher goes one deeper
 * on its stack each time.
 */
final class PlainLine {
    private static final String TIME = "(?<time>" + WrittenTime.SHAPE + ")";
    private static final String LEVEL = "(?<level>" + LogLevel.WORDS + ")";
    private static final String ANY_CASE_LEVEL = "(?<level>(?i:" + LogLevel.WORDS + "))";
    private static final int FLAGS = Pattern.DOTALL;

    /**
     * Each has a {@code message}, and any of {@code before}, {@code time}, {@code level}, {@code
     * logger}.
     */
    private enum Format {
        /** {@code 2026-11-28T02:04:25.123Z INFO 12345 --- [app] [main] c.e.App : Started} */
        SPRING_BOOT(
                '0',
                TIME
                        + "\\s+"
                        + LEVEL
                        + "\\s+\\d+ --- (?:\\[[^]]*\\]\\s*){1,4}(?<logger>\\S+)\\s*:"
                        + " (?<message>.*)"),
        /** {@code 02:04:25.123 [main] INFO c.e.App -- Started}: Logback and Log4j */
        LOGBACK(
                '0',
                TIME
                        + "\\s+\\[[^]]+\\]\\s+"
                        + LEVEL
                        + "\\s+(?<logger>[\\w.$]+)\\s+--?\\s+(?<message>.*)"),
        /** {@code 2026-11-28 02:04:25,123 - shop.desk - INFO - placed}: Python's usual format */
        PYTHON('0', TIME + " - (?<logger>[\\w.]+) - " + LEVEL + " - (?<message>.*)"),
        /** {@code 2026-11-28T02:04:25.123Z\tINFO\treal/main.go:10\tplaced}: zap */
        ZAP('0', TIME + "\\t" + LEVEL + "\\t(?:(?<logger>\\S+)\\t)?(?<message>.*)"),
        /** {@code [GIN] 2026/11/28 - 02:04:25 | 200 | 36.9µs | 127.0.0.1 | GET "/ping"} */
        GIN('[', "\\[GIN\\] " + TIME + " \\|\\s*(?<message>.*)"),
        GIN_DEBUG('[', "\\[GIN-debug\\] (?:\\[" + LEVEL + "\\] )?(?<message>.*)"),
        /** {@code [2026-11-28 02:04:25,123] INFO in app: placed}: Flask */
        FLASK('[', "\\[" + TIME + "\\] " + LEVEL + " in (?<logger>[\\w.]+): (?<message>.*)"),
        /** {@code [2026-11-28T02:04:25Z INFO shop::desk] placed}: env_logger */
        ENV_LOGGER('[', "\\[" + TIME + "\\s+" + LEVEL + "\\s+(?<logger>[\\w:]+)\\] (?<message>.*)"),
        /** {@code [Sat Nov 28 02:04:25.123456 2026] [core:notice] [pid 1:tid 2] resuming} */
        APACHE(
                '[',
                "\\["
                        + TIME
                        + "\\] \\[(?<logger>\\w*):"
                        + ANY_CASE_LEVEL
                        + "\\] (?:\\[pid [^]]*\\] )?(?<message>.*)"),
        /** {@code I1128 02:04:25.123456 12345 main.go:10] placed}: klog and glog */
        KLOG(
                'I',
                "(?<letter>[IWEF])(?<day>\\d{4}) (?<clock>\\d\\d:\\d\\d:\\d\\d\\.\\d+)\\s+\\d+"
                        + " (?<logger>[^\\s\\]]+)\\] (?<message>.*)"),
        /** {@code I, [2026-11-28T02:04:25.123456 #12] INFO -- shop: placed}: Ruby */
        RUBY(
                'I',
                "[DIWEFA], \\["
                        + TIME
                        + " #\\d+\\]\\s+"
                        + LEVEL
                        + " -- (?<logger>[^:]*): (?<message>.*)"),
        /** {@code INFO:shop.desk:placed}: Python without a format */
        PYTHON_BASIC('I', LEVEL + ":(?<logger>[\\w.]+):(?<message>.*)"),
        /** {@code INFO [2026-11-28 02:04:25,123] org.x.Y: placed}: Dropwizard; and Django's */
        LEVEL_FIRST(
                'I',
                LEVEL
                        + "\\s+\\[?"
                        + TIME
                        + "\\]?\\s+(?:(?<logger>[\\w$]+(?:\\.[\\w$]+){1,20}): )?(?<message>.*)"),
        /** {@code 12:M 28 Nov 2026 02:04:25.123 * Ready}: Redis */
        REDIS('0', "\\d+:[XCSM] " + TIME + " (?<mark>[.*#-]) (?<message>.*)"),
        /**
         * {@code 127.0.0.1 - - [28/Nov/2026:02:04:25 +0000] "GET / HTTP/1.1" 200 5}: access logs
         */
        ACCESS('a', "(?<before>\\S+ \\S+ \\S+) \\[" + TIME + "\\] (?<message>.+)"),
        /** {@code 2026/11/28 02:04:25.951643 main.go:21: placed}: Go's log with its file */
        GO_LOG('0', TIME + " (?<logger>[\\w./-]+\\.go:\\d+): (?:" + LEVEL + " )?(?<message>.*)"),
        /** {@code 2:39AM ERR placed}: zerolog's console, which tells no more of the time */
        ZEROLOG_CONSOLE('0', "\\d{1,2}:\\d\\d[AP]M " + LEVEL + " (?<message>.*)"),
        /** {@code nginx: [emerg] bind() to 0.0.0.0:80 failed} */
        NGINX('a', "nginx: \\[" + ANY_CASE_LEVEL + "\\] (?<message>.*)");

        private final char first;
        private final Pattern pattern;

        /** What a line begins with: a digit, a bracket, a capital, or anything. */
        Format(char first, String pattern) {
            this.first = first;
            this.pattern = Pattern.compile(pattern, FLAGS);
        }

        boolean mayBegin(char c) {
            return switch (first) {
                case '0' -> c >= '0' && c <= '9';
                case 'I' -> c >= 'A' && c <= 'Z';
                case 'a' -> c != '[';
                default -> c == first;
            };
        }
    }

    private static final Pattern LEADING_TIME =
            Pattern.compile("\\[?(" + WrittenTime.SHAPE + ")\\]?(?![\\w.:-])[\\s|]*", FLAGS);
    private static final Pattern LEADING_LEVEL =
            Pattern.compile(
                    "(?:\\[\\s*(?i:("
                            + LogLevel.WORDS
                            + "))\\s*\\]|\\((?i:("
                            + LogLevel.WORDS
                            + "))\\)|("
                            + LogLevel.WORDS
                            + ")(?=\\s*[:|])|("
                            + LogLevel.BARE_WORDS
                            + ")(?![\\w-]))(?:\\s*[:|]|\\s-(?=\\s))?[\\s|]*",
                    FLAGS);

    /** {@code info: started} of winston and .NET: a small word is a level only before a colon. */
    private static final Pattern SMALL_LEVEL =
            Pattern.compile("(?i:(" + LogLevel.WORDS + ")): +(?=\\S)", FLAGS);

    /** Process and thread ids that stand between time and level. */
    private static final Pattern BETWEEN =
            Pattern.compile("(?:\\[[\\w.:# -]{1,40}\\]|\\d{1,10})\\s+");

    private static final Pattern PADDING = Pattern.compile(" {2,}");

    private PlainLine() {}

    static ParsedLine parse(String text) {
        if (text.isEmpty()) {
            return line(Optional.empty(), Optional.empty(), Optional.empty(), text, text);
        }
        for (var format : Format.values()) {
            if (format.mayBegin(text.charAt(0))) {
                var matcher = format.pattern.matcher(text);
                if (matcher.matches()) {
                    return of(format, matcher, text);
                }
            }
        }
        return Logfmt.parse(text).orElseGet(() -> generic(text));
    }

    private static ParsedLine of(Format format, Matcher matcher, String text) {
        var message = matcher.group("message");
        return switch (format) {
            case GIN ->
                    line(time(matcher), byStatus(message), Optional.empty(), padded(message), text);
            case GIN_DEBUG ->
                    line(
                            Optional.empty(),
                            level(matcher).or(() -> Optional.of(LogLevel.DEBUG)),
                            Optional.empty(),
                            message,
                            text);
            case KLOG ->
                    line(
                            yearless(matcher.group("day"), matcher.group("clock")),
                            LogLevel.of(matcher.group("letter")),
                            logger(matcher),
                            message,
                            text);
            case REDIS ->
                    line(
                            time(matcher),
                            Optional.of(mark(matcher.group("mark"))),
                            Optional.empty(),
                            message,
                            text);
            case ACCESS ->
                    line(
                            time(matcher),
                            Optional.empty(),
                            Optional.empty(),
                            matcher.group("before") + " " + message,
                            text);
            case NGINX, ZEROLOG_CONSOLE ->
                    line(Optional.empty(), level(matcher), Optional.empty(), message, text);
            case PYTHON_BASIC ->
                    line(Optional.empty(), level(matcher), logger(matcher), message, text);
            default -> line(time(matcher), level(matcher), logger(matcher), message, text);
        };
    }

    private static ParsedLine generic(String text) {
        if (StackTraces.isUncaught(text)) {
            return line(
                    Optional.empty(), Optional.of(LogLevel.ERROR), Optional.empty(), text, text);
        }
        int at = 0;
        Optional<WrittenTime> time = Optional.empty();
        var timed = LEADING_TIME.matcher(text);
        if (text.charAt(0) <= '[' && timed.lookingAt()) {
            time = WrittenTime.parse(timed.group(1));
            at = time.isPresent() ? timed.end() : 0;
        }
        var leveled = leading(LEADING_LEVEL, text, at);
        if (!leveled.lookingAt() && time.isPresent()) {
            int end = at;
            var between = leading(BETWEEN, text, at);
            for (int i = 0; i < 3 && between.lookingAt() && !leveled.lookingAt(); i++) {
                end = between.end();
                between.region(end, text.length());
                leveled.region(end, text.length());
            }
        }
        if (leveled.lookingAt()) {
            return line(
                    time, firstGroup(leveled), Optional.empty(), rest(text, leveled.end()), text);
        }
        var small = leading(SMALL_LEVEL, text, at);
        if (small.lookingAt()) {
            return line(
                    time,
                    LogLevel.of(small.group(1)),
                    Optional.empty(),
                    rest(text, small.end()),
                    text);
        }
        return line(
                time, Optional.empty(), Optional.empty(), at == 0 ? text : rest(text, at), text);
    }

    /** What is left; a line of nothing but time and level stays as it is. */
    private static String rest(String text, int from) {
        return from < text.length() ? text.substring(from) : text;
    }

    private static Matcher leading(Pattern pattern, String text, int from) {
        return pattern.matcher(text).region(from, text.length());
    }

    private static Optional<LogLevel> firstGroup(Matcher matcher) {
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) {
                return LogLevel.of(matcher.group(group));
            }
        }
        return Optional.empty();
    }

    private static Optional<WrittenTime> time(Matcher matcher) {
        return WrittenTime.parse(matcher.group("time"));
    }

    private static Optional<LogLevel> level(Matcher matcher) {
        return Optional.ofNullable(matcher.group("level")).flatMap(LogLevel::of);
    }

    private static Optional<String> logger(Matcher matcher) {
        return Optional.ofNullable(matcher.group("logger")).filter(name -> !name.isBlank());
    }

    private static Optional<WrittenTime> yearless(String monthAndDay, String clock) {
        int month = Integer.parseInt(monthAndDay.substring(0, 2));
        int day = Integer.parseInt(monthAndDay.substring(2));
        return WrittenTime.parse(clock).map(time -> time.on(month, day));
    }

    private static LogLevel mark(String redis) {
        return switch (redis) {
            case "#" -> LogLevel.WARN;
            case "." -> LogLevel.DEBUG;
            default -> LogLevel.INFO;
        };
    }

    private static Optional<LogLevel> byStatus(String gin) {
        return switch (gin.charAt(0)) {
            case '5' -> Optional.of(LogLevel.ERROR);
            case '4' -> Optional.of(LogLevel.WARN);
            default -> Optional.of(LogLevel.INFO);
        };
    }

    /** Gin lines its columns up, which means nothing beside other lines. */
    private static String padded(String message) {
        return PADDING.matcher(message).replaceAll(" ");
    }

    private static ParsedLine line(
            Optional<WrittenTime> time,
            Optional<LogLevel> level,
            Optional<String> logger,
            String message,
            String raw) {
        return new ParsedLine(
                time, level, logger, message, Optional.empty(), Optional.empty(), false, raw);
    }
}
