package org.jiayi.app.phone;

import jakarta.validation.Validator;
import java.util.Map;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.core.codec.DecodingException;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** The bodies of phone items, read as strictly as the operations of their own read theirs. */
@Component
public class PhoneBodies {

    private final ObjectMapper json;
    private final Validator validator;

    PhoneBodies(ObjectMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /** The item's body; thrown for one that the operation of its own would not take. */
    public <T> T read(PhoneItem item, Class<T> type) {
        return read(item.body(), type);
    }

    /** The same of a body that is not an item's. */
    public <T> T read(Map<String, Object> written, Class<T> type) {
        T body;
        try {
            body = json.convertValue(written, type);
        } catch (JacksonException unreadable) {
            throw new DecodingException("not the body of that act", unreadable);
        }
        var violations = validator.validate(body);
        violations.stream().findFirst().ifPresent(violation -> {
            throw new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "/" + violation.getPropertyPath()));
        });
        return body;
    }

    /** An answer as it is sent back to the phone. */
    public Map<String, Object> write(Object answer) {
        return json.convertValue(answer, new TypeReference<>() {});
    }
}
