package org.jiayi.app.fulfilment;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * One delivered service (履约记录) as known now.
 *
 * @param residentId of the contract
 * @param repeat how many voided records say exactly the same
 * @param voidedFor why it is void, if it is
 * @param answer what the resident said to it, if anything
 */
public record ServiceRecord(
        String area,
        UUID recordId,
        UUID contractId,
        UUID residentId,
        String itemCode,
        ServiceMode mode,
        Instant startedAt,
        Instant endedAt,
        String practitionerCode,
        Details details,
        List<Evidence> evidence,
        int repeat,
        String recordedBy,
        Instant recordedAt,
        Optional<VoidReason> voidedFor,
        Optional<Answer> answer) {

    /** Days are days in China. */
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    public ServiceRecord {
        evidence = List.copyOf(evidence);
    }

    /** What is said in words and may name people or addresses: sealed where it is kept. */
    public record Details(String place, String note) {

        @Override
        public String toString() {
            return "Details[sealed]";
        }
    }

    /**
     * What shows that the service took place.
     *
     * @param reference where it is kept
     * @param sha256 of its bytes, in hex
     */
    public record Evidence(Kind kind, String reference, String sha256) {

        /** What it is. */
        public enum Kind {
            PHOTO,
            SIGNATURE,
            MEASUREMENT,
            RECORDING,
            DOCUMENT;

            /** The code in the API and in the database. */
            public String code() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /** Why a record is void. */
    public enum VoidReason {
        WRONG_RESIDENT,
        WRONG_ITEM,
        WRONG_TIME,
        NOT_DELIVERED,
        ENTERED_TWICE,
        OTHER;

        /** The code in the API and in the database. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The resident's answer.
     *
     * @param confirmed false where the resident disputes that the service took place
     * @param reason why it is disputed; empty where it is confirmed
     */
    public record Answer(boolean confirmed, String reason, Instant at) {

        @Override
        public String toString() {
            return "Answer[" + confirmed + "]";
        }
    }

    /** The day on which the service began. */
    public LocalDate day() {
        return LocalDate.ofInstant(startedAt, ZONE);
    }

    /** Whether it may count at all: what is void does not, nor what the resident disputes. */
    public boolean stands() {
        return voidedFor.isEmpty() && answer.map(Answer::confirmed).orElse(true);
    }

    boolean overlaps(ServiceRecord other) {
        return startedAt.isBefore(other.endedAt) && other.startedAt.isBefore(endedAt);
    }
}
