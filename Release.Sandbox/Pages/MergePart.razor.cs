namespace Release.Sandbox.Pages;

/// <summary>Merges pull requests: what developers do all day.</summary>
public sealed partial class MergePart
{
    private readonly Dictionary<string, MergeResult> _results = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyDictionary<string, string> _applications = new Dictionary<string, string>(StringComparer.Ordinal);
    private string _find = "";

    private IEnumerable<KeyValuePair<string, string>> Found => _applications
        .Where(application => application.Key.Contains(_find.Trim(), StringComparison.OrdinalIgnoreCase)).OrderBy(application => application.Key, StringComparer.Ordinal);

    public override void Dispose()
    {
        _stop.Cancel();
        base.Dispose();
    }

    /// <summary>By name, with the version that the first environment is to have.</summary>
    protected override async Task<IReadOnlyList<object>> LookAsync()
    {
        _applications = await World.ApplicationsAsync(_stop.Token);
        return [.. _applications.Select(application => (object)application)];
    }

    private string? AddressOf(string application) =>
        World.Release is { } release ? new Uri(release.Address, $"/applications/{Uri.EscapeDataString(application)}").ToString() : null;

    private async Task MergeAsync(string application)
    {
        var problem = await DoAsync(
            application,
            async () => _results[application] = MergeResult.Of(await World.MergePullRequestAsync(application, _stop.Token)),
            why => $"The sandbox could not merge it or tell Release: {why} Try again.");
        if (problem is not null)
        {
            _results[application] = MergeResult.Failed(problem);
        }
    }
}
