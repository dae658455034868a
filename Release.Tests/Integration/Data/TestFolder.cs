namespace Release.Tests.Integration.Data;

/// <summary>A folder of its own for one test, deleted afterwards.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("release-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
