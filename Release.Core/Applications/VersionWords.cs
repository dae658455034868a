namespace Release.Core.Applications;

/// <summary>Versions cut in the middle, so that both ends, which tell them apart, are seen.</summary>
public static class VersionWords
{
    public const int ShortLength = 14;

    /// <summary><c>9f83e630e631c65c5b405cc32d23020a673339f4</c> → <c>9f83e63…3339f4</c>.</summary>
    public static string Short(string version, int length = ShortLength)
    {
        if (version.Length <= length)
        {
            return version;
        }

        var head = length / 2;
        return string.Concat(version.AsSpan(0, head), "…", version.AsSpan(version.Length - (length - head - 1)));
    }

    public static string Short(this ImageTag version) => Short(version.Value);
}
