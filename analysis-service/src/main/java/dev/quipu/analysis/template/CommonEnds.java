package dev.quipu.analysis.template;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** What texts begin and end with in common, cut to whole words and to what is constant, without overlap. */
record CommonEnds(String before, String after) {

    static CommonEnds of(List<String> forms) {
        String shortest = Collections.min(forms, Comparator.comparingInt(String::length));
        int before = 0;
        while (before < shortest.length() && isCommon(forms, shortest, before, false)) {
            before++;
        }
        while (before > 0 && CharKinds.isCore(shortest.charAt(before - 1))) {
            before--;
        }
        int after = 0;
        while (after < shortest.length() - before && isCommon(forms, shortest, after, true)) {
            after++;
        }
        while (after > 0 && CharKinds.isCore(shortest.charAt(shortest.length() - after))) {
            after--;
        }
        return new CommonEnds(shortest.substring(0, before), shortest.substring(shortest.length() - after));
    }

    private static boolean isCommon(List<String> forms, String form, int at, boolean fromEnd) {
        char c = at(form, at, fromEnd);
        return !Token.isVariable(c) && forms.stream().allMatch(other -> at(other, at, fromEnd) == c);
    }

    private static char at(String form, int at, boolean fromEnd) {
        return form.charAt(fromEnd ? form.length() - 1 - at : at);
    }
}
