package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every door takes the role that it is meant to take, from whoever knocks, however he spells it. */
class RolesIT {

    private static final int PATIENCE_MILLIS = 5_000;
    private static final int NO_ANSWER = 0;

    /** Whose keys open the doors of a role. */
    private static final Map<String, Set<String>> OPENED_BY = Map.of(
            "writer", Set.of("writer", "admin", "service"),
            "reader", Set.of("reader", "analyst", "admin", "service"),
            "analyst", Set.of("analyst", "admin", "service"),
            "admin", Set.of("admin", "service"),
            "service", Set.of("service"),
            "anybody", Set.of("writer", "reader", "analyst", "admin", "service"),
            "everybody", Set.of("", "writer", "reader", "analyst", "admin", "service"));

    private final GuardedCluster guarded = GuardedCluster.shared();

    @Test
    void everyOperationOfEveryDocumentIsMeantForSomebody() {
        Set<String> described = new TreeSet<>();
        Map.of(
                        "collector", guarded.cluster().collector(),
                        "storage", guarded.cluster().storage(),
                        "analysis", guarded.cluster().analysis())
                .forEach((service, process) -> described.addAll(Door.described(
                        service, new ReadApi(process.url()).json("/q/openapi", Map.of("format", "json")))));
        Set<String> meant = new TreeSet<>();
        Door.meant().forEach(door -> meant.add(door.operation()));

        assertThat(described).isNotEmpty().containsExactlyInAnyOrderElementsOf(meant);
    }

    @Test
    void aDoorOpensToTheRolesThatItIsMeantForAndToNoOther() throws IOException {
        List<String> surprises = new ArrayList<>();
        for (Door door : Door.meant()) {
            for (String role : rolesAndNone()) {
                int status = status(door, door.target(), role, "");
                boolean isOpen = OPENED_BY.get(door.role()).contains(role);
                int refusal = role.isEmpty() ? 401 : 403;
                if (isOpen ? status == 401 || status == 403 : status != refusal) {
                    surprises.add(door.operation() + " as '" + role + "': " + status);
                }
            }
        }
        assertThat(surprises).isEmpty();
    }

    private static List<String> rolesAndNone() {
        List<String> roles = new ArrayList<>(GuardedCluster.ROLES_OF_KEYS);
        roles.add("service");
        roles.add("");
        return roles;
    }

    /** As whoever has no key, and as one whose key is for something else. */
    @Test
    void noSpellingOfAPathGetsAround() throws IOException {
        List<String> surprises = new ArrayList<>();
        for (Door door : guardedDoors()) {
            String wrong = OPENED_BY.get(door.role()).contains("writer") ? "reader" : "writer";
            for (String target : spellings(door.target())) {
                for (String role : List.of("", wrong)) {
                    int status = status(door, target, role, "");
                    if (status == NO_ANSWER || status < 400) {
                        surprises.add(door.method() + " " + target + " as '" + role + "': " + status);
                    }
                }
            }
        }
        assertThat(surprises).isEmpty();
    }

    private static List<Door> guardedDoors() {
        return Door.meant().stream().filter(Door::isGuarded).toList();
    }

    private static List<String> spellings(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        String before = path.substring(0, path.length() - last.length());
        return List.of(
                "/" + path,
                path + "/",
                path + "//",
                path + "?x=/public",
                path + ";x=y",
                before + ";x=y/" + last,
                before + "./" + last,
                before + "x/../" + last,
                before + "%2e/" + last,
                before + "x/%2e%2e/" + last,
                before + "/" + last,
                before + "%%%02x".formatted((int) last.charAt(0)) + last.substring(1),
                before.replace("/", "%2f") + last,
                path.toUpperCase(Locale.ROOT),
                path + "%00",
                path + "%20",
                path + ".json",
                "/assets/.." + path,
                "/q/../" + path.substring(1),
                "/assets/..%2f" + path.substring(1),
                "http://127.0.0.1" + path);
    }

    @Test
    void noHeaderGetsAround() throws IOException {
        Map<String, Door> oneOfEach = new LinkedHashMap<>();
        guardedDoors().forEach(door -> oneOfEach.putIfAbsent(door.service() + door.method() + door.role(), door));
        List<String> surprises = new ArrayList<>();
        for (Door door : oneOfEach.values()) {
            for (String header : List.of(
                    "Quipu-Caller: admin;ops",
                    "quipu-caller: service;storage",
                    "QUIPU-TENANT: shop",
                    "X-HTTP-Method-Override: OPTIONS",
                    "X-Original-URL: /q/health",
                    "X-Rewrite-URL: /q/openapi",
                    "X-Forwarded-Prefix: /q",
                    "X-Forwarded-For: 127.0.0.1",
                    "Forwarded: for=127.0.0.1;host=localhost",
                    "Authorization: ",
                    "authorization: bearer",
                    "Authorization: Bearer qp_0000000000000000_0000000000000000000000000000000000000000",
                    "Authorization: Basic YWRtaW46YWRtaW4=",
                    "Authorization: Bearer x\r\nAuthorization: Bearer " + guarded.secret("admin"),
                    "Cookie: q_session=" + guarded.secret("admin"))) {
                int status = status(door, door.target(), "", header);
                if (status != 401 && status != 400) {
                    surprises.add(door.operation() + " with " + header.replace("\r\n", " ") + ": " + status);
                }
            }
        }
        assertThat(surprises).isEmpty();
    }

    @Test
    void gRpcTakesAWriter() {
        for (ServiceDescriptor service : List.of(
                TraceServiceGrpc.getServiceDescriptor(),
                LogsServiceGrpc.getServiceDescriptor(),
                MetricsServiceGrpc.getServiceDescriptor())) {
            for (MethodDescriptor<?, ?> method : service.getMethods()) {
                for (String role : rolesAndNone()) {
                    Status.Code expected = OPENED_BY.get("writer").contains(role)
                            ? Status.Code.OK
                            : role.isEmpty() ? Status.Code.UNAUTHENTICATED : Status.Code.PERMISSION_DENIED;
                    assertThat(call(method.getFullMethodName(), role))
                            .as(method.getFullMethodName() + " as '" + role + "'")
                            .isEqualTo(expected);
                }
            }
        }
    }

    private Status.Code call(String method, String role) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(
                        "127.0.0.1", guarded.cluster().grpcPort())
                .usePlaintext()
                .intercept(MetadataUtils.newAttachHeadersInterceptor(metadata(role)))
                .build();
        try {
            ClientCalls.blockingUnaryCall(channel, OtlpGrpc.unary(method), CallOptions.DEFAULT, new byte[0]);
            return Status.Code.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus().getCode();
        } finally {
            channel.shutdownNow();
        }
    }

    private Metadata metadata(String role) {
        Metadata metadata = new Metadata();
        if (!role.isEmpty()) {
            metadata.put(
                    Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                    "Bearer " + guarded.secret(role));
        }
        return metadata;
    }

    @Test
    void zipkinsPortTakesAWriter() throws IOException {
        URI zipkin = guarded.cluster().zipkin();
        for (String role : rolesAndNone()) {
            int expected = OPENED_BY.get("writer").contains(role) ? 202 : role.isEmpty() ? 401 : 403;
            assertThat(status(zipkin, "POST", "/api/v2/spans", role, "Content-Type: application/json", "[]"))
                    .as("as '" + role + "'")
                    .isEqualTo(expected);
        }
    }

    private int status(Door door, String target, String role, String header) throws IOException {
        URI service = door.of(guarded.cluster()).url();
        String type = "Content-Type: " + door.contentType();
        return status(service, door.method(), target, role, header.isEmpty() ? type : type + "\r\n" + header, "{}");
    }

    /** Of the answer, or {@link #NO_ANSWER} when there is none for a while, as of a door where things are waited for. */
    private int status(URI service, String method, String target, String role, String header, String body)
            throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + service.getPort() + "\r\nConnection: close\r\n");
        if (!role.isEmpty()) {
            head.append("Authorization: Bearer ").append(guarded.secret(role)).append("\r\n");
        }
        if (!header.isEmpty()) {
            head.append(header).append("\r\n");
        }
        if (!method.equals("GET")) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        head.append("\r\n").append(method.equals("GET") ? "" : body);
        try (Socket socket = new Socket("127.0.0.1", service.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
            return RawHttp.status(socket.getInputStream());
        } catch (SocketTimeoutException waiting) {
            return NO_ANSWER;
        }
    }
}
