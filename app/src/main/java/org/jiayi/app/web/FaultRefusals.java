package org.jiayi.app.web;

import jakarta.validation.ConstraintViolationException;
import java.util.Optional;
import org.jiayi.app.database.ConstraintRefusals;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.server.MissingRequestValueException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** The one table from what Spring, Jackson or the database throw to the code a caller is told. */
public final class FaultRefusals {

    private FaultRefusals() {}

    /** The refusal that an error stands for; {@code internal_error} for a fault of ours. */
    public static Refusal of(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            Optional<Refusal> known = known(cause);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return ConstraintRefusals.of(error)
                .orElseGet(() -> error instanceof ResponseStatusException status
                        ? Refusal.of(byStatus(status.getStatusCode().value()))
                        : Refusal.of(RefusalCode.INTERNAL_ERROR));
    }

    private static Optional<Refusal> known(Throwable cause) {
        if (cause instanceof Refused refused) {
            return Optional.of(refused.refusal());
        }
        if (cause instanceof DataBufferLimitException) {
            return Optional.of(Refusal.of(RefusalCode.BODY_TOO_LARGE));
        }
        if (cause instanceof MissingRequestValueException missing) {
            return Optional.of(missing(missing));
        }
        if (cause instanceof WebExchangeBindException invalid) {
            FieldError first = invalid.getFieldError();
            return Optional.of(Refusal.of(RefusalCode.INVALID_VALUE, first == null ? "" : "/" + first.getField()));
        }
        if (cause instanceof ConstraintViolationException invalid) {
            return Optional.of(invalid(invalid));
        }
        if (cause instanceof ServerWebInputException || cause instanceof DecodingException) {
            return Optional.of(unreadable(cause));
        }
        return Optional.empty();
    }

    private static Refusal missing(MissingRequestValueException missing) {
        return switch (missing.getName()) {
            case "Idempotency-Key" -> Refusal.of(RefusalCode.IDEMPOTENCY_KEY_MISSING);
            case "If-Match" -> Refusal.of(RefusalCode.PRECONDITION_REQUIRED);
            default -> Refusal.of(RefusalCode.INVALID_VALUE, missing.getName());
        };
    }

    private static Refusal invalid(ConstraintViolationException invalid) {
        String path = invalid.getConstraintViolations().stream()
                .map(violation -> violation.getPropertyPath().toString())
                .findFirst()
                .orElse("");
        return Refusal.of(RefusalCode.INVALID_VALUE, path.substring(path.lastIndexOf('.') + 1));
    }

    /** A body that does not fit: told apart by what Jackson found, never by its message, which may quote the body. */
    private static Refusal unreadable(Throwable unreadable) {
        for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataBufferLimitException) {
                return Refusal.of(RefusalCode.BODY_TOO_LARGE);
            }
            if (cause instanceof UnrecognizedPropertyException unknown) {
                return Refusal.of(RefusalCode.UNKNOWN_FIELD, pointer(unknown));
            }
            if (cause instanceof StreamReadException) {
                return Refusal.of(RefusalCode.MALFORMED_JSON);
            }
            if (cause instanceof DatabindException wrongType) {
                return Refusal.of(RefusalCode.INVALID_VALUE, pointer(wrongType));
            }
        }
        return Refusal.of(RefusalCode.INVALID_VALUE);
    }

    private static String pointer(DatabindException error) {
        StringBuilder pointer = new StringBuilder();
        error.getPath()
                .forEach(step -> pointer.append('/')
                        .append(
                                step.getPropertyName() != null
                                        ? step.getPropertyName()
                                        : String.valueOf(step.getIndex())));
        return pointer.toString();
    }

    private static RefusalCode byStatus(int status) {
        return switch (status) {
            case 404 -> RefusalCode.NOT_FOUND;
            case 405 -> RefusalCode.METHOD_NOT_ALLOWED;
            case 406 -> RefusalCode.NOT_ACCEPTABLE;
            case 413 -> RefusalCode.BODY_TOO_LARGE;
            case 415 -> RefusalCode.UNSUPPORTED_MEDIA_TYPE;
            case 416 -> RefusalCode.RANGE_NOT_SATISFIABLE;
            default -> status < 500 ? RefusalCode.INVALID_VALUE : RefusalCode.INTERNAL_ERROR;
        };
    }
}
