namespace Release.Core.Sources;

/// <summary>Whether GitHub answers, for pages to say so.</summary>
public interface ISourceHostStatus
{
    SourceHostStatus Current { get; }

    /// <summary>Raised when <see cref="Current"/> has become another; handlers only note it and return.</summary>
    event Action? Changed;
}

/// <param name="AwaySince">Since when it has not answered; null while it answers.</param>
/// <param name="LastAnswer">When it answered last; null when it never has.</param>
/// <param name="QuotaUntil">Until when the quota is used up; null while there is some.</param>
/// <param name="Why">In a sentence, for people; empty while all is well.</param>
public sealed record SourceHostStatus(DateTimeOffset? AwaySince, DateTimeOffset? LastAnswer, DateTimeOffset? QuotaUntil, string Why)
{
    public static readonly SourceHostStatus Fresh = new(null, null, null, "");

    public bool IsWell => AwaySince is null && QuotaUntil is null;
}
