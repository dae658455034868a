using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Release.Data;

/// <summary>The folder for everything that Release keeps on disk: <c>Release:DataDirectory</c>.</summary>
public static class DataDirectory
{
    private const string Field = "Release:DataDirectory";

    /// <summary>An absolute path; by default <c>release</c> in the user's application data. It may not exist yet.</summary>
    /// <exception cref="OptionsValidationException">Nothing is set and the user has no such folder.</exception>
    public static string Of(IConfiguration configuration)
    {
        var configured = configuration[Field];
        if (!string.IsNullOrWhiteSpace(configured))
        {
            return Path.GetFullPath(configured);
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return home.Length > 0
            ? Path.Combine(home, "release")
            : throw new OptionsValidationException(
                Field, typeof(DatabaseOptions), [$"{Field} is not set, and this user has no home folder to fall back on. Set it to a folder that Release may write to."]);
    }
}
