using Release.Core.Ports;

namespace Release.Core.Changes;

/// <summary>What a deployment would bring, and what one should know before.</summary>
/// <param name="Resolved">What the version that was typed means.</param>
/// <param name="Changes">Null when GitHub could not be asked, see <paramref name="Trouble"/>.</param>
/// <param name="Risks">Those that are known, also while GitHub is away.</param>
/// <param name="Trouble">Why what it ships is not known, in a sentence; null when it is.</param>
/// <param name="Source">How GitHub was when it could not say; null when it could, or was not asked.</param>
public sealed record DeployPreview(
    ResolvedVersion Resolved, ChangeSet? Changes, CheckState Checks, IReadOnlyList<Risk> Risks, string? Trouble, SourceHostStatus? Source);
