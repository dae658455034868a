using System.Globalization;
using System.Text;
using Hangfire.PostgreSql;
using Hangfire.SqlServer;
using Release.Data;

namespace Release.Web.Jobs;

/// <summary>The tables of the jobs as a script, for where Hangfire itself may not make them.</summary>
internal static class JobStorageScript
{
    /// <summary>It does nothing where it has run already. Empty for SQLite, beside which jobs are kept in memory.</summary>
    public static string Of(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.SqlServer => SqlServerObjectsInstaller.GetInstallScript(JobStorages.Schema, enableHeavyMigrations: true),
        DatabaseProvider.PostgreSql => PostgreSql(),
        _ => "",
    };

    /// <summary>
    /// Hangfire's own scripts, one for each version of its tables. Each raises an error where it has run already, so each
    /// is asked for only after its version was looked up, and all are one transaction.
    /// </summary>
    private static string PostgreSql()
    {
        var script = new StringBuilder($"""
            DO $release$
            DECLARE present int := 0;
            BEGIN
              IF to_regclass('"{JobStorages.Schema}"."schema"') IS NOT NULL THEN
                EXECUTE 'SELECT max("version") FROM "{JobStorages.Schema}"."schema"' INTO present;
              END IF;

            """);
        for (var version = 3; Resource(version) is { } step; version++)
        {
            script.Append(CultureInfo.InvariantCulture, $"""
                  IF present < {version} THEN
                    EXECUTE $step${step}
                $step$;
                    EXECUTE 'UPDATE "{JobStorages.Schema}"."schema" SET "version" = {version}';
                  END IF;

                """);
        }

        return script.Append("END $release$;\n").ToString();
    }

    private static string? Resource(int version)
    {
        using var stream = typeof(PostgreSqlStorage).Assembly.GetManifestResourceStream(
            string.Create(CultureInfo.InvariantCulture, $"Hangfire.PostgreSql.Scripts.Install.v{version}.sql"));
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
