using Release.Core.Previews;

namespace Release.Web.Endpoints.Views;

/// <summary>What one should know before deploying.</summary>
/// <param name="Kind">For programs, such as <c>migrations</c> or <c>othersChanges</c>.</param>
/// <param name="Link">Where one sees it; null when there is no such place.</param>
internal sealed record RiskView(string Kind, string Sentence, string? Link)
{
    public static RiskView Of(Risk risk) => new(char.ToLowerInvariant(risk.Kind.ToString()[0]) + risk.Kind.ToString()[1..], risk.Sentence, risk.Link);
}
