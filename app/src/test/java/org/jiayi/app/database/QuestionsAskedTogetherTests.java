package org.jiayi.app.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Twice a number is the answer; nought has none. Statements end when a test says so. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QuestionsAskedTogetherTests {

    private static final int TOGETHER_MAX = 3;
    private static final int UNDER_WAY_MAX = 2;

    private final List<Statement> statements = new ArrayList<>();
    private final QuestionsAskedTogether<Integer, Integer> questions =
            new QuestionsAskedTogether<>(TOGETHER_MAX, UNDER_WAY_MAX, asked -> {
                Statement statement = new Statement(asked, Sinks.one());
                statements.add(statement);
                return statement.answers().asMono();
            });

    private record Statement(List<Integer> asked, Sinks.One<Map<Integer, Integer>> answers) {

        void end() {
            answers.tryEmitValue(doubled(asked)).orThrow();
        }
    }

    private static Map<Integer, Integer> doubled(List<Integer> asked) {
        return asked.stream()
                .filter(number -> number != 0)
                .collect(Collectors.toMap(Function.identity(), number -> 2 * number));
    }

    private List<List<Integer>> asked() {
        return statements.stream().map(Statement::asked).toList();
    }

    private List<String> heard(int... numbers) {
        List<String> heard = new ArrayList<>();
        for (int number : numbers) {
            questions
                    .ask(number)
                    .map(answer -> number + "=" + answer)
                    .defaultIfEmpty(number + " has none")
                    .onErrorResume(error -> Mono.just(number + " " + error.getMessage()))
                    .subscribe(heard::add);
        }
        return heard;
    }

    @Test
    void nobody_waits_for_company() {
        List<String> heard = heard(1);
        assertThat(asked()).containsExactly(List.of(1));
        statements.get(0).end();
        assertThat(heard).containsExactly("1=2");
    }

    @Test
    void those_that_come_while_as_many_as_may_be_are_under_way_are_asked_together() {
        List<String> heard = heard(1, 2, 3, 4, 5, 6);
        assertThat(asked()).containsExactly(List.of(1), List.of(2));
        statements.get(1).end();
        assertThat(asked()).endsWith(List.of(3, 4, 5));
        statements.get(0).end();
        assertThat(asked()).endsWith(List.of(6));
        statements.get(2).end();
        statements.get(3).end();
        assertThat(heard).containsExactly("2=4", "1=2", "3=6", "4=8", "5=10", "6=12");
    }

    @Test
    void the_same_question_is_asked_once_and_all_are_answered() {
        List<String> heard = heard(1, 2, 3, 3, 0);
        statements.get(0).end();
        assertThat(asked()).endsWith(List.of(3, 0));
        statements.get(2).end();
        assertThat(heard).containsExactly("1=2", "3=6", "3=6", "0 has none");
    }

    @Test
    void a_statement_that_fails_fails_the_questions_in_it_and_no_other() {
        List<String> heard = heard(1, 2, 3, 4, 5, 6);
        statements.get(0).end();
        statements
                .get(2)
                .answers()
                .tryEmitError(new IllegalStateException("broke"))
                .orThrow();
        statements.get(3).end();
        statements.get(1).end();
        assertThat(heard).containsExactly("1=2", "3 broke", "4 broke", "5 broke", "6=12", "2=4");
    }

    @Test
    void a_statement_that_cannot_even_be_made_fails_its_questions_too() {
        var broken = new QuestionsAskedTogether<Integer, Integer>(TOGETHER_MAX, UNDER_WAY_MAX, asked -> {
            throw new IllegalStateException("broke");
        });
        for (int number = 0; number <= UNDER_WAY_MAX; number++) {
            assertThat(broken.ask(number)
                            .onErrorReturn(IllegalStateException.class, -1)
                            .block())
                    .isEqualTo(-1);
        }
    }

    @Test
    void who_hangs_up_is_not_asked_for_and_takes_no_answer_from_the_rest() {
        var first = questions.ask(1).subscribe();
        List<String> heard = heard(2);
        var third = questions.ask(3).subscribe();
        heard.addAll(heard(4));
        first.dispose();
        third.dispose();
        statements.get(0).end();
        assertThat(asked()).containsExactly(List.of(1), List.of(2), List.of(4));
    }

    @Test
    void when_all_that_wait_have_hung_up_nothing_is_asked() {
        heard(1, 2);
        questions.ask(3).subscribe().dispose();
        statements.get(0).end();
        assertThat(asked()).containsExactly(List.of(1), List.of(2));
        assertThat(heard(4)).isEmpty();
        assertThat(asked()).endsWith(List.of(4));
    }

    @Test
    void too_many_are_told_so() {
        heard(1, 2);
        heard(IntStream.range(0, QuestionsAskedTogether.WAITING_MAX).toArray());
        List<RefusalCode> refused = new ArrayList<>();
        questions
                .ask(5)
                .subscribe(
                        answer -> {},
                        error -> refused.add(((Refused) error).refusal().code()));
        assertThat(refused).containsExactly(RefusalCode.TRY_AGAIN_LATER);
        statements.get(0).end();
        assertThat(heard(5)).isEmpty();
    }

    @Test
    void answers_that_come_at_once_ask_the_next_without_end() {
        var atOnce = new QuestionsAskedTogether<Integer, Integer>(1, 1, asked -> Mono.just(doubled(asked)));
        Mono<Integer> chain = Flux.range(1, 100_000).concatMap(atOnce::ask).last();
        assertThat(chain.block()).isEqualTo(200_000);
    }

    /** Many threads, so that a question is neither lost nor answered with another's answer, and the limit is kept. */
    @Test
    void every_question_is_answered_under_a_storm() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        var busy = new QuestionsAskedTogether<Integer, Integer>(
                TOGETHER_MAX,
                UNDER_WAY_MAX,
                asked -> Mono.fromSupplier(() -> {
                            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                            Map<Integer, Integer> answers = doubled(asked);
                            underWay.decrementAndGet();
                            return answers;
                        })
                        .subscribeOn(Schedulers.boundedElastic()));
        Long right = Flux.range(1, 20_000)
                .flatMap(
                        number -> busy.ask(number)
                                .subscribeOn(Schedulers.parallel())
                                .filter(answer -> answer == 2 * number),
                        64)
                .count()
                .block();
        assertThat(right).isEqualTo(20_000);
        assertThat(most.get()).isBetween(1, UNDER_WAY_MAX);
    }
}
