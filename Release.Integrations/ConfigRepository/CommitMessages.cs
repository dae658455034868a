using System.Security.Cryptography;
using System.Text;
using Release.Core.Configuration;

namespace Release.Integrations.ConfigRepository;

/// <summary>Branch names and commit messages of contracts §4; those for flags are Release's own in the same style.</summary>
internal static class CommitMessages
{
    private const int LongestRequester = 200;

    /// <param name="edit">The edit.</param>
    /// <param name="tip">The commit at which its branch begins; makes the name of a flags branch unique.</param>
    /// <param name="index">Its place in the batch, for the same purpose.</param>
    public static string Branch(ConfigEdit edit, string tip, int index)
    {
        var what = edit.Version?.Value ?? $"flags-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tip} {index}")))[..8]}";
        return $"update-image-tag/{edit.Cell.Application}/{edit.Cell.Environment}/{what}";
    }

    public static string Message(ConfigEdit edit)
    {
        if (edit.Version is { } version)
        {
            return $"Update {edit.Cell.Application} image tag to {version} for {edit.Cell.Environment}";
        }

        var flags = new[]
        {
            (Key: ImageTagKeys.AutomaticDeploysEnabled, Value: edit.AutomaticDeploysEnabled),
            (Key: ImageTagKeys.PromoteDeployment, Value: edit.PromoteDeployment),
        };
        var changes = flags.Where(flag => flag.Value is not null).Select(flag => $"{flag.Key} to {(flag.Value == true ? "true" : "false")}");
        return $"Set {string.Join(" and ", changes)} for {edit.Cell.Application} in {edit.Cell.Environment}\n\nRequested-by: {OneLine(edit.RequestedBy)}";
    }

    /// <summary>Removes line breaks, so that a name cannot add lines, and so trailers, to a commit message.</summary>
    private static string OneLine(string text)
    {
        var clean = new string([.. text.Select(character => char.IsControl(character) || character is '\u2028' or '\u2029' ? ' ' : character)]).Trim();
        return clean.Length switch
        {
            0 => "unknown",
            > LongestRequester => clean[..LongestRequester],
            _ => clean,
        };
    }
}
