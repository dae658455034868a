using Release.Core.Board;
using Release.Core.Commands;
using Release.Core.Failures;
using Release.Core.Previews;
using Release.Core.Sources;

namespace Release.Web.Components.Shared;

/// <summary>
/// Loads what the sheet shows about the version in its box while somebody types: its meaning, its changes, its risks, and
/// matching references. The form never waits for it.
/// </summary>
public sealed class DeployPreviewLoader(DeployPreviews previews, ISourceHost source, SourceSettings sources, TimeProvider clock) : IDisposable
{
    private const int FewestLetters = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private readonly Debouncer _latest = new(clock, Pause);
    private (EnvironmentName? Environment, string Version) _input = (null, "");

    /// <summary>For the present input; null while it loads.</summary>
    public DeployPreview? Preview { get; private set; }

    public IReadOnlyList<GitReferenceName> References { get; private set; } = [];

    public bool IsLoading { get; private set; }

    /// <summary>What the version resolves to; null while unknown.</summary>
    public ResolvedVersion? Resolved => Preview?.Resolved;

    /// <param name="version">The text in the box.</param>
    /// <param name="actor">The viewer's login.</param>
    /// <param name="changed">Called when the component must render again.</param>
    public async Task LoadAsync(BoardRow row, EnvironmentName? environment, string? version, string? actor, Func<Task> changed)
    {
        var text = version?.Trim() ?? "";
        if (_input == (environment, text))
        {
            return;
        }

        _input = (environment, text);
        Preview = null;
        IsLoading = environment is not null && DeploySheetState.VersionError(text) is null;
        await changed();
        await _latest.RunAsync(async cancellationToken =>
        {
            var suggesting = SuggestAsync(row, text, changed, cancellationToken);
            if (IsLoading)
            {
                var preview = await previews.OfAsync(row, environment!, text, actor, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                (Preview, IsLoading) = (preview, false);
                await changed();
            }

            await suggesting;
        });
    }

    /// <summary>Loads the same input again, when GitHub is back.</summary>
    public Task ReloadAsync(BoardRow row, string? actor, Func<Task> changed)
    {
        var (environment, version) = _input;
        _input = (null, "");
        return LoadAsync(row, environment, version, actor, changed);
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
            // The preview already reports GitHub's problem.
            References = [];
        }

        await changed();
    }
}

/// <summary>Debounces: runs only the latest work, after a pause without newer work. Earlier work is cancelled.</summary>
internal sealed class Debouncer(TimeProvider clock, TimeSpan pause) : IDisposable
{
    private CancellationTokenSource? _current;

    /// <summary>Completes when the work is done or cancelled. Exceptions of cancelled work are ignored.</summary>
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
            // Newer work has replaced this, or the component is gone.
            return;
        }
        finally
        {
            _current = _current == mine ? null : _current;
        }
    }

    public void Dispose() => _current?.Cancel();
}
