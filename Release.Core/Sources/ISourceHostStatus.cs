namespace Release.Core.Sources;

/// <summary>Whether GitHub answers, as pages show it.</summary>
public interface ISourceHostStatus
{
    SourceHostStatus Current { get; }

    /// <summary>Raised when <see cref="Current"/> has changed. Handlers must return at once.</summary>
    event Action? Changed;
}

/// <param name="AwaySince">Since when it has not answered; null while it answers.</param>
/// <param name="LastAnswer">When it answered last; null when it never has.</param>
/// <param name="QuotaUntil">Until when the quota is used up; null while some is left.</param>
/// <param name="Why">The problem in a sentence; empty when there is none.</param>
public sealed record SourceHostStatus(DateTimeOffset? AwaySince, DateTimeOffset? LastAnswer, DateTimeOffset? QuotaUntil, string Why)
{
    public static readonly SourceHostStatus Fresh = new(null, null, null, "");

    public bool IsWell => AwaySince is null && QuotaUntil is null;
}
