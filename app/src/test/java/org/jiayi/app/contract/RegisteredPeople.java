package org.jiayi.app.contract;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;

/** People whom a county registers by the file, to be signed up one by one. */
public record RegisteredPeople(TestCounty county, TestDatabase database) {

    private static final LocalDate FIRST_BIRTH = LocalDate.of(1960, 1, 1);
    private static final int BIRTHS_A_DAY = 999;

    /**
     * A resident.
     *
     * @param id as the API writes it
     */
    public record Person(String id, String name, String number) {}

    /** Registers that many adults in one file. */
    public List<Person> register(int count) throws SQLException {
        StringBuilder file = new StringBuilder(TestCounty.RESIDENT_COLUMNS);
        for (int i = 0; i < count; i++) {
            file.append(TestCounty.resident(name(i), number(i), "390", "", "一般"))
                    .append('\n');
        }
        county.take("residents", file.toString());
        List<String> ids = new SigningLedger(database)
                .texts("SELECT 'res_' || area || '_' || resident_id FROM resident_resident WHERE area = '"
                        + county.area() + "' ORDER BY resident_id"); // ids are given in the order of the file
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            people.add(new Person(ids.get(i), name(i), number(i)));
        }
        return people;
    }

    private static String name(int person) {
        return "样例居民%05d".formatted(person);
    }

    private static String number(int person) {
        return TestCounty.identityNumber(FIRST_BIRTH.plusDays(person / BIRTHS_A_DAY), person % BIRTHS_A_DAY + 1);
    }
}
