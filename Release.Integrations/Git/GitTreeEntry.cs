using System.Text;

namespace Release.Integrations.Git;

/// <summary>One entry of a tree object.</summary>
/// <param name="Mode">As in the tree: 100644, 100755, 120000 (a link), 40000 (a tree), 160000 (a submodule).</param>
/// <param name="Name">One path segment.</param>
/// <param name="Id">40 hexadecimal digits.</param>
internal sealed record GitTreeEntry(string Mode, string Name, string Id)
{
    private const int IdLength = 20;

    public bool IsTree => Mode == "40000";

    public bool IsFile => Mode is "100644" or "100755" or "100664";

    /// <summary>Reads a tree object: <c>mode SP name NUL id</c>, the id as 20 bytes, repeated (gitformat-pack, "tree").</summary>
    public static List<GitTreeEntry> ReadAll(ReadOnlySpan<byte> tree)
    {
        var entries = new List<GitTreeEntry>();
        while (!tree.IsEmpty)
        {
            var space = tree.IndexOf((byte)' ');
            var end = tree.IndexOf((byte)0);
            if (space < 0 || end < space || tree.Length < end + 1 + IdLength)
            {
                throw new CorruptMirrorException("A tree object cannot be read.");
            }

            entries.Add(new GitTreeEntry(
                Encoding.ASCII.GetString(tree[..space]),
                Encoding.UTF8.GetString(tree[(space + 1)..end]),
                Convert.ToHexStringLower(tree.Slice(end + 1, IdLength))));
            tree = tree[(end + 1 + IdLength)..];
        }

        return entries;
    }

    /// <summary>A copy of a tree with another object under an existing name; everything else is unchanged.</summary>
    public static byte[] Replace(byte[] tree, string name, string id)
    {
        var at = 0;
        while (at < tree.Length)
        {
            var space = tree.AsSpan(at).IndexOf((byte)' ');
            var end = tree.AsSpan(at).IndexOf((byte)0);
            if (space < 0 || end < space || tree.Length < at + end + 1 + IdLength)
            {
                break;
            }

            if (Encoding.UTF8.GetString(tree.AsSpan(at)[(space + 1)..end]) == name)
            {
                var replaced = tree.ToArray();
                Convert.FromHexString(id).CopyTo(replaced, at + end + 1);
                return replaced;
            }

            at += end + 1 + IdLength;
        }

        throw new CorruptMirrorException($"A tree object has no entry '{name}'.");
    }
}
