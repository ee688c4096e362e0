package dev.muster.transport;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The large bodies that have room in a {@link ByteBudget}, whose lock guards this. Each takes room
 * as it comes, so they could all have a part and wait for the rest for ever. Therefore none is
 * given room that would leave one of them without: it must stay possible to complete them one after
 * the other, in the order in which they began, though each took all that it may come to (the
 * banker's algorithm, Dijkstra's EWD 623, for one kind of resource and one order). The first of
 * them may then always go on, and who is complete goes by itself.
 */
final class LargeBodies {
    /** What one body has of the memory, in KiB. */
    abstract static class Part {
        /** What a large body may come to; 0 for a small one. */
        int claim;

        int taken;

        Part(int claim) {
            this.claim = claim;
        }
    }

    private final int most;

    private final Set<Part> all = new HashSet<>();

    /** Those that are not complete, in the order in which they began. */
    private final Set<Part> coming = new LinkedHashSet<>();

    private int taken;
    private int takenByComing;
    private long claimed;

    /**
     * @param most what they may take together
     */
    LargeBodies(int most) {
        this.most = most;
    }

    int most() {
        return most;
    }

    boolean has(Part part) {
        return all.contains(part);
    }

    /** Whether {@code part} may take {@code more}. */
    boolean admits(Part part, int more) {
        boolean isNew = !has(part);
        int added = isNew ? part.taken + more : more;
        if (added > most - taken) {
            return false;
        }
        if (claimed + (isNew ? part.claim : 0) <= most) {
            return true;
        }
        int left = most - takenByComing - added;
        for (var each : coming) {
            int has = each.taken + (each.equals(part) ? more : 0);
            if (each.claim - has > left) {
                return false;
            }
            left += has;
        }
        return !isNew || part.claim - added <= left;
    }

    /** What {@link #admits} allowed, before it is counted in the part. */
    void add(Part part, int more) {
        boolean isNew = all.add(part);
        if (isNew) {
            coming.add(part);
            claimed += part.claim;
        }
        int added = isNew ? part.taken + more : more;
        taken += added;
        takenByComing += added;
    }

    /** No more comes of it. */
    void complete(Part part) {
        if (coming.remove(part)) {
            claimed -= part.claim;
            takenByComing -= part.taken;
            part.claim = part.taken;
        }
    }

    /** Forgets a part, before what it has is taken from it. */
    void remove(Part part) {
        complete(part);
        if (all.remove(part)) {
            taken -= part.taken;
        }
    }
}
