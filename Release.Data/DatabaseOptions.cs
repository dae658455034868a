using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Release.Data;

/// <summary>Where Release's records are: <c>Release:Database</c> and <c>ConnectionStrings:Release</c>.</summary>
/// <param name="Provider"><c>Release:Database:Provider</c>.</param>
/// <param name="ConnectionString">As the provider's client takes it; never logged.</param>
/// <param name="MaxBatchSize"><c>Release:Database:MaxBatchSize</c>: most statements sent at once; null is the provider's own default.</param>
public sealed record DatabaseOptions(DatabaseProvider Provider, string ConnectionString, int? MaxBatchSize)
{
    private const string ProviderField = "Release:Database:Provider";
    private const string BatchField = "Release:Database:MaxBatchSize";
    private const string ConnectionField = "ConnectionStrings:Release";

    /// <summary>The one file of an embedded database: absolute, and the real one where a link was named. Null for servers and in memory.</summary>
    public string? File
    {
        get
        {
            if (Provider is not DatabaseProvider.Sqlite
                || new SqliteConnectionStringBuilder(ConnectionString) is not { Mode: not SqliteOpenMode.Memory, DataSource: { Length: > 0 } and not ":memory:" } settings)
            {
                return null;
            }

            var named = new FileInfo(settings.DataSource);
            return (named.LinkTarget is null ? named : named.ResolveLinkTarget(returnFinalTarget: true) ?? named).FullName;
        }
    }

    /// <exception cref="OptionsValidationException">An option is wrong; the message names it and how to put it right.</exception>
    public static DatabaseOptions Read(IConfiguration configuration)
    {
        var provider = ReadProvider(configuration[ProviderField]);
        var connection = configuration.GetConnectionString("Release");
        if (string.IsNullOrWhiteSpace(connection))
        {
            connection = provider is DatabaseProvider.Sqlite
                ? $"Data Source={Path.Combine(DataDirectory.Of(configuration), "release.db")}"
                : throw Wrong(ConnectionField, $"{ConnectionField} is empty, and {ProviderField} is {provider}. Set it to the server's connection string.");
        }

        return new DatabaseOptions(provider, connection, ReadBatchSize(configuration[BatchField]));
    }

    private static DatabaseProvider ReadProvider(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return DatabaseProvider.Sqlite;
        }

        return Enum.TryParse<DatabaseProvider>(text, ignoreCase: true, out var provider) && Enum.IsDefined(provider)
            ? provider
            : throw Wrong(ProviderField, $"{ProviderField} is '{text}'. Set it to Sqlite, SqlServer or PostgreSql.");
    }

    private static int? ReadBatchSize(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return int.TryParse(text, out var size) && size is >= 1 and <= 1000
            ? size
            : throw Wrong(BatchField, $"{BatchField} is '{text}'. Set it to a number from 1 to 1000, or leave it out for the provider's default.");
    }

    private static OptionsValidationException Wrong(string field, string message) => new(field, typeof(DatabaseOptions), [message]);
}

/// <summary>Which database holds Release's records.</summary>
public enum DatabaseProvider
{
    /// <summary>Embedded, one process; the default.</summary>
    Sqlite,
    SqlServer,
    PostgreSql,
}
