import java.nio.file.Path;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/**
 * A Neo4j with Bolt on loopback, for tests and for trying things.
 * Argument: port (0: any free one). The password comes on the first line of standard input. Each further line
 * names a folder: a new, empty database starts in it, after the one before has ended, and "ready PORT" is printed.
 * That takes a fraction of the first start. Ends when standard input does, so that no server outlives who started it.
 */
public class Server {
  private static DatabaseManagementService running;

  public static void main(String[] args) throws Exception {
    var input = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
    var password = input.readLine();
    Runtime.getRuntime().addShutdownHook(new Thread(Server::end));
    for (var folder = input.readLine(); folder != null; folder = input.readLine()) {
      end();
      System.out.println("ready " + start(Path.of(folder), Integer.parseInt(args[0]), password));
    }
    System.exit(0);
  }

  private static synchronized void end() {
    if (running != null) running.shutdown();
    running = null;
  }

  private static synchronized int start(Path folder, int port, String password) {
    running =
        new DatabaseManagementServiceBuilder(folder)
            .setConfig(BoltConnector.enabled, true)
            .setConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", port))
            .setConfig(GraphDatabaseSettings.auth_enabled, true)
            .setConfig(GraphDatabaseSettings.pagecache_memory, 64L * 1024 * 1024)
            .build();
    var system = running.database("system");
    // Bolt answers "unauthorized" until the password is set: only then is the server ready.
    try (var transaction = system.beginTx()) {
      transaction.execute(
          "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED",
          java.util.Map.of("password", password));
      transaction.commit();
    }
    return ((GraphDatabaseAPI) system)
        .getDependencyResolver()
        .resolveDependency(ConnectorPortRegister.class)
        .getLocalAddress(ConnectorType.BOLT)
        .getPort();
  }
}
