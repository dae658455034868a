using System.Globalization;
using System.Text;
using Release.Sandbox.Git.Objects;

namespace Release.Sandbox.Git.History;

/// <summary>Builds a <c>git fast-import</c> stream. Commits are referred to by marks until git has assigned their ids.</summary>
internal sealed class ImportStream : IDisposable
{
    private readonly MemoryStream _stream = new();
    private int _marks;

    /// <param name="reference">The full reference that points to the commit afterwards.</param>
    /// <param name="parents">Marks; the commit starts with the files of the first.</param>
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

    /// <summary>The commit ids by mark, from the file of <c>--export-marks</c>.</summary>
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

    /// <summary>Quotes a path, which may contain any character but NUL.</summary>
    private static string Quote(string path) =>
        $"\"{path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    private void Text(string text) => _stream.Write(Encoding.UTF8.GetBytes(text));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A file of the first commit.</summary>
/// <param name="Path">In the repository, with slashes.</param>
internal sealed record SeedFile(string Path, byte[] Content);
