package org.jiayi.app.journey;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the contract fee of one resident should come to: the rules of the trade over again, in whole fen and plain maps, with
 * none of the product's code. The price is 120 yuan: 30 public health, 70 pooled fund, 20 the resident, of whom 特困 pay
 * nothing and 低保 8.
 */
final class MoneyModel {

    private static final List<String> ORDER =
            List.of("public_health", "pooled_fund", "resident", "medical_assistance", "village_subsidy");

    /** One stretch with one institution. */
    static final class Contract {

        final String id;
        final String institution;
        final LocalDate first;
        LocalDate last;
        final Map<String, Long> borne = new TreeMap<>(Comparator.comparing(ORDER::indexOf));

        Contract(String id, String institution, LocalDate first, LocalDate last) {
            this.id = id;
            this.institution = institution;
            this.first = first;
            this.last = last;
        }

        long total() {
            return borne.values().stream().mapToLong(Long::longValue).sum();
        }

        long of(String payer) {
            return borne.getOrDefault(payer, 0L);
        }

        private void add(String payer, long fen) {
            borne.merge(payer, fen, Long::sum);
        }
    }

    final List<Contract> contracts = new ArrayList<>();
    String category;

    /** What the resident has paid and not got back: for all contracts, since the fee moves from one to the next. */
    long paid;

    MoneyModel(String category) {
        this.category = category;
    }

    Contract current() {
        return contracts.get(contracts.size() - 1);
    }

    void sign(String id, String institution, LocalDate first) {
        Contract contract =
                new Contract(id, institution, first, first.plusYears(1).minusDays(1));
        contract.borne.putAll(price(category));
        contracts.add(contract);
    }

    long due() {
        return contracts.stream().mapToLong(contract -> contract.of("resident")).sum() - paid;
    }

    /** What was paid above what is borne goes back at once. */
    private void giveBack() {
        paid = Math.min(paid, due() + paid);
    }

    private static Map<String, Long> price(String category) {
        long relief = switch (category) {
            case "extreme_poverty" -> 2000;
            case "low_income" -> 1200;
            default -> 0;
        };
        Map<String, Long> price = new LinkedHashMap<>();
        price.put("public_health", 3000L);
        price.put("pooled_fund", 7000L);
        price.put("resident", 2000 - relief);
        if (relief > 0) {
            price.put("medical_assistance", relief);
        }
        return price;
    }

    void pay() {
        paid += due();
    }

    /** The whole months that remain go back, each payer's part by largest remainder. */
    void terminate(LocalDate lastDay) {
        Contract contract = current();
        long whole = monthsBegun(contract.first, contract.last);
        long left = whole - monthsBegun(contract.first, lastDay);
        long back = halfUp(contract.total() * left, whole);
        parts(contract.borne, back).forEach((payer, fen) -> contract.add(payer, -fen));
        contract.last = lastDay;
        giveBack();
    }

    /** The fee follows by person-months. */
    void transfer(String id, String institution, LocalDate firstDay) {
        Contract contract = current();
        long whole = monthsBegun(contract.first, contract.last);
        long used = monthsBegun(contract.first, firstDay.minusDays(1));
        Map<String, Long> halves = new LinkedHashMap<>();
        halves.put("stays", used);
        halves.put("moves", whole - used);
        long moves = parts(halves, contract.total()).get("moves");
        Contract next = new Contract(id, institution, firstDay, contract.last);
        parts(contract.borne, moves).forEach((payer, fen) -> {
            contract.add(payer, -fen);
            if (fen != 0) {
                next.add(payer, fen);
            }
        });
        contract.last = firstDay.minusDays(1);
        contracts.add(next);
    }

    /** What the resident would have been waived goes to medical assistance, of every contract the part that is still borne. */
    void waive(String later) {
        long relief = price(category).get("resident") - price(later).get("resident");
        category = later;
        contracts.forEach(contract -> waive(contract, relief));
        giveBack();
    }

    private static void waive(Contract contract, long relief) {
        long moved = Math.min(halfUp(relief * contract.total(), 12000), relief);
        moved = Math.min(moved, contract.of("resident"));
        if (moved > 0) {
            contract.add("resident", -moved);
            contract.add("medical_assistance", moved);
        }
    }

    void change(String from, String to, long fen) {
        current().add(from, -fen);
        current().add(to, fen);
    }

    private static long monthsBegun(LocalDate first, LocalDate day) {
        long months = 0;
        while (!first.plusMonths(months).isAfter(day)) {
            months++;
        }
        return months;
    }

    private static long halfUp(long numerator, long denominator) {
        return (2 * numerator + denominator) / (2 * denominator);
    }

    /** Largest remainder; of equal remainders the one listed first. */
    private static Map<String, Long> parts(Map<String, Long> weights, long amount) {
        long whole = weights.values().stream().mapToLong(Long::longValue).sum();
        Map<String, Long> parts = new LinkedHashMap<>();
        List<String> byLoss = new ArrayList<>(weights.keySet());
        long left = amount;
        for (String name : weights.keySet()) {
            long part = whole == 0 ? 0 : amount * weights.get(name) / whole;
            parts.put(name, part);
            left -= part;
        }
        byLoss.sort(Comparator.comparing((String name) -> -(amount * weights.get(name) % Math.max(whole, 1))));
        for (String name : byLoss.subList(0, (int) left)) {
            parts.merge(name, 1L, Long::sum);
        }
        return parts;
    }
}
