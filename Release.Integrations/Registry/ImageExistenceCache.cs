using System.Collections.Concurrent;

namespace Release.Integrations.Registry;

/// <summary>Images that were seen to exist; bounded in number and age. That one does not exist is never kept: it may be on its way.</summary>
internal sealed class ImageExistenceCache(TimeProvider clock)
{
    internal const int Most = 10_000;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _found = new(StringComparer.Ordinal);

    public bool Contains(string image) => _found.TryGetValue(image, out var until) && until > clock.GetUtcNow();

    public void Add(string image)
    {
        if (_found.Count >= Most)
        {
            _found.Clear();
        }

        _found[image] = clock.GetUtcNow() + Kept;
    }
}
