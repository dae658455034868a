using System.IO.Compression;

namespace Release.Integrations.Git;

/// <summary>
/// Writes new objects: a few as loose files (a fraction of a millisecond each, where <c>git fast-import</c> takes 10 ms to
/// begin with), many as one pack.
/// </summary>
internal sealed class GitObjectWriter(string gitDirectory, Func<byte[], CancellationToken, Task> indexPack)
{
    // A single update has eight; from about here one process is cheaper than the files.
    private const int MostLoose = 40;

    private readonly string _objects = Path.Combine(gitDirectory, "objects");

    /// <summary>How many files this has left in the mirror, which maintenance will pack.</summary>
    public int Files { get; private set; }

    public async Task WriteAsync(IReadOnlyCollection<GitObject> objects, CancellationToken cancellationToken)
    {
        if (objects.Count > MostLoose)
        {
            await indexPack(GitPack.Of(objects), cancellationToken);
            // A small pack slows look-ups as many loose objects do.
            Files += MostLoose;
            return;
        }

        foreach (var each in objects)
        {
            WriteLoose(each);
        }

        Files += objects.Count;
    }

    private void WriteLoose(GitObject each)
    {
        var folder = Path.Combine(_objects, each.Id[..2]);
        var path = Path.Combine(folder, each.Id[2..]);
        if (File.Exists(path))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        // Written aside and renamed: a reader, or the next process after a kill, never sees half of one.
        var temporary = Path.Combine(folder, $"tmp_obj_{Guid.NewGuid():N}");
        using (var compressed = new ZLibStream(File.Create(temporary), CompressionLevel.Fastest))
        {
            compressed.Write(NewObjects.Header(each.Type, each.Content));
            compressed.Write(each.Content);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
