using System.Globalization;
using System.Net;
using System.Text;
using Release.Core.Failures;

namespace Release.Integrations.GitHub.Client;

/// <summary>
/// GitHub's rate limits: the quotas of REST and GraphQL, and the secondary limit for those who ask too much at once. While
/// one holds, no request that it concerns leaves.
/// </summary>
internal sealed class GitHubQuota(GitHubHealth health, TimeProvider clock) : IDisposable
{
    /// <summary>GitHub's advice is to ask one after the other; pages of several people are some more.</summary>
    private const int MostAtOnce = 16;

    /// <summary>GitHub's own advice where it does not say how long: at least a minute, longer each time.</summary>
    private static readonly BackOff Retry = new(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
    private const string Secondary = "secondary";

    private readonly SemaphoreSlim _turn = new(MostAtOnce);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);
    private int _secondaryRefusals;

    /// <summary>
    /// Sends when its turn comes, unless a limit that an answer told of in the meantime holds by then. What the answer says
    /// is noted before the next one has its turn.
    /// </summary>
    /// <exception cref="OutsideException">A limit holds, or the answer is a refusal because of one.</exception>
    public async Task<GitHubAnswer> SendInTurnAsync(string resource, Func<Task<GitHubAnswer>> sendAsync, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            ThrowIfUsedUp(resource);
            var answer = await sendAsync();
            Note(answer, resource);
            return answer;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <exception cref="OutsideException">A limit holds; its message says until when.</exception>
    public void ThrowIfUsedUp(string resource)
    {
        if (Until(resource) is { } limit)
        {
            throw Refusal(limit.Until, limit.IsSecondary);
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Takes note of what an answer says.</summary>
    /// <exception cref="OutsideException">The answer is a refusal because of a limit.</exception>
    private void Note(GitHubAnswer answer, string resource)
    {
        var limits = answer.Limits;
        if (answer.Status is HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests && IsLimit(answer))
        {
            var isSecondary = !IsUsedUp(limits);
            throw isSecondary ? SlowDown(limits.RetryAfter) : UsedUp(limits, resource);
        }

        if (IsUsedUp(limits))
        {
            // The last one that was allowed.
            Hold(limits.Resource ?? resource, limits.Reset ?? Retry.First);
        }
        else if (answer.IsSuccess)
        {
            lock (_lock)
            {
                // An answer to what had left before the limit does not end it.
                _secondaryRefusals = HoldsAll() ? _secondaryRefusals : 0;
            }
        }
    }

    /// <summary>GraphQL says so in an answer that is a success.</summary>
    public OutsideException UsedUp(GitHubLimits limits, string resource) =>
        Hold(limits.Resource ?? resource, Longer(limits.RetryAfter, limits.Reset));

    private static bool IsLimit(GitHubAnswer answer) =>
        answer.Status is HttpStatusCode.TooManyRequests
        || answer.Limits.RetryAfter is not null
        || IsUsedUp(answer.Limits)
        || Encoding.UTF8.GetString(answer.Words).Contains("secondary rate limit", StringComparison.OrdinalIgnoreCase);

    private static bool IsUsedUp(GitHubLimits limits) => limits is { Remaining: 0, Reset: not null };

    private static TimeSpan Longer(TimeSpan? one, TimeSpan? other) => one > (other ?? TimeSpan.Zero) ? one.Value : other ?? Retry.First;

    /// <summary>What was under way together is refused together: that is one refusal, for the longest that any of it asks.</summary>
    private OutsideException SlowDown(TimeSpan? asked)
    {
        // Held before the next of them is looked at, or it would count as a refusal of its own.
        lock (_lock)
        {
            var isAgain = HoldsAll();
            _secondaryRefusals += isAgain ? 0 : 1;
            var wait = asked ?? Retry.After(_secondaryRefusals);
            if (isAgain && _until[Secondary] is var until && until >= End(wait))
            {
                return Refusal(until, isSecondary: true);
            }

            return Hold(Secondary, wait);
        }
    }

    private bool HoldsAll() => _until.TryGetValue(Secondary, out var until) && until > clock.GetUtcNow();

    /// <summary>A second at least: reset is told in whole seconds, and the quota is not there before it has passed.</summary>
    private DateTimeOffset End(TimeSpan wait) => clock.GetUtcNow() + wait + TimeSpan.FromSeconds(1);

    private OutsideException Hold(string resource, TimeSpan wait)
    {
        var until = End(wait);
        DateTimeOffset latest;
        lock (_lock)
        {
            _until[resource] = until;
            latest = _until.Values.Max();
        }

        var refusal = Refusal(until, resource == Secondary);
        health.Limited(latest, refusal.Message);
        return refusal;
    }

    private (DateTimeOffset Until, bool IsSecondary)? Until(string resource)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            var isSecondary = _until.TryGetValue(Secondary, out var all) && all > now;
            if (_until.TryGetValue(resource, out var own) && own > now && own >= all)
            {
                return (own, false);
            }

            return isSecondary ? (all, true) : null;
        }
    }

    private static OutsideException Refusal(DateTimeOffset until, bool isSecondary)
    {
        var when = until.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return new OutsideException(
            isSecondary ? $"GitHub asks Release to slow down until {when} UTC." : $"Release's quota at GitHub is used up until {when} UTC.",
            FailureKind.Network);
    }
}
