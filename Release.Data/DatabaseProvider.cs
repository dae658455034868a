namespace Release.Data;

/// <summary>Which database holds Release's records.</summary>
public enum DatabaseProvider
{
    /// <summary>Embedded, one process; the default.</summary>
    Sqlite,
    SqlServer,
    PostgreSql,
}
