package dev.quipu.operations.key;

import picocli.CommandLine.Command;

/** {@code ./quipu key}. */
@Command(
        name = "key",
        subcommands = AddKeyCommand.class,
        mixinStandardHelpOptions = true,
        description = "API keys of a set-up with quipu.access.authentication=keys.")
public final class KeyCommand {}
