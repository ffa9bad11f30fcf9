package org.jiayi.app.capitation;

import java.util.ArrayList;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;

/** A statement that is put together from parts, each of which brings its own values. */
final class BoundSql {

    private final List<Object> values = new ArrayList<>();

    /** Keeps a value, and answers what stands for it in the text. */
    String value(Object value, String type) {
        values.add(value);
        return "$" + values.size() + "::" + type;
    }

    /** The statement with the values in their places. */
    DatabaseClient.GenericExecuteSpec bind(DatabaseClient database, String text) {
        DatabaseClient.GenericExecuteSpec statement = database.sql(text);
        for (int index = 0; index < values.size(); index++) {
            statement = statement.bind(index, values.get(index));
        }
        return statement;
    }
}
