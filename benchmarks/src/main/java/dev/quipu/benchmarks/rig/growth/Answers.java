package dev.quipu.benchmarks.rig.growth;

import dev.quipu.benchmarks.query.Question;
import dev.quipu.benchmarks.query.QuestionReport;
import io.vertx.core.json.JsonObject;

/**
 * How long answers to one question took.
 *
 * @param question for the reader
 * @param cpuMillis of storage and PostgreSQL for one answer, which other work on the machine disturbs less
 */
public record Answers(String question, Question.Reach reach, double millisP50, double millisP95, double cpuMillis) {

    static Answers of(Question question, QuestionReport report) {
        return new Answers(question.name(), question.reach(), report.millis(50), report.millis(95), report.cpuMillis());
    }

    static Answers of(JsonObject json) {
        return new Answers(
                json.getString("question"),
                Question.Reach.valueOf(json.getString("reach")),
                json.getDouble("millisP50"),
                json.getDouble("millisP95"),
                json.getDouble("cpuMillis"));
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("question", question)
                .put("reach", reach.name())
                .put("millisP50", millisP50)
                .put("millisP95", millisP95)
                .put("cpuMillis", cpuMillis);
    }
}
