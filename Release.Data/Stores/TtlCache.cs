namespace Release.Data.Stores;

/// <summary>
/// Caches values for a short time, so that they are not read for every request. A change by this process takes effect at
/// once: a value whose read began before the change is not cached.
/// </summary>
/// <param name="length">How long a value is valid.</param>
/// <param name="most">The capacity; one more value clears the cache.</param>
internal sealed class TtlCache<TKey, TValue>(TimeSpan length, int most, TimeProvider clock)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, (TValue Value, DateTimeOffset Until)> _known = [];
    private long _changes;

    /// <summary>The cached value, or the value read now. Null is not cached.</summary>
    public async Task<TValue?> GetAsync(TKey key, Func<Task<TValue?>> read)
    {
        var now = clock.GetUtcNow();
        long changes;
        lock (_lock)
        {
            if (_known.TryGetValue(key, out var known) && known.Until > now)
            {
                return known.Value;
            }

            changes = _changes;
        }

        var value = await read();
        if (value is not null)
        {
            Keep(key, value, now + length, changes);
        }

        return value;
    }

    /// <summary>Whether the key is cached; the value may be out of date.</summary>
    public bool Knows(TKey key)
    {
        lock (_lock)
        {
            return _known.ContainsKey(key);
        }
    }

    /// <summary>Clears the cache. Call it after the commit of each change.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _changes++;
            _known.Clear();
        }
    }

    private void Keep(TKey key, TValue value, DateTimeOffset until, long changes)
    {
        lock (_lock)
        {
            if (changes != _changes)
            {
                return;
            }

            if (_known.Count >= most)
            {
                _known.Clear();
            }

            _known[key] = (value, until);
        }
    }
}
