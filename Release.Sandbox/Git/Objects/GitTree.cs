using System.Text;

namespace Release.Sandbox.Git.Objects;

/// <summary>Reads and writes the format of tree objects.</summary>
internal static class GitTree
{
    public static IReadOnlyList<GitTreeEntry> Parse(byte[] content)
    {
        var entries = new List<GitTreeEntry>();
        for (var at = 0; at < content.Length;)
        {
            var space = Array.IndexOf(content, (byte)' ', at);
            var zero = Array.IndexOf(content, (byte)0, space);
            entries.Add(new GitTreeEntry(
                Encoding.ASCII.GetString(content, at, space - at),
                Encoding.UTF8.GetString(content, space + 1, zero - space - 1),
                Convert.ToHexStringLower(content, zero + 1, 20)));
            at = zero + 21;
        }

        return entries;
    }

    public static byte[] Write(IEnumerable<GitTreeEntry> entries)
    {
        using var stream = new MemoryStream();
        foreach (var entry in entries.OrderBy(SortName, ByteOrder.Instance))
        {
            stream.Write(Encoding.UTF8.GetBytes($"{entry.Mode} {entry.Name}\0"));
            stream.Write(Convert.FromHexString(entry.Sha));
        }

        return stream.ToArray();
    }

    /// <summary>git sorts a folder as if its name ended with a slash.</summary>
    private static byte[] SortName(GitTreeEntry entry) => Encoding.UTF8.GetBytes(entry.IsFolder ? entry.Name + "/" : entry.Name);

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static readonly ByteOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}

/// <summary>One name in a tree.</summary>
/// <param name="Mode">As git writes it: <c>100644</c>, <c>40000</c> for a folder.</param>
internal sealed record GitTreeEntry(string Mode, string Name, string Sha)
{
    public const string File = "100644";
    public const string Folder = "40000";

    public bool IsFolder => Mode == Folder;
}
