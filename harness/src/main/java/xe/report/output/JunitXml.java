// SPDX-License-Identifier: MIT
package xe.report.output;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import xe.report.Attachment;
import xe.report.CheckOutcome;
import xe.report.PlainText;
import xe.report.RecordedRun;
import xe.report.RunInfo;

/**
 * JUnit XML as Jenkins and GitLab read it: a suite per area.
 */
final class JunitXml implements Output {
    @Override
    public String place() {
        return "junit.xml";
    }

    @Override
    public void write(Path out, RecordedRun run) throws IOException {
        try (Writer file = Files.newBufferedWriter(out.resolve(place()))) {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(file);
            new Document(xml, run).write();
            xml.close();
        } catch (XMLStreamException e) {
            throw e.getNestedException() instanceof IOException cause ? cause : new IOException(e);
        }
    }

    private static final class Document {
        private final XMLStreamWriter xml;
        private final RecordedRun recorded;
        private final Names names;

        Document(XMLStreamWriter xml, RecordedRun recorded) {
            this.xml = xml;
            this.recorded = recorded;
            this.names = Names.of(recorded.run());
        }

        void write() throws XMLStreamException {
            Map<String, List<CheckOutcome>> areas = recorded.outcomes().stream()
                    .collect(Collectors.groupingBy(
                            outcome -> outcome.check().area(), LinkedHashMap::new, Collectors.toList()));
            xml.writeStartDocument("UTF-8", "1.0");
            start("testsuites", Map.of("name", recorded.run().title()));
            counts(recorded.outcomes(), false);
            for (Map.Entry<String, List<CheckOutcome>> area : areas.entrySet()) {
                suite(area.getKey(), area.getValue());
            }
            xml.writeEndElement();
            xml.writeEndDocument();
        }

        private void suite(String area, List<CheckOutcome> outcomes) throws XMLStreamException {
            RunInfo run = recorded.run();
            start("testsuite", Map.of("name", names.dotted(area)));
            counts(outcomes, true);
            xml.writeAttribute(
                    "timestamp",
                    DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                            outcomes.getFirst().start().atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS)));
            xml.writeAttribute("hostname", run.kernel().backend());
            xml.writeStartElement("properties");
            property("backend", run.kernel().gpu().label());
            property("kernel", run.kernel().detail());
            property("device", run.device());
            property("suite", "xe-cts " + run.suiteVersion());
            property("rule_book", run.ruleBook());
            property("arguments", run.arguments());
            xml.writeEndElement();
            for (CheckOutcome outcome : outcomes) {
                testcase(outcome);
            }
            xml.writeEndElement();
        }

        private void testcase(CheckOutcome outcome) throws XMLStreamException {
            String name = names.dotted(outcome.check().id());
            int dot = name.lastIndexOf('.');
            String element = Terms.of(outcome.verdict()).junit();
            start("testcase", Map.of("name", name.substring(dot + 1)));
            xml.writeAttribute("classname", name.substring(0, dot));
            xml.writeAttribute("time", TextLog.seconds(outcome));
            if (!element.isEmpty()) {
                start(element, Map.of("message", PlainText.line(outcome.message())));
                if (!element.equals("skipped")) {
                    xml.writeAttribute("type", outcome.verdict().word());
                    xml.writeCharacters(PlainText.of(outcome.message()));
                }
                xml.writeEndElement();
            }
            if (outcome.verdict().wrong()) {
                evidence(outcome);
            }
            xml.writeEndElement();
        }

        private void evidence(CheckOutcome outcome) throws XMLStreamException {
            StringBuilder text = new StringBuilder();
            for (Attachment attachment : Reproducers.others(outcome)) {
                text.append(attachment.name())
                        .append(":\n")
                        .append(attachment.text())
                        .append("\n\n");
            }
            if (!text.isEmpty()) {
                xml.writeStartElement("system-out");
                xml.writeCharacters(PlainText.of(text.toString()));
                xml.writeEndElement();
            }
        }

        private void counts(List<CheckOutcome> outcomes, boolean skips) throws XMLStreamException {
            xml.writeAttribute("tests", Integer.toString(outcomes.size()));
            xml.writeAttribute("failures", count(outcomes, "failure"));
            xml.writeAttribute("errors", count(outcomes, "error"));
            if (skips) {
                xml.writeAttribute("skipped", count(outcomes, "skipped"));
            }
            double seconds = outcomes.stream()
                    .mapToDouble(outcome -> outcome.duration().toNanos() / 1e9)
                    .sum();
            xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", seconds));
        }

        private static String count(List<CheckOutcome> outcomes, String element) {
            return Long.toString(outcomes.stream()
                    .filter(outcome -> Terms.of(outcome.verdict()).junit().equals(element))
                    .count());
        }

        private void property(String name, String value) throws XMLStreamException {
            xml.writeEmptyElement("property");
            xml.writeAttribute("name", name);
            xml.writeAttribute("value", PlainText.line(value));
        }

        private void start(String element, Map<String, String> attributes) throws XMLStreamException {
            xml.writeStartElement(element);
            for (Map.Entry<String, String> attribute : attributes.entrySet()) {
                xml.writeAttribute(attribute.getKey(), attribute.getValue());
            }
        }
    }
}
