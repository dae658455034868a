using Release.Core.Configuration;

namespace Release.Integrations.Git;

/// <summary>What every way to the configuration repository asks of its callers.</summary>
internal static class ConfigEditRule
{
    /// <exception cref="ArgumentException">An edit of both or of nothing.</exception>
    public static void Check(ConfigEdit edit)
    {
        var changesFlags = edit.AutomaticDeploysEnabled is not null || edit.PromoteDeployment is not null;
        if (changesFlags != edit.Version is null)
        {
            throw new ArgumentException("An edit changes either the version or flags.", nameof(edit));
        }
    }

    public static bool IsCommitId(string text) => text.Length == 40 && text.All(char.IsAsciiHexDigitLower);
}
