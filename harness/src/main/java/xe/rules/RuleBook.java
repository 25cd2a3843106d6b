// SPDX-License-Identifier: MIT
package xe.rules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All rules of the contract, in the order of the areas and of their files.
 */
public final class RuleBook {
    private static final int HASH_DIGITS = 12;

    private final Map<String, RuleEntry> entries;
    private final String hash;

    private RuleBook(Map<String, RuleEntry> entries, String hash) {
        this.entries = Collections.unmodifiableMap(entries);
        this.hash = hash;
    }

    /**
     * The book that ships with the suite.
     *
     * @throws RuleBookException if a file of the book is missing or damaged
     */
    public static RuleBook load() {
        Map<Area, String> texts = new LinkedHashMap<>();
        for (Area area : Area.values()) {
            texts.put(area, read(area.resource()));
        }
        return of(texts);
    }

    /** A book from the text of its files. */
    static RuleBook of(Map<Area, String> texts) {
        Map<String, RuleEntry> entries = new LinkedHashMap<>();
        MessageDigest digest = sha256();
        texts.forEach((area, text) -> {
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            new RuleFile(area, text).addTo(entries);
        });
        return new RuleBook(entries, HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS));
    }

    public Collection<RuleEntry> entries() {
        return entries.values();
    }

    public List<RuleEntry> of(Area area) {
        return entries.values().stream().filter(entry -> entry.area() == area).toList();
    }

    public Optional<RuleEntry> find(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** Names this state of the book in reports: the first digits of the SHA-256 of its files. */
    public String hash() {
        return hash;
    }

    static String read(String resource) {
        try (InputStream in = RuleBook.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new RuleBookException(resource, "missing on the class path; build the suite again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new RuleBookException(resource, "unreadable: " + e.getMessage());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
