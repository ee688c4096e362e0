package dev.muster.fleet;

/**
 * A sentence without its full stop, in the parts that it is shown in.
 *
 * @param lead what is the matter, short enough to be stressed
 * @param detail what is known of it, beginning with what joins it to the lead; may be empty
 * @param sequel what follows from it, or is to be done, beginning as {@code detail} does
 */
public record Sentence(String lead, String detail, String sequel) {

    public static Sentence of(String lead) {
        return new Sentence(lead, "", "");
    }

    public static Sentence of(String lead, String detail) {
        return new Sentence(lead, detail, "");
    }

    /** A lead that another sentence is the detail of. */
    public static Sentence of(String lead, String join, Sentence detail) {
        return new Sentence(lead, join + detail.lead + detail.detail, detail.sequel);
    }

    public Sentence after(String subject) {
        return new Sentence(subject + lead, detail, sequel);
    }

    /** With more of what is known. */
    public Sentence with(String more) {
        return new Sentence(lead, detail + more, sequel);
    }

    public Sentence then(String more) {
        return new Sentence(lead, detail, sequel + more);
    }

    /** The whole of it. */
    public String text() {
        return lead + detail + sequel;
    }

    /** The same without what follows. */
    public Sentence briefly() {
        return new Sentence(lead, detail, "");
    }
}
