package dev.muster.transport;

import dev.muster.transport.ByteBudget.Charge;

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
    private final int most;

    private final Set<Charge> all = new HashSet<>();

    /** Those that are not complete, in the order in which they began. */
    private final Set<Charge> coming = new LinkedHashSet<>();

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

    boolean has(Charge charge) {
        return all.contains(charge);
    }

    /** Whether {@code charge} may take {@code more}. */
    boolean admits(Charge charge, int more) {
        boolean isNew = !has(charge);
        int added = isNew ? charge.taken + more : more;
        if (added > most - taken) {
            return false;
        }
        if (claimed + (isNew ? charge.claim : 0) <= most) {
            return true;
        }
        int left = most - takenByComing - added;
        for (var each : coming) {
            int has = each.taken + (each.equals(charge) ? more : 0);
            if (each.claim - has > left) {
                return false;
            }
            left += has;
        }
        return !isNew || charge.claim - added <= left;
    }

    /** What {@link #admits} allowed, before it is counted in the charge. */
    void add(Charge charge, int more) {
        boolean isNew = all.add(charge);
        if (isNew) {
            coming.add(charge);
            claimed += charge.claim;
        }
        int added = isNew ? charge.taken + more : more;
        taken += added;
        takenByComing += added;
    }

    /** No more comes of it. */
    void complete(Charge charge) {
        if (coming.remove(charge)) {
            claimed -= charge.claim;
            takenByComing -= charge.taken;
            charge.claim = charge.taken;
        }
    }

    /** Forgets a charge, before what it has is taken from it. */
    void remove(Charge charge) {
        complete(charge);
        if (all.remove(charge)) {
            taken -= charge.taken;
        }
    }
}
