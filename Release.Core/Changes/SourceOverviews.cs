using System.Collections.Concurrent;
using Release.Core.Ports;

namespace Release.Core.Changes;

/// <summary>Repositories' overviews, the last one of each kept for when GitHub is away: a page then shows that, and says so.</summary>
public sealed class SourceOverviews(ISourceHost source)
{
    private readonly ConcurrentDictionary<SourceRepository, SourceOverview> _last = new();

    public async Task<SeenOverview> FindAsync(SourceRepository repository, CancellationToken cancellationToken)
    {
        try
        {
            var overview = await source.OverviewAsync(repository, cancellationToken);
            if (overview is null)
            {
                _last.TryRemove(repository, out _);
                return new SeenOverview(null, $"GitHub has no repository {repository}, or Release may not see it.");
            }

            _last[repository] = overview;
            return new SeenOverview(overview, null);
        }
        catch (OutsideException exception)
        {
            return new SeenOverview(_last.GetValueOrDefault(repository), exception.Message);
        }
    }
}
