namespace Release.Tests.Support;

/// <summary>A directory of a test's own, gone afterwards.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("release-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
