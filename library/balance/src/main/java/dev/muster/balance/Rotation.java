package dev.muster.balance;

import dev.muster.discovery.Endpoints;

import java.util.List;

/**
 * Who gets requests, at one moment. Replaced whole whenever a member's health changes.
 *
 * @param members every endpoint of the service
 * @param choices those to choose among; all members when no choice is left that works, because a
 *     guess is better than a refusal
 * @param out those that are ejected
 */
record Rotation(Endpoints endpoints, List<Member> members, List<Member> choices, List<Member> out) {
    static Rotation of(Endpoints endpoints, List<Member> members) {
        var in = members.stream().filter(member -> !member.out).toList();
        boolean allSuspect = in.stream().allMatch(member -> member.suspect);
        return new Rotation(
                endpoints,
                members,
                allSuspect ? members : in,
                members.stream().filter(member -> member.out).toList());
    }

    /** Whether one more may be ejected: never more than half are. */
    boolean mayEjectOneMore() {
        return out.size() + 1 <= members.size() / 2;
    }
}
