package org.jiayi.app;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.core.io.ClassPathResource;

/** The published JSON Schema of a kind of policy, as a county's own tools would ask it. */
public final class PolicySchema {

    private final Schema schema;

    public PolicySchema(String kind) {
        try (var file = new ClassPathResource("policy-schemas/" + kind + ".json").getInputStream()) {
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(file, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean fits(String document) {
        return schema.validate(document, InputFormat.JSON).isEmpty();
    }
}
