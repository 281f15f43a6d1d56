package dev.quipu.analysis.client;

import java.util.concurrent.RejectedExecutionException;

/** This service holds as much work as it may; the same request may be sent again after a while. */
public final class BusyException extends RejectedExecutionException {

    private static final long serialVersionUID = 1;

    public BusyException(String message) {
        super(message);
    }
}
