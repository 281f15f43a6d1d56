package dev.quipu.analysis;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.eclipse.microprofile.config.ConfigProvider;

/** The port of the tested service at which it tells of its health and its metrics. */
public final class ManagementPort {

    private ManagementPort() {}

    public static int number() {
        return ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
    }

    public static Response get(String path) {
        return RestAssured.given().port(number()).get(path);
    }
}
