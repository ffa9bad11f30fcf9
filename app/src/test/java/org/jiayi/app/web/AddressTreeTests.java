package org.jiayi.app.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.server.PathContainer;

class AddressTreeTests {

    private final AddressTree<String> tree = new AddressTree<>();

    AddressTreeTests() {
        tree.put("/areas/{area}", "read area");
        tree.put("/areas/{area}", "write area");
        tree.put("/areas/{area}/teams", "teams");
        tree.put("/my/contract", "mine");
    }

    private List<String> at(String address) {
        return tree.at(PathContainer.parsePath(address));
    }

    @Test
    void what_stands_at_one_address_is_found_in_its_order() {
        assertThat(at("/areas/439901")).containsExactly("read area", "write area");
    }

    @ParameterizedTest
    @CsvSource({"/areas/1/teams,teams", "/areas/%31/t%65ams,teams", "/areas/1;a=b/teams,teams", "/my/contract,mine"})
    void a_segment_is_read_as_a_controller_reads_it(String address, String found) {
        assertThat(at(address)).containsExactly(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "areas/1",
                "/areas",
                "/areas/",
                "/areas//",
                "/areas/1/",
                "//areas/1",
                "/areas//teams",
                "/Areas/1",
                "/areas/1/teams/2",
                "/my/contract/",
                "/my",
                "/areas/;a=b"
            })
    void nothing_stands_anywhere_else(String address) {
        assertThat(at(address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/areas/all", "/my/{thing}", "areas", "/areas/", "/areas/{area}/**", "/areas/{*rest}", "/a*"})
    void a_pattern_that_could_be_read_in_two_ways_is_not_taken(String pattern) {
        assertThatThrownBy(() -> tree.put(pattern, "two ways")).isInstanceOf(IllegalArgumentException.class);
    }
}
