namespace Release.Data.Stores;

/// <summary>
/// What was read a moment ago, so that it is not read for every request. A change that is made here counts at once: what
/// was being read while it was made may be from before, and is not remembered.
/// </summary>
/// <param name="length">How long what was read is good for.</param>
/// <param name="most">How many are remembered; one more, and it begins anew.</param>
internal sealed class TtlCache<TKey, TValue>(TimeSpan length, int most, TimeProvider clock)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, (TValue Value, DateTimeOffset Until)> _known = [];
    private long _changes;

    /// <summary>What is remembered, or else what is read now. Null, for what is not there, is not remembered.</summary>
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

    /// <summary>Whether it was there when it was read last; true may be out of date.</summary>
    public bool Knows(TKey key)
    {
        lock (_lock)
        {
            return _known.ContainsKey(key);
        }
    }

    /// <summary>For after each change's commit: everything is read anew.</summary>
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
