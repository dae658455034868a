using Release.Core.Changes;
using Release.Core.Ports;

namespace Release.Integrations.GitHub.Webhooks;

/// <summary>Where nothing is remembered, there is nothing to forget.</summary>
internal sealed class NoSourceHostCache : ISourceHostCache
{
    public void Forget(SourceRepository repository)
    {
        // Nothing is remembered.
    }
}
