using Release.Data.Stores;

namespace Release.Tests.Unit.Data;

public sealed class TtlCacheTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly TtlCache<int, string> _known;
    private string? _stored = "before";
    private int _reads;

    public TtlCacheTests() => _known = new(TimeSpan.FromSeconds(2), most: 2, _clock);

    [Fact]
    public async Task It_reads_once_for_as_long_as_it_remembers()
    {
        await GetAsync();
        _stored = "after";
        _clock.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        (await GetAsync()).ShouldBe("before");

        _clock.Advance(TimeSpan.FromTicks(1));

        (await GetAsync()).ShouldBe("after");
        _reads.ShouldBe(2);
    }

    [Fact]
    public async Task A_read_that_a_change_overtook_is_not_remembered()
    {
        var row = new TaskCompletionSource<string?>();
        var slow = _known.GetAsync(1, () => row.Task);
        _stored = "after";
        _known.Forget();
        row.SetResult("before");

        (await slow).ShouldBe("before", "who asked before the change may be told so");
        (await GetAsync()).ShouldBe("after", "who asks afterwards may not");
    }

    [Fact]
    public async Task A_change_counts_at_once()
    {
        await GetAsync();
        _stored = "after";

        _known.Forget();

        _known.Knows(1).ShouldBeFalse();
        (await GetAsync()).ShouldBe("after");
    }

    [Fact]
    public async Task What_is_not_there_is_not_remembered()
    {
        _stored = null;
        (await GetAsync()).ShouldBeNull();
        _stored = "after";

        (await GetAsync()).ShouldBe("after");
    }

    [Fact]
    public async Task It_remembers_no_more_than_it_may()
    {
        await GetAsync(1);
        await GetAsync(2);
        await GetAsync(3);

        ((int[])[1, 2, 3]).Count(_known.Knows).ShouldBeLessThanOrEqualTo(2);
        _known.Knows(3).ShouldBeTrue();
    }

    private Task<string?> GetAsync(int key = 1) => _known.GetAsync(key, () =>
    {
        _reads++;
        return Task.FromResult(_stored);
    });
}
