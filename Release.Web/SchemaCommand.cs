using Release.Data;
using Release.Web.Jobs;

namespace Release.Web;

/// <summary>
/// <c>Release.Web schema PostgreSql</c>: prints the script that an administrator runs where Release's own user may not create tables;
/// <c>./build.sh sql</c> calls it. The jobs then need <c>Release:Jobs:PrepareSchema</c> = false.
/// </summary>
internal static class SchemaCommand
{
    public const string Name = "schema";

    /// <returns>The exit code: 0, or 2 when the arguments are wrong.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is not [var name] || !Enum.TryParse<DatabaseProvider>(name, ignoreCase: true, out var provider) || !Enum.IsDefined(provider))
        {
            await errors.WriteLineAsync($"Name the database: {Name} Sqlite, {Name} SqlServer or {Name} PostgreSql.");
            return 2;
        }

        await output.WriteLineAsync(DatabaseScript.Of(provider));
        await output.WriteLineAsync(JobStorageScript.Of(provider));
        return 0;
    }
}
