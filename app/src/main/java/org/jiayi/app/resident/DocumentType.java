package org.jiayi.app.resident;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;

/** The kinds of identity documents (证件类型). */
public enum DocumentType {
    RESIDENT_ID("居民身份证", "[1-8].*"),
    /** 居民户口簿, of those who have no card yet: it says the number that the card will have. */
    HOUSEHOLD_REGISTER("居民户口簿", "[1-8].*"),
    /** 港澳台居民居住证: the check of an identity number, under the codes of Hong Kong, Macao and Taiwan. */
    HK_MACAO_TAIWAN_PERMIT("港澳台居民居住证", "8[123]0000.*"),
    /** 外国人永久居留身份证: the newer form begins with 9; the older one, three letters and twelve digits, has no such check. */
    FOREIGN_PERMANENT_RESIDENT("外国人永久居留身份证", "9.*"),
    PASSPORT("护照", ""),
    HK_MACAO_TRAVEL_PERMIT("港澳居民来往内地通行证", ""),
    TAIWAN_TRAVEL_PERMIT("台湾居民来往大陆通行证", ""),
    MILITARY_ID("军官证", ""),
    ARMED_POLICE_ID("武警警官证", ""),
    BIRTH_CERTIFICATE("出生医学证明", ""),
    OTHER("其他法定有效证件", "");

    private static final Pattern OLD_PERMANENT_RESIDENT = Pattern.compile("[A-Z]{3}[0-9]{12}");

    private final String label;
    private final String form;

    DocumentType(String label, String form) {
        this.label = label;
        this.form = form;
    }

    /** The name in columns and in the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether that number of this kind carries a check character, a birth date and a sex. */
    boolean isChecked(IdentityNumber number) {
        boolean isOldCard = this == FOREIGN_PERMANENT_RESIDENT
                && OLD_PERMANENT_RESIDENT.matcher(number.value()).matches();
        return !form.isEmpty() && !isOldCard;
    }

    /** The number as people write it, in standard form; of documents without a check nothing but some text is asked. */
    Decision<IdentityNumber> read(String written) {
        IdentityNumber plain = IdentityNumber.normalise(written);
        if (!isChecked(plain)) {
            return written.isBlank() ? Decision.refuse(RefusalCode.MALFORMED_NUMBER) : Decision.accept(plain);
        }
        return IdentityNumber.parse(written)
                .then(number -> number.value().matches(form)
                        ? Decision.accept(number)
                        : Decision.refuse(RefusalCode.DOCUMENT_PREFIX));
    }

    static Optional<DocumentType> find(String label) {
        return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
    }
}
