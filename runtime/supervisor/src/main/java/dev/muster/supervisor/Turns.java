package dev.muster.supervisor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets tasks that concern the same service go one after another, the first come first. */
final class Turns {

    private final Map<String, Lock> turns = new ConcurrentHashMap<>();

    /** Does it when nothing else is being done for the service. Blocks until then. */
    <T> T take(String service, Supplier<T> task) {
        Lock turn = turns.computeIfAbsent(service, _ -> new ReentrantLock(true));
        turn.lock();
        try {
            return task.get();
        } finally {
            turn.unlock();
        }
    }
}
