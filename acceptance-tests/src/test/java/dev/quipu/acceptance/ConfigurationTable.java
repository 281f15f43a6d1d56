package dev.quipu.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of a service's keys in Markdown, made from the source of its {@code @ConfigMapping}. */
final class ConfigurationTable {

    private static final Pattern TOKEN = Pattern.compile(
            "/\\*\\*(?<doc>.*?)\\*/|@WithDefault\\(\"(?<default>[^\"]*)\"\\)|prefix = \"(?<prefix>[^\"]*)\""
                    + "|interface (?<open>\\w+)[^{]*\\{|(?<type>[\\w<>]+) (?<key>\\w+)\\(\\);|(?<close>\\})",
            Pattern.DOTALL);

    private record Member(String type, String key, String doc, String defaultValue) {}

    private final Map<String, List<Member>> interfaces = new LinkedHashMap<>();
    private final Map<String, String> prefixes = new LinkedHashMap<>();

    private ConfigurationTable(String source) {
        List<String> open = new ArrayList<>();
        String doc = "";
        String defaultValue = "";
        String prefix = "";
        Matcher token = TOKEN.matcher(source.substring(source.indexOf("/**")));
        while (token.find()) {
            if (token.group("doc") != null) {
                doc = sentence(token.group("doc"));
            } else if (token.group("default") != null) {
                defaultValue = token.group("default");
            } else if (token.group("prefix") != null) {
                prefix = token.group("prefix");
            } else if (token.group("open") != null) {
                open.add(token.group("open"));
                interfaces.put(token.group("open"), new ArrayList<>());
                if (!prefix.isEmpty()) {
                    prefixes.put(token.group("open"), prefix);
                }
                doc = prefix = "";
            } else if (token.group("close") != null) {
                open.remove(open.size() - 1);
            } else {
                interfaces
                        .get(open.get(open.size() - 1))
                        .add(new Member(token.group("type"), token.group("key"), doc, defaultValue));
                doc = defaultValue = "";
            }
        }
    }

    static String of(Path source) throws IOException {
        ConfigurationTable table = new ConfigurationTable(Files.readString(source));
        StringBuilder markdown = new StringBuilder("| key | default | |\n|---|---|---|\n");
        table.prefixes.forEach((type, prefix) -> table.append(type, prefix, markdown));
        return markdown.toString();
    }

    private void append(String type, String prefix, StringBuilder markdown) {
        for (Member member : interfaces.get(type)) {
            String key =
                    prefix + "." + member.key().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            if (interfaces.containsKey(member.type())) {
                append(member.type(), key, markdown);
            } else {
                String shown = member.defaultValue().isEmpty() ? "" : "`" + member.defaultValue() + "`";
                markdown.append("| `%s` | %s | %s |%n".formatted(key, shown, member.doc()));
            }
        }
    }

    private static String sentence(String doc) {
        return doc.replaceAll("\\n\\s*\\*", "\n")
                .replaceAll("\\{@(?:code|link) ([^}]*)\\}", "`$1`")
                .replaceAll("\\s+", " ")
                .replace("|", "\\|")
                .strip();
    }
}
