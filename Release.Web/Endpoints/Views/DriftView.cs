using Release.Core.Board;

namespace Release.Web.Endpoints.Views;

/// <summary>How the truths of a cell differ.</summary>
/// <param name="Kind"><c>foreign-change</c>, <c>not-synced</c>, <c>not-running</c> or <c>out-of-sync</c>.</param>
/// <param name="Detail">In words, for example <c>wanted v41, running v40</c>.</param>
internal sealed record DriftView(string Kind, DateTime Since, string Detail)
{
    public static DriftView Of(Drift drift) => new(DriftKindText.Of(drift.Kind), drift.Since.UtcDateTime, drift.Detail);
}
