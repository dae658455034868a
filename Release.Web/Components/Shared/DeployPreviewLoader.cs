using Release.Core.Board;
using Release.Core.Commands;
using Release.Core.Failures;
using Release.Core.Previews;
using Release.Core.Sources;

namespace Release.Web.Components.Shared;

/// <summary>
/// What a sheet learns about the version in its box while somebody types: what it means, what it ships, its risks, and
/// what else begins so. Beside the form, which never waits for it.
/// </summary>
public sealed class DeployPreviewLoader(DeployPreviews previews, ISourceHost source, SourceSettings sources, TimeProvider clock) : IDisposable
{
    private const int FewestLetters = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private readonly LatestRequestRunner _latest = new(clock, Pause);
    private (EnvironmentName? Environment, string Version) _asked = (null, "");

    /// <summary>Of what is asked now; null while it is looked for.</summary>
    public DeployPreview? Preview { get; private set; }

    public IReadOnlyList<GitReferenceName> References { get; private set; } = [];

    public bool IsLooking { get; private set; }

    /// <summary>What the version means; null while that is not known.</summary>
    public ResolvedVersion? Resolved => Preview?.Resolved;

    /// <param name="version">As it stands in the box.</param>
    /// <param name="actor">The login of who looks.</param>
    /// <param name="changed">Called when there is something new to show.</param>
    public async Task AskAsync(BoardRow row, EnvironmentName? environment, string? version, string? actor, Func<Task> changed)
    {
        var text = version?.Trim() ?? "";
        if (_asked == (environment, text))
        {
            return;
        }

        _asked = (environment, text);
        Preview = null;
        IsLooking = environment is not null && DeploySheetState.VersionError(text) is null;
        await changed();
        await _latest.RunAsync(async cancellationToken =>
        {
            var suggesting = SuggestAsync(row, text, changed, cancellationToken);
            if (IsLooking)
            {
                var preview = await previews.OfAsync(row, environment!, text, actor, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                (Preview, IsLooking) = (preview, false);
                await changed();
            }

            await suggesting;
        });
    }

    /// <summary>The same question once more: GitHub is back.</summary>
    public Task AskAgainAsync(BoardRow row, string? actor, Func<Task> changed)
    {
        var (environment, version) = _asked;
        _asked = (null, "");
        return AskAsync(row, environment, version, actor, changed);
    }

    public void Dispose() => _latest.Dispose();

    private async Task SuggestAsync(BoardRow row, string text, Func<Task> changed, CancellationToken cancellationToken)
    {
        if (text.Length < FewestLetters || sources.RepositoryOf(row.Repository) is not { } repository)
        {
            References = [];
            return;
        }

        try
        {
            References = await source.SuggestAsync(repository, text, cancellationToken);
        }
        catch (OutsideException)
        {
            // The preview says what is wrong with GitHub; suggestions are only a help.
            References = [];
        }

        await changed();
    }
}

/// <summary>Runs what was asked for last, once nothing else has been asked for a moment; what was asked before is given up.</summary>
internal sealed class LatestRequestRunner(TimeProvider clock, TimeSpan pause) : IDisposable
{
    private CancellationTokenSource? _current;

    /// <summary>Ends when the work is done or given up. What the work throws is thrown, unless it was given up.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> work)
    {
        _current?.Cancel();
        using var mine = new CancellationTokenSource();
        _current = mine;
        try
        {
            await Task.Delay(pause, clock, mine.Token);
            await work(mine.Token);
        }
        catch (Exception) when (mine.IsCancellationRequested)
        {
            // Something newer was asked for, or nobody looks any more.
            return;
        }
        finally
        {
            _current = _current == mine ? null : _current;
        }
    }

    public void Dispose() => _current?.Cancel();
}
