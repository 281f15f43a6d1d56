package dev.quipu.analysis.template;

/**
 * What is known of a template at one moment.
 *
 * @param number given once in its component and never again, 1 or more; 0 is {@link TemplateMiner#OVERFLOW}
 * @param text the words that stay and {@code <*>} for those that change
 * @param records how many bodies were counted to it, those of templates merged into it included
 */
public record Template(int number, String text, long records) {}
