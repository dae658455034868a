using System.Globalization;
using System.Text;
using Hangfire.PostgreSql;
using Hangfire.SqlServer;
using Release.Data;

namespace Release.Web.Jobs;

/// <summary>A script that creates the tables of the jobs, for databases where Hangfire may not create them.</summary>
internal static class JobStorageScript
{
    /// <summary>Idempotent. Empty for SQLite, because jobs are in memory then.</summary>
    public static string Of(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.SqlServer => SqlServerObjectsInstaller.GetInstallScript(JobStorages.Schema, enableHeavyMigrations: true),
        DatabaseProvider.PostgreSql => PostgreSql(),
        _ => "",
    };

    /// <summary>
    /// Hangfire's own scripts, one for each schema version. Each raises an error when it runs twice, so each
    /// runs only after its version was checked, all in one transaction.
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
