package dev.quipu.storage.search;

import dev.quipu.model.MetricPoint;
import dev.quipu.model.series.Series;

/** An exemplar with the series that it stands for. */
public record FoundExemplar(Series series, MetricPoint.Exemplar exemplar) {}
