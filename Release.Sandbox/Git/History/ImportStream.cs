using System.Globalization;
using System.Text;
using Release.Sandbox.Git.Objects;

namespace Release.Sandbox.Git.History;

/// <summary>A <c>git fast-import</c> stream of many commits. A commit is known by its mark until git has named it.</summary>
internal sealed class ImportStream : IDisposable
{
    private readonly MemoryStream _stream = new();
    private int _marks;

    /// <param name="reference">What the commit becomes the tip of, in full.</param>
    /// <param name="parents">Marks; the first one's files are the ones it starts from.</param>
    /// <returns>The commit's mark.</returns>
    public int Commit(string reference, GitSignature author, GitSignature committer, string message, IEnumerable<int> parents, IReadOnlyDictionary<string, string> files) =>
        Commit(reference, author, committer, message, parents, files.Select(file => new SeedFile(file.Key, Encoding.UTF8.GetBytes(file.Value))));

    public int Commit(string reference, GitSignature author, GitSignature committer, string message, IEnumerable<int> parents, IEnumerable<SeedFile> files)
    {
        var mark = ++_marks;
        Text($"commit {reference}\nmark :{Number(mark)}\nauthor {author}\ncommitter {committer}\n");
        Data(Encoding.UTF8.GetBytes(message + "\n"));
        var word = "from";
        foreach (var parent in parents)
        {
            Text($"{word} :{Number(parent)}\n");
            word = "merge";
        }

        foreach (var (path, content) in files)
        {
            Text($"M 100644 inline {Quote(path)}\n");
            Data(content);
        }

        return mark;
    }

    public void Reset(string reference, int mark) => Text($"reset {reference}\nfrom :{Number(mark)}\n\n");

    public byte[] End()
    {
        Text("done\n");
        return _stream.ToArray();
    }

    /// <summary>The names that git gave, from the file of <c>--export-marks</c>.</summary>
    public static Dictionary<int, string> ReadMarks(string path) => File.ReadLines(path)
        .Select(line => line.Split(' '))
        .ToDictionary(parts => int.Parse(parts[0].AsSpan(1), CultureInfo.InvariantCulture), parts => parts[1]);

    public void Dispose() => _stream.Dispose();

    private void Data(byte[] content)
    {
        Text($"data {Number(content.Length)}\n");
        _stream.Write(content);
        Text("\n");
    }

    /// <summary>A path can hold anything but a zero.</summary>
    private static string Quote(string path) =>
        $"\"{path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    private void Text(string text) => _stream.Write(Encoding.UTF8.GetBytes(text));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A file of the first commit.</summary>
/// <param name="Path">In the repository, with slashes.</param>
internal sealed record SeedFile(string Path, byte[] Content);
