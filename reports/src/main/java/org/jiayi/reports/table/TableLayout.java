package org.jiayi.reports.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jiayi.reports.pdf.DocumentFacts;

/**
 * What a document looks like: its title, what is said of it as a whole, its tables, its amounts in figures and in words, and
 * who signs it. It is made once, when its class is loaded, and never changed afterwards.
 *
 * @param <D> the document's record of data
 */
public final class TableLayout<D> {

    private final String name;
    private final String title;
    private final Page page;
    private final Function<D, DocumentFacts> about;
    private final List<Fact<D>> facts = new ArrayList<>();
    private final List<Section<D, ?>> sections = new ArrayList<>();
    private final List<Amount<D>> amounts = new ArrayList<>();
    private final List<Fact<D>> signers = new ArrayList<>();
    private final List<String> stamps = new ArrayList<>();
    private Function<D, String> verification = document -> "";
    private String unit = "元";

    /** A4, in points, with the width between the margins. */
    enum Page {
        PORTRAIT(595, 842, 40),
        LANDSCAPE(842, 595, 36);

        final int width;
        final int height;
        final int margin;

        Page(int width, int height, int margin) {
            this.width = width;
            this.height = height;
            this.margin = margin;
        }

        int inside() {
            return width - 2 * margin;
        }
    }

    /** What is said of the document as a whole. */
    record Fact<D>(String label, Function<D, String> value) {}

    /** An amount of the document, in fen. */
    record Amount<D>(String label, ToLongFunction<D> fen) {}

    private TableLayout(String name, String title, Page page, Function<D, DocumentFacts> about) {
        this.name = name;
        this.title = title;
        this.page = page;
        this.about = about;
    }

    /**
     * A layout on upright pages.
     *
     * @param name of the template's file
     * @param title the document's name
     * @param about what a file says about itself
     */
    public static <D> TableLayout<D> portrait(String name, String title, Function<D, DocumentFacts> about) {
        return new TableLayout<>(name, title, Page.PORTRAIT, about);
    }

    /** A layout on pages that lie on their side; the parameters are those of {@link #portrait}. */
    public static <D> TableLayout<D> landscape(String name, String title, Function<D, DocumentFacts> about) {
        return new TableLayout<>(name, title, Page.LANDSCAPE, about);
    }

    /** Says what the figures are in, where it is not yuan. */
    public TableLayout<D> unit(String figures) {
        unit = figures;
        return this;
    }

    /** Adds what is said of the document as a whole. */
    public TableLayout<D> fact(String label, Function<D, String> value) {
        facts.add(new Fact<>(label, value));
        return this;
    }

    /** Adds a table. */
    public TableLayout<D> section(Section<D, ?> section) {
        sections.add(section);
        return this;
    }

    /** Adds an amount in fen, printed below the tables in figures and in words. */
    public TableLayout<D> amount(String label, ToLongFunction<D> fen) {
        amounts.add(new Amount<>(label, fen));
        return this;
    }

    /** Adds somebody who signs; an empty name leaves the line for a pen. */
    public TableLayout<D> signer(String label, Function<D, String> signer) {
        signers.add(new Fact<>(label, signer));
        return this;
    }

    /** Adds an office that stamps and dates. */
    public TableLayout<D> stamp(String office) {
        stamps.add(office);
        return this;
    }

    /** Adds a QR code with the address at which anybody can check the digest; an empty address leaves it out. */
    public TableLayout<D> verification(Function<D, String> address) {
        verification = address;
        return this;
    }

    String name() {
        return name;
    }

    String title() {
        return title;
    }

    String unit() {
        return "单位：" + unit;
    }

    Page page() {
        return page;
    }

    DocumentFacts about(D document) {
        return about.apply(document);
    }

    List<Fact<D>> facts() {
        return facts;
    }

    List<Section<D, ?>> sections() {
        return sections;
    }

    List<Amount<D>> amounts() {
        return amounts;
    }

    List<Fact<D>> signers() {
        return signers;
    }

    List<String> stamps() {
        return stamps;
    }

    String verification(D document) {
        return verification.apply(document);
    }
}
