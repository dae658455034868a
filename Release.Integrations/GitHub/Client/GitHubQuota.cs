using System.Globalization;
using System.Net;
using System.Text;
using Release.Core.Failures;

namespace Release.Integrations.GitHub.Client;

/// <summary>
/// GitHub's rate limits: the quotas of REST and GraphQL, and the secondary limit against too many requests at once. While a
/// limit applies, requests that it concerns are not sent.
/// </summary>
internal sealed class GitHubQuota(GitHubHealth health, TimeProvider clock) : IDisposable
{
    /// <summary>GitHub advises against parallel requests; a few are needed when several people open pages.</summary>
    private const int MostAtOnce = 16;

    /// <summary>GitHub's advice if it does not say how long to wait: at least a minute, longer each time.</summary>
    private static readonly BackOff Retry = new(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
    private const string Secondary = "secondary";

    private readonly SemaphoreSlim _turn = new(MostAtOnce);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);
    private int _secondaryRefusals;

    /// <summary>
    /// Waits for a free slot and sends, unless a limit applies by then. Records the limits in the answer before the slot is free again.
    /// </summary>
    /// <exception cref="OutsideException">A limit applies, or GitHub refused the request because of one.</exception>
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

    /// <exception cref="OutsideException">A limit applies; its message says until when.</exception>
    public void ThrowIfUsedUp(string resource)
    {
        if (Until(resource) is { } limit)
        {
            throw Refusal(limit.Until, limit.IsSecondary);
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Records the limits in an answer.</summary>
    /// <exception cref="OutsideException">GitHub refused the request because of a limit.</exception>
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
            // This request used the last of the quota.
            Hold(limits.Resource ?? resource, limits.Reset ?? Retry.First);
        }
        else if (answer.IsSuccess)
        {
            lock (_lock)
            {
                // An answer to a request sent before the limit does not end the limit.
                _secondaryRefusals = HoldsAll() ? _secondaryRefusals : 0;
            }
        }
    }

    /// <summary>For GraphQL, which reports a used-up quota in a successful answer.</summary>
    public OutsideException UsedUp(GitHubLimits limits, string resource) =>
        Hold(limits.Resource ?? resource, Longer(limits.RetryAfter, limits.Reset));

    private static bool IsLimit(GitHubAnswer answer) =>
        answer.Status is HttpStatusCode.TooManyRequests
        || answer.Limits.RetryAfter is not null
        || IsUsedUp(answer.Limits)
        || Encoding.UTF8.GetString(answer.Words).Contains("secondary rate limit", StringComparison.OrdinalIgnoreCase);

    private static bool IsUsedUp(GitHubLimits limits) => limits is { Remaining: 0, Reset: not null };

    private static TimeSpan Longer(TimeSpan? one, TimeSpan? other) => one > (other ?? TimeSpan.Zero) ? one.Value : other ?? Retry.First;

    /// <summary>
    /// Requests that were under way together are refused together; that counts as one refusal, with the longest wait that
    /// any of them asks for.
    /// </summary>
    private OutsideException SlowDown(TimeSpan? asked)
    {
        // In one lock, so that the next of them does not count as another refusal.
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

    /// <summary>Adds a second: reset is given in whole seconds, and the quota is only back after that second.</summary>
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
