using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Release.Data;
using Release.Data.Providers;

namespace Release.Tests.Support.Data;

/// <summary>
/// Debian's PostgreSQL, once for all tests of a run, with a cluster in a directory of its own that only a socket in it
/// leads to. A shell watches over it: when this process ends, however it ends, the server is stopped and the directory deleted.
/// </summary>
internal sealed class PostgreSqlServer
{
    private const string Script = """
        set -eu
        as=
        if [ "$(id -u)" = 0 ]; then
          # It refuses to run as root.
          as="setpriv --reuid=nobody --regid=nogroup --clear-groups"
          chown nobody "$1"
        fi
        # A collation that is not by code point, as an administrator's database may have.
        $as "$2/initdb" -D "$1/data" -U release --auth=trust --no-sync --encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US >"$1/initdb.log" 2>&1 || { cat "$1/initdb.log" >&2; exit 1; }
        exec 3<&0
        $as "$2/postgres" -D "$1/data" -c listen_addresses= -c "unix_socket_directories=$1" -c max_connections=300 \
          -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c log_min_messages=log <&- 3<&- &
        server=$!
        # More than once: while it starts it takes no signal.
        (read -r _ <&3 || while kill -INT "$server" 2>&-; do sleep 0.2; done) &
        wait "$server" || :
        rm -rf "$1"
        """;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task<PostgreSqlServer>> Only = new(StartAsync);
    private static readonly Lazy<Task> Template = new(MakeTemplateAsync);
    private static int _databases;

    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Kept for as long as this process lives: the end of its standard input is the sign to stop.
    private readonly Process _watch;
    private readonly string _directory;

    private PostgreSqlServer(Process watch, string directory)
    {
        _watch = watch;
        _directory = directory;
    }

    /// <summary>Makes a database. Returns its connection string.</summary>
    /// <param name="isMigrated">With Release's schema, copied from one that was migrated once; or empty.</param>
    public static async Task<string> NewDatabaseAsync(bool isMigrated = true)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        if (isMigrated)
        {
            await Template.Value;
        }

        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {(isMigrated ? "migrated" : "template0")}");
        return (await Only.Value).Connection(name, isPooled: true);
    }

    public static async Task DropDatabaseAsync(string connectionString)
    {
        await using (var pool = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(pool);
        }

        await ExecuteAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");
    }

    /// <summary>Runs a statement beside all databases.</summary>
    public static async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection((await Only.Value).Connection("postgres", isPooled: true));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task MakeTemplateAsync()
    {
        await ExecuteAsync("CREATE DATABASE migrated");
        var options = new DatabaseOptions(DatabaseProvider.PostgreSql, (await Only.Value).Connection("migrated", isPooled: false), null);
        await using var context = ContextConfiguration.Create(options);
        await context.Database.MigrateAsync();
    }

    private static async Task<PostgreSqlServer> StartAsync()
    {
        var binaries = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
                .Where(folder => File.Exists(Path.Combine(folder, "postgres"))).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        if (binaries is null)
        {
            throw new InvalidOperationException("PostgreSQL's server is not installed, and its tests need it: apt-get install postgresql-15, or ./build.sh test, which installs it.");
        }

        var directory = Directory.CreateTempSubdirectory("release-pg-").FullName;
        var start = new ProcessStartInfo("sh") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-c", Script, "sh", directory, binaries])
        {
            start.ArgumentList.Add(argument);
        }

        var server = new PostgreSqlServer(Process.Start(start) ?? throw new InvalidOperationException("sh did not start."), directory);
        await server.WaitUntilReadyAsync();
        return server;
    }

    private string Connection(string database, bool isPooled) => new NpgsqlConnectionStringBuilder
    {
        Host = _directory,
        Username = "release",
        Database = database,
        Pooling = isPooled,
        MaxPoolSize = 40,
    }.ToString();

    private async Task WaitUntilReadyAsync()
    {
        _watch.ErrorDataReceived += (_, line) =>
        {
            lock (_output)
            {
                _output.AppendLine(line.Data);
            }

            if (line.Data?.Contains("ready to accept connections", StringComparison.Ordinal) is true)
            {
                _ready.TrySetResult();
            }
        };
        _watch.BeginErrorReadLine();
        var exited = _watch.WaitForExitAsync();
        if (await Task.WhenAny(_ready.Task, exited).WaitAsync(StartLimit) == exited)
        {
            throw new InvalidOperationException($"PostgreSQL did not start:\n{_output}");
        }
    }
}
