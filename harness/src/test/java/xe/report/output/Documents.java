// SPDX-License-Identifier: MIT
package xe.report.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.SnakeYamlNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads outputs with parsers that know nothing of this suite. */
public final class Documents {
    private static final int SIZE_LIMIT = 64 << 20;

    private Documents() {}

    /** A JSON or YAML document: maps, lists, and scalars. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(String document) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(SIZE_LIMIT);
        return (Map<String, Object>) new Yaml(new SafeConstructor(options)).load(document);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object member) {
        return (Map<String, Object>) member;
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> maps(Object member) {
        return (List<Map<String, Object>>) member;
    }

    /** Demands that a JSON or YAML document keeps the JSON schema of this name. */
    public static void assertKeeps(String schema, String document) throws IOException {
        Validator validator = new ValidatorFactory()
                .withJsonNodeFactory(new SnakeYamlNode.Factory())
                .createValidator();
        Validator.Result result = validator.validate(validator.registerSchema(resource(schema)), document);

        assertThat(result.getErrors())
                .as(schema)
                .extracting(error -> error.getInstanceLocation() + ": " + error.getError())
                .isEmpty();
    }

    /** A JUnit document that keeps the schema. */
    static Document junit(String text) throws Exception {
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
        parsers.setNamespaceAware(true);
        Document document = parsers.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(Documents.class.getResource("junit.xsd"))
                .newValidator()
                .validate(new DOMSource(document));
        return document;
    }

    static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Documents.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
