package org.jiayi.app.fulfilment.persistence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.jiayi.app.fulfilment.ServiceRecord;
import org.jiayi.app.sealing.KeyFile;
import org.jiayi.app.sealing.Sealing;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Seals what is said in words about a record, bound to it. */
@Component
class RecordSeal {

    private static final String SEPARATOR = "\u001f";

    private final Sealing sealing;

    RecordSeal(@Value("${jiayi.service-record-keys:${jiayi.data}/keys/service-records}") Path file) throws IOException {
        this.sealing = new Sealing(KeyFile.read(file, Sealing.KEY_BYTES));
    }

    byte[] seal(String area, UUID recordId, ServiceRecord.Details details) {
        return sealing.seal(details.place() + SEPARATOR + details.note(), "record" + area + recordId);
    }

    ServiceRecord.Details open(String area, UUID recordId, byte[] sealed) {
        String[] parts = sealing.open(sealed, "record" + area + recordId).split(SEPARATOR, 2);
        return new ServiceRecord.Details(parts[0], parts[1]);
    }

    byte[] sealReason(String area, UUID recordId, String reason) {
        return sealing.seal(reason, "answer" + area + recordId);
    }

    String openReason(String area, UUID recordId, byte[] sealed) {
        return sealing.open(sealed, "answer" + area + recordId);
    }
}
