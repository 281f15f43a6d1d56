package dev.quipu.analysis.template;

/**
 * Two numbers turned out to be one template's.
 *
 * @param from the number given up, which is never used again
 * @param into the number that stays: the older one. It may itself be given up later
 */
public record TemplateMerge(int from, int into) {}
