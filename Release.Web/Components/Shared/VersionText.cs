using Release.Core.Applications;

namespace Release.Web.Components.Shared;

/// <summary>Versions cut in the middle, as pages show them.</summary>
internal static class VersionText
{
    public const int ShortLength = VersionWords.ShortLength;

    public static string Short(string version, int length = ShortLength) => VersionWords.Short(version, length);
}
