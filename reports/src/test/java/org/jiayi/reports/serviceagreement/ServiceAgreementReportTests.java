package org.jiayi.reports.serviceagreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.jiayi.reports.Golden;
import org.jiayi.reports.RenderedPdf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAgreementReportTests {

    private static final ServiceAgreementDocument DOCUMENT = new ServiceAgreementDocument();
    private static final int PIXELS_PER_INCH = 150;

    private static RenderedPdf pdf(ServiceAgreement agreement) throws IOException {
        return RenderedPdf.of(out -> DOCUMENT.pdf(agreement, out));
    }

    @Test
    void printsTheSampleAsTheGoldenTextHasIt() throws IOException {
        Golden.assertMatches(
                getClass(),
                "service-agreement.txt",
                pdf(ServiceAgreementSamples.small()).text());
    }

    @Test
    void saysWhatIsPaidInFiguresAndInWords() throws IOException {
        assertThat(pdf(ServiceAgreementSamples.small()).text()).contains("个人 49.80", "合计 216.00", "人民币贰佰壹拾陆元整");
    }

    @Test
    void namesTheGuardianWhereOneSigned() throws IOException {
        assertThat(pdf(ServiceAgreementSamples.ofGuardian()).text()).contains("监护人 李大明（父亲）", "签署方式：监护人电子签署");
        assertThat(pdf(ServiceAgreementSamples.small()).text()).contains("监护人 无");
    }

    @ParameterizedTest
    @CsvSource({"4, 3", "40, 1", "1, 40", "20, 12"})
    void wrapsLongNamesAndKeepsTheSignatureTogether(int services, int clauses) throws IOException {
        var pages = pdf(ServiceAgreementSamples.ofLength(services, clauses)).pages();
        assertThat(pages.get(pages.size() - 1)).contains("知情同意与签署", "签署日期", "扫码核验本协议真伪");
        assertThat(pages).allSatisfy(page -> assertThat(page).contains("共 " + pages.size() + " 页", "条款版本 v1"));
        assertThat(String.join("", pages).replaceAll("\\s", "")).contains("阿卜杜热合曼·买买提明·吐尔逊江·阿不都热依木".repeat(3));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 11, 12, 13, 14, 15, 16, 17})
    void noPageEndsWithAHeading(int services) throws IOException {
        for (String page : pdf(ServiceAgreementSamples.ofLength(services, 12)).pages()) {
            var lines = page.lines().filter(line -> !line.isBlank()).toList();
            assertThat(lines.get(lines.size() - 3)).doesNotMatch("第[0-9]+条");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, PIXELS_PER_INCH, 300})
    void theCodeOnThePageLeadsToTheVerification(int pixelsPerInch) throws IOException, ReaderException {
        assertThat(codeOn(pdf(ServiceAgreementSamples.small()), pixelsPerInch))
                .isEqualTo(ServiceAgreementSamples.ADDRESS);
    }

    /** Reads the code as a phone would, from the printed page. */
    private static String codeOn(RenderedPdf pdf, int pixelsPerInch) throws IOException, ReaderException {
        try (var document = Loader.loadPDF(pdf.bytes())) {
            int last = document.getNumberOfPages() - 1;
            BufferedImage page = new PDFRenderer(document).renderImageWithDPI(last, pixelsPerInch);
            if (pixelsPerInch == PIXELS_PER_INCH) {
                for (int number = 0; number <= last; number++) {
                    BufferedImage image = new PDFRenderer(document).renderImageWithDPI(number, pixelsPerInch);
                    ImageIO.write(image, "png", new File("target/service-agreement-" + (number + 1) + ".png"));
                }
            }
            int[] pixels = page.getRGB(0, 0, page.getWidth(), page.getHeight(), null, 0, page.getWidth());
            var source = new RGBLuminanceSource(page.getWidth(), page.getHeight(), pixels);
            return new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(source)), Map.of(DecodeHintType.TRY_HARDER, true))
                    .getText();
        }
    }

    @Test
    void embedsASubsetOfEveryFont() throws IOException {
        assertThat(pdf(ServiceAgreementSamples.small()).fonts())
                .isNotEmpty()
                .allMatch(font -> font.isEmbedded() && font.getName().matches("[A-Z]{6}\\+NotoSansSC-(Regular|Bold)"));
    }

    @Test
    void givesTheSameBytesForTheSameAgreement() throws IOException {
        assertThat(pdf(ServiceAgreementSamples.small()).bytes())
                .isEqualTo(pdf(ServiceAgreementSamples.small()).bytes());
    }

    @Test
    void refusesSharesThatAreNotTheFee() {
        assertThatThrownBy(() -> new ServiceAgreement(
                        "云岭市",
                        "530100",
                        "A",
                        "C",
                        "v1",
                        "甲",
                        "队",
                        "乙",
                        "1",
                        "本人",
                        null,
                        "包",
                        List.of(),
                        LocalDate.of(2026, 1, 1),
                        LocalDate.of(2026, 12, 31),
                        100,
                        List.of(new ShareLine("个人", 99)),
                        List.of(),
                        LocalDate.of(2026, 1, 1),
                        "",
                        null,
                        "",
                        "",
                        ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the shares add up to 99, not to the fee of 100");
    }
}
