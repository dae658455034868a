namespace Release.Integrations.Git;

/// <summary>How a push ended; anything else throws.</summary>
internal enum PushOutcome
{
    Done,

    /// <summary>Somebody else's push came first: fetch and build the chain again.</summary>
    Lost,
}
