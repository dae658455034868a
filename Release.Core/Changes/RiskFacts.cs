using Release.Core.Applications;
using Release.Core.Environments;
using Release.Core.Live;

namespace Release.Core.Changes;

/// <summary>What <see cref="Risks"/> are read from.</summary>
/// <param name="Environment">Where it is to go; null while none is chosen.</param>
/// <param name="Version">What is to go there; null while none is chosen.</param>
public sealed record RiskFacts(BoardRow Row, EnvironmentOrder Order, EnvironmentName? Environment, ImageTag? Version)
{
    /// <summary>What it would ship; null while that is not asked or not known.</summary>
    public ChangeSet? Changes { get; init; }

    public CheckState Checks { get; init; }

    /// <summary>Null when nobody said.</summary>
    public bool? ImageExists { get; init; }

    /// <summary>The login of who asks: one's own commits are no surprise.</summary>
    public string? Actor { get; init; }

    /// <summary>Addresses for links; null for none.</summary>
    public SourceSettings? Sources { get; init; }
}
