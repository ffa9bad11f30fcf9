package org.jiayi.app.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;

/**
 * What stands at which address, as a tree of the addresses' segments: found in as many steps as an address has segments,
 * however many addresses there are. A segment of a pattern is a word or stands for any, such as {@code {area}}; at one place
 * of the tree stand only words or only such a one, so no address fits two patterns.
 *
 * @param <V> what stands there; several may stand at one address, in the order in which they were put
 */
public final class AddressTree<V> {

    private final Place<V> root = new Place<>();

    /** Puts something at the addresses of a pattern. */
    public void put(String pattern, V value) {
        Place<V> place = root;
        for (String segment : segments(pattern)) {
            place = place.step(segment);
        }
        place.values.add(value);
    }

    /** All that stands at the address, as a controller will read it: decoded, without matrix parameters. */
    public List<V> at(PathContainer address) {
        Place<V> place = root;
        boolean separated = false;
        for (PathContainer.Element element : address.elements()) {
            boolean separator = element instanceof PathContainer.Separator;
            if (separator == separated) {
                return List.of();
            }
            separated = separator;
            if (element instanceof PathContainer.PathSegment segment) {
                Place<V> next = place.next(segment.valueToMatch());
                if (next == null) {
                    return List.of();
                }
                place = next;
            }
        }
        return separated ? List.of() : place.values;
    }

    private static List<String> segments(String pattern) {
        if (!pattern.matches("(/([^/{}*?]+|\\{[A-Za-z]+}))+")) {
            throw new IllegalArgumentException(pattern);
        }
        return List.of(pattern.substring(1).split("/"));
    }

    private static final class Place<V> {

        private final Map<String, Place<V>> words = new HashMap<>();
        private final List<V> values = new ArrayList<>();
        private @Nullable Place<V> any;

        Place<V> step(String segment) {
            boolean open = segment.startsWith("{");
            if (open ? !words.isEmpty() : any != null) {
                throw new IllegalArgumentException(segment + " stands beside what it cannot be told from");
            }
            if (!open) {
                return words.computeIfAbsent(segment, word -> new Place<>());
            }
            if (any == null) {
                any = new Place<>();
            }
            return any;
        }

        @Nullable
        Place<V> next(String segment) {
            return any == null || segment.isEmpty() ? words.get(segment) : any;
        }
    }
}
