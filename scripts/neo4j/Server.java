import java.nio.file.Path;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/**
 * A Neo4j with Bolt on loopback, for tests and for trying things.
 * Arguments: folder of the database, port (0: any free one). The password comes on the first line
 * of standard input. Prints "ready PORT"; ends when standard input does, so that no server
 * outlives who started it.
 */
public class Server {
  public static void main(String[] args) throws Exception {
    var input = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
    var password = input.readLine();
    var dbms =
        new DatabaseManagementServiceBuilder(Path.of(args[0]))
            .setConfig(BoltConnector.enabled, true)
            .setConfig(
                BoltConnector.listen_address,
                new SocketAddress("127.0.0.1", Integer.parseInt(args[1])))
            .setConfig(GraphDatabaseSettings.auth_enabled, true)
            .setConfig(GraphDatabaseSettings.pagecache_memory, 64L * 1024 * 1024)
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(dbms::shutdown));
    var system = dbms.database("system");
    // Bolt answers "unauthorized" until the password is set: only then is the server ready.
    try (var transaction = system.beginTx()) {
      transaction.execute(
          "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED",
          java.util.Map.of("password", password));
      transaction.commit();
    }
    var port =
        ((GraphDatabaseAPI) system)
            .getDependencyResolver()
            .resolveDependency(ConnectorPortRegister.class)
            .getLocalAddress(ConnectorType.BOLT)
            .getPort();
    System.out.println("ready " + port);
    while (input.readLine() != null) {}
    System.exit(0);
  }
}
