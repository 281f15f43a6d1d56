package dev.quipu.storage.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.quipu.access.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every door says which role it asks for; what people change through one is audited. */
class DoorRolesTest {

    private static final Set<String> ROLES = Set.of(Role.READS, Role.ANALYSES, Role.ADMINISTERS, Role.SERVES);

    static List<JavaMethod> doors() {
        List<JavaMethod> doors = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.quipu.storage")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(JavaClass::getMethods)
                        .flatMap(Set::stream)
                        .filter(DoorRolesTest::isDoor)
                        .toList();
        assertThat(doors).hasSizeGreaterThan(90);
        return doors;
    }

    private static boolean isDoor(JavaMethod method) {
        return isChange(method) || method.isAnnotatedWith(GET.class);
    }

    private static boolean isChange(JavaMethod method) {
        return Stream.of(POST.class, PUT.class, PATCH.class, DELETE.class).anyMatch(method::isAnnotatedWith);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void asksForOneRole(JavaMethod door) {
        assertThat(door.isAnnotatedWith(RolesAllowed.class)).isTrue();
        assertThat(door.getAnnotationOfType(RolesAllowed.class).value())
                .hasSize(1)
                .isSubsetOf(ROLES);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void isAuditedWhenPeopleChangeSomethingThroughIt(JavaMethod door) {
        boolean isOfPeople =
                !door.getAnnotationOfType(RolesAllowed.class).value()[0].equals(Role.SERVES);
        assertThat(door.isAnnotatedWith(Audited.class)).isEqualTo(isChange(door) && isOfPeople);
    }
}
