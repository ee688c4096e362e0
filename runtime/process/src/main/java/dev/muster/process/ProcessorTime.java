package dev.muster.process;

/**
 * What the processors of the machine did since boot, in units of the host's own.
 *
 * @param idle the part in which they had nothing to do, or waited for a disk
 */
public record ProcessorTime(long idle, long total) {

    /** Of a machine that does not tell. */
    public static final ProcessorTime UNKNOWN = new ProcessorTime(0, 0);

    /**
     * From 0 to 1; 1 where nothing is known. What Linux counts as waiting for a disk may go down
     * again: see proc_stat(5).
     */
    public double idleShareSince(ProcessorTime earlier) {
        long spent = total - earlier.total;
        return spent <= 0 ? 1 : Math.clamp((double) (idle - earlier.idle) / spent, 0, 1);
    }
}
